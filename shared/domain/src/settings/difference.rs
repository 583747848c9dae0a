//! Differences between two states of a section, in plain words. Each section names its own.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt::Debug;
use utoipa::ToSchema;
use uuid::Uuid;

/// Longest text of a value, in characters. Longer ones are cut.
const LONGEST_VALUE: usize = 300;

/// Way in which a part of a section differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The part is new.
    Added,
    /// The part is gone.
    Removed,
    /// The part has another value.
    Changed,
    /// Another order of the same things.
    Moved,
}

/// A value of a part of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DifferenceValue {
    /// Value in English words, or as somebody wrote it.
    pub text: String,
    /// Code of the value, if it is one of a few: `severity.critical`.
    pub code: Option<String>,
    /// ID of the record that the value names, such as that of a person.
    pub id: Option<Uuid>,
}

impl DifferenceValue {
    /// A value as somebody wrote it.
    pub fn text(text: impl Into<String>) -> Self {
        let text: String = text.into();
        let text = match text.char_indices().nth(LONGEST_VALUE) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        };
        Self { text, code: None, id: None }
    }

    /// One of the few values of a vocabulary, by its name in JSON.
    pub fn word(vocabulary: &str, value: &impl Serialize) -> Self {
        let name = match serde_json::to_value(value) {
            Ok(serde_json::Value::String(name)) => name,
            _ => String::new(),
        };
        Self { text: name.replace('_', " "), code: Some(format!("{vocabulary}.{name}")), id: None }
    }

    /// Yes or no.
    pub fn yes_no(yes: bool) -> Self {
        Self::word("answer", &if yes { "yes" } else { "no" })
    }

    /// A record that is known by its ID, with its name as far as the section has it.
    pub fn record(id: Uuid, name: Option<&str>) -> Self {
        Self { text: name.map_or_else(|| id.to_string(), str::to_owned), code: None, id: Some(id) }
    }
}

/// One difference between two states of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// Part of the section: `queue`, `brand_color`.
    pub part: String,
    /// Part of the section in English words.
    pub part_label: String,
    /// Name of the thing that the part belongs to, such as that of a queue; absent if the section has only one.
    pub name: Option<String>,
    /// Way in which the part differs.
    pub kind: DifferenceKind,
    /// Values before; none for a part that is new.
    pub before: Vec<DifferenceValue>,
    /// Values after; none for a part that is gone.
    pub after: Vec<DifferenceValue>,
}

/// Differences as they are collected.
#[derive(Debug, Default)]
pub struct Differences {
    found: Vec<Difference>,
}

impl Differences {
    /// The differences that were found.
    pub fn found(self) -> Vec<Difference> {
        self.found
    }

    fn add(
        &mut self,
        part: &str,
        name: Option<&str>,
        kind: DifferenceKind,
        values: [Vec<DifferenceValue>; 2],
    ) -> &mut Self {
        let [before, after] = values;
        let (part_label, name) = (label(part), name.map(str::to_owned));
        self.found.push(Difference { part: part.into(), part_label, name, kind, before, after });
        self
    }

    /// A thing that is new.
    pub fn added(&mut self, part: &str, name: &str) {
        self.add(part, Some(name), DifferenceKind::Added, [Vec::new(), Vec::new()]);
    }

    /// A thing that is gone.
    pub fn removed(&mut self, part: &str, name: &str) {
        self.add(part, Some(name), DifferenceKind::Removed, [Vec::new(), Vec::new()]);
    }

    /// Values of a part, if they differ.
    pub fn values(
        &mut self,
        part: &str,
        name: Option<&str>,
        before: Vec<DifferenceValue>,
        after: Vec<DifferenceValue>,
    ) -> &mut Self {
        if before == after {
            return self;
        }
        let kind = match (before.is_empty(), after.is_empty()) {
            (true, _) => DifferenceKind::Added,
            (_, true) => DifferenceKind::Removed,
            _ => DifferenceKind::Changed,
        };
        self.add(part, name, kind, [before, after])
    }

    /// A text, a number or another value that is shown as it is written, if it differs.
    pub fn text(&mut self, part: &str, name: Option<&str>, before: impl ToString, after: impl ToString) -> &mut Self {
        let shown = |value: &dyn ToString| {
            let text = value.to_string();
            if text.is_empty() { Vec::new() } else { vec![DifferenceValue::text(text)] }
        };
        self.values(part, name, shown(&before), shown(&after))
    }

    /// Yes or no, if it differs.
    pub fn yes_no(&mut self, part: &str, name: Option<&str>, before: bool, after: bool) -> &mut Self {
        self.values(part, name, vec![DifferenceValue::yes_no(before)], vec![DifferenceValue::yes_no(after)])
    }

    /// Values without an order, if they differ: those that are gone, and those that are new.
    pub fn set(
        &mut self,
        part: &str,
        name: Option<&str>,
        before: Vec<DifferenceValue>,
        after: Vec<DifferenceValue>,
    ) -> &mut Self {
        let gone = before.iter().filter(|value| !after.contains(value)).cloned().collect();
        let new = after.iter().filter(|value| !before.contains(value)).cloned().collect();
        self.values(part, name, gone, new)
    }

    /// Things with a key: those that are gone, those that are new, and `compare` for those of both states.
    pub fn things<'a, T, K: Ord>(
        &mut self,
        part: &str,
        [before, after]: [&'a [T]; 2],
        key: impl Fn(&'a T) -> K,
        name: impl Fn(&'a T) -> String,
        mut compare: impl FnMut(&mut Self, &'a T, &'a T),
    ) -> &mut Self {
        let find = |among: &'a [T], one: &K| among.iter().find(|other| key(other) == *one);
        for gone in before.iter().filter(|one| find(after, &key(one)).is_none()) {
            self.removed(part, &name(gone));
        }
        for now in after {
            match find(before, &key(now)) {
                Some(former) => compare(self, former, now),
                None => self.added(part, &name(now)),
            }
        }
        self
    }

    /// The order of things that are in both states, if it differs.
    pub fn order<'a, T, K: Ord + Clone>(
        &mut self,
        part: &str,
        of: Option<&str>,
        [before, after]: [&'a [T]; 2],
        key: impl Fn(&'a T) -> K,
        name: impl Fn(&'a T) -> String,
    ) -> &mut Self {
        let [kept_before, kept_after] = [[before, after], [after, before]].map(|[own, other]| {
            let others: BTreeSet<K> = other.iter().map(&key).collect();
            own.iter().filter(|one| others.contains(&key(one))).collect::<Vec<_>>()
        });
        if kept_before.iter().map(|one| key(one)).eq(kept_after.iter().map(|one| key(one))) {
            return self;
        }
        let names = |things: &[&'a T]| things.iter().map(|one| DifferenceValue::text(name(one))).collect();
        let values = [names(&kept_before), names(&kept_after)];
        self.add(part, of, DifferenceKind::Moved, values)
    }
}

/// The name of a part in English words.
fn label(part: &str) -> String {
    let words = part.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Things of both states that moved, those that came and those that went.
    #[test]
    fn an_order_differs_only_by_things_that_are_in_both_states() {
        let order = |before: &[&str], after: &[&str]| {
            let mut found = Differences::default();
            found.order("rule_order", None, [before, after], |one| *one, |one| (*one).to_owned());
            found.found()
        };
        assert_eq!(order(&["a", "b", "c"], &["a", "new", "c"]), []);
        let moved = order(&["a", "b"], &["b", "a"]);
        assert_eq!((moved[0].kind, &*moved[0].part_label), (DifferenceKind::Moved, "Rule order"));
        assert_eq!(moved[0].after.iter().map(|value| &*value.text).collect::<Vec<_>>(), ["b", "a"]);
    }

    #[test]
    fn a_set_names_what_came_and_what_went() {
        let texts = |texts: &[&str]| texts.iter().map(|text| DifferenceValue::text(*text)).collect::<Vec<_>>();
        let mut found = Differences::default();
        found.set("domain", None, texts(&["a", "b"]), texts(&["b", "c"]));
        found.set("domain", None, texts(&["a", "b"]), texts(&["b", "a"]));
        let found = found.found();
        assert_eq!((found.len(), found[0].kind), (1, DifferenceKind::Changed));
        assert_eq!((&*found[0].before, &*found[0].after), (&*texts(&["a"]), &*texts(&["c"])));
    }

    #[test]
    fn a_long_text_is_cut_at_a_letter() {
        let value = DifferenceValue::text("å".repeat(400));
        assert_eq!(value.text.chars().count(), LONGEST_VALUE + 1);
    }
}
