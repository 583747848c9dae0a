//! Tests of versions: a change must name the version that was seen.

use crate::scenario::Scenario;
use portico_domain::tickets::TicketState;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Request;
use portico_tests::steps::tomorrow;
use portico_tests::world::in_world;
use serde_json::{Value, json};

#[test]
fn every_change_wants_the_version_that_was_seen() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = world.as_person("karin-aalto").await;
        let changed =
            world.new_person(portico_domain::hats::HatKind::Employee, portico_domain::hats::Role::Employee).await;
        let at = async |state, act: &str, body: Value| {
            let ticket = cast.ticket(state).await;
            cast.agent.post(format!("/v1/tickets/{ticket}/{act}"), body)
        };
        let text = json!({"text": "x"});
        let corrected = format!("/v1/tickets/{}", cast.ticket(TicketState::Open).await);
        let confirm = format!("/v1/tickets/{}/confirm", cast.ticket(TicketState::Resolved).await);
        let requests: Vec<Request> = vec![
            at(TicketState::New, "take", json!({})).await,
            at(TicketState::New, "assign", json!({})).await,
            at(TicketState::Open, "wait", text.clone()).await,
            at(TicketState::Open, "hold", json!({"until": tomorrow()})).await,
            at(TicketState::OnHold, "resume", json!({})).await,
            at(TicketState::Open, "resolve", text.clone()).await,
            at(TicketState::Resolved, "close", json!({})).await,
            at(TicketState::Closed, "reopen", text).await,
            at(TicketState::Open, "merge", json!({"into": cast.ticket(TicketState::Open).await})).await,
            cast.member.post(confirm, json!({})),
            cast.agent.patch(corrected, json!({"severity": "low"})),
            cast.member.patch("/v1/me", json!({"name": "Other Name"})),
            admin.patch(format!("/v1/people/{}", changed.id), json!({"status": "disabled"})),
        ];
        for request in requests {
            request.clone().await.refused(428, "precondition_required");
            request.clone().if_match("\"7\"").await.refused(412, "stale");
            for malformed in ["x", "\"x\"", "*", "", "\"1\", \"2\"", "\"-1\"", "\"01\"", "\"+1\"", " \"1\""] {
                request.clone().if_match(malformed).await.refused(400, "if_match_invalid");
            }
            let done = request.clone().if_match("\"1\"").await.expect(200);
            assert_eq!(done.etag(), "\"2\"");
            // Once more, as somebody would who had not seen the first.
            request.if_match("\"1\"").await.refused(412, "stale");
        }
        let layout = cast.member.put("/v1/me/layout", json!({"widgets": []}));
        layout.clone().await.refused(428, "precondition_required");
        layout.clone().if_match("\"0\"").await.expect(200);
        layout.if_match("\"0\"").await.refused(412, "stale");
    });
}

#[test]
fn what_changes_nothing_is_no_change() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let before = cast.member.get("/v1/me").await.expect(200);
        let same = json!({"name": before.json()["name"], "time_zone": before.json()["time_zone"]});
        for body in [json!({}), same] {
            let patch = cast.member.patch("/v1/me", body);
            let answer = patch.clone().if_match("\"1\"").await.expect(200);
            assert_eq!((answer.text(), answer.etag()), (before.text(), before.etag()));
            patch.clone().if_match("\"2\"").await.refused(412, "stale");
            patch.await.refused(428, "precondition_required");
        }
        let touches = world.touches(TouchesOf::Person(cast.member.who().person.id)).await;
        let changed = touches.iter().filter(|touch| touch.action == portico_domain::action::Action::ChangeProfile);
        assert_eq!(changed.filter(|touch| touch.outcome == Outcome::Done).count(), 0);
        let other =
            cast.member.patch("/v1/me", json!({"phone": "+47 55 00 00 00"})).if_match("\"1\"").await.expect(200);
        assert_eq!(other.etag(), "\"2\"");
    });
}

#[test]
fn of_two_who_saw_the_same_one_is_told() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::New).await;
        let other = world.as_person("ines-carvalho").await;
        let take = |by: &portico_tests::client::Client| {
            by.post(format!("/v1/tickets/{ticket}/take"), json!({})).if_match("\"1\"")
        };
        let (one, two) = futures::join!(take(&cast.agent).into_future(), take(&other).into_future());
        let (winner, loser) = if one.status() == 200 { (&one, &two) } else { (&two, &one) };
        assert_eq!(winner.status(), 200, "{one}\n{two}");
        // The loser either writes too late, or reads after the winner has written.
        let code = loser.json()["code"].as_str().map(str::to_owned);
        let refusal = (loser.status(), code.as_deref());
        assert!([(412, Some("stale")), (409, Some("taken"))].contains(&refusal), "{one}\n{two}");
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["assignee"], &seen["version"]), (&winner.json()["assignee"], &json!(2)));
        let touches = world.touches(TouchesOf::Record(ticket.to_string())).await;
        let done = touches.iter().filter(|touch| touch.action == portico_domain::action::Action::TakeTicket);
        let mut outcomes: Vec<Outcome> = done.map(|touch| touch.outcome).collect();
        outcomes.sort_by_key(|outcome| *outcome == Outcome::Failed);
        assert_eq!(outcomes, [Outcome::Done, Outcome::Failed]);
    });
}

/// A message does not depend on what it crosses with.
#[test]
fn replies_that_cross_all_arrive() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let path = format!("/v1/tickets/{ticket}/replies");
        let by = |client: &portico_tests::client::Client, text: &str| client.post(path.clone(), json!({"text": text}));
        let (a, b) =
            futures::join!(by(&cast.member, "from here").into_future(), by(&cast.agent, "from there").into_future());
        for answer in [&a, &b] {
            assert_eq!(answer.status(), 201, "{answer}");
        }
        assert_eq!(cast.member.all(&format!("/v1/tickets/{ticket}/timeline"), 10).await.len(), 2);
    });
}

#[test]
fn a_record_that_is_known_is_not_sent_again() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let get = |tags: &str| cast.member.get(format!("/v1/tickets/{ticket}")).header("if-none-match", tags);
        for known in ["\"1\"", "W/\"1\"", "\"7\", W/\"1\"", "*"] {
            assert!(get(known).await.expect(304).text().is_empty(), "{known}");
        }
        assert_eq!(get("\"7\"").repeated("if-none-match", "\"1\"").await.status(), 304);
        for other in ["\"01\"", "\"2\"", "1", "", "anything at all"] {
            get(other).await.expect(200);
        }
    });
}
