//! Opening a ticket.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_domain::hats::HatKind;
use portico_tests::client::Client;
use portico_tests::steps::{act, new_ticket, open, request};
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    // Only customers have purchased what a ticket can be about.
    let body = if cell.who.0 == HatKind::Customer { new_ticket() } else { request() };
    MatrixRequest::free(cell.client().post("/v1/tickets", body), 201)
}

#[test]
fn what_needs_no_product_goes_to_the_service_desk() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let asked = json!({"type": "question", "severity": "low", "product_id": null, "version_id": null});
        let ticket = open(&cast.member, &asked).await;
        assert_eq!(ticket.json()["product"], Value::Null);
        cast.agent.get(format!("/v1/tickets/{}", ticket.id())).await.refused(404, "not_found");
        let desk = world.as_person("hanneke-smit").await;
        let seen = desk.get(format!("/v1/tickets/{}", ticket.id())).await.expect(200).json();
        assert_eq!(
            (&seen["queue"]["name"], &seen["routing_rule"]),
            (&json!("Service Desk"), &json!("Everything else"))
        );
    });
}

#[test]
fn a_colleague_who_takes_part_follows_and_is_told() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let colleague = cast.colleague.who().person.id;
        let ticket = open(&cast.member, &json!({"participant_ids": [colleague]})).await.id();
        let listed = cast.colleague.get("/v1/tickets?view=mine").await.expect(200).json();
        assert_eq!(listed["items"][0]["id"], ticket);
        act(&cast.agent, &ticket, "take", json!({})).await.expect(200);
        cast.colleague.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "Me too."})).await.expect(201);
        world.sweep().await;
        let synopsis = new_ticket()["synopsis"].as_str().unwrap().to_owned();
        let subjects = |client: &Client| -> Vec<String> {
            let mails = world.mails(&client.who().person.email);
            // One sweep sends its mails in parallel.
            let said = |subject: &str| {
                let number_and_what = subject.strip_suffix(&format!(": {synopsis}")).expect("the synopsis ends it");
                number_and_what.split_once(' ').expect("a number begins it").1.to_owned()
            };
            let mut subjects: Vec<_> = mails.iter().map(|mail| said(&mail.subject)).collect();
            subjects.sort();
            subjects
        };
        assert_eq!(subjects(&cast.colleague), ["received"]);
        // The requester reads the colleague's message; the author of a message is not notified.
        let name = format!("{} ({})", cast.colleague.who().person.name, cast.account.name);
        assert_eq!(subjects(&cast.member), [format!("message from {name}"), "received".into()]);
        assert_eq!(subjects(&cast.agent), [format!("answer from {name}")]);
    });
}
