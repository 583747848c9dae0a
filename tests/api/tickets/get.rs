//! Reading a ticket, and the touch of it.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use futures::future::join_all;
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::ids::TicketId;
use portico_domain::tickets::TicketState;
use portico_domain::touch::{Outcome, Touch};
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::world::{World, in_world};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket(cell.who, cell.relation).await;
    cell.of_record(cell.client().get(format!("/v1/tickets/{}", ticket.id)), 200)
}

/// The touches of reading a ticket that one person has left.
async fn reads_of(world: &World, ticket: TicketId, client: &Client) -> Vec<Touch> {
    let mut touches = world.touches(TouchesOf::Record(ticket.to_string())).await;
    touches.retain(|touch| touch.action == Action::ViewTicket && touch.person == Some(client.who().person.id));
    touches
}

/// Opens a new ticket of the scenario's member several times at once, all within one minute of the clock.
async fn opened_at_once(cast: &Scenario, client: &Client, status: u16) -> TicketId {
    let minute = || Timestamp::now().as_second().div_euclid(60);
    loop {
        let (ticket, begun) = (cast.ticket(TicketState::Open).await, minute());
        let paths = [format!("/v1/tickets/{ticket}"), format!("/v1/tickets/{ticket}/timeline")];
        let asked = paths.iter().cycle().take(8).map(async |path| client.get(path.as_str()).await);
        for answer in join_all(asked).await {
            assert_eq!(answer.status(), status, "{answer}");
        }
        if minute() == begun {
            return ticket;
        }
    }
}

#[test]
fn opening_a_ticket_leaves_one_touch_whatever_of_it_is_asked_for_at_once() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for reader in [&cast.agent, &cast.member] {
            let ticket = opened_at_once(&cast, reader, 200).await;
            let reads = reads_of(world, ticket, reader).await;
            let [read] = &reads[..] else { panic!("{reads:?}") };
            assert_eq!((read.outcome, read.account), (Outcome::Done, Some(cast.account.id)));
            let of_account = world.touches(TouchesOf::Account(cast.account.id)).await;
            assert_eq!(of_account.iter().filter(|touch| touch.id == read.id).count(), 1);
        }
    });
}

#[test]
fn each_refusal_leaves_a_touch_of_its_own_and_none_that_says_it_was_read() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = opened_at_once(&cast, &cast.outsider, 404).await;
        let denied = reads_of(world, ticket, &cast.outsider).await;
        let done = denied.iter().filter(|touch| touch.outcome == Outcome::Done).count();
        // Of refusals side by side none takes back the touch that another one was given.
        assert!(denied.len() - done == 8 && done <= 1, "{denied:?}");
    });
}

#[test]
fn a_merged_ticket_names_the_one_it_goes_on_in() {
    in_world(async |world| {
        let agent = world.as_login("staff", "administrator").await;
        for (merged, into) in [("T-1038", "T-1037"), ("T-1048", "T-1047"), ("T-1066", "T-1065")] {
            let found = agent.get(format!("/v1/tickets?number={merged}")).await.expect(200).json();
            let id = found["items"][0]["id"].as_str().unwrap().to_owned();
            let ticket = agent.get(format!("/v1/tickets/{id}")).await.expect(200).json();
            assert_eq!((&ticket["state"], &ticket["merged_into"]["number"]), (&json!("merged"), &json!(into)));
            let there = ticket["merged_into"]["id"].as_str().unwrap();
            assert_eq!(agent.get(format!("/v1/tickets/{there}")).await.expect(200).json()["number"], json!(into));
        }
    });
}
