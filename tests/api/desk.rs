//! What agents do with one another's tickets, and who is told.

use crate::scenario::{Scenario, told};
use futures::future::join_all;
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::ids::TicketId;
use portico_domain::tickets::TicketState;
use portico_domain::touch::{Outcome, Touch};
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{act, in_two_days, open};
use portico_tests::world::{World, in_world};
use serde_json::json;

/// The subjects of the mails to somebody, without what ends each of them.
fn subjects(world: &World, client: &Client) -> Vec<String> {
    let mails = world.mails(&client.who().person.email);
    mails
        .into_iter()
        .map(|mail| mail.subject.rsplit_once(": ").map_or(mail.subject.clone(), |it| it.0.into()))
        .collect()
}

/// The touches of reading a ticket that one person has left.
async fn reads_of(world: &World, ticket: TicketId, client: &Client) -> Vec<Touch> {
    let mut touches = world.touches(TouchesOf::Record(ticket.to_string())).await;
    touches.retain(|touch| touch.action == Action::ViewTicket && touch.person == Some(client.who().person.id));
    touches
}

/// Opens a new ticket of the scenario's member several times at once, all within one minute of the clock.
async fn opened_at_once(cast: &Scenario, client: &Client, status: u16) -> TicketId {
    let minute = || Timestamp::now().as_second().div_euclid(60);
    loop {
        let (ticket, begun) = (cast.ticket(TicketState::Open).await, minute());
        let paths = [format!("/v1/tickets/{ticket}"), format!("/v1/tickets/{ticket}/timeline")];
        let asked = paths.iter().cycle().take(8).map(async |path| client.get(path.as_str()).await);
        for answer in join_all(asked).await {
            assert_eq!(answer.status(), status, "{answer}");
        }
        if minute() == begun {
            return ticket;
        }
    }
}

#[test]
fn opening_a_ticket_leaves_one_touch_whatever_of_it_is_asked_for_at_once() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for reader in [&cast.agent, &cast.member] {
            let ticket = opened_at_once(&cast, reader, 200).await;
            let reads = reads_of(world, ticket, reader).await;
            let [read] = &reads[..] else { panic!("{reads:?}") };
            assert_eq!((read.outcome, read.account), (Outcome::Done, Some(cast.account.id)));
            let of_account = world.touches(TouchesOf::Account(cast.account.id)).await;
            assert_eq!(of_account.iter().filter(|touch| touch.id == read.id).count(), 1);
        }
    });
}

#[test]
fn each_refusal_leaves_a_touch_of_its_own_and_none_that_says_it_was_read() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = opened_at_once(&cast, &cast.outsider, 404).await;
        let denied = reads_of(world, ticket, &cast.outsider).await;
        let done = denied.iter().filter(|touch| touch.outcome == Outcome::Done).count();
        // Of refusals side by side none takes back the touch that another one was given.
        assert!(denied.len() - done == 8 && done <= 1, "{denied:?}");
    });
}

#[test]
fn a_hold_is_ended_by_resuming_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        act(&cast.agent, &ticket, "resume", json!({})).await.refused(409, "state_conflict");
        let held = act(&cast.agent, &ticket, "hold", json!({"until": in_two_days()})).await.expect(200).json();
        assert_eq!(held["allowed"][0], "resume", "{held}");
        cast.agent.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "Still waiting."})).await.expect(201);
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["due_paused"]), (&json!("on_hold"), &json!(true)));
        act(&cast.member, &ticket, "resume", json!({})).await.refused(403, "forbidden");
        let resumed = act(&cast.agent, &ticket, "resume", json!({})).await.expect(200).json();
        assert_eq!((&resumed["state"], &resumed["hold_until"]), (&json!("open"), &json!(null)));
        assert_eq!(told(&cast.member, &ticket).await, ["on_hold", "reply: Still waiting.", "resumed"]);
    });
}

#[test]
fn a_ticket_is_taken_from_a_colleague_knowingly_and_they_are_told() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let daniel = world.as_person("daniel-okafor").await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        act(&daniel, &ticket, "take", json!({})).await.expect(200);
        // Whoever saw it free is told who has it.
        let take = format!("/v1/tickets/{ticket}/take");
        let crossed = cast.agent.post(&*take, json!({})).if_match(seen.etag()).await.refused(409, "taken");
        assert!(crossed.json()["detail"].as_str().unwrap().ends_with("Daniel Okafor has it now."), "{crossed}");
        // Whoever knows that takes it over.
        let taken = act(&cast.agent, &ticket, "take", json!({})).await.expect(200).json();
        assert!(!taken["allowed"].as_array().unwrap().contains(&json!("take")), "{taken}");
        act(&cast.agent, &ticket, "take", json!({})).await.refused(409, "state_conflict");
        let timeline = cast.agent.get(format!("/v1/tickets/{ticket}/timeline")).await.expect(200).json();
        let event = timeline["items"].as_array().unwrap().last().unwrap();
        assert_eq!((&event["event"], &event["from"]["name"]), (&json!("taken"), &json!("Daniel Okafor")));
        let customers = cast.member.get(format!("/v1/tickets/{ticket}/timeline")).await.expect(200).json();
        assert!(customers["items"].as_array().unwrap().iter().all(|item| item.get("from").is_none()), "{customers}");
        world.sweep().await;
        let number = taken["number"].as_str().unwrap();
        let told = world.mails(&daniel.who().person.email);
        let told: Vec<_> = told.into_iter().filter(|mail| mail.subject.starts_with(number)).collect();
        assert!(told.iter().any(|mail| mail.subject.contains("is no longer yours")), "{told:?}");
    });
}

#[test]
fn the_queue_is_told_of_a_critical_ticket_and_of_what_is_written_on_it_while_nobody_has_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let daniel = world.as_person("daniel-okafor").await;
        let ticket = open(&cast.member, &json!({"synopsis": "Both nodes refuse to sign anybody in"})).await;
        let (id, number) = (ticket.id(), ticket.json()["number"].as_str().unwrap().to_owned());
        // The mails are owed by what tells the queue.
        world.sweep().await;
        world.sweep().await;
        let of_it = || {
            let mut subjects = subjects(world, &daniel);
            subjects.retain(|subject| subject.starts_with(&number));
            subjects
        };
        assert_eq!(of_it(), [format!("{number} 1-Critical in PowerPlus")]);
        cast.member.post(format!("/v1/tickets/{id}/replies"), json!({"text": "Now the third."})).await.expect(201);
        let seen = cast.member.get(format!("/v1/tickets/{id}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["state_label"]), (&json!("new"), &json!("Received")));
        world.sweep().await;
        world.sweep().await;
        let name = format!("{} ({})", cast.member.who().person.name, cast.account.name);
        assert_eq!(of_it()[1..], [format!("{number}: answer from {name}")]);
        // Once somebody has it, it is theirs to know.
        act(&cast.agent, &id, "take", json!({})).await.expect(200);
        cast.member.post(format!("/v1/tickets/{id}/replies"), json!({"text": "Thank you."})).await.expect(201);
        world.sweep().await;
        world.sweep().await;
        assert_eq!(of_it().len(), 2);
        assert_eq!(subjects(world, &cast.agent), [format!("{number}: answer from {name}")]);
        // And so is that the customer closes it.
        act(&cast.member, &id, "close", json!({})).await.expect(200);
        world.sweep().await;
        assert_eq!(subjects(world, &cast.agent)[1..], [format!("{number} closed by the customer")]);
    });
}

/// Whoever looks for denials in the ledger finds those there are.
#[test]
fn that_there_is_no_draft_is_no_denial() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let none = cast.agent.get("/v1/drafts/ticket").await.expect(200).json();
        assert_eq!(none, json!({"data": null, "updated_at": null}));
        let me = cast.agent.who().person.id;
        let touches = cast.agent.get(format!("/v1/touches?person={me}")).await.expect(200).json();
        let outcomes: Vec<_> =
            touches["items"].as_array().unwrap().iter().filter(|touch| touch["action"] == "keep_draft").collect();
        assert!(!outcomes.is_empty() && outcomes.iter().all(|touch| touch["outcome"] == "done"), "{touches}");
        let foreign = samples::queue("shop");
        cast.agent.get(format!("/v1/tickets?view=queue&queue={foreign}")).await.refused(404, "not_found");
        let touches = cast.agent.get(format!("/v1/touches?person={me}")).await.expect(200).json();
        let listed = touches["items"].as_array().unwrap().iter().find(|touch| touch["action"] == "list_tickets");
        assert_eq!(listed.unwrap()["outcome"], "denied");
    });
}

#[test]
fn a_merged_ticket_names_the_one_it_goes_on_in() {
    in_world(async |world| {
        let agent = world.as_login("staff", "administrator").await;
        for (merged, into) in [("T-1038", "T-1037"), ("T-1048", "T-1047"), ("T-1066", "T-1065")] {
            let found = agent.get(format!("/v1/tickets?number={merged}")).await.expect(200).json();
            let id = found["items"][0]["id"].as_str().unwrap().to_owned();
            let ticket = agent.get(format!("/v1/tickets/{id}")).await.expect(200).json();
            assert_eq!((&ticket["state"], &ticket["merged_into"]["number"]), (&json!("merged"), &json!(into)));
            let there = ticket["merged_into"]["id"].as_str().unwrap();
            assert_eq!(agent.get(format!("/v1/tickets/{there}")).await.expect(200).json()["number"], json!(into));
        }
    });
}
