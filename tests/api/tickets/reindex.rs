//! Building the index of words in tickets again.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::hats::{HatKind, Role};
use portico_domain::tickets::TicketState;
use portico_tests::samples;
use portico_tests::world::in_own_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    // A queue without many tickets: all of them are those of every other test.
    let queue = json!({"queue_id": samples::queue("shop")});
    MatrixRequest::free(cell.client().post("/v1/tickets/reindex", queue), 202)
}

#[test]
fn tickets_that_were_there_before_are_found_once_they_are_indexed() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let mut expected = Vec::new();
        for (number, state) in (0..60).zip([TicketState::Open, TicketState::Closed].into_iter().cycle()) {
            let who = cast.member.who();
            let mut ticket = samples::in_state(samples::ticket(&who.person, &who.hat), state);
            ticket.synopsis = format!("Zeppelin {number} lands");
            ticket.queue.id = samples::queue("powerplus");
            expected.push(cast.keep(ticket).await.to_string());
        }
        let search = "/v1/tickets/search?q=zeppelins";
        assert_eq!(cast.agent.all(search, 100).await.len(), 0);
        let administrator = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let answer = administrator.post("/v1/tickets/reindex", json!({})).await.expect(202).json();
        assert!(answer["queues"].as_u64().unwrap() > 1, "{answer}");
        let ran = world.sweep().await;
        assert_eq!((ran.put_off, ran.parked), (0, 0), "{ran:?}");
        let mut found: Vec<String> =
            cast.agent.all(search, 25).await.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        let nowhere = json!({"queue_id": uuid::Uuid::now_v7()});
        administrator.post("/v1/tickets/reindex", nowhere).await.names(&[("/queue_id", "not_found")]);
        // Again, nothing changes.
        administrator.post("/v1/tickets/reindex", json!({})).await.expect(202);
        world.sweep().await;
        assert_eq!(cast.agent.all(search, 100).await.len(), 60);
        // The tickets of the demo company are found from the start.
        assert!(!administrator.all("/v1/tickets/search?q=printer", 100).await.is_empty());
    });
}
