//! Ending a hold.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use portico_domain::tickets::TicketState;
use portico_tests::steps::{act, in_two_days};
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::OnHold, "resume", json!({}), 200).await
}

#[test]
fn a_hold_is_ended_by_resuming_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        act(&cast.agent, &ticket, "resume", json!({})).await.refused(409, "state_conflict");
        let held = act(&cast.agent, &ticket, "hold", json!({"until": in_two_days()})).await.expect(200).json();
        assert_eq!(held["allowed"][0], "resume", "{held}");
        cast.agent.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "Still waiting."})).await.expect(201);
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["due_paused"]), (&json!("on_hold"), &json!(true)));
        act(&cast.member, &ticket, "resume", json!({})).await.refused(403, "forbidden");
        let resumed = act(&cast.agent, &ticket, "resume", json!({})).await.expect(200).json();
        assert_eq!((&resumed["state"], &resumed["hold_until"]), (&json!("open"), &json!(null)));
        assert_eq!(told(&cast.member, &ticket).await, ["on_hold", "reply: Still waiting.", "resumed"]);
    });
}
