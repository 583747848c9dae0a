//! Mails to the agents of a queue.

use crate::scenario::Scenario;
use portico_tests::client::Client;
use portico_tests::steps::{act, open};
use portico_tests::world::{World, in_world};
use serde_json::json;

/// Returns the subjects of the mails to a person, without their endings.
fn subjects(world: &World, client: &Client) -> Vec<String> {
    let mails = world.mails(&client.who().person.email);
    mails
        .into_iter()
        .map(|mail| mail.subject.rsplit_once(": ").map_or(mail.subject.clone(), |it| it.0.into()))
        .collect()
}

#[test]
fn the_queue_is_told_of_a_critical_ticket_and_of_what_is_written_on_it_while_nobody_has_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let daniel = world.as_person("daniel-okafor").await;
        let ticket = open(&cast.member, &json!({"synopsis": "Both nodes refuse to sign anybody in"})).await;
        let (id, number) = (ticket.id(), ticket.json()["number"].as_str().unwrap().to_owned());
        // The job that notifies the queue makes the mails due, and the next sweep sends them.
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
