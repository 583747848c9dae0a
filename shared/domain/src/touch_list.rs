//! Lists of touches, within what their reader may see, and the port that reads them.

use crate::action::Action;
use crate::error::Error;
use crate::hats::HatRef;
use crate::ids::{AccountId, PersonId};
use crate::paging::{Page, PageRequest};
use crate::policy::{PartOf, Scope};
use crate::record::{ListQuery, Resource};
use crate::store::StoreResult;
use crate::touch::{Touch, of_account, of_person, of_record};
use std::future::Future;

/// Part of the ledger that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TouchesOf {
    /// Touches of a person's acts.
    Person(PersonId),
    /// Touches on an account's records.
    Account(AccountId),
    /// Touches on one record, by its ID.
    Record(String),
}

/// One part of the ledger, within the reader's scope. Only [`TouchList::within`] makes one. A reader who may see only
/// some tickets gets the touches on a ticket together with the ticket itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchList {
    of: TouchesOf,
    /// Hat whose acts the list holds; every hat if absent.
    wearer: Option<HatRef>,
}

impl TouchList {
    /// Returns the part that a reader of this scope asked for. A reader who may see everything gets any part, others
    /// only their own acts under such a hat.
    pub fn within(scope: &Scope, of: TouchesOf) -> Result<Self, Error> {
        if scope.holds_all(Action::ListTouches) {
            return Ok(Self { of, wearer: None });
        }
        if of == TouchesOf::Person(scope.person()) {
            return Ok(Self { of, wearer: Some(scope.wearer()) });
        }
        Err(Error::NotFound)
    }

    /// Whether the list shows a touch of its partition.
    pub fn shows(&self, touch: &Touch) -> bool {
        self.wearer.is_none() || touch.hat == self.wearer
    }

    /// Part of the ledger that the list shows.
    pub fn of(&self) -> &TouchesOf {
        &self.of
    }
}

impl TouchesOf {
    /// Query of this part of the ledger, newest first.
    pub fn query(&self) -> ListQuery {
        let list = match self {
            Self::Person(person) => of_person(Some(*person)),
            Self::Account(account) => of_account(*account),
            Self::Record(id) => of_record(id),
        };
        ListQuery::all(list).newest_first()
    }
}

impl TouchList {
    /// Query that reads the list, newest first.
    pub fn query(&self) -> ListQuery {
        self.of().query()
    }
}

/// Port that reads the touch ledger.
pub trait Touches {
    /// Touches, newest first.
    fn touches(&self, list: &TouchList, page: PageRequest) -> impl Future<Output = StoreResult<Page<Touch>>> + Send;
    /// Reads the touches on one record, newest first. They are a part of the record, and open only with it.
    fn record_touches<R: Resource + 'static>(
        &self,
        id: &str,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<R, Page<Touch>>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller::Caller;
    use crate::hats::{HatKind, Role};
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
