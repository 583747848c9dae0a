//! Drafts of settings: saved, compared, published at once or at a time, discarded.

use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use crate::scenario::put_on;
use jiff::{SignedDuration, Timestamp};
use portico_domain::hats::{HatKind, Role};
use portico_domain::jobs::Job;
use portico_domain::people::{Person, PersonStatus};
use portico_domain::settings::jobs::PublishSection;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Client, Request};
use portico_tests::samples::hat;
use portico_tests::world::{World, in_own_world};
use serde_json::{Value, json};

/// The company's settings stay as they are: an older version is refused.
fn stale(request: Request) -> MatrixRequest {
    MatrixRequest { request: request.if_match("\"4000\""), driven: Expected { relation: None, done: (412, "stale") } }
}

pub(crate) async fn drive_get(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/settings/knowledge/draft"), 200)
}

pub(crate) async fn drive_save(cell: Cell<'_>) -> MatrixRequest {
    let body = json!({ "document": { "synonyms": [] }, "based_on": 1 });
    stale(cell.client().put("/v1/settings/knowledge/draft", body))
}

pub(crate) async fn drive_discard(cell: Cell<'_>) -> MatrixRequest {
    stale(cell.client().delete("/v1/settings/knowledge/draft"))
}

pub(crate) async fn drive_publish(cell: Cell<'_>) -> MatrixRequest {
    stale(cell.client().post("/v1/settings/knowledge/publish", json!({})))
}

/// A request that saves a draft of a section, with some of its values changed.
pub(crate) async fn save(admin: &Client, section: &str, change: impl FnOnce(&mut Value)) -> Request {
    let published = admin.get(format!("/v1/settings/{section}")).await.expect(200).json();
    let draft = admin.get(format!("/v1/settings/{section}/draft")).await.expect(200);
    let mut document = published["document"].clone();
    change(&mut document);
    let body = json!({ "document": document, "based_on": published["version"] });
    admin.put(format!("/v1/settings/{section}/draft"), body).if_match(draft.etag())
}

/// A request that publishes the draft of a section as it is now.
pub(crate) async fn publish(admin: &Client, section: &str, body: Value) -> Request {
    let draft = admin.get(format!("/v1/settings/{section}/draft")).await.expect(200);
    admin.post(format!("/v1/settings/{section}/publish"), body).if_match(draft.etag())
}

async fn administrator(world: &'static World) -> Client {
    put_on(world, hat(HatKind::Staff, Role::Administrator)).await
}

async fn name_of_company(client: &Client) -> Value {
    client.get("/v1/branding").await.expect(200).json()["company_name"].clone()
}

#[test]
fn a_draft_is_seen_by_administrators_alone_until_it_is_published() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let before = name_of_company(&admin).await;
        let none = admin.get("/v1/settings/portal/draft").await.expect(200).json();
        assert_eq!((&none["version"], &none["document"], &none["based_on"]), (&json!(0), &Value::Null, &Value::Null));

        let saved = save(&admin, "portal", |document| document["company_name"] = json!("Nordlys AS")).await;
        let saved = saved.await.expect(200).json();
        assert_eq!((&saved["version"], &saved["saved_by"]), (&json!(1), &json!(admin.who().person.name)));
        let differences = saved["differences"].as_array().unwrap();
        assert_eq!((differences.len(), &differences[0]["part"]), (1, &json!("company_name")));
        assert_eq!(
            (&differences[0]["before"][0]["text"], &differences[0]["after"][0]["text"]),
            (&before, &json!("Nordlys AS"))
        );
        assert_eq!(name_of_company(&admin).await, before);
        let agent = put_on(world, hat(HatKind::Staff, Role::Agent)).await;
        agent.get("/v1/settings/portal/draft").await.refused(403, "forbidden");

        let published = publish(&admin, "portal", json!({})).await.await.expect(200).json();
        assert_eq!((&published["document"], &published["published_version"]), (&Value::Null, &json!(2)));
        assert_eq!(name_of_company(&admin).await, "Nordlys AS");
        let history = admin.all("/v1/settings/portal/history", 10).await;
        assert_eq!(history[0]["document"]["company_name"], before);
        publish(&admin, "portal", json!({})).await.await.refused(409, "state_conflict");
        let touches = world.touches(TouchesOf::Record("portal".into())).await;
        let labels: Vec<&str> = touches.iter().map(|touch| touch.action.label()).collect();
        assert!(
            labels.contains(&"Changed a draft of settings") && labels.contains(&"Published settings"),
            "{labels:?}"
        );
    });
}

#[test]
fn an_unfinished_draft_is_kept_and_not_published() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let unfinished = save(&admin, "tickets", |document| document["rules"] = json!([])).await;
        let saved = unfinished.await.expect(200).json();
        assert_eq!(saved["unfinished"][0]["code"], "no_catch_all");
        publish(&admin, "tickets", json!({})).await.await.names(&[("/document/rules", "no_catch_all")]);
        let at = json!({ "at": Timestamp::now() + SignedDuration::from_hours(1) });
        publish(&admin, "tickets", at).await.await.names(&[("/document/rules", "no_catch_all")]);
        // A document of another shape is not kept either.
        let shapeless = save(&admin, "tickets", |document| document["rulez"] = json!([])).await;
        shapeless.await.names(&[("/document/rulez", "unknown_field")]);
        let mistyped = save(&admin, "tickets", |document| document["rules"] = json!("none")).await;
        mistyped.await.names(&[("/document/rules", "wrong_type")]);
    });
}

#[test]
fn two_administrators_lose_nothing() {
    in_own_world(async |world| {
        let (ada, bea) = (administrator(world).await, administrator(world).await);
        let of_ada = save(&ada, "knowledge", |document| document["synonyms"] = json!([["till", "register"]])).await;
        let of_bea = save(&bea, "knowledge", |document| document["synonyms"] = json!([["fax", "telefax"]])).await;
        of_ada.await.expect(200);
        of_bea.await.refused(412, "stale");
        // Published past the draft: it is refused until somebody has looked at what is published now.
        let stored = bea.get("/v1/settings/knowledge").await.expect(200);
        let body = json!({ "document": { "synonyms": [["pay", "salary"]] } });
        bea.put("/v1/settings/knowledge", body).if_match(stored.etag()).await.expect(200);
        publish(&ada, "knowledge", json!({})).await.await.refused(409, "published_meanwhile");
        let health = ada.get("/v1/settings/health").await.expect(200).json();
        let codes: Vec<&Value> = health["findings"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
        assert!(codes.contains(&&json!("draft_outdated")), "{health}");
        let draft = ada.get("/v1/settings/knowledge/draft").await.expect(200);
        assert_eq!((&draft.json()["based_on"], &draft.json()["published_version"]), (&json!(1), &json!(2)));
        let again = json!({ "document": { "synonyms": [["pay", "salary"], ["till", "register"]] }, "based_on": 2 });
        ada.put("/v1/settings/knowledge/draft", again).if_match(draft.etag()).await.expect(200);
        publish(&ada, "knowledge", json!({})).await.await.expect(200);
    });
}

#[test]
fn a_discarded_draft_leaves_what_is_published() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let before = name_of_company(&admin).await;
        let saved = save(&admin, "portal", |document| document["company_name"] = json!("Nordlys AS")).await;
        let etag = saved.await.expect(200).etag();
        admin.delete("/v1/settings/portal/draft").if_match(&etag).await.expect(204);
        let gone = admin.get("/v1/settings/portal/draft").await.expect(200).json();
        assert_eq!((&gone["document"], &gone["version"]), (&Value::Null, &json!(2)), "its version goes on");
        admin.delete("/v1/settings/portal/draft").if_match("\"2\"").await.refused(409, "state_conflict");
        assert_eq!(name_of_company(&admin).await, before);
    });
}

async fn publications(world: &World) -> Vec<Job> {
    world.owed().await.into_iter().filter(Job::is::<PublishSection>).collect()
}

#[test]
fn a_draft_is_published_at_its_time_in_the_name_of_its_setter() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        save(&admin, "portal", |document| document["company_name"] = json!("Nordlys AS")).await.await.expect(200);
        let past = json!({ "at": Timestamp::now() - SignedDuration::from_hours(1) });
        publish(&admin, "portal", past).await.await.names(&[("/at", "too_early")]);
        let at = Timestamp::now() + SignedDuration::from_hours(20);
        let waiting = publish(&admin, "portal", json!({ "at": at })).await.await.expect(200).json();
        assert_eq!(waiting["publish_at"].as_str().unwrap().parse::<Timestamp>().unwrap(), at);
        // Another change: the first time is forgotten, and its job publishes nothing.
        save(&admin, "portal", |document| document["company_name"] = json!("Sørlys AS")).await.await.expect(200);
        let first = publications(world).await.remove(0);
        world.make_due(&first).await;
        world.sweep().await;
        assert_ne!(name_of_company(&admin).await, "Nordlys AS");
        publish(&admin, "portal", json!({ "at": at })).await.await.expect(200);
        world.make_due(&publications(world).await[0]).await;
        world.sweep().await;
        assert_eq!(name_of_company(&admin).await, "Sørlys AS");
        let history = admin.all("/v1/settings/portal/history", 10).await;
        assert_eq!(history[0]["replaced_by"], json!(admin.who().person.name));
        assert_eq!(admin.get("/v1/settings/portal/draft").await.expect(200).json()["document"], Value::Null);
        assert!(publications(world).await.is_empty());
    });
}

#[test]
fn a_draft_that_cannot_be_published_at_its_time_is_a_parked_job() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let agent = put_on(world, hat(HatKind::Staff, Role::Administrator)).await.who().person.clone();
        let with_agent = |document: &mut Value| {
            let agents = document["queues"][0]["agents"].as_array_mut().unwrap();
            agents.push(json!({ "id": agent.id, "name": agent.name }));
        };
        save(&admin, "tickets", with_agent).await.await.expect(200);
        let at = json!({ "at": Timestamp::now() + SignedDuration::from_hours(1) });
        publish(&admin, "tickets", at).await.await.expect(200);
        let disabled = Person { version: agent.version + 1, status: PersonStatus::Disabled, ..agent.clone() };
        world.commit(agent.replace_by(&disabled)).await;
        let before = admin.get("/v1/settings/tickets").await.expect(200).json();
        world.make_due(&publications(world).await[0]).await;
        world.sweep().await;
        assert_eq!(admin.get("/v1/settings/tickets").await.expect(200).json(), before);
        let parked = admin.get("/v1/jobs?state=parked").await.expect(200).json();
        assert_eq!(
            (&parked["items"][0]["kind"], &parked["items"][0]["subject"]),
            (&json!("publish_settings"), &json!("settings tickets"))
        );
        let draft = admin.get("/v1/settings/tickets/draft").await.expect(200).json();
        assert!(draft["document"].is_object(), "it waits for somebody to mend it");
    });
}
