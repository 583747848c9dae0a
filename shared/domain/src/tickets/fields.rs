//! Fields that the company adds to its tickets: a section of the settings. Their values are in [`values`], the form that
//! a hat is asked in [`form`].
//!
//! A field is retired, never removed: old tickets keep its values. So an ID is never used again, a kind never changes,
//! and a field of staff alone stays one.

mod difference;
pub mod form;
#[cfg(test)]
mod tests;
pub mod values;

use crate::error::FieldError;
use crate::hats::HatKind;
use crate::settings::Section;
use crate::settings::difference::Differences;
use crate::text::is_line;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use utoipa::ToSchema;
pub use values::{FieldValue, FieldValues, GivenValue};

/// Most fields in a form that one hat is asked.
const MOST_FIELDS: usize = 20;
/// Most options of a field that can be chosen.
pub const MOST_OPTIONS: usize = 50;
/// Longest ID of a field or an option, in characters.
const LONGEST_ID: usize = 40;
/// Longest label, in characters.
const LONGEST_LABEL: usize = 100;
/// Longest help, in characters.
const LONGEST_HELP: usize = 300;
/// Languages of labels. Each has at least one in the first.
const LANGUAGES: [&str; 2] = ["en", "es"];
/// Values of a yes-or-no field, as conditions name them.
const YES_NO: [&str; 2] = ["yes", "no"];

/// ID of a field: small letters, digits and underscores, beginning with a letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct FieldId(pub String);

impl fmt::Display for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// ID of an option of a field, formed as that of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct OptionId(pub String);

impl fmt::Display for OptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Kind of a field. It never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// A decimal number.
    Number,
    /// A date.
    Date,
    /// Yes or no.
    YesNo,
    /// One of the options.
    OneOf,
    /// Any of the options.
    SomeOf,
}

impl FieldKind {
    /// Whether the field has options.
    pub const fn has_options(self) -> bool {
        matches!(self, Self::OneOf | Self::SomeOf)
    }

    /// Whether a condition can name the field.
    const fn can_decide(self) -> bool {
        matches!(self, Self::YesNo | Self::OneOf | Self::SomeOf)
    }
}

/// A text in each language, by the language's tag: `en`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Translated(pub BTreeMap<String, String>);

impl Translated {
    /// Text for a reader of this locale; in English if it is not in their language.
    pub fn for_reader(&self, locale: &str) -> &str {
        let language = locale.split('-').next().unwrap_or_default();
        let text = self.0.get(language).or_else(|| self.0.get(LANGUAGES[0]));
        text.map(String::as_str).unwrap_or_default()
    }

    fn validate(&self, at: &str, most: usize, errors: &mut Vec<FieldError>) {
        for (language, text) in &self.0 {
            let pointer = format!("{at}/{}", language.replace('~', "~0").replace('/', "~1"));
            if !LANGUAGES.contains(&language.as_str()) {
                errors.push(FieldError::new(pointer, "not_one_of", "The portal does not speak this language."));
            } else if !is_line(text, most) {
                let detail = format!("Write one line of at most {most} characters.");
                errors.push(FieldError::new(pointer, "wrong_format", detail));
            }
        }
    }

    fn validate_label(&self, at: &str, errors: &mut Vec<FieldError>) {
        if !self.0.contains_key(LANGUAGES[0]) {
            let detail = "Write the label in English: readers of other languages see it too.";
            errors.push(FieldError::new(format!("{at}/{}", LANGUAGES[0]), "required", detail));
        }
        self.validate(at, LONGEST_LABEL, errors);
    }
}

/// Option of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOption {
    /// ID of the option, never used again.
    pub id: OptionId,
    /// Label of the option.
    pub label: Translated,
    /// Whether the option can no longer be chosen.
    #[serde(default)]
    pub retired: bool,
}

/// Condition on the value of a field: it is one of these, or has one of these among its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldCondition {
    /// Field with options, or of yes or no.
    pub field: FieldId,
    /// IDs of options; `yes` or `no`.
    pub is: Vec<String>,
}

impl FieldCondition {
    /// Whether the values meet the condition. A field without a value meets none.
    pub fn holds(&self, values: &FieldValues) -> bool {
        let wants = |value: &str| self.is.iter().any(|wanted| wanted == value);
        match values.get(&self.field) {
            Some(FieldValue::YesNo(yes)) => wants(YES_NO[usize::from(!yes)]),
            Some(FieldValue::OneOf(option)) => wants(&option.0),
            Some(FieldValue::SomeOf(options)) => options.iter().any(|option| wants(&option.0)),
            _ => false,
        }
    }

    /// Errors in the values that the condition names, for a field that can decide.
    fn validate(&self, field: &CustomField, at: &str, errors: &mut Vec<FieldError>) {
        if self.is.is_empty() {
            let detail = "Name at least one value.";
            errors.push(FieldError::new(format!("{at}/is"), "required", detail));
        }
        let known = |value: &str| match field.kind {
            FieldKind::YesNo => YES_NO.contains(&value),
            _ => field.options.iter().any(|option| option.id.0 == value),
        };
        for index in self.is.iter().enumerate().filter(|(_, value)| !known(value)).map(|(index, _)| index) {
            let detail = format!("The field {} has no such value.", field.id);
            errors.push(FieldError::new(format!("{at}/is/{index}"), "not_one_of", detail));
        }
    }
}

/// Field that the company adds to its tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// ID of the field, never used again.
    pub id: FieldId,
    /// Kind of the field, which never changes.
    pub kind: FieldKind,
    /// Label of the field.
    pub label: Translated,
    /// Help below the field; empty without one.
    #[serde(default)]
    pub help: Translated,
    /// Options of a field that has some, in their order.
    #[serde(default)]
    pub options: Vec<FieldOption>,
    /// Hats that see the field. Staff see every field; one that nobody else sees stays so.
    pub shown_for: Vec<HatKind>,
    /// Hats that must give a value where they give any.
    #[serde(default)]
    pub required_for: Vec<HatKind>,
    /// Condition under which the field is asked; always if absent.
    #[serde(default)]
    pub shown_if: Option<FieldCondition>,
    /// Whether the field is asked no longer. Values that tickets have stay.
    #[serde(default)]
    pub retired: bool,
}

impl CustomField {
    /// Whether only staff see the field.
    pub fn of_staff(&self) -> bool {
        self.shown_for.iter().all(|hat| *hat == HatKind::Staff)
    }

    /// Whether this hat sees the field where a ticket has a value.
    pub fn seen_by(&self, hat: HatKind) -> bool {
        hat == HatKind::Staff || self.shown_for.contains(&hat)
    }

    /// Whether this hat must give a value.
    pub fn required_for(&self, hat: HatKind) -> bool {
        self.required_for.contains(&hat)
    }

    /// Whether the field is asked next to these values.
    pub fn asked_with(&self, values: &FieldValues) -> bool {
        !self.retired && self.shown_if.as_ref().is_none_or(|condition| condition.holds(values))
    }

    /// The option of this ID.
    pub fn option(&self, id: &str) -> Option<&FieldOption> {
        self.options.iter().find(|option| option.id.0 == id)
    }
}

/// Section of the settings: the fields that the company adds to its tickets, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketFields {
    /// The fields, retired ones among them.
    pub fields: Vec<CustomField>,
}

impl TicketFields {
    /// The field of this ID.
    pub fn field(&self, id: &FieldId) -> Option<&CustomField> {
        self.fields.iter().find(|field| field.id == *id)
    }

    /// Errors in the condition of a routing rule. A ticket is routed as it is opened, when no field of staff has a
    /// value.
    pub fn validate_routing(&self, condition: &FieldCondition, at: &str) -> Vec<FieldError> {
        let mut errors = Vec::new();
        match self.field(&condition.field) {
            Some(field) if matches!(field.kind, FieldKind::OneOf | FieldKind::YesNo) && !field.of_staff() => {
                condition.validate(field, at, &mut errors);
            }
            _ => {
                let detail = "Name a field of one option, or of yes or no, that the person who opens a ticket sees.";
                errors.push(FieldError::new(format!("{at}/field"), "not_one_of", detail));
            }
        }
        errors
    }
}

/// Whether a text can be the ID of a field or an option.
fn is_id(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase();
    text.len() <= LONGEST_ID
        && text.bytes().next().is_some_and(letter)
        && text.bytes().all(|byte| letter(byte) || byte.is_ascii_digit() || byte == b'_')
}

const WRONG_ID: &str =
    "Write an ID of small letters, digits and underscores, beginning with a letter, such as serial_number.";

impl Section for TicketFields {
    const NAME: &'static str = "ticket_fields";

    fn validate(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (index, field) in self.fields.iter().enumerate() {
            let at = format!("/fields/{index}");
            let before = &self.fields[..index];
            if !is_id(&field.id.0) {
                errors.push(FieldError::new(format!("{at}/id"), "wrong_format", WRONG_ID));
            } else if before.iter().any(|other| other.id == field.id) {
                errors.push(FieldError::new(format!("{at}/id"), "duplicate", "Another field has this ID."));
            }
            field.label.validate_label(&format!("{at}/label"), &mut errors);
            field.help.validate(&format!("{at}/help"), LONGEST_HELP, &mut errors);
            field.validate_options(&at, &mut errors);
            field.validate_hats(&at, &mut errors);
            field.validate_condition(before, &at, &mut errors);
        }
        errors.extend(self.validate_length());
        errors
    }

    fn differences(&self, before: &Self, found: &mut Differences) {
        self.differences_from(before, found);
    }

    fn validate_removals(&self, before: &Self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for former in &before.fields {
            if let Some(index) = self.fields.iter().position(|field| field.id == former.id) {
                self.fields[index].validate_change(former, &format!("/fields/{index}"), &mut errors);
            } else {
                let detail = format!("The field {} cannot be removed: retire it instead.", former.id);
                errors.push(FieldError::new("/fields", "in_use", detail));
            }
        }
        errors
    }
}

impl TicketFields {
    /// Refuses a form that is too long for one of the hats that are asked.
    fn validate_length(&self) -> Vec<FieldError> {
        let asked = |sees: &dyn Fn(&CustomField) -> bool| {
            self.fields.iter().filter(|field| !field.retired && sees(field)).count()
        };
        let askers = [HatKind::Customer, HatKind::Partner, HatKind::Employee];
        let longest = askers.map(|hat| asked(&|field| field.shown_for.contains(&hat)));
        let longest = longest.into_iter().chain([asked(&CustomField::of_staff)]).max().unwrap_or_default();
        if longest <= MOST_FIELDS {
            return Vec::new();
        }
        let detail = format!("A form has at most {MOST_FIELDS} fields. Retire those that are no longer needed.");
        vec![FieldError::new("/fields", "too_many", detail)]
    }
}

impl CustomField {
    fn validate_options(&self, at: &str, errors: &mut Vec<FieldError>) {
        if !self.kind.has_options() {
            if !self.options.is_empty() {
                let detail = "Only a field of one option or of several has options.";
                errors.push(FieldError::new(format!("{at}/options"), "not_allowed", detail));
            }
            return;
        }
        let offered = self.options.iter().filter(|option| !option.retired).count();
        if offered == 0 && !self.retired {
            let detail = "Name at least one option.";
            errors.push(FieldError::new(format!("{at}/options"), "required", detail));
        } else if offered > MOST_OPTIONS {
            let detail = format!("A field has at most {MOST_OPTIONS} options.");
            errors.push(FieldError::new(format!("{at}/options"), "too_many", detail));
        }
        for (index, option) in self.options.iter().enumerate() {
            let at = format!("{at}/options/{index}");
            if !is_id(&option.id.0) {
                errors.push(FieldError::new(format!("{at}/id"), "wrong_format", WRONG_ID));
            } else if self.options[..index].iter().any(|before| before.id == option.id) {
                errors.push(FieldError::new(format!("{at}/id"), "duplicate", "Another option has this ID."));
            }
            option.label.validate_label(&format!("{at}/label"), errors);
        }
    }

    fn validate_hats(&self, at: &str, errors: &mut Vec<FieldError>) {
        if !self.shown_for.contains(&HatKind::Staff) {
            let detail = "Staff see every field: name them too.";
            errors.push(FieldError::new(format!("{at}/shown_for"), "required", detail));
        }
        for (name, hats) in [("shown_for", &self.shown_for), ("required_for", &self.required_for)] {
            if hats.iter().collect::<BTreeSet<_>>().len() < hats.len() {
                errors.push(FieldError::new(format!("{at}/{name}"), "duplicate", "A hat is listed twice."));
            }
        }
        let unseen = |hat: &HatKind| !self.shown_for.contains(hat);
        for index in self.required_for.iter().enumerate().filter(|(_, hat)| unseen(hat)).map(|(index, _)| index) {
            let detail = "They do not see the field.";
            errors.push(FieldError::new(format!("{at}/required_for/{index}"), "not_allowed", detail));
        }
    }

    /// Whether everybody who sees this field sees another one.
    fn is_seen_with(&self, other: &Self) -> bool {
        self.shown_for.iter().all(|hat| other.seen_by(*hat))
    }

    fn validate_condition(&self, before: &[Self], at: &str, errors: &mut Vec<FieldError>) {
        let Some(condition) = &self.shown_if else { return };
        let at = format!("{at}/shown_if");
        let Some(decides) = before.iter().find(|field| field.id == condition.field && field.kind.can_decide()) else {
            let detail = "Name a field before this one that has options, or is of yes or no.";
            errors.push(FieldError::new(format!("{at}/field"), "not_one_of", detail));
            return;
        };
        if !self.retired && (decides.retired || !self.is_seen_with(decides)) {
            let detail = "That field must be asked of everybody who is asked this one.";
            errors.push(FieldError::new(format!("{at}/field"), "not_allowed", detail));
        }
        condition.validate(decides, &at, errors);
    }

    /// Refuses what would make the values of old tickets unreadable, or show them to others.
    fn validate_change(&self, before: &Self, at: &str, errors: &mut Vec<FieldError>) {
        if self.kind != before.kind {
            let detail = "The kind of a field never changes. Retire it, and add another one.";
            errors.push(FieldError::new(format!("{at}/kind"), "in_use", detail));
        }
        for option in before.options.iter().filter(|option| self.option(&option.id.0).is_none()) {
            let detail = format!("The option {} cannot be removed: retire it instead.", option.id);
            errors.push(FieldError::new(format!("{at}/options"), "in_use", detail));
        }
        if before.of_staff() != self.of_staff() {
            let detail = "Tickets have values that were given for staff alone, or for all. Retire the field, and add \
                          another one.";
            errors.push(FieldError::new(format!("{at}/shown_for"), "in_use", detail));
        } else if before.shown_for.iter().any(|hat| !self.seen_by(*hat)) {
            let detail = "Those who were asked can still read their values. Retire the field, and add another one.";
            errors.push(FieldError::new(format!("{at}/shown_for"), "in_use", detail));
        }
    }
}
