//! Rating a solved ticket.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use jiff::{SignedDuration, Timestamp};
use portico_domain::action::Action;
use portico_domain::tickets::TicketState;
use portico_domain::touch_list::TouchesOf;
use portico_tests::samples;
use portico_tests::steps::{act, open};
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let rated = cell.of_ticket(TicketState::Closed, "rating", json!({"score": 4}), 200).await;
    // A participant reads the ticket, and leaves the rating to its requester.
    if cell.relation == Relation::Participant { rated.ends(409, "state_conflict") } else { rated }
}

#[test]
fn the_requester_rates_once_and_both_sides_read_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Resolved).await.to_string();
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        let acts = json!(["confirm", "reopen", "reply", "rate", "add_participant"]);
        assert_eq!((&seen["rating"], &seen["allowed"]), (&Value::Null, &acts));
        let body = json!({"score": 4, "comment": "Quick, and it holds."});
        let rated = act(&cast.member, &ticket, "rating", body.clone()).await.expect(200).json();
        assert_eq!((&rated["rating"]["score"], &rated["rating"]["comment"]), (&json!(4), &body["comment"]));
        assert_eq!(rated["allowed"], json!(["confirm", "reopen", "reply", "add_participant"]));
        let again = act(&cast.member, &ticket, "rating", body).await.refused(409, "state_conflict");
        assert!(again.json()["detail"].as_str().unwrap().contains("already"), "{again}");

        let staffs = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(staffs["rating"], rated["rating"]);
        // The event is for staff.
        assert_eq!(told(&cast.member, &ticket).await, Vec::<String>::new());
        assert_eq!(told(&cast.agent, &ticket).await, ["rated"]);
        let touches = world.touches(TouchesOf::Record(ticket)).await;
        let touch = touches.iter().find(|touch| touch.action == Action::RateTicket).expect("a touch");
        assert_eq!(touch.detail.as_deref(), Some("4 of 5"));
    });
}

#[test]
fn a_manager_and_a_colleague_leave_the_rating_to_the_requester() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let colleague = cast.colleague.who().person.id;
        let ticket = open(&cast.member, &json!({"participant_ids": [colleague]})).await.id();
        act(&cast.agent, &ticket, "resolve", json!({"text": "Done."})).await.expect(200);
        let body = || json!({"score": 1});
        act(&cast.colleague, &ticket, "rating", body()).await.refused(409, "state_conflict");
        let etag = portico_tests::steps::etag(&cast.manager, &ticket).await;
        let path = format!("/v1/tickets/{ticket}/rating");
        cast.manager.post(path.clone(), body()).if_match(etag.clone()).await.refused(404, "not_found");
        cast.agent.post(path, body()).if_match(etag).await.refused(403, "forbidden");
        act(&cast.member, &ticket, "rating", body()).await.expect(200);
    });
}

#[test]
fn a_rating_is_from_one_to_five_and_in_time() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Closed).await.to_string();
        for (body, pointer, code) in [
            (json!({"score": 0}), "/score", "too_small"),
            (json!({"score": 6}), "/score", "too_large"),
            (json!({"score": 2.5}), "/score", "wrong_type"),
            (json!({}), "/score", "required"),
            (json!({"score": 3, "comment": "x".repeat(1001)}), "/comment", "too_long"),
        ] {
            act(&cast.member, &ticket, "rating", body).await.refused(422, "input_invalid").names(&[(pointer, code)]);
        }
        let who = cast.member.who();
        let mut old = samples::in_state(samples::ticket(&who.person, &who.hat), TicketState::Closed);
        old.closed_at = Some(Timestamp::now() - SignedDuration::from_hours(31 * 24));
        let old = cast.keep(old).await.to_string();
        act(&cast.member, &old, "rating", json!({"score": 3})).await.refused(409, "state_conflict");
    });
}

#[test]
fn the_mails_at_the_end_name_the_rating_to_the_requester_alone() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let colleague = cast.colleague.who().person.id;
        let ticket = open(&cast.member, &json!({"participant_ids": [colleague]})).await.id();
        act(&cast.agent, &ticket, "resolve", json!({"text": "Done."})).await.expect(200);
        world.sweep().await;
        act(&cast.agent, &ticket, "close", json!({})).await.expect(200);
        world.sweep().await;
        let text = |client: &portico_tests::client::Client, subject: &str| {
            let mails = world.mails(&client.who().person.email);
            mails
                .into_iter()
                .find(|mail| mail.subject.contains(subject))
                .expect("a mail")
                .text
                .clone()
                .unwrap_or_default()
        };
        let link = format!("/customer/tickets/{ticket}#rating");
        assert!(text(&cast.member, " solved").contains("how we did"));
        assert!(text(&cast.member, " closed").contains(&link));
        assert!(!text(&cast.colleague, " solved").contains("how we did"));
        assert!(!text(&cast.colleague, " closed").contains(&link));
        // What a scanner of mails does with the link changes nothing.
        let before = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(before["rating"], Value::Null);
    });
}
