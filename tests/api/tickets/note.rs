//! Internal notes on a ticket, and the colleagues whom they name.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::tickets::TicketState;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::Open, "notes", json!({"text": "Something."}), 201).await
}

#[test]
fn a_colleague_who_is_named_gets_a_mail_and_the_ledger_says_so() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let of_queue = Hat { queues: vec![samples::queue("powerplus")], ..samples::hat(HatKind::Staff, Role::Agent) };
        let colleague = put_on(world, of_queue).await;
        let person = colleague.who().person.clone();
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let path = format!("/v1/tickets/{ticket}/notes");
        let body = json!({"text": "Is it the *fan*?", "mentions": [person.id]});
        let note = cast.agent.post(&*path, body).await.expect(201).json();
        assert_eq!(note["mentions"], json!([{"id": person.id, "name": person.name}]));
        world.sweep().await;
        let mails = world.mails(&person.email);
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(mails[0].subject.contains("named you in a note"), "{}", mails[0].subject);
        assert!(mails[0].text.as_ref().is_some_and(|text| text.contains("> Is it the *fan*?")), "{mails:?}");
        assert_eq!(world.mails(&cast.member.who().person.email).len(), 0);
        let touches = world.touches(TouchesOf::Record(ticket.clone())).await;
        let named = format!("named {}", person.name);
        assert!(touches.iter().any(|touch| touch.detail.as_deref() == Some(&named)), "{touches:?}");
        let timeline = cast.member.get(format!("/v1/tickets/{ticket}/timeline")).await.text();
        assert!(!timeline.contains(&person.name), "{timeline}");

        // Who has switched such mails off gets none.
        let off = json!({"mails": [{"category": "desk_replies", "on": false}]});
        let seen = colleague.get("/v1/me/notifications").await.expect(200).etag();
        colleague.put("/v1/me/notifications", off).if_match(seen).await.expect(200);
        cast.agent.post(&*path, json!({"text": "Again.", "mentions": [person.id]})).await.expect(201);
        world.sweep().await;
        assert_eq!(world.mails(&person.email).len(), 1);
    });
}

#[test]
fn only_staff_who_can_read_the_ticket_are_named() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let elsewhere = Hat { queues: vec![samples::queue("shop")], ..samples::hat(HatKind::Staff, Role::Agent) };
        let id = |client: &Client| client.who().person.id;
        let others = [
            id(&put_on(world, elsewhere).await),
            id(&put_on(world, samples::hat(HatKind::Staff, Role::Sales)).await),
            id(&cast.member),
            id(&cast.manager),
            samples::fresh(),
        ];
        let note = |who| {
            let body = json!({"text": "Look at this.", "mentions": [who]});
            cast.agent.post(format!("/v1/tickets/{ticket}/notes"), body)
        };
        for who in others {
            note(who).await.names(&[("/mentions/0", "cannot_read")]);
        }
        let administrator = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        note(id(&administrator)).await.expect(201);
    });
}
