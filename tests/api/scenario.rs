//! People for one test: a company with two members and a manager, an agent, and somebody of another company.

use portico_domain::accounts::{Account, Plan};
use portico_domain::change::Write;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::ids::TicketId;
use portico_domain::tickets::timeline::EventKind;
use portico_domain::tickets::{Ticket, TicketState};
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::world::World;
use serde_json::Value;

pub(crate) struct Scenario {
    pub(crate) world: &'static World,
    pub(crate) account: Account,
    pub(crate) member: Client,
    pub(crate) colleague: Client,
    pub(crate) manager: Client,
    pub(crate) outsider: Client,
    /// Agent of PowerPlus, the queue that tickets of `steps::new_ticket` go to.
    pub(crate) agent: Client,
}

impl Scenario {
    pub(crate) async fn new(world: &'static World) -> Self {
        let account = company(world).await;
        let other = company(world).await;
        let agent = Hat { queues: vec![samples::queue("powerplus")], ..samples::hat(HatKind::Staff, Role::Agent) };
        Self {
            world,
            member: put_on(world, samples::hat_of(&account, Role::Member)).await,
            colleague: put_on(world, samples::hat_of(&account, Role::Member)).await,
            manager: put_on(world, samples::hat_of(&account, Role::Manager)).await,
            outsider: put_on(world, samples::hat_of(&other, Role::Member)).await,
            agent: put_on(world, agent).await,
            account,
        }
    }

    /// A ticket of the member in PowerPlus, in this state, as if it had come there by itself.
    pub(crate) async fn ticket(&self, state: TicketState) -> TicketId {
        let who = self.member.who();
        let mut ticket = samples::in_state(samples::ticket(&who.person, &who.hat), state);
        ticket.queue.id = samples::queue("powerplus");
        self.keep(ticket).await
    }

    pub(crate) async fn keep(&self, ticket: Ticket) -> TicketId {
        let id = ticket.id;
        self.world.commit([Write::create(&ticket)]).await;
        id
    }
}

/// Adds a company with a premium plan that owns the product of `steps::new_ticket`.
pub(crate) async fn company(world: &World) -> Account {
    let account = Account { plan: Plan::Premium, ..samples::account() };
    let owned = Write::put(&samples::entitlement(account.id));
    world.commit([Write::create(&account), owned]).await;
    account
}

/// Adds a person with this hat.
pub(crate) async fn put_on(world: &World, hat: Hat) -> Client {
    let person = samples::person(vec![hat.clone()]);
    world.add(&person).await;
    world.wearing(&person, &hat).await
}

/// Returns a timeline in short: the kind of each item, with its event or its text.
pub(crate) async fn told(client: &Client, ticket: &str) -> Vec<String> {
    let items = client.all(&format!("/v1/tickets/{ticket}/timeline"), 2).await;
    let short = |item: &Value| {
        let of = |name: &str| item[name].as_str().unwrap_or_default();
        match of("kind") {
            "event" => of("event").to_owned(),
            kind => format!("{kind}: {}", of("text")),
        }
    };
    items.iter().map(short).collect()
}

/// Returns the name that JSON gives an event.
pub(crate) fn name_of(event: EventKind) -> String {
    serde_json::to_value(event).unwrap().as_str().unwrap().to_owned()
}
