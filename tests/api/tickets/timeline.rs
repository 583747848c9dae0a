//! The timeline of a ticket.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_tests::steps::open;
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket(cell.who, cell.relation).await;
    cell.of_record(cell.client().get(format!("/v1/tickets/{}/timeline", ticket.id)), 200)
}

#[test]
fn the_longest_conversation_can_be_read() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &json!({})).await.id();
        let longest = "\u{1f600}".repeat(20_000);
        for _ in 0..80 {
            let reply = json!({"text": longest, "upload_ids": []});
            cast.member.post(format!("/v1/tickets/{ticket}/replies"), reply).await.expect(201);
        }
        let path = format!("/v1/tickets/{ticket}/timeline?limit=100");
        let first = cast.member.get(path).await.expect(200);
        assert!(first.body.len() < 5_000_000, "{} bytes", first.body.len());
        let all = cast.member.all(&format!("/v1/tickets/{ticket}/timeline"), 50).await;
        assert_eq!(all.iter().filter(|item| item["kind"] == "reply").count(), 80);
    });
}
