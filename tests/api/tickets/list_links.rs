//! Follow-ups: a ticket that goes on where a closed one ended, and the links between the two.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use jiff::{SignedDuration, Timestamp};
use portico_domain::tickets::TicketState;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{new_ticket, open, quiet, with};
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket(cell.who, cell.relation).await;
    cell.of_record(cell.client().get(format!("/v1/tickets/{}/links", ticket.id)), 200)
}

impl Scenario {
    /// A ticket of the member that was closed so many days ago.
    async fn closed_for(&self, days: i64) -> String {
        let who = self.member.who();
        let mut ticket = samples::in_state(samples::ticket(&who.person, &who.hat), TicketState::Closed);
        ticket.closed_at = Some(Timestamp::now() - SignedDuration::from_hours(24 * days));
        ticket.queue.id = samples::queue("powerplus");
        self.keep(ticket).await.to_string()
    }
}

async fn links(client: &Client, ticket: &str) -> Value {
    client.get(format!("/v1/tickets/{ticket}/links")).await.expect(200).json()["items"].clone()
}

fn following(ticket: &str) -> Value {
    with(new_ticket(), &with(quiet(), &json!({ "follows": ticket })))
}

#[test]
fn a_follow_up_is_linked_both_ways_for_those_who_may_read_both() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let old = cast.closed_for(15).await;
        let seen = cast.member.get(format!("/v1/tickets/{old}")).await.expect(200);
        assert!(seen.json()["allowed"].as_array().unwrap().contains(&json!("follow_up")));
        assert_eq!(links(&cast.member, &old).await, json!([]));
        // A manager goes on with a ticket of a member, who does not take part in the new one.
        let new = cast.manager.post("/v1/tickets", following(&old)).await.expect(201);
        let link = &links(&cast.manager, &old).await[0];
        assert_eq!((&link["relation"], &link["id"]), (&json!("follow_up"), &json!(new.id())));
        assert_eq!(&link["number"], &new.json()["number"]);
        let back = &links(&cast.manager, &new.id()).await[0];
        assert_eq!((&back["relation"], &back["id"]), (&json!("follows"), &json!(old)));
        assert_eq!(back["state_label"], "Closed");
        assert_eq!(links(&cast.member, &old).await, json!([]));
        assert_eq!(links(&cast.agent, &old).await, json!([]), "the new one is in another queue");
        // In the list, the closed ticket stays where it is.
        let after = cast.member.get(format!("/v1/tickets/{old}")).await.expect(200).json();
        assert_eq!(after["updated_at"], seen.json()["updated_at"]);
    });
}

#[test]
fn what_can_be_reopened_or_is_hidden_is_not_followed() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (old, lately) = (cast.closed_for(15).await, cast.closed_for(13).await);
        let refused = |client: &Client, ticket: &str| client.post("/v1/tickets", following(ticket));
        for (client, ticket, code) in [
            (&cast.member, &lately, "not_closed"),
            (&cast.colleague, &old, "not_found"),
            (&cast.outsider, &old, "not_found"),
            (&cast.member, &uuid::Uuid::now_v7().to_string(), "not_found"),
        ] {
            refused(client, ticket).await.refused(422, "input_invalid").names(&[("/follows", code)]);
        }
        let open = open(&cast.member, &json!({})).await.id();
        refused(&cast.member, &open).await.refused(422, "input_invalid").names(&[("/follows", "not_closed")]);
    });
}
