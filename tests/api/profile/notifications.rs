//! Mail preferences: a kind that is switched off does not come; mails about signing in always do.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::steps::{open, quiet, ticket_id};
use portico_tests::world::{PASSWORD, in_world};
use serde_json::{Value, json};

const PATH: &str = "/v1/me/notifications";

pub(crate) async fn drive_get(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get(PATH), 200)
}

pub(crate) async fn drive_replace(cell: Cell<'_>) -> MatrixRequest {
    let wanted = json!({"mails": [{"category": "ticket_replies", "on": false}]});
    MatrixRequest::free(cell.stage.like(cell.who).await.put(PATH, wanted).if_match("\"1\""), 200)
}

async fn set(client: &Client, category: &str, on: bool) -> Value {
    let etag = client.get(PATH).await.expect(200).etag();
    client.put(PATH, json!({"mails": [{"category": category, "on": on}]})).if_match(etag).await.expect(200).json()
}

#[test]
fn a_kind_that_is_switched_off_does_not_come() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let member = &cast.member;
        let email = &member.who().person.email;
        let listed = member.get(PATH).await.expect(200).json();
        let kinds: Vec<&str> =
            listed["mails"].as_array().unwrap().iter().map(|mail| mail["category"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["ticket_received", "ticket_replies", "ticket_reminders", "ticket_ended"]);
        let set_off = set(member, "ticket_received", false).await;
        assert_eq!(set_off["mails"][0], json!({"category": "ticket_received", "on": false}));
        let ticket = ticket_id(&open(member, &quiet()).await);
        world.sweep().await;
        assert!(world.mails(email).is_empty());
        let touches = world.touches(TouchesOf::Record(ticket.to_string())).await;
        let mut details = touches.iter().filter_map(|touch| touch.detail.as_deref());
        assert!(details.any(|detail| detail.ends_with("not sent: they have switched these mails off")), "{touches:?}");

        set(member, "ticket_received", true).await;
        open(member, &quiet()).await;
        world.sweep().await;
        assert_eq!(world.mails(email).len(), 1);
    });
}

#[test]
fn mails_about_signing_in_always_come() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let member = &cast.member;
        for kind in ["ticket_received", "ticket_replies", "ticket_reminders", "ticket_ended"] {
            set(member, kind, false).await;
        }
        let person = world.person(member.who().person.id).await;
        world.give_password(&person).await;
        let body = json!({"old_password": PASSWORD, "new_password": "another sentence that is easy"});
        member.put("/v1/me/password", body).await.expect(204);
        world.sweep().await;
        assert_eq!(world.mails(&person.email).len(), 1);
    });
}

#[test]
fn preferences_are_changed_as_they_were_seen() {
    in_world(async |world| {
        let member = &Scenario::new(world).await.member;
        let body = json!({"mails": [{"category": "ticket_replies", "on": false}]});
        member.put(PATH, body.clone()).await.refused(428, "precondition_required");
        let etag = member.get(PATH).await.expect(200).etag();
        member.put(PATH, body.clone()).if_match(&etag).await.expect(200);
        member.put(PATH, body).if_match(&etag).await.refused(412, "stale");
        let unknown = json!({"mails": [{"category": "security", "on": false}]});
        member.put(PATH, unknown).if_match(&etag).await.names(&[("/mails/0/category", "not_one_of")]);
    });
}
