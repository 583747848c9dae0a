//! Disabling a person and letting them in again.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::PersonStatus;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let path = format!("/v1/people/{}", cell.stage.person(cell.relation).await);
    cell.of_record(cell.client().patch(path, json!({"status": "disabled"})).if_match("\"1\""), 200)
}

#[test]
fn of_administrators_who_disable_each_other_one_stays() {
    in_world(async |world| {
        for _ in 0..5 {
            let one = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
            let other = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
            let disable = |by: &Client, whom: &Client| {
                let path = format!("/v1/people/{}", whom.who().person.id);
                by.patch(path, json!({"status": "disabled"})).if_match("\"1\"")
            };
            let (first, second) =
                futures::join!(disable(&one, &other).into_future(), disable(&other, &one).into_future());
            let done = [&first, &second].iter().filter(|answer| answer.status() == 200).count();
            assert_eq!(done, 1, "{first}\n{second}");
            let mut active = 0;
            for client in [&one, &other] {
                let status = world.person(client.who().person.id).await.status;
                active += usize::from(status == PersonStatus::Active);
            }
            assert_eq!(active, 1);
        }
    });
}
