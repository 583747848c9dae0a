//! Presence on a ticket: who else is on it.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_domain::action::Action;
use portico_domain::tickets::TicketState;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket_in(cell.who, cell.relation, TicketState::Open).await;
    let request = cell.client().put(format!("/v1/tickets/{}/presence", ticket.id), json!({"state": "viewing"}));
    cell.of_record(request, 200)
}

#[test]
fn agents_see_who_else_is_on_a_ticket_and_the_ticket_does_not_change() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let before = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        let path = format!("/v1/tickets/{ticket}/presence");
        let other = world.as_person("karin-aalto").await;
        let seen = async |client: &Client, state: &str| {
            client.put(path.clone(), json!({"state": state})).await.expect(200).json()["items"].clone()
        };
        assert_eq!(seen(&cast.agent, "viewing").await, json!([]));
        let found = seen(&other, "typing").await;
        assert_eq!(
            (&found[0]["person"]["id"], &found[0]["state"]),
            (&json!(cast.agent.who().person.id), &json!("viewing"))
        );
        let found = seen(&cast.agent, "viewing").await;
        assert_eq!((&found[0]["person"]["name"], &found[0]["state"]), (&json!("Karin Aalto"), &json!("typing")));
        seen(&other, "viewing").await;
        assert_eq!(seen(&cast.agent, "typing").await[0]["state"], "viewing");
        other.put(path.clone(), json!({"state": "sleeping"})).await.refused(422, "input_invalid");
        cast.member.put(path.clone(), json!({"state": "viewing"})).await.refused(403, "forbidden");

        // Neither version, timeline nor ledger tells of it; only the refused customer left a touch.
        let after = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        assert_eq!((after.text(), after.etag()), (before.text(), before.etag()));
        assert_eq!(cast.agent.all(&format!("/v1/tickets/{ticket}/timeline"), 10).await, Vec::<Value>::new());
        let touches = world.touches(TouchesOf::Record(ticket)).await;
        let noted = touches.iter().filter(|touch| touch.action == Action::NotePresence);
        assert!(noted.clone().all(|touch| touch.outcome != Outcome::Done), "{:?}", noted.collect::<Vec<_>>());
    });
}
