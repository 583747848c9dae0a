//! Merging a ticket into another one.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use portico_domain::action::Action;
use portico_domain::tickets::TicketState;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::samples;
use portico_tests::steps::{act, open};
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    // Of the same requester and account, and in reach of every role that may merge.
    let target = cell.stage.ticket(cell.who, Relation::Near).await.id;
    cell.of_ticket(TicketState::Open, "merge", json!({"into": target}), 200).await
}

#[test]
fn a_ticket_goes_on_in_another_one_with_its_people() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let first = open(&cast.member, &json!({})).await.json();
        let second = open(&cast.colleague, &json!({"severity": "high"})).await.json();
        let id = |ticket: &Value| ticket["id"].as_str().unwrap().to_owned();
        let (source, target) = (id(&first), id(&second));
        let number = second["number"].as_str().unwrap();
        cast.member.get(format!("/v1/tickets/{target}")).await.refused(404, "not_found");
        cast.member.post(format!("/v1/tickets/{source}/replies"), json!({"text": "Before."})).await.expect(201);

        let merged = act(&cast.agent, &source, "merge", json!({"into": number})).await.expect(200).json();
        assert_eq!((&merged["state"], &merged["merged_into"]["id"]), (&json!("merged"), &json!(target)));
        let seen = cast.member.get(format!("/v1/tickets/{source}")).await.expect(200).json();
        assert_eq!(seen["state_label"], format!("Continued in {number}"));
        assert_eq!((&seen["allowed"], &seen["due_paused"]), (&json!([]), &json!(true)));
        // Both timelines are readable, by both people.
        assert_eq!(told(&cast.member, &source).await, ["opened", "reply: Before.", "merged"]);
        for client in [&cast.member, &cast.colleague] {
            assert_eq!(told(client, &target).await, ["opened", "merged_from"]);
        }
        // The other way round nothing was opened.
        cast.colleague.get(format!("/v1/tickets/{source}")).await.refused(404, "not_found");

        // A message on the merged one is one on the other.
        cast.member.post(format!("/v1/tickets/{source}/replies"), json!({"text": "After."})).await.expect(201);
        assert_eq!(told(&cast.colleague, &target).await, ["opened", "merged_from", "reply: After."]);
        let found = cast.member.get(format!("/v1/tickets?number={}", first["number"].as_str().unwrap())).await;
        assert_eq!(found.expect(200).json()["items"][0]["merged_into"]["number"], number);

        world.sweep().await;
        let mails = world.mails(&cast.member.who().person.email);
        let mail = mails.iter().find(|mail| mail.subject.contains(" continues in ")).expect("a mail");
        assert!(mail.text.as_deref().unwrap().contains(&format!("/customer/tickets/{target}")), "{mail:?}");

        for (ticket, into) in [(&source, "merged into "), (&target, "T-")] {
            let touches = world.touches(TouchesOf::Record(ticket.clone())).await;
            let touches: Vec<_> = touches.iter().filter(|touch| touch.action == Action::MergeTickets).collect();
            let [touch] = &touches[..] else { panic!("one touch: {touches:?}") };
            assert_eq!((touch.outcome, touch.account), (Outcome::Done, Some(cast.account.id)));
            assert!(touch.detail.as_deref().unwrap().starts_with(into), "{touch:?}");
        }
    });
}

#[test]
fn only_a_ticket_in_reach_that_goes_on_is_merged_into() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let into = async |into: Value| act(&cast.agent, &ticket, "merge", json!({ "into": into })).await;
        let missing = "0191b2c4-0000-7000-8000-000000000000";
        let question = json!({"type": "question", "product_id": null, "version_id": null});
        let hidden = open(&world.as_person("ingrid-halvorsen").await, &question).await;
        for other in [json!(missing), json!("T-999999999"), json!("what"), json!(hidden.id())] {
            into(other).await.names(&[("/into", "not_found")]);
        }
        into(json!(ticket)).await.names(&[("/into", "same")]);
        let closed = cast.ticket(TicketState::Closed).await;
        into(json!(closed)).await.names(&[("/into", "ended")]);
        let stranger = open(&cast.outsider, &json!({})).await.id();
        into(json!(stranger)).await.names(&[("/into", "other_account")]);
        act(&cast.member, &ticket, "merge", json!({"into": closed})).await.refused(403, "forbidden");
        let other = cast.ticket(TicketState::Resolved).await;
        into(json!(other)).await.expect(200);
        into(json!(other)).await.refused(409, "state_conflict");
    });
}

#[test]
fn staff_list_the_tickets_of_an_account_that_they_may_see() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let seen = cast.ticket(TicketState::Open).await.to_string();
        let who = cast.member.who();
        let elsewhere = samples::in_state(samples::ticket(&who.person, &who.hat), TicketState::Open);
        let elsewhere = cast.keep(elsewhere).await.to_string();
        let path = format!("/v1/tickets?view=company&account={}", cast.account.id);
        let ids = async |client: &portico_tests::client::Client| {
            let rows = client.all(&path, 10).await;
            rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&cast.agent).await, std::slice::from_ref(&seen));
        let all = ids(&world.as_person("karin-aalto").await).await;
        assert!(all.contains(&seen) && all.contains(&elsewhere), "{all:?}");
        cast.manager.get(&*path).await.names(&[("account", "unknown_field")]);
        let other_list = format!("/v1/tickets?view=assigned&account={}", cast.account.id);
        cast.agent.get(other_list).await.names(&[("account", "unknown_field")]);
    });
}
