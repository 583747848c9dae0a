//! The touch ledger: who did what, when, wearing which hat, on which record, with what outcome. Append-only. No message
//! text, password, token or file content.

pub mod record;

use crate::caller::{HatKind, Role};
use crate::error::Error;
use crate::ids::{AccountId, PersonId, TouchId};
use crate::policy::{Action, Scope};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The hat somebody wore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HatRef {
    /// Portal of the hat.
    pub kind: HatKind,
    /// Role of the hat.
    pub role: Role,
}

/// Kind of a record that leaves touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A ticket.
    Ticket,
    /// An article.
    Article,
    /// A person.
    Person,
    /// An account.
    Account,
    /// An upload.
    Upload,
    /// A session.
    Session,
    /// A side effect.
    Job,
}

/// A record as the ledger names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecordRef {
    /// Kind of the record.
    pub kind: RecordKind,
    /// ID of the record.
    pub id: String,
    /// Name of the record for people: `T-1042`. Empty if the touch was written before the record was read.
    #[serde(default)]
    pub label: String,
}

/// Outcome of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done,
    /// The access rule refused it.
    Denied,
    /// It was allowed and did not succeed.
    Failed,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Touch {
    /// ID of the touch.
    pub id: TouchId,
    /// Time of the touch.
    pub at: Timestamp,
    /// Person who acted; none for the system's own acts.
    pub person: Option<PersonId>,
    /// Name of the person at the time.
    pub person_name: String,
    /// Hat that the person wore.
    pub hat: Option<HatRef>,
    /// Action that was carried out.
    pub action: Action,
    /// Record that was acted on.
    pub record: Option<RecordRef>,
    /// Account of the record.
    pub account: Option<AccountId>,
    /// Outcome of the interaction.
    pub outcome: Outcome,
    /// A fact worth keeping: the routing rule that matched, the state left behind.
    pub detail: Option<String>,
    /// The request it came by.
    pub request_id: String,
}

impl Touch {
    /// The same touch with a fact.
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// Which part of the ledger is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TouchesOf {
    /// Touches of a person's acts.
    Person(PersonId),
    /// What was done on an account's records.
    Account(AccountId),
    /// What was done on one record, by its id.
    Record(String),
}

/// One part of the ledger, within what its reader may see: [`TouchList::within`] is the only way to one. Whoever may see some
/// tickets only is given what was done on one of them together with the ticket itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchList {
    of: TouchesOf,
    /// The hat whose acts it holds; those of every hat without.
    wearer: Option<HatRef>,
}

impl TouchList {
    /// The part a reader of this scope asked for: any of them for whoever may see everything, otherwise their own acts, as
    /// far as they did them wearing such a hat.
    pub fn within(scope: &Scope, of: TouchesOf) -> Result<Self, Error> {
        if scope.holds_all(Action::ListTouches) {
            return Ok(Self { of, wearer: None });
        }
        if of == TouchesOf::Person(scope.person()) {
            return Ok(Self { of, wearer: Some(scope.wearer()) });
        }
        Err(Error::NotFound)
    }

    /// Whether the list shows a touch that stands in its place.
    pub fn shows(&self, touch: &Touch) -> bool {
        self.wearer.is_none() || touch.hat == self.wearer
    }

    /// Part of the ledger that the list shows.
    pub fn of(&self) -> &TouchesOf {
        &self.of
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller::Caller;
    use crate::policy::scope;
    use crate::testing::{AGENT, CUSTOMER, act, agent, caller, customer, monday, uuid};

    fn lists(reader: &Caller, of: TouchesOf) -> Result<TouchList, Error> {
        TouchList::within(&scope(reader, Action::ListTouches)?, of)
    }

    #[test]
    fn an_agent_reads_their_own_acts_and_an_administrator_everybodys() {
        let administrator = caller(1, HatKind::Staff, Role::Administrator, None, &[]);
        let somebody = TouchesOf::Person(PersonId(uuid(CUSTOMER)));
        let account = TouchesOf::Account(AccountId(uuid(10)));
        let record = TouchesOf::Record(uuid(1).to_string());
        for of in [somebody, account, record] {
            assert_eq!(lists(&agent(AGENT), of.clone()), Err(Error::NotFound), "{of:?}");
            assert!(lists(&administrator, of).is_ok());
        }
        assert!(lists(&agent(AGENT), TouchesOf::Person(PersonId(uuid(AGENT)))).is_ok());
    }

    #[test]
    fn an_agent_reads_what_they_did_with_that_hat_alone() {
        let reader = agent(AGENT);
        let list = lists(&reader, TouchesOf::Person(reader.person)).expect("their own");
        let touch = |who: &Caller| act(who.clone(), Action::ViewTicket, monday()).touch(None, None);
        assert!(list.shows(&touch(&reader)));
        assert!(!list.shows(&touch(&customer(AGENT, Role::Member))));
        let administrator = caller(1, HatKind::Staff, Role::Administrator, None, &[]);
        let list = lists(&administrator, TouchesOf::Person(reader.person)).expect("everybody's");
        assert!(list.shows(&touch(&customer(AGENT, Role::Member))));
    }

    #[test]
    fn the_scope_of_another_list_is_none_for_this_one() {
        let queues = scope(&agent(AGENT), Action::ListQueues).expect("agents see all queues");
        assert!(TouchList::within(&queues, TouchesOf::Account(AccountId(uuid(10)))).is_err());
    }
}
