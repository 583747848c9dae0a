//! Opening an account.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use portico_domain::hats::{HatKind, Role};
use portico_domain::touch_list::TouchesOf;
use portico_tests::samples::hat;
use portico_tests::steps::with;
use portico_tests::world::in_world;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().post("/v1/accounts", new()), 201)
}

/// An account to be opened.
fn new() -> Value {
    json!({"name": "Fjord Robotics", "plan": "premium", "territory": "Nordics", "address": "14 Kaigata\n5014 Bergen"})
}

#[test]
fn an_account_is_opened_with_the_next_number() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Sales)).await;
        let made = by.post("/v1/accounts", with(new(), &json!({"name": "  Fjord Robotics "}))).await.expect(201);
        let account = made.json();
        assert_eq!(made.header("location"), format!("/v1/accounts/{}", made.id()));
        assert_eq!((&account["name"], &account["version"]), (&json!("Fjord Robotics"), &json!(1)));
        assert_eq!((&account["delivery_address"], &account["allowed"]), (&json!(null), &json!(["change"])));
        let number = |account: &Value| -> u64 {
            account["number"].as_str().and_then(|number| number.strip_prefix("A-")).unwrap().parse().unwrap()
        };
        assert!(number(&account) > 20_117, "it goes on from those that there were: {account}");
        let next = by.post("/v1/accounts", new()).await.expect(201).json();
        assert!(number(&next) > number(&account));

        let got = by.get(format!("/v1/accounts/{}", made.id())).await.expect(200).json();
        assert_eq!(got, account);
        let query = format!("/v1/accounts?q={}", account["number"].as_str().unwrap());
        assert_eq!(by.get(query).await.expect(200).json()["items"][0]["id"], account["id"]);
        let touches = world.touches(TouchesOf::Record(made.id())).await;
        assert!(touches.iter().any(|touch| touch.action.label() == "Opened an account"), "{touches:?}");
    });
}

#[test]
fn a_repeated_submit_opens_one() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Operations)).await;
        let submit = by.post("/v1/accounts", new()).key(Uuid::now_v7());
        let first = submit.clone().await.expect(201);
        assert_eq!(submit.await.expect(201).json(), first.json());
    });
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let wrong = json!({"name": "A\nB", "plan": "gold", "territory": " ", "address": ""});
        by.post("/v1/accounts", wrong).await.names(&[
            ("/name", "line_break"),
            ("/plan", "not_one_of"),
            ("/territory", "required"),
            ("/address", "required"),
        ]);
        let own = with(new(), &json!({"plan": "internal"}));
        by.post("/v1/accounts", own).await.names(&[("/plan", "not_one_of")]);
    });
}
