//! Requests sent again under the same idempotency key.

use crate::scenario::Scenario;
use jiff::Timestamp;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::TicketState;
use portico_tests::client::Answer;
use portico_tests::steps::{new_ticket, upload, with};
use portico_tests::world::in_world;
use serde_json::json;
use uuid::Uuid;

fn same(one: &Answer, two: &Answer) {
    for name in ["location", "etag", "content-type"] {
        assert_eq!(one.header(name), two.header(name), "{name}");
    }
    assert_eq!((one.status(), one.text()), (two.status(), two.text()));
}

#[test]
fn a_repeated_submit_gets_the_first_answer() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let file = upload(&cast.member, "a.txt", "text/plain", b"x").await;
        let body = with(new_ticket(), &json!({"upload_ids": [file]}));
        let submit = cast.member.post("/v1/tickets", body).key(Uuid::now_v7());
        let first = submit.clone().await.expect(201);
        // Whatever has become of the ticket meanwhile.
        cast.member.post(format!("/v1/tickets/{}/replies", first.id()), json!({"text": "x"})).await.expect(201);
        same(&first, &submit.await);
        assert_eq!(cast.member.all("/v1/tickets", 10).await.len(), 1);
        world.sweep().await;
        assert_eq!(world.mails(&cast.member.who().person.email).len(), 1);
    });
}

#[test]
fn a_key_is_for_one_request_of_one_person() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let key = Uuid::now_v7();
        let first = cast.member.post("/v1/tickets", new_ticket()).key(key).await.expect(201);
        let other = with(new_ticket(), &json!({"synopsis": "Something else altogether"}));
        cast.member.post("/v1/tickets", other).key(key).await.refused(422, "idempotency_key_reused");
        let reply = cast.member.post(format!("/v1/tickets/{}/replies", first.id()), json!({"text": "x"})).key(key);
        reply.await.refused(422, "idempotency_key_reused");
        // Another person's key is another key.
        let theirs = cast.colleague.post("/v1/tickets", new_ticket()).key(key).await.expect(201);
        assert_ne!(theirs.id(), first.id());
        assert_eq!(cast.member.all("/v1/tickets", 10).await.len(), 1);
    });
}

#[test]
fn a_key_is_not_used_up_by_a_request_that_was_refused() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let key = Uuid::now_v7();
        let wrong = with(new_ticket(), &json!({"synopsis": "x"}));
        cast.member.post("/v1/tickets", wrong).key(key).await.names(&[("/synopsis", "too_short")]);
        cast.member.post("/v1/tickets", new_ticket()).key(key).await.expect(201);
    });
}

#[test]
fn a_repeated_change_gets_the_first_answer_and_not_stale() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::New).await;
        let path = format!("/v1/tickets/{ticket}/take");
        let take = cast.agent.post(&*path, json!({})).if_match("\"1\"").key(Uuid::now_v7());
        let first = take.clone().await.expect(200);
        same(&first, &take.await);
        let reply = cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "x"})).key(Uuid::now_v7());
        let first = reply.clone().await.expect(201);
        same(&first, &reply.await);
        assert_eq!(cast.member.all(&format!("/v1/tickets/{ticket}/timeline"), 10).await.len(), 2);
    });
}

#[test]
fn an_answer_is_not_given_again_to_somebody_who_may_no_longer_have_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::New).await;
        let note = cast.agent.post(format!("/v1/tickets/{ticket}/notes"), json!({"text": "x"})).key(Uuid::now_v7());
        note.clone().await.expect(201);
        let elsewhere = json!({"queue_id": portico_tests::samples::queue("shop")});
        cast.agent.post(format!("/v1/tickets/{ticket}/assign"), elsewhere).if_match("\"1\"").await.expect(200);
        note.await.refused(404, "not_found");
    });
}

#[test]
fn a_key_has_limits() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for key in ["", " ", "a b", &"x".repeat(101), "\u{e9}"] {
            let answer = cast.member.post("/v1/tickets", new_ticket()).header("idempotency-key", key).await;
            let code = if key.is_ascii() { "idempotency_key_invalid" } else { "header_unreadable" };
            answer.refused(400, code);
        }
        assert!(cast.member.all("/v1/tickets", 10).await.is_empty());
        cast.member.post("/v1/tickets", new_ticket()).key("x".repeat(100)).await.expect(201);
    });
}

/// Only what makes or changes a record takes a key; elsewhere it changes nothing, and nothing is kept under it.
#[test]
fn elsewhere_a_key_changes_nothing() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let key = Uuid::now_v7();
        cast.member.post("/v1/tickets", new_ticket()).key(key).await.expect(201);
        for _ in 0..2 {
            cast.member.get("/v1/home").key(key).await.expect(200);
            cast.member.put("/v1/drafts/ticket", json!({"data": {}})).key(key).await.expect(200);
            cast.member.delete("/v1/drafts/ticket").key(key).await.expect(204);
        }
        let hat = cast.member.who().hat.id;
        let key = Uuid::now_v7();
        cast.member.post("/v1/session/hat", json!({"hat_id": hat})).key(key).await.expect(200);
        // A session's answer holds an access token: it must not lie about in the table.
        let me = cast.member.who().person.id;
        let kept = world.store.claim(me, &key.to_string(), Timestamp::now()).await.unwrap();
        assert_eq!(kept, None);
    });
}
