//! Settings of the knowledge base.

use crate::error::FieldError;
use crate::settings::Section;
use crate::settings::difference::Differences;
use crate::text::is_line;
use serde::{Deserialize, Serialize};

/// Settings of the knowledge base: its synonyms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeSettings {
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
}

impl Section for KnowledgeSettings {
    const NAME: &'static str = "knowledge";

    fn validate(&self) -> Vec<FieldError> {
        let bad = |group: &Vec<String>| group.len() < 2 || group.iter().any(|word| !is_line(word, 60));
        let groups = self.synonyms.iter().enumerate().filter(|(_, group)| bad(group));
        let detail = "A group has at least two words or phrases, each on one line of at most 60 characters.";
        groups.map(|(index, _)| FieldError::new(format!("/synonyms/{index}"), "wrong_format", detail)).collect()
    }

    fn differences(&self, before: &Self, found: &mut Differences) {
        let name = |group: &Vec<String>| group.join(", ");
        found.things("synonyms", [&before.synonyms, &self.synonyms], |group| group, name, |_, _, _| {});
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::difference::DifferenceKind::{Added, Removed};

    #[test]
    fn groups_that_came_and_went_are_named_by_their_words() {
        let of = |groups: &[&[&str]]| KnowledgeSettings {
            synonyms: groups.iter().map(|group| group.iter().map(|word| (*word).to_owned()).collect()).collect(),
        };
        let mut found = Differences::default();
        of(&[&["till", "register"], &["fax", "telefax"]])
            .differences(&of(&[&["fax", "telefax"], &["pay", "salary"]]), &mut found);
        let found: Vec<_> = found.found().into_iter().map(|one| (one.kind, one.name.unwrap_or_default())).collect();
        assert_eq!(found, [(Removed, "pay, salary".into()), (Added, "till, register".into())]);
    }
}
