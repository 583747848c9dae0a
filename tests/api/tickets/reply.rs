//! Replies on a ticket.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use portico_domain::change::Write;
use portico_domain::hats::Audience;
use portico_domain::knowledge::Article;
use portico_domain::tickets::TicketState;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{etag, open, tomorrow, upload, with};
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::Open, "replies", json!({"text": "Something."}), 201).await
}

#[test]
fn a_reply_opens_a_solved_ticket_again() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Resolved).await.to_string();
        cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "Not solved."})).await.expect(201);
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["due_paused"]), (&json!("open"), &json!(false)));
        assert_eq!(told(&cast.member, &ticket).await, ["reply: Not solved.", "reopened"]);
    });
}

#[test]
fn a_reply_of_staff_moves_the_ticket_on_in_one_change() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let path = format!("/v1/tickets/{ticket}/replies");
        let send = |client: &Client, body: Value| client.post(path.clone(), with(json!({"text": "Which one?"}), &body));
        send(&cast.agent, json!({"step": "wait"})).await.names(&[("/version", "required")]);
        send(&cast.agent, json!({"step": "hold", "version": 1})).await.names(&[("/until", "required")]);
        send(&cast.agent, json!({"step": "wait", "version": 7})).await.refused(412, "stale");
        send(&cast.member, json!({"step": "wait", "version": 1})).await.refused(403, "forbidden");
        let file = upload(&cast.agent, "steps.txt", "text/plain", b"one").await;
        let asked = send(&cast.agent, json!({"step": "wait", "version": 1, "upload_ids": [file]})).await.expect(201);
        assert_eq!(asked.json()["files"][0]["name"], "steps.txt");
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["version"]), (&json!("waiting"), &json!(2)));
        send(&cast.agent, json!({"step": "hold", "version": 2, "until": tomorrow()})).await.expect(201);
        send(&cast.agent, json!({"step": "resolve", "version": 3})).await.expect(201);
        let expected =
            ["reply: Which one?", "waiting", "reply: Which one?", "on_hold", "reply: Which one?", "resolved"];
        assert_eq!(told(&cast.member, &ticket).await, expected);
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["resolution"]["text"]), (&json!("resolved"), &json!("Which one?")));
        let touches = world.touches(TouchesOf::Record(ticket)).await;
        let details: Vec<_> = touches.iter().filter_map(|touch| touch.detail.as_deref()).collect();
        assert!(details.contains(&"Open → Waiting for an answer"), "{details:?}");
    });
}

#[test]
fn staff_link_to_articles_that_the_requester_may_read() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let [ours, theirs] = [Audience::Employee, Audience::Customer].map(|it| samples::article(vec![it]));
        world.commit([Write::create(&ours), Write::create(&theirs)]).await;
        let path = format!("/v1/tickets/{ticket}/replies");
        let linking = |article: &Article| json!({"text": format!("See http://x.example/knowledge/{}.", article.id)});
        cast.agent.post(&*path, linking(&ours)).await.names(&[("/text", "article_not_readable")]);
        let step = with(linking(&ours), &json!({"step": "wait", "version": 1}));
        cast.agent.post(&*path, step).await.names(&[("/text", "article_not_readable")]);
        cast.agent.post(&*path, linking(&theirs)).await.expect(201);
        // A customer's own words are theirs, and a note may link to anything.
        cast.member.post(&*path, linking(&ours)).await.expect(201);
        cast.agent.post(format!("/v1/tickets/{ticket}/notes"), linking(&ours)).await.expect(201);
    });
}

#[test]
fn one_reads_what_was_just_written() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &with(json!({}), &json!({"severity": "low"}))).await;
        for round in 0..20 {
            let text = format!("message {round}");
            cast.member.post(format!("/v1/tickets/{}/replies", ticket.id()), json!({"text": text})).await.expect(201);
            assert_eq!(told(&cast.member, &ticket.id()).await.pop(), Some(format!("reply: {text}")));
        }
        assert_eq!(etag(&cast.member, &ticket.id()).await, "\"21\"");
    });
}
