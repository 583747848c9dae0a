//! What the tests of tickets share: a member of an account, the settings of a queue, and a store that knows them.

use jiff::Timestamp;
use portico_domain::accounts::Account;
use portico_domain::attempts::Attempts;
use portico_domain::hats::{Hat, Role};
use portico_domain::ids::PersonId;
use portico_domain::people::Person;
use portico_domain::policy::Guarded;
use portico_domain::tickets::settings::TicketSettings;
use portico_testing::{MockStore, at_once, records, store_for};
use serde_json::{Value, json};
use uuid::Uuid;

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

/// The account of whoever asks.
pub(crate) fn account() -> Account {
    Account { id: id(10), name: "Halvorsen Marine".into(), ..records::account() }
}

/// Whoever asks: a member of that account.
pub(crate) fn member() -> Person {
    let hat = Hat { id: id(2), ..records::hat_of(&account(), Role::Member) };
    Person { id: id(1), name: "Kari Halvorsen".into(), ..records::person(vec![hat], Timestamp::now()) }
}

/// The agents of the one queue.
pub(crate) fn agents() -> [PersonId; 2] {
    [id(30), id(31)]
}

/// One queue whose agents take turns at everything.
pub(crate) fn settings() -> TicketSettings {
    let agents = agents().map(|id| json!({ "id": id, "name": format!("Agent {id}") }));
    serde_json::from_value(json!({
        "queues": [{ "id": Uuid::from_u128(7), "name": "Pumps", "lead": Uuid::from_u128(32), "agents": agents }],
        "rules": [{ "name": "Everything", "when": {}, "queue": Uuid::from_u128(7), "agent": "round_robin" }],
        "calendar": { "time_zone": "UTC", "week": vec![Value::Null; 7], "holidays": [] },
        "targets": [],
    }))
    .expect("settings")
}

/// A store that knows the member, their account and the settings.
pub(crate) fn store() -> MockStore {
    let mut store = store_for(member());
    store.expect_draft().returning(|_, _| at_once(Ok(None)));
    store.expect_attempt().returning(|_, _, _| at_once(Ok(Attempts::default())));
    store.expect_account().returning(|_| at_once(Ok(Guarded::seal(Some(account())))));
    store.expect_section::<TicketSettings>().returning(|| at_once(Ok(Some(settings()))));
    store
}
