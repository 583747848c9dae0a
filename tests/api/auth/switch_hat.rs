//! Changing the hat.

use crate::auth::{cookie, refresh, sign_in, token};
use crate::matrix_fixtures::{Cell, MatrixRequest};
use portico_tests::world::{PASSWORD, in_world};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let passing = cell.stage.passing(cell.who).await;
    let hat = passing.who().hat.id;
    MatrixRequest::free(passing.post("/v1/session/hat", json!({"hat_id": hat})), 200)
}

#[test]
fn somebody_with_two_hats_changes_them() {
    in_world(async |world| {
        let signed_in = sign_in(&world.nobody(), "lotte.vandijk@xyz.example", PASSWORD).await.expect(200);
        let session = signed_in.json();
        let hats: Vec<_> = session["hats"].as_array().unwrap().iter().map(|hat| (&hat["kind"], &hat["role"])).collect();
        assert_eq!(hats, [(&json!("staff"), &json!("agent")), (&json!("employee"), &json!("employee"))]);
        assert_eq!(session["hat_id"], session["hats"][0]["id"]);
        let agent = world.nobody().bearing(&token(&signed_in));
        agent.get("/v1/queues").await.expect(200);
        let wanted = json!({"hat_id": session["hats"][1]["id"]});
        let switched = agent.post("/v1/session/hat", wanted).await.expect(200);
        assert_eq!(switched.json()["hat_id"], session["hats"][1]["id"]);
        // The token of the hat before is not good on the very next call.
        agent.get("/v1/queues").await.refused(401, "token_stale");
        let employee = world.nobody().bearing(&token(&switched));
        employee.get("/v1/queues").await.refused(403, "forbidden");
        assert_eq!(employee.get("/v1/home").await.expect(200).json()["hat_id"], session["hats"][1]["id"]);
        // Renewing keeps the hat that is on.
        let renewed = refresh(world, &cookie(&signed_in)).await.expect(200).json();
        assert_eq!(renewed["hat_id"], session["hats"][1]["id"]);
    });
}
