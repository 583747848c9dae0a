//! Taking a ticket.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_domain::tickets::TicketState;
use portico_tests::steps::act;
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::New, "take", json!({}), 200).await
}

#[test]
fn a_ticket_is_taken_from_a_colleague_knowingly_and_they_are_told() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let daniel = world.as_person("daniel-okafor").await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        act(&daniel, &ticket, "take", json!({})).await.expect(200);
        // A caller who saw the ticket free learns who has it.
        let take = format!("/v1/tickets/{ticket}/take");
        let crossed = cast.agent.post(&*take, json!({})).if_match(seen.etag()).await.refused(409, "taken");
        assert!(crossed.json()["detail"].as_str().unwrap().ends_with("Daniel Okafor has it now."), "{crossed}");
        // A caller who knows that takes it over.
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
