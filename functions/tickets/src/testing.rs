//! Shared code for tests of tickets: a member of an account, the settings of a queue, and a store with them.

use jiff::Timestamp;
use portico_domain::accounts::Account;
use portico_domain::attempts::Attempts;
use portico_domain::hats::{Hat, Role};
use portico_domain::ids::PersonId;
use portico_domain::people::Person;
use portico_domain::policy::Guarded;
use portico_domain::tickets::PersonRef;
use portico_domain::tickets::fields::TicketFields;
use portico_domain::tickets::settings::{RoutingAgent, RoutingCondition, RoutingRule, TicketSettings};
use portico_testing::{MockStore, at_once, records, store_for};
use uuid::Uuid;

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

/// Account of the test's caller.
pub(crate) fn account() -> Account {
    Account { id: id(10), name: "Halvorsen Marine".into(), ..records::account() }
}

/// Caller of the tests: a member of that account.
pub(crate) fn member() -> Person {
    let hat = Hat { id: id(2), ..records::hat_of(&account(), Role::Member) };
    Person { id: id(1), name: "Kari Halvorsen".into(), ..records::person(vec![hat], Timestamp::now()) }
}

/// Agents of the one queue.
pub(crate) fn agents() -> [PersonId; 2] {
    [id(30), id(31)]
}

/// Settings with one queue, whose agents take turns at everything.
pub(crate) fn settings() -> TicketSettings {
    let queue = id(7);
    let mut settings = records::ticket_settings(queue);
    settings.queues[0].agents = agents().map(|id| PersonRef { id, name: format!("Agent {id}") }).to_vec();
    let rule = RoutingRule {
        name: "Everything".into(),
        when: RoutingCondition::default(),
        queue,
        agent: RoutingAgent::RoundRobin,
    };
    TicketSettings { rules: vec![rule], ..settings }
}

/// Store with the member, their account and the settings.
pub(crate) fn store() -> MockStore {
    let mut store = store_for(member());
    store.expect_draft().returning(|_, _| at_once(Ok(None)));
    store.expect_attempt().returning(|_, _, _| at_once(Ok(Attempts::default())));
    store.expect_account().returning(|_| at_once(Ok(Guarded::seal(Some(account())))));
    store.expect_section::<TicketFields>().returning(|| at_once(Ok(None)));
    store.expect_section::<TicketSettings>().returning(|| at_once(Ok(Some(settings()))));
    store
}
