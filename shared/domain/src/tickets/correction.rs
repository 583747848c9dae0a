//! Corrections of a ticket by staff: its type, severity, product, synopsis, requester, queue and the company's fields.

use super::actions::TicketAction;
use super::fields::values::{self, CorrectedValues, TicketValues};
use super::fields::{FieldId, FieldValues, GivenValue, TicketFields};
use super::size;
use super::timeline::{CustomFieldChange, FieldChange, TicketField};
use super::transition::{Corrected, Transition};
use super::{MOST_PARTICIPANTS, PersonRef, ProductRef, QueueRef, Severity, Ticket, TicketKind, TicketType};
use crate::accounts::Purchases;
use crate::act::ActionContext;
use crate::change::Change;
use crate::error::{Error, FieldError};
use crate::ids::{PersonId, ProductId, QueueId, VersionId};
use crate::people::{Person, PersonStatus};
use crate::record::Resource;
use crate::tickets::jobs::MailTemplate;
use crate::tickets::settings::TicketSettings;
use serde::Serialize;
use std::collections::BTreeSet;

/// Fields to correct; those without a value stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Type of the ticket.
    pub r#type: Option<TicketType>,
    /// Severity of the ticket.
    pub severity: Option<Severity>,
    /// Synopsis: the ticket in one line.
    pub synopsis: Option<String>,
    /// Product that the ticket is about.
    pub product: Option<ProductId>,
    /// Version of the product.
    pub version: Option<VersionId>,
    /// Person who asks.
    pub requester: Option<PersonId>,
    /// Queue of the ticket.
    pub queue: Option<QueueId>,
    /// Values of the company's fields.
    pub custom_fields: CorrectedValues,
}

/// Records that are read before a correction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CorrectionFacts {
    /// The account's purchases of the product in the version that the ticket is to have.
    pub purchases: Purchases,
    /// The person who is to be the requester.
    pub people: Vec<Person>,
    /// Fields that the company added.
    pub fields: TicketFields,
}

impl Correction {
    /// Product and version that the ticket is to have; none if they stay.
    fn wanted(&self, ticket: &Ticket) -> Option<(Option<ProductId>, Option<VersionId>)> {
        let has = ticket.product.as_ref();
        let (product, version) = (has.map(|product| product.id), has.map(|product| product.version_id));
        let wanted = (self.product.or(product), self.version.or(version));
        (wanted != (product, version)).then_some(wanted)
    }

    /// Product and version to look up among the account's purchases.
    pub fn looked_up(&self, ticket: &Ticket) -> Option<(ProductId, VersionId)> {
        let (product, version) = self.wanted(ticket)?;
        product.zip(version)
    }
}

impl Ticket {
    /// Corrects fields of the ticket. Writes nothing if nothing changes. The clocks follow another severity. In another
    /// queue the agent stays only if they work there too. A former requester still takes part.
    pub fn correct(
        self,
        act: &ActionContext,
        wanted: &Correction,
        facts: &CorrectionFacts,
        settings: &TicketSettings,
    ) -> Result<(Self, Option<Change>), Error> {
        self.allow(act, TicketAction::Correct)?;
        let mut transition = Transition::new(act, self);
        let errors = transition.apply(wanted, facts, settings);
        if !errors.is_empty() {
            return Err(Error::Input(errors));
        }
        let (before, after) = (&transition.before, &transition.after);
        if after.bytes() > before.bytes() {
            let field = wanted.custom_fields.keys().next().map(|id| values::pointer(id));
            after.fits_with_correction(field.as_deref().unwrap_or("/synopsis"))?;
        }
        let (for_staff, changes): (Vec<_>, Vec<_>) =
            differences(before, after).into_iter().partition(|change| change.field == TicketField::Queue);
        let custom_changes = custom_differences(&before.field_values, &after.field_values);
        let for_all = Corrected { changes, custom_changes };
        let custom_changes = custom_differences(&before.staff_field_values, &after.staff_field_values);
        let for_staff = Corrected { changes: for_staff, custom_changes };
        if for_all.is_empty() && for_staff.is_empty() {
            return Ok((transition.before, None));
        }
        for changes in [&for_all.custom_changes, &for_staff.custom_changes] {
            size::fits_in_event(changes)?;
        }
        let detail = in_ledger(before, after, &[&for_all, &for_staff]);
        transition.follow_severity(settings);
        if for_all.is_empty() {
            transition.after.updated_at = transition.before.updated_at;
        } else {
            transition.corrected(for_all);
        }
        if !for_staff.is_empty() {
            transition.corrected_for_staff(for_staff);
        }
        transition.notify_corrected(settings);
        let (ticket, change) = transition.finish();
        let touch = change.touch.clone().with_detail(detail);
        Ok((ticket, Some(Change { touch, ..change })))
    }
}

impl Transition<'_> {
    /// Puts the values into the ticket, and returns those that it cannot have.
    fn apply(&mut self, wanted: &Correction, facts: &CorrectionFacts, settings: &TicketSettings) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let (before, after) = (&self.before, &mut self.after);
        after.r#type = wanted.r#type.unwrap_or(after.r#type);
        after.severity = wanted.severity.unwrap_or(after.severity);
        if let Some(synopsis) = &wanted.synopsis {
            after.synopsis.clone_from(synopsis);
        }
        match wanted.wanted(before).map(|(product, version)| purchased(before, product, version, &facts.purchases)) {
            Some(Ok(product)) => after.product = Some(product),
            Some(Err(error)) => errors.push(error),
            None => {}
        }
        let unnamed = after.kind == TicketKind::Support && after.r#type == TicketType::Issue && after.product.is_none();
        if unnamed && errors.is_empty() && before.r#type != after.r#type {
            errors.push(FieldError::new("/product_id", "required", "Choose the product that the issue is about."));
        }
        if let Some(id) = wanted.requester.filter(|id| *id != before.requester.id) {
            errors.extend(after.asked_by(id, &facts.people).err());
        }
        if let Some(id) = wanted.queue.filter(|id| *id != before.queue.id) {
            if let Some(queue) = settings.queue(id) {
                after.queue = QueueRef { id: queue.id, name: queue.name.clone() };
                let works = |agent: &PersonRef| queue.agents.iter().any(|there| there.id == agent.id);
                after.assignee = after.assignee.take().filter(works);
            } else {
                errors.push(FieldError::new("/queue_id", "not_found", "There is no such queue."));
            }
        }
        if !wanted.custom_fields.is_empty() {
            let has = TicketValues { shared: before.field_values.clone(), staff: before.staff_field_values.clone() };
            let values = facts.fields.corrected(before.kind.face(), &wanted.custom_fields, &has, &mut errors);
            (after.field_values, after.staff_field_values) = (values.shared, values.staff);
        }
        errors
    }

    /// Gives the clocks the targets of a corrected severity, with the jobs for their marks.
    fn follow_severity(&mut self, settings: &TicketSettings) {
        if self.after.severity == self.before.severity {
            return;
        }
        self.after.clocks = self.after.retargeted(&self.before, settings, self.act.now);
        for job in self.after.clocks.jobs(self.act, self.after.id, Some(&self.before.clocks)) {
            self.job(job);
        }
    }

    /// Notifies the new requester, an agent who lost the ticket, and a queue that gets a ticket it is alarmed of.
    fn notify_corrected(&mut self, settings: &TicketSettings) {
        let requester = self.after.requester.id;
        if requester != self.before.requester.id && requester != self.act.caller.person {
            self.mail(MailTemplate::TicketOpened, requester, None);
        }
        self.mail_former_agent();
        let moved = self.after.queue.id != self.before.queue.id;
        let graver = self.after.severity < self.before.severity;
        if moved || (graver && settings.alarm.severities.contains(&self.after.severity)) {
            self.raise_alarm(settings);
        }
    }
}

impl Ticket {
    /// Makes an active person of the same side the requester. The former requester takes part from now on, because they
    /// have read the ticket and may have written on it. Employees ask as private persons: the former one leaves, and
    /// reads nothing that the new one writes.
    fn asked_by(&mut self, id: PersonId, people: &[Person]) -> Result<(), FieldError> {
        let side = self.ownership();
        let person = people.iter().find(|person| {
            person.id == id
                && person.status == PersonStatus::Active
                && person.hats.iter().any(|hat| side.belongs_with(hat))
        });
        let Some(person) = person else {
            let detail = match self.kind {
                TicketKind::Support => "Choose somebody of the same account who can sign in.",
                TicketKind::PartnerRequest => "Choose somebody of the same partner company who can sign in.",
                TicketKind::HelpDesk => "Choose an employee who can sign in.",
            };
            return Err(FieldError::new("/requester_id", "not_found", detail));
        };
        self.participants.retain(|there| there.id != id);
        let new = PersonRef { id: person.id, name: person.name.clone() };
        if self.kind == TicketKind::HelpDesk {
            self.requester = new;
            return Ok(());
        }
        if self.participants.len() >= MOST_PARTICIPANTS {
            let detail = format!("{MOST_PARTICIPANTS} colleagues take part already. Remove one of them first.");
            return Err(FieldError::new("/requester_id", "too_many", detail));
        }
        self.participants.push(std::mem::replace(&mut self.requester, new));
        Ok(())
    }
}

/// The product, if the ticket's account owns it in that version. Support may have ended: the ticket is about it anyway.
fn purchased(
    ticket: &Ticket,
    product: Option<ProductId>,
    version: Option<VersionId>,
    purchases: &Purchases,
) -> Result<ProductRef, FieldError> {
    let refuse = |pointer: &str, code, detail: String| Err(FieldError::new(pointer, code, detail));
    if ticket.kind != TicketKind::Support {
        let detail = "Only a ticket of a customer is about a purchased product.";
        return refuse("/product_id", "not_owned", detail.into());
    }
    let Some(id) = product else {
        return refuse("/product_id", "required", "Choose the product of the version.".into());
    };
    let Some(version_id) = version else {
        return refuse("/version_id", "required", "Choose the version of the product.".into());
    };
    let Some(name) = &purchases.product_name else {
        return refuse("/product_id", "not_owned", "The account has not purchased this product.".into());
    };
    let Some(owned) = purchases.of_version.first() else {
        let detail = format!("The account has not purchased this version of {name}.");
        return refuse("/version_id", "not_owned", detail);
    };
    Ok(ProductRef { id, name: name.clone(), version_id, version_label: owned.version_label.clone() })
}

/// The fields in which two versions of a ticket differ, with their values.
fn differences(before: &Ticket, after: &Ticket) -> Vec<FieldChange> {
    let product = |ticket: &Ticket| {
        let named = |product: &ProductRef| format!("{} {}", product.name, product.version_label);
        ticket.product.as_ref().map(named)
    };
    let values = |ticket: &Ticket| {
        [
            (TicketField::Type, Some(code(&ticket.r#type))),
            (TicketField::Severity, Some(code(&ticket.severity))),
            (TicketField::Product, product(ticket)),
            (TicketField::Synopsis, Some(ticket.synopsis.clone())),
            (TicketField::Requester, Some(ticket.requester.name.clone())),
            (TicketField::Queue, Some(ticket.queue.name.clone())),
        ]
    };
    // Two people, queues or products may have one name.
    let differs = |field| match field {
        TicketField::Type => before.r#type != after.r#type,
        TicketField::Severity => before.severity != after.severity,
        TicketField::Product => before.product != after.product,
        TicketField::Synopsis => before.synopsis != after.synopsis,
        TicketField::Requester => before.requester.id != after.requester.id,
        TicketField::Queue => before.queue.id != after.queue.id,
    };
    let pairs = values(before).into_iter().zip(values(after));
    let changed = pairs.filter(|((field, _), _)| differs(*field));
    changed.map(|((field, before), (_, after))| FieldChange { field, before, after }).collect()
}

/// Code of a value, as JSON has it.
fn code(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

/// The fields of the company in which two versions of a ticket differ, with their values.
fn custom_differences(before: &FieldValues, after: &FieldValues) -> Vec<CustomFieldChange> {
    let fields: BTreeSet<&FieldId> = before.keys().chain(after.keys()).collect();
    let changed = fields.into_iter().filter(|field| before.get(field) != after.get(field));
    let value = |values: &FieldValues, field: &FieldId| values.get(field).map(GivenValue::from);
    let change = |field: &FieldId| CustomFieldChange {
        field: field.clone(),
        before: value(before, field),
        after: value(after, field),
    };
    changed.map(change).collect()
}

/// The changes in the ledger, which has no text that people typed.
fn in_ledger(before: &Ticket, after: &Ticket, corrected: &[&Corrected]) -> String {
    let of = |value: Option<String>| value.unwrap_or_else(|| "none".into());
    let known = |change: &FieldChange| {
        let name = code(&change.field);
        match change.field {
            TicketField::Synopsis | TicketField::Requester => name,
            _ => format!("{name} {} → {}", of(change.before.clone()), of(change.after.clone())),
        }
    };
    let custom = |change: &CustomFieldChange| {
        let value = |ticket: &Ticket| {
            let values = [&ticket.field_values, &ticket.staff_field_values];
            values.into_iter().find_map(|values| values.get(&change.field)).cloned()
        };
        let values = [value(before), value(after)];
        let typed = values.iter().flatten().any(|value| value.chosen().is_none());
        if typed {
            return change.field.to_string();
        }
        let [before, after] = values.map(|value| of(value.and_then(|value| value.chosen())));
        format!("{} {before} → {after}", change.field)
    };
    let changes = corrected.iter().flat_map(|corrected| {
        let known = corrected.changes.iter().map(known);
        known.chain(corrected.custom_changes.iter().map(custom))
    });
    changes.collect::<Vec<_>>().join(", ")
}
