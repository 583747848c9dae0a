//! Signing out.

use crate::auth::{COOKIE, cookie, employee, refresh, sign_in, token, with_password};
use crate::matrix_fixtures::{Cell, MatrixRequest};
use jiff::{SignedDuration, Timestamp};
use portico_domain::caller::Caller;
use portico_domain::hats::{HatKind, Role};
use portico_domain::signing::SigningKey;
use portico_testing::records;
use portico_tests::world::{PASSWORD, in_world};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.stage.passing(cell.who).await.delete("/v1/session"), 204)
}

#[test]
fn signing_out_ends_the_session_and_leaves_what_was_typed() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let other = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let client = world.nobody().bearing(&token(&signed_in));
        client.put("/v1/drafts/ticket", json!({"data": {"synopsis": "half"}})).await.expect(200);
        let out = client.delete("/v1/session").await.expect(204);
        let line = out.header("set-cookie");
        assert!(
            line.starts_with(&format!("{COOKIE}=;")) && line.contains("Max-Age=0") && line.contains("Secure"),
            "{line}"
        );
        client.get("/v1/me").await.refused(401, "session_ended");
        client.delete("/v1/session").await.refused(401, "session_ended");
        refresh(world, &cookie(&signed_in)).await.refused(401, "session_ended");
        // Another browser's session goes on, and finds the draft.
        let other = world.nobody().bearing(&token(&other));
        assert_eq!(other.get("/v1/drafts/ticket").await.expect(200).json()["data"], json!({"synopsis": "half"}));
    });
}

#[test]
fn an_access_token_that_has_expired_still_signs_out() {
    in_world(async |world| {
        let person = world.new_person(HatKind::Employee, Role::Employee).await;
        let client = world.wearing(&person, &person.hats[0]).await;
        let who = client.who();
        let caller = Caller { session: who.session, ..records::caller(&person, &who.hat) };
        let key = world.store.signing_key().await.unwrap();
        let past = Timestamp::now() - SignedDuration::from_hours(3);
        let expired = portico_http::token::mint(&key, &caller, past).unwrap();
        let late = client.clone().bearing(&expired);
        late.get("/v1/me").await.refused(401, "token_expired");
        late.delete("/v1/session").await.expect(204);
        client.get("/v1/me").await.refused(401, "session_ended");
        late.delete("/v1/session").await.refused(401, "session_ended");
    });
}
