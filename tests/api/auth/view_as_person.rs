//! Looking at the portal as another person: whom, how long, and what is left of it.

use super::with_password;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::people::invite;
use crate::scenario::{Scenario, put_on};
use portico_domain::action::{Action, Capability};
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::tickets::TicketState;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let person = cell.stage.person(cell.relation).await;
    cell.of_record(cell.client().post(format!("/v1/people/{person}/view-as"), json!({})), 200)
}

pub(crate) async fn administrator(world: &World) -> Client {
    invite::administrator(world).await
}

fn path(person: &Person) -> String {
    format!("/v1/people/{}/view-as", person.id)
}

/// A client that looks at the portal as this person in this hat.
pub(crate) async fn viewing(admin: &Client, person: &Person, hat: &Hat) -> Client {
    let view = admin.post(path(person), json!({"hat_id": hat.id})).await.expect(200).json();
    assert_eq!((&view["person"]["id"], &view["hat_id"]), (&json!(person.id), &json!(hat.id)));
    admin.clone().with_session(&view)
}

#[test]
fn an_administrator_sees_what_the_person_sees_and_every_touch_names_both() {
    in_world(async |world| {
        let (admin, cast) = (administrator(world).await, Scenario::new(world).await);
        let ticket = cast.ticket(TicketState::Open).await;
        let seen = cast.member.who();
        let view = viewing(&admin, &seen.person, &seen.hat).await;
        let home = view.get("/v1/home").await.expect(200).json();
        assert_eq!(home["person"]["name"], json!(seen.person.name));
        let rows =
            |list: Value| list["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
        let own = cast.member.get("/v1/tickets").await.expect(200).json();
        assert_eq!(rows(view.get("/v1/tickets").await.expect(200).json()), rows(own));
        view.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        view.get("/v1/people").await.refused(403, "forbidden");
        let text = json!({"text": "Said in their place."});
        view.post(format!("/v1/tickets/{ticket}/replies"), text).await.refused(403, "read_only");
        view.patch("/v1/me", json!({"name": "Another"})).await.refused(403, "read_only");
        view.get("/v1/drafts/ticket").await.refused(403, "read_only");
        view.get("/v1/me/sessions").await.refused(403, "read_only");
        view.post(path(&seen.person), json!({})).await.refused(403, "forbidden");

        let looked = admin.who().person.id;
        let touches = world.touches(TouchesOf::Person(looked)).await;
        let of = |action: Action, outcome: Outcome| {
            let found = touches.iter().find(|touch| (touch.action, touch.outcome) == (action, outcome));
            found.unwrap_or_else(|| panic!("no touch of {action:?}, {outcome:?}")).clone()
        };
        let begun = of(Action::ViewAsPerson, Outcome::Done);
        assert_eq!((begun.viewed_as, begun.record.unwrap().id), (None, seen.person.id.to_string()));
        for (action, outcome) in [
            (Action::ViewTicket, Outcome::Done),
            (Action::ListTickets, Outcome::Done),
            (Action::ReplyToTicket, Outcome::Denied),
            (Action::ChangeProfile, Outcome::Denied),
            (Action::KeepDraft, Outcome::Denied),
            (Action::ListPeople, Outcome::Denied),
        ] {
            let touch = of(action, outcome);
            let viewed = touch.viewed_as.expect("both are named");
            assert_eq!(
                (touch.person, viewed.id, viewed.name),
                (Some(looked), seen.person.id, seen.person.name.clone())
            );
            assert_eq!(touch.hat.unwrap().kind, HatKind::Customer);
        }
        let theirs = world.touches(TouchesOf::Person(seen.person.id)).await;
        assert!(theirs.iter().all(|touch| touch.action != Action::ViewTicket), "they read nothing: {theirs:?}");
        let listed = admin.get(format!("/v1/touches?record={ticket}")).await.expect(200).json();
        let read = listed["items"].as_array().unwrap().iter().find(|touch| touch["action"] == "view_ticket").unwrap();
        assert_eq!((&read["person"]["id"], &read["viewed_as"]["id"]), (&json!(looked), &json!(seen.person.id)));
        // The person's own reads and the administrator's are touches of their own.
        cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        let own = world.touches(TouchesOf::Person(seen.person.id)).await;
        assert!(own.iter().any(|touch| touch.action == Action::ViewTicket && touch.viewed_as.is_none()));
    });
}

#[test]
fn a_view_is_of_one_hat_and_of_who_can_sign_in() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let hats = vec![samples::hat(HatKind::Employee, Role::Employee), samples::hat(HatKind::Staff, Role::Agent)];
        let person = samples::person(hats);
        world.add(&person).await;
        let usual = admin.post(path(&person), json!({})).await.expect(200).json();
        assert_eq!(usual["hat_id"], json!(person.hats[0].id));
        assert_eq!((usual["hats"].as_array().unwrap().len(), &usual["expires_in"]), (1, &json!(600)));
        assert_eq!(usual["viewer"]["name"], json!(admin.who().person.name));
        let agent = viewing(&admin, &person, &person.hats[1]).await;
        agent.get("/v1/queues").await.expect(200);
        admin.clone().with_session(&usual).get("/v1/queues").await.refused(403, "forbidden");

        let unknown = json!({"hat_id": uuid::Uuid::now_v7()});
        admin.post(path(&person), unknown).await.names(&[("/hat_id", "not_one_of")]);
        admin.post(path(&admin.who().person), json!({})).await.refused(409, "state_conflict");
        let out = Person { status: PersonStatus::Disabled, ..samples::person(vec![person.hats[0].clone()]) };
        world.add(&out).await;
        admin.post(path(&out), json!({})).await.refused(409, "state_conflict");
        let sent = put_on(world, samples::hat(HatKind::Staff, Role::Agent)).await;
        sent.post(path(&person), json!({})).await.refused(403, "forbidden");
    });
}

#[test]
fn a_view_ends_with_either_of_the_two_and_cannot_be_renewed() {
    in_world(async |world| {
        let employee = || samples::hat(HatKind::Employee, Role::Employee);
        let begun = async || {
            let admin = administrator(world).await;
            let person = samples::person(vec![employee()]);
            world.add(&person).await;
            let view = viewing(&admin, &person, &person.hats[0]).await;
            view.get("/v1/me").await.expect(200);
            (admin, person, view)
        };
        let over = async |view: &Client| {
            view.get("/v1/me").await.refused(401, "session_ended");
        };
        let disable = async |person: &Person| {
            let another = administrator(world).await;
            let found = another.get(format!("/v1/people/{}", person.id)).await.expect(200);
            let disabled = json!({"status": "disabled"});
            another.patch(format!("/v1/people/{}", person.id), disabled).if_match(found.etag()).await.expect(200);
        };

        let (_, person, view) = begun().await;
        disable(&person).await;
        over(&view).await;
        let (admin, _, view) = begun().await;
        disable(&admin.who().person).await;
        over(&view).await;
        let (admin, _, view) = begun().await;
        admin.delete("/v1/session").await.expect(204);
        over(&view).await;
        let (_, person, view) = begun().await;
        let other = Person { hats: vec![employee()], version: person.version + 1, ..person.clone() };
        world.commit(person.replace_by(&other)).await;
        over(&view).await;

        // An administrator who puts on another hat does not look on.
        let hats = vec![samples::hat(HatKind::Staff, Role::Administrator), employee()];
        let both = with_password(world, samples::person(hats)).await;
        let admin = world.wearing(&both, &both.hats[0]).await;
        let person = samples::person(vec![employee()]);
        world.add(&person).await;
        let view = viewing(&admin, &person, &person.hats[0]).await;
        admin.post("/v1/session/hat", json!({"hat_id": both.hats[1].id})).await.expect(200);
        over(&view).await;
    });
}

#[test]
fn the_capability_of_people_is_that_of_views() {
    assert_eq!(portico_domain::action::rule(Action::ViewAsPerson).capability, Capability::People);
}
