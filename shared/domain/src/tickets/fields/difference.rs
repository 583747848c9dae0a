//! Differences between two states of the company's fields, in plain words.

use super::{CustomField, FieldCondition, FieldOption, TicketFields, Translated};
use crate::settings::difference::{DifferenceValue, Differences};

fn hats(hats: &[crate::hats::HatKind]) -> Vec<DifferenceValue> {
    hats.iter().map(|hat| DifferenceValue::word("face", hat)).collect()
}

fn condition(condition: Option<&FieldCondition>) -> Vec<DifferenceValue> {
    let parts = condition.into_iter().flat_map(|on| [&on.field.0].into_iter().chain(&on.is));
    parts.map(DifferenceValue::text).collect()
}

/// Texts that differ, each with its language.
fn texts(part: &str, name: &str, was: &Translated, is: &Translated, found: &mut Differences) {
    for language in super::LANGUAGES {
        let text = |texts: &Translated| texts.0.get(language).cloned().unwrap_or_default();
        found.text(&format!("{part}_{language}"), Some(name), text(was), text(is));
    }
}

impl TicketFields {
    /// Adds the differences from `before`.
    pub(super) fn differences_from(&self, before: &Self, found: &mut Differences) {
        let fields = [&*before.fields, &*self.fields];
        found.things("field", fields, |field| &field.id, CustomField::name, CustomField::differences);
        found.order("field_order", None, fields, |field| &field.id, CustomField::name);
    }
}

impl CustomField {
    fn name(&self) -> String {
        self.label.for_reader("en").to_owned()
    }

    fn differences(found: &mut Differences, was: &Self, is: &Self) {
        let name = is.name();
        let of = Some(&*name);
        texts("field_label", &name, &was.label, &is.label, found);
        texts("field_help", &name, &was.help, &is.help, found);
        found
            .set("field_shown_for", of, hats(&was.shown_for), hats(&is.shown_for))
            .set("field_required_for", of, hats(&was.required_for), hats(&is.required_for))
            .values("field_shown_if", of, condition(was.shown_if.as_ref()), condition(is.shown_if.as_ref()))
            .yes_no("field_retired", of, was.retired, is.retired);
        let options = [&*was.options, &*is.options];
        let option = |option: &FieldOption| format!("{name}: {}", option.label.for_reader("en"));
        found.things(
            "option",
            options,
            |option| &option.id,
            option,
            |found, was, is| {
                let name = option(is);
                texts("option_label", &name, &was.label, &is.label, found);
                found.yes_no("option_retired", Some(&name), was.retired, is.retired);
            },
        );
        found.order(
            "option_order",
            of,
            options,
            |option| &option.id,
            |option| option.label.for_reader("en").to_owned(),
        );
    }
}
