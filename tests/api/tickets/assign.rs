//! Giving a ticket to another agent or queue.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use portico_domain::tickets::TicketState;
use portico_tests::client::Client;
use portico_tests::steps::{act, open};
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::New, "assign", json!({}), 200).await
}

#[test]
fn an_agent_gives_a_ticket_to_another_and_to_another_queue() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &json!({})).await.id();
        let (daniel, priya) = (world.as_person("daniel-okafor").await, world.as_person("priya-nair").await);
        let to = |client: &Client| json!({"assignee_id": client.who().person.id});
        act(&cast.agent, &ticket, "assign", to(&priya)).await.names(&[("/assignee_id", "not_one_of")]);
        let nowhere = json!({"queue_id": "0191b2c4-0000-7000-8000-000000000000"});
        act(&cast.agent, &ticket, "assign", nowhere).await.names(&[("/queue_id", "not_found")]);
        let given = act(&cast.agent, &ticket, "assign", to(&daniel)).await.expect(200).json();
        assert_eq!((&given["state"], &given["assignee"]["name"]), (&json!("open"), &json!("Daniel Okafor")));
        world.sweep().await;
        let number = given["number"].as_str().unwrap();
        let mail = world
            .mails(&daniel.who().person.email)
            .into_iter()
            .find(|mail| mail.subject.starts_with(&format!("{number} is yours:")));
        let mail = mail.expect("the agent is told");
        assert!(mail.text.as_deref().unwrap().contains(&format!("From: {}", cast.member.who().person.name)));

        let shop = json!({"queue_id": portico_tests::samples::queue("shop"), "assignee_id": null});
        let moved = act(&daniel, &ticket, "assign", shop).await.expect(200).json();
        assert_eq!((&moved["queue"]["name"], &moved["assignee"]), (&json!("Shop and Devices"), &Value::Null));
        assert_eq!(told(&cast.member, &ticket).await, ["opened", "assigned", "moved"]);
        // It is out of the reach of those who had it, and in that of the others.
        cast.agent.get(format!("/v1/tickets/{ticket}")).await.refused(404, "not_found");
        priya.get(format!("/v1/tickets/{ticket}")).await.expect(200);
    });
}
