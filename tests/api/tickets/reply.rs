//! Replies on a ticket.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use portico_domain::tickets::TicketState;
use portico_tests::steps::{etag, open, with};
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::Open, "replies", json!({"text": "Something."}), 201).await
}

#[test]
fn a_reply_opens_a_solved_ticket_again() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Resolved).await.to_string();
        cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "Not solved."})).await.expect(201);
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["due_paused"]), (&json!("open"), &json!(false)));
        assert_eq!(told(&cast.member, &ticket).await, ["reply: Not solved.", "reopened"]);
    });
}

#[test]
fn one_reads_what_was_just_written() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &with(json!({}), &json!({"severity": "low"}))).await;
        for round in 0..20 {
            let text = format!("message {round}");
            cast.member.post(format!("/v1/tickets/{}/replies", ticket.id()), json!({"text": text})).await.expect(201);
            assert_eq!(told(&cast.member, &ticket.id()).await.pop(), Some(format!("reply: {text}")));
        }
        assert_eq!(etag(&cast.member, &ticket.id()).await, "\"21\"");
    });
}
