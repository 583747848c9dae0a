//! Changing an account.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::touch_list::TouchesOf;
use portico_tests::samples::{account, hat};
use portico_tests::steps::new_ticket;
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let id = cell.stage.changed_account(cell.relation).await;
    let change = cell.client().patch(format!("/v1/accounts/{id}"), json!({"territory": "Benelux"}));
    cell.of_record(change.if_match("\"1\""), 200)
}

#[test]
fn fields_are_changed_and_the_others_stay() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Sales)).await;
        let before = account();
        world.commit([Write::create(&before)]).await;
        let path = format!("/v1/accounts/{}", before.id);
        let change = json!({"plan": "premium", "delivery_address": "Dock 4"});
        let changed = by.patch(&path, change).if_match("\"1\"").await.expect(200);
        let now = changed.json();
        assert_eq!((changed.etag(), &now["version"]), ("\"2\"".into(), &json!(2)));
        assert_eq!((&now["plan"], &now["delivery_address"]), (&json!("premium"), &json!("Dock 4")));
        assert_eq!((&now["name"], &now["address"]), (&json!(before.name), &json!(before.address)));
        let same = by.patch(&path, json!({"plan": "premium"})).if_match("\"2\"").await.expect(200);
        assert_eq!(same.etag(), "\"2\"", "nothing has changed");
        by.patch(&path, json!({"name": "Late"})).if_match("\"1\"").await.refused(412, "stale");
        by.patch(&path, json!({"name": "Unseen"})).await.refused(428, "precondition_required");
        let removed = by.patch(&path, json!({"delivery_address": ""})).if_match("\"2\"").await.expect(200).json();
        assert_eq!(removed["delivery_address"], json!(null));

        let touches = world.touches(TouchesOf::Account(before.id)).await;
        let details: Vec<_> = touches.iter().filter_map(|touch| touch.detail.as_deref()).collect();
        assert!(details.contains(&"plan standard to premium, delivery address"), "{details:?}");
    });
}

#[test]
fn people_of_a_renamed_account_see_its_name() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let by = put_on(world, hat(HatKind::Staff, Role::Sales)).await;
        let label = async || cast.member.get("/v1/home").await.expect(200).json()["organisation"].clone();
        assert_eq!(label().await, cast.account.name);
        let path = format!("/v1/accounts/{}", cast.account.id);
        by.patch(&path, json!({"name": "Fjord Automation"})).if_match("\"1\"").await.expect(200);
        world.sweep().await;
        assert_eq!(label().await, "Fjord Automation");
        cast.member.get("/v1/tickets").await.expect(200);
    });
}

#[test]
fn a_ticket_keeps_the_name_that_the_account_had() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let by = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let before = cast.member.post("/v1/tickets", new_ticket()).await.expect(201).id();
        let path = format!("/v1/accounts/{}", cast.account.id);
        by.patch(&path, json!({"name": "Another name"})).if_match("\"1\"").await.expect(200);
        let after = cast.member.post("/v1/tickets", new_ticket()).await.expect(201).id();
        for (ticket, name) in [(before, &*cast.account.name), (after, "Another name")] {
            let ticket = by.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
            assert_eq!(ticket["account"]["name"], name);
        }
    });
}
