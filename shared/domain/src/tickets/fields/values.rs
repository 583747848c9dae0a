//! Values of the fields that the company adds to its tickets: as they are given, and as a ticket keeps them.

use super::{CustomField, FieldId, FieldKind, MOST_OPTIONS, OptionId, TicketFields};
use crate::error::FieldError;
use crate::hats::HatKind;
use crate::text::{is_control, is_line, shown};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};

/// Longest text of one line, in characters.
const LONGEST_TEXT: usize = 200;
/// Longest text of several lines, in characters.
pub const LONGEST_LONG_TEXT: usize = 2_000;
/// Most options of one field that the ledger names.
const MOST_NOTED: usize = 5;
/// Most digits of a number before its point, and after it.
const DIGITS: (usize, usize) = (12, 4);

/// Value of a field as a ticket keeps it, of the field's kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// One line of text.
    Text(String),
    /// Text of several lines.
    LongText(String),
    /// A decimal number: `-12.5`.
    Number(String),
    /// A date.
    Date(Date),
    /// Yes or no.
    YesNo(bool),
    /// The option chosen.
    OneOf(OptionId),
    /// The options chosen.
    SomeOf(BTreeSet<OptionId>),
}

/// Values of a ticket, by field.
pub type FieldValues = BTreeMap<FieldId, FieldValue>;

impl FieldValue {
    /// Text whose words a search finds.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::LongText(text) => Some(text),
            _ => None,
        }
    }

    /// Value for the ledger, which has nothing that people typed, and no long list of options.
    pub(in crate::tickets) fn chosen(&self) -> Option<String> {
        match self {
            Self::Text(_) | Self::LongText(_) | Self::Number(_) | Self::Date(_) => None,
            Self::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.into()),
            Self::OneOf(option) => Some(option.0.clone()),
            Self::SomeOf(options) if options.len() > MOST_NOTED => None,
            Self::SomeOf(options) => Some(options.iter().map(|option| option.0.as_str()).collect::<Vec<_>>().join("+")),
        }
    }
}

/// Value of a field as it is sent. Numbers are texts such as `12.5`, dates texts such as `2027-01-31`, options their IDs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum GivenValue {
    /// A text, a number, a date, or the ID of an option.
    Text(String),
    /// Yes or no.
    YesNo(bool),
    /// IDs of several options.
    Several(Vec<String>),
}

impl GivenValue {
    /// Schema of the value: a text, a boolean, or a list of texts.
    pub fn choices() -> OneOfBuilder {
        let text = |most| ObjectBuilder::new().schema_type(Type::String).max_length(Some(most));
        OneOfBuilder::new()
            .item(text(LONGEST_LONG_TEXT))
            .item(ObjectBuilder::new().schema_type(Type::Boolean))
            .item(ArrayBuilder::new().items(text(super::LONGEST_ID)).max_items(Some(MOST_OPTIONS)))
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => shown(text) == 0,
            Self::YesNo(_) => false,
            Self::Several(options) => options.is_empty(),
        }
    }
}

impl From<&FieldValue> for GivenValue {
    fn from(value: &FieldValue) -> Self {
        match value {
            FieldValue::Text(text) | FieldValue::LongText(text) | FieldValue::Number(text) => Self::Text(text.clone()),
            FieldValue::Date(date) => Self::Text(date.to_string()),
            FieldValue::YesNo(yes) => Self::YesNo(*yes),
            FieldValue::OneOf(option) => Self::Text(option.0.clone()),
            FieldValue::SomeOf(options) => Self::Several(options.iter().map(|option| option.0.clone()).collect()),
        }
    }
}

/// Values as they are sent, by the field's ID.
pub type GivenValues = BTreeMap<String, GivenValue>;

/// Returns values as they are sent.
pub fn sent(values: &FieldValues) -> GivenValues {
    values.iter().map(|(field, value)| (field.0.clone(), value.into())).collect()
}

/// Pointer of a field in the input.
pub(in crate::tickets) fn pointer(id: &str) -> String {
    format!("/custom_fields/{}", id.replace('~', "~0").replace('/', "~1"))
}

/// Refusal of a field that is not asked, whether it exists or not.
pub(in crate::tickets) fn unknown(id: &str) -> FieldError {
    FieldError::new(pointer(id), "unknown_field", "There is no such field on tickets.")
}

impl CustomField {
    /// Reads a value, which is not empty. An option that is retired is taken only if the ticket has it already.
    pub(super) fn read(&self, given: &GivenValue, has: Option<&FieldValue>) -> Result<FieldValue, FieldError> {
        let refuse = |code: &str, detail: String| Err(FieldError::new(pointer(&self.id.0), code, detail));
        let offered = |id: &str| {
            let had = match has {
                Some(FieldValue::OneOf(option)) => option.0 == id,
                Some(FieldValue::SomeOf(options)) => options.iter().any(|option| option.0 == id),
                _ => false,
            };
            self.option(id).filter(|option| !option.retired || had).map(|option| option.id.clone())
        };
        match (self.kind, given) {
            (FieldKind::Text, GivenValue::Text(text)) => {
                if text.chars().count() > LONGEST_TEXT {
                    return refuse("too_long", format!("At most {LONGEST_TEXT} characters are possible."));
                }
                if !is_line(text, LONGEST_TEXT) {
                    return refuse("wrong_format", "Write this on one line.".into());
                }
                Ok(FieldValue::Text(text.clone()))
            }
            (FieldKind::LongText, GivenValue::Text(text)) => {
                if text.chars().count() > LONGEST_LONG_TEXT {
                    return refuse("too_long", format!("At most {LONGEST_LONG_TEXT} characters are possible."));
                }
                if text.chars().any(is_control) {
                    return refuse("wrong_format", "This has characters that cannot be shown.".into());
                }
                Ok(FieldValue::LongText(text.clone()))
            }
            (FieldKind::Number, GivenValue::Text(text)) => {
                let (whole, part) = DIGITS;
                number(text).map(FieldValue::Number).map_or_else(
                    || {
                        let detail = format!(
                            "Write a number such as 12 or 12.5, with at most {whole} digits, {part} of them after the point."
                        );
                        refuse("wrong_format", detail)
                    },
                    Ok,
                )
            }
            (FieldKind::Date, GivenValue::Text(text)) => match date(text) {
                Some(date) => Ok(FieldValue::Date(date)),
                None => refuse("wrong_format", "Write a date such as 2027-01-31.".into()),
            },
            (FieldKind::YesNo, GivenValue::YesNo(yes)) => Ok(FieldValue::YesNo(*yes)),
            (FieldKind::OneOf, GivenValue::Text(id)) => match offered(id) {
                Some(option) => Ok(FieldValue::OneOf(option)),
                None => refuse("not_one_of", "Choose one of the options.".into()),
            },
            (FieldKind::SomeOf, GivenValue::Several(ids)) => {
                match ids.iter().map(|id| offered(id)).collect::<Option<BTreeSet<_>>>() {
                    Some(options) => Ok(FieldValue::SomeOf(options)),
                    None => refuse("not_one_of", "Choose among the options.".into()),
                }
            }
            (FieldKind::YesNo, _) => refuse("wrong_type", "Say yes or no: true or false.".into()),
            (FieldKind::SomeOf, _) => refuse("wrong_type", "Send a list of options.".into()),
            _ => refuse("wrong_type", "Send a text.".into()),
        }
    }

    fn missing(&self) -> FieldError {
        FieldError::new(pointer(&self.id.0), "required", "This is missing.")
    }
}

impl FieldKind {
    /// Most characters of a text.
    pub(super) const fn most(self) -> Option<usize> {
        match self {
            Self::Text => Some(LONGEST_TEXT),
            Self::LongText => Some(LONGEST_LONG_TEXT),
            _ => None,
        }
    }
}

/// A decimal number in its plain spelling: without zeros before it.
fn number(text: &str) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let are_digits =
        |text: &str, most| !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole, DIGITS.0) || part.is_some_and(|part| !are_digits(part, DIGITS.1)) {
        return None;
    }
    let plain = whole.trim_start_matches('0');
    let whole = if plain.is_empty() { "0" } else { plain };
    Some(part.map_or_else(|| format!("{sign}{whole}"), |part| format!("{sign}{whole}.{part}")))
}

/// A date in its plain spelling, of a year with four digits.
fn date(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().filter(|date| date.year() >= 1000 && date.to_string() == text)
}

impl TicketFields {
    /// Reads the values that a hat gives for a new ticket. Empty values count as missing. Adds an error for each field
    /// that is not asked, for each value that does not fit, and for each that is missing.
    pub fn given(&self, hat: HatKind, given: &GivenValues, errors: &mut Vec<FieldError>) -> FieldValues {
        let asked: Vec<&CustomField> =
            self.fields.iter().filter(|field| !field.retired && field.shown_for.contains(&hat)).collect();
        let strange = |id: &&String| !asked.iter().any(|field| field.id.0 == **id);
        errors.extend(given.keys().filter(strange).map(|id| unknown(id)));
        let mut values = FieldValues::new();
        for field in asked {
            let given = given.get(&field.id.0).filter(|given| !given.is_empty());
            match (given, field.asked_with(&values)) {
                (Some(_), false) => errors.push(field.not_asked()),
                (Some(given), true) => match field.read(given, None) {
                    Ok(value) => {
                        values.insert(field.id.clone(), value);
                    }
                    Err(error) => errors.push(error),
                },
                (None, true) if field.required_for(hat) => errors.push(field.missing()),
                (None, _) => {}
            }
        }
        values
    }

    /// Puts corrected values into those of a ticket that `face` opened; nothing empties a field. Values of fields that
    /// their condition then hides go too. A field that became required later is asked only if it is corrected.
    pub fn corrected(
        &self,
        face: HatKind,
        wanted: &CorrectedValues,
        before: &TicketValues,
        errors: &mut Vec<FieldError>,
    ) -> TicketValues {
        let strange = |id: &&String| !self.fields.iter().any(|field| field.id.0 == **id && field.corrected_on(face));
        errors.extend(wanted.keys().filter(strange).map(|id| unknown(id)));
        let former = before.all();
        let mut all = former.clone();
        for field in self.fields.iter().filter(|field| field.corrected_on(face)) {
            let id = &field.id;
            let asked = field.asked_with(&all);
            let given = wanted.get(&id.0);
            match given.and_then(|given| given.as_ref().filter(|given| !given.is_empty())) {
                Some(_) if !asked => errors.push(field.not_asked()),
                Some(given) => match field.read(given, all.get(id)) {
                    Ok(value) => {
                        all.insert(id.clone(), value);
                    }
                    Err(error) => errors.push(error),
                },
                None if given.is_some() => {
                    let required = field.required_for(face) || field.required_for(HatKind::Staff);
                    if required && asked && all.contains_key(id) {
                        errors.push(field.missing());
                    }
                    all.remove(id);
                }
                // A condition that no longer holds.
                None if !asked && field.asked_with(&former) => {
                    all.remove(id);
                }
                None => {}
            }
        }
        let of_staff =
            |id: &FieldId| self.field(id).map_or_else(|| before.staff.contains_key(id), CustomField::of_staff);
        let (staff, shared) = all.into_iter().partition(|(id, _)| of_staff(id));
        TicketValues { shared, staff }
    }
}

impl CustomField {
    /// Whether staff can correct the field on a ticket that `face` opened.
    pub(super) fn corrected_on(&self, face: HatKind) -> bool {
        !self.retired && (self.of_staff() || self.shown_for.contains(&face))
    }

    fn not_asked(&self) -> FieldError {
        let detail = "This is asked only with another answer above. Leave it out.";
        FieldError::new(pointer(&self.id.0), "not_asked", detail)
    }
}

/// Corrected values by the field's ID; none empties the field.
pub type CorrectedValues = BTreeMap<String, Option<GivenValue>>;

/// Values of a ticket: what everybody on it sees, and what only staff see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketValues {
    /// Values that everybody on the ticket sees.
    pub shared: FieldValues,
    /// Values that only staff see.
    pub staff: FieldValues,
}

impl TicketValues {
    fn all(&self) -> FieldValues {
        self.shared.iter().chain(&self.staff).map(|(id, value)| (id.clone(), value.clone())).collect()
    }
}

/// Schema of the values of a ticket in an input: at most 40, each a [`GivenValue`].
pub fn given_schema(of: impl Into<RefOr<Schema>>) -> utoipa::openapi::Object {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(of.into()))
        .max_properties(Some(2 * super::MOST_FIELDS))
        .build()
}
