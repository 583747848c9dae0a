//! Opening a closed ticket again.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use jiff::{SignedDuration, Timestamp};
use portico_domain::tickets::TicketState;
use portico_tests::samples;
use portico_tests::steps::act;
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::Closed, "reopen", json!({"text": "Something."}), 200).await
}

#[test]
fn a_closed_ticket_is_opened_again_within_a_fortnight() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Closed).await.to_string();
        act(&cast.agent, &ticket, "take", json!({})).await.refused(409, "state_conflict");
        let opened = act(&cast.member, &ticket, "reopen", json!({"text": "It is back."})).await.expect(200).json();
        assert_eq!((&opened["state"], &opened["resolution"]), (&json!("open"), &json!(null)));
        assert_eq!(told(&cast.member, &ticket).await, ["reply: It is back.", "reopened"]);
    });
}

#[test]
fn after_a_fortnight_it_stays_closed_and_says_so() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let who = cast.member.who();
        let long_ago = Timestamp::now() - SignedDuration::from_hours(15 * 24);
        let mut ticket = samples::in_state(samples::ticket(&who.person, &who.hat), TicketState::Closed);
        ticket.closed_at = Some(long_ago);
        let ticket = cast.keep(ticket).await.to_string();
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["allowed"], json!(["rate", "follow_up"]));
        let refused =
            act(&cast.member, &ticket, "reopen", json!({"text": "Back."})).await.refused(409, "state_conflict");
        assert!(refused.json()["detail"].as_str().unwrap().contains("more than 14 days ago"), "{refused}");
        let reply = json!({"text": "Is anybody there?"});
        cast.member.post(format!("/v1/tickets/{ticket}/replies"), reply).await.refused(409, "state_conflict");
    });
}
