//! The form of the fields that the company adds to its tickets, as a hat is asked it, in the words of its reader.

use super::{CustomField, FieldCondition, FieldId, FieldKind, OptionId, TicketFields};
use crate::hats::HatKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Option of a field, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OptionView {
    /// ID of the option.
    pub id: OptionId,
    /// Label of the option.
    pub label: String,
    /// Whether the option can no longer be chosen.
    pub retired: bool,
}

/// Field that the company added to its tickets, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TicketFieldView {
    /// ID of the field.
    pub id: FieldId,
    /// Kind of the field.
    pub kind: FieldKind,
    /// Label of the field.
    pub label: String,
    /// Help for the field; empty without one.
    pub help: String,
    /// Options of the field, in their order.
    pub options: Vec<OptionView>,
    /// Most characters of a text; absent for other kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
    /// Whether a new ticket of the reader must have a value, if the field is asked.
    pub required: bool,
    /// Condition under which the field is asked; always if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_if: Option<FieldCondition>,
    /// Whether the field is asked no longer. Tickets can still have a value.
    pub retired: bool,
    /// Whether only staff see the field; absent for everybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_only: Option<bool>,
    /// Hats whose tickets have the field, for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked_of: Vec<HatKind>,
}

impl TicketFieldView {
    fn of(field: &CustomField, hat: HatKind, locale: &str) -> Self {
        let staff = hat == HatKind::Staff;
        let asked_of = field.shown_for.iter().copied().filter(|hat| staff && *hat != HatKind::Staff).collect();
        let option = |option: &super::FieldOption| OptionView {
            id: option.id.clone(),
            label: option.label.for_reader(locale).into(),
            retired: option.retired,
        };
        Self {
            id: field.id.clone(),
            kind: field.kind,
            label: field.label.for_reader(locale).into(),
            help: field.help.for_reader(locale).into(),
            options: field.options.iter().map(option).collect(),
            most: field.kind.most(),
            required: field.required_for(hat),
            shown_if: field.shown_if.clone(),
            retired: field.retired,
            staff_only: staff.then(|| field.of_staff()),
            asked_of,
        }
    }
}

impl TicketFields {
    /// Fields that a hat sees, in the order of the form and in the language of this locale.
    pub fn form(&self, hat: HatKind, locale: &str) -> Vec<TicketFieldView> {
        let seen = self.fields.iter().filter(|field| field.seen_by(hat));
        seen.map(|field| TicketFieldView::of(field, hat, locale)).collect()
    }
}
