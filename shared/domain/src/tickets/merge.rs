//! Merging a ticket into another one. The merged ticket ends and stays readable; its people take part in the other one,
//! where the conversation goes on.

use super::actions::TicketAction;
use super::timeline::EventKind;
use super::transition::Transition;
use super::{MOST_PARTICIPANTS, PersonRef, Ticket, TicketKind, TicketRef, TicketState};
use crate::act::ActionContext;
use crate::change::Change;
use crate::error::Error;
use crate::policy::Guarded;
use crate::store::StoreError;
use crate::tickets::jobs::MailTemplate;
use crate::tickets::ports::Tickets;
use crate::tickets::settings::TicketSettings;
use std::future::Future;

/// Largest number of merges that a message follows, one after another.
const MOST_MERGES: usize = 8;

/// Returns the ticket in which a merged one goes on, or else the ticket itself. `open` opens each ticket on the way.
pub async fn where_it_goes_on<S, O, F, E>(store: &S, mut ticket: Ticket, open: O) -> Result<Ticket, E>
where
    S: Tickets + Sync,
    O: Fn(Guarded<Ticket>) -> F,
    F: Future<Output = Result<Ticket, E>>,
    E: From<StoreError>,
{
    for _ in 0..MOST_MERGES {
        let Some(into) = ticket.merged_into else { break };
        ticket = open(store.ticket(into.id).await?).await?;
    }
    Ok(ticket)
}

impl Ticket {
    /// The ticket as others name it.
    pub fn named(&self) -> TicketRef {
        TicketRef { id: self.id, number: self.number }
    }

    /// Merges the ticket into `target`, which is of the same account and still goes on. Both are changed together, with
    /// a touch each. The people of the merged ticket take part in the target, and get a mail.
    pub fn merge(self, act: &ActionContext, target: Self, settings: &TicketSettings) -> Result<(Self, Change), Error> {
        self.allow(act, TicketAction::Merge)?;
        self.mergeable_into(&target)?;
        let participants = self.joined_to(&target)?;
        let (merged, into) = (self.named(), target.named());

        let mut source = Transition::new(act, self);
        source.state(TicketState::Merged, settings);
        source.after.merged_into = Some(into);
        source.event_with(EventKind::Merged, into);
        source.mail_customer(MailTemplate::TicketMerged, None);

        let mut target = Transition::new(act, target);
        target.after.participants = participants;
        target.event_with(EventKind::MergedFrom, merged);
        target.mail_agent(MailTemplate::TicketJoined, None);

        let (ticket, change) = source.finish();
        let (_, of_target) = target.finish();
        let touch = of_target.touch.clone().with_detail(format!("T-{} was merged into it", merged.number));
        let detail = format!("merged into T-{}", into.number);
        let change = Change { touch: change.touch.clone().with_detail(detail), ..change };
        Ok((ticket, change.with(Change { touch, ..of_target })))
    }

    fn mergeable_into(&self, target: &Self) -> Result<(), Error> {
        let refuse = |code, detail: String| Err(Error::field("/into", code, detail));
        if target.id == self.id {
            return refuse("same", "A ticket cannot be merged into itself.".into());
        }
        let account = |ticket: &Self| ticket.account.as_ref().map(|account| account.id);
        let partner = |ticket: &Self| ticket.partner.as_ref().map(|partner| partner.id);
        if (self.kind, account(self), partner(self)) != (target.kind, account(target), partner(target)) {
            return refuse("other_account", format!("{} is not of the same account.", target.label()));
        }
        match (target.state, target.merged_into) {
            (TicketState::Merged, Some(into)) => {
                refuse("merged", format!("{} was merged itself: choose T-{}.", target.label(), into.number))
            }
            (TicketState::Merged | TicketState::Closed, _) => {
                refuse("ended", format!("{} is closed. Reopen it first, or choose another.", target.label()))
            }
            _ => Ok(()),
        }
    }

    /// Participants of the target once the people of this ticket have joined it. Employees ask as private persons, so
    /// the tickets of two of them are not merged.
    fn joined_to(&self, target: &Self) -> Result<Vec<PersonRef>, Error> {
        let people = std::iter::once(&self.requester).chain(&self.participants);
        let mut participants = target.participants.clone();
        for person in people {
            if target.audience().all(|there| there != person.id) && participants.iter().all(|it| it.id != person.id) {
                participants.push(person.clone());
            }
        }
        if self.kind == TicketKind::HelpDesk && participants.len() > target.participants.len() {
            let detail = format!("{} is of another employee, who would read this one.", target.label());
            return Err(Error::field("/into", "other_person", detail));
        }
        if participants.len() > MOST_PARTICIPANTS {
            let detail = format!(
                "{} would have more than {MOST_PARTICIPANTS} people who take part. Remove some first.",
                target.label()
            );
            return Err(Error::field("/into", "too_many", detail));
        }
        Ok(participants)
    }
}
