//! Removing the second factor of a person who has lost it.

use crate::auth::{second_factor, sign_in};
use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use portico_domain::action::Action;
use portico_domain::hats::{HatKind, Role};
use portico_domain::ids::PersonId;
use portico_domain::people::{Person, SecondFactors as _};
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Client, Request};
use portico_tests::samples;
use portico_tests::world::{PASSWORD, World, in_world};
use serde_json::json;

fn remove(client: &Client, person: PersonId) -> Request {
    client.delete(format!("/v1/people/{person}/second-factor"))
}

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let (world, person) = (cell.stage.world, cell.stage.person(cell.relation).await);
    if cell.relation != Relation::Missing {
        let before = world.person(person).await;
        let protected = Person { version: before.version + 1, second_factor: true, ..before.clone() };
        world.commit(before.replace_by(&protected)).await;
    }
    cell.of_record(remove(cell.client(), person).if_match("\"2\""), 200)
}

async fn administrator(world: &World) -> Client {
    put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await
}

#[test]
fn the_password_alone_is_enough_then_and_the_person_is_notified() {
    in_world(async |world| {
        let (person, client) = second_factor::protected_person(world).await;
        let admin = administrator(world).await;
        let page = admin.get(format!("/v1/people/{}", person.id)).await.expect(200);
        assert_eq!(page.json()["allowed"], json!(["disable", "change_hats", "remove_second_factor", "view_as"]));
        let after = remove(&admin, person.id).if_match(page.etag()).await.expect(200).json();
        assert_eq!(after["allowed"], json!(["disable", "change_hats", "view_as"]));
        assert_eq!(world.store.second_factor(person.id).await.unwrap(), None);
        // Their sessions go on.
        assert_eq!(client.get("/v1/me").await.expect(200).json()["second_factor"], json!(false));
        let answer = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200).json();
        assert!(answer["access_token"].is_string(), "{answer}");

        world.sweep().await;
        let mails = world.mails(&person.email);
        let off = |subject: &str| subject == "Signing in no longer takes a second step";
        let mail = mails.iter().find(|mail| off(&mail.subject)).expect("a notice");
        assert!(mail.text.as_deref().unwrap().contains("removed by an administrator"), "{mail:?}");
        let touches = world.touches(TouchesOf::Person(admin.who().person.id)).await;
        let removed = touches.iter().filter(|touch| touch.action == Action::RemoveLostSecondFactor);
        assert_eq!(removed.map(|touch| touch.outcome).collect::<Vec<_>>(), [Outcome::Done]);

        let etag = admin.get(format!("/v1/people/{}", person.id)).await.expect(200).etag();
        remove(&admin, person.id).if_match(etag).await.refused(409, "state_conflict");
    });
}

#[test]
fn nobody_removes_their_own_in_this_way() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let person = admin.who().person.clone();
        let protected = Person { version: person.version + 1, second_factor: true, ..person.clone() };
        world.commit(person.replace_by(&protected)).await;
        let page = admin.get(format!("/v1/people/{}", person.id)).await.expect(200);
        assert_eq!(page.json()["allowed"], json!([]));
        remove(&admin, person.id).if_match(page.etag()).await.refused(409, "state_conflict");
        assert!(world.person(person.id).await.second_factor);
    });
}

#[test]
fn others_of_the_staff_neither_see_nor_remove_it() {
    in_world(async |world| {
        let (person, _) = second_factor::protected_person(world).await;
        let agent = put_on(world, samples::hat(HatKind::Staff, Role::Agent)).await;
        let page = agent.get(format!("/v1/people/{}", person.id)).await.expect(200);
        assert_eq!(page.json()["allowed"], json!([]));
        remove(&agent, person.id).if_match(page.etag()).await.refused(403, "forbidden");
        assert!(world.person(person.id).await.second_factor);
    });
}

#[test]
fn it_is_refused_to_who_saw_an_older_version() {
    in_world(async |world| {
        let (person, _) = second_factor::protected_person(world).await;
        let admin = administrator(world).await;
        remove(&admin, person.id).await.refused(428, "precondition_required");
        remove(&admin, person.id).if_match("\"1\"").await.refused(412, "stale");
        assert!(world.person(person.id).await.second_factor);
    });
}
