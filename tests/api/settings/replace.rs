//! Changing settings: who may, what is refused, and the history.

use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::samples::{hat, queue};
use portico_tests::world::in_own_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    // The company's settings stay as they are: an older version is refused.
    let body = json!({ "document": { "synonyms": [] } });
    let request = cell.client().put("/v1/settings/knowledge", body).if_match("\"4000\"");
    MatrixRequest { request, driven: Expected { relation: None, done: (412, "stale") } }
}

async fn section(client: &Client, name: &str) -> (Value, String) {
    let answer = client.get(format!("/v1/settings/{name}")).await.expect(200);
    (answer.json()["document"].clone(), answer.etag())
}

#[test]
fn a_section_is_changed_by_its_version_and_keeps_its_history() {
    in_own_world(async |world| {
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let (before, etag) = section(&admin, "portal").await;
        let mut next = before.clone();
        next["company_name"] = json!("Nordlys AS");
        let body = json!({ "document": next });
        let changed = admin.put("/v1/settings/portal", body.clone()).if_match(&etag).await.expect(200).json();
        assert_eq!((&changed["version"], &changed["document"]), (&json!(2), &next));
        // The change holds from the next call on, and a caller who saw the version before is refused.
        assert_eq!(admin.get("/v1/branding").await.expect(200).json()["company_name"], "Nordlys AS");
        admin.put("/v1/settings/portal", body).if_match(&etag).await.refused(412, "stale");
        let history = admin.all("/v1/settings/portal/history", 10).await;
        assert_eq!((&history[0]["version"], &history[0]["document"]), (&json!(1), &before));
        assert_eq!(history[0]["replaced_by"], json!(admin.who().person.name));
        let touches = world.touches(TouchesOf::Record("portal".into())).await;
        assert!(touches.iter().any(|touch| touch.action.label() == "Changed settings"));
    });
}

#[test]
fn what_does_not_fit_is_refused_by_field_and_nothing_is_written() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let (tickets, etag) = section(&admin, "tickets").await;
        let put = |document: &Value| admin.put("/v1/settings/tickets", json!({ "document": document })).if_match(&etag);
        let mut no_rules = tickets.clone();
        no_rules["rules"] = json!([]);
        put(&no_rules).await.names(&[("/document/rules", "no_catch_all")]);
        let mut with_customer = tickets.clone();
        with_customer["queues"][0]["lead"] = json!(cast.member.who().person.id);
        put(&with_customer).await.names(&[("/document/queues/0/lead", "not_one_of")]);
        let gone = put_on(world, hat(HatKind::Staff, Role::Agent)).await.who().person.clone();
        let disabled = Person { version: gone.version + 1, status: PersonStatus::Disabled, ..gone.clone() };
        world.commit(gone.replace_by(&disabled)).await;
        let mut with_disabled = tickets.clone();
        with_disabled["queues"][0]["agents"] = json!([{ "id": gone.id, "name": gone.name }]);
        put(&with_disabled).await.names(&[("/document/queues/0/agents/0", "not_one_of")]);
        let mut wrong_type = tickets.clone();
        wrong_type["targets"][0]["resolution_minutes"] = json!("soon");
        put(&wrong_type).await.names(&[("/document/targets/0/resolution_minutes", "wrong_type")]);
        // Sales is staff, and works on no ticket.
        let sales = put_on(world, hat(HatKind::Staff, Role::Sales)).await.who().person.id;
        let mut with_sales = tickets.clone();
        with_sales["queues"][0]["agents"] = json!([{ "id": sales, "name": "Sal" }]);
        put(&with_sales).await.names(&[("/document/queues/0/agents/0", "not_one_of")]);
        let mut endless = tickets.clone();
        endless["targets"][0]["resolution_minutes"] = json!(u32::MAX);
        put(&endless).await.names(&[("/document/targets/0", "out_of_range")]);
        let mut nowhere = tickets.clone();
        nowhere["calendar"]["time_zone"] = json!("Europ/Oslo");
        put(&nowhere).await.names(&[("/document/calendar/time_zone", "not_one_of")]);
        let mut fewer = tickets.clone();
        // Not the one that the last rule leads to.
        let last = tickets["rules"].as_array().unwrap().last().unwrap()["queue"].clone();
        let queues = fewer["queues"].as_array_mut().unwrap();
        let gone = queues.remove(queues.iter().position(|one| one["id"] != last).unwrap())["id"].clone();
        fewer["rules"].as_array_mut().unwrap().retain(|rule| rule["queue"] != gone);
        put(&fewer).await.names(&[("/document/queues", "in_use")]);
        assert_eq!(section(&admin, "tickets").await, (tickets.clone(), etag.clone()));
        // The same again is no change.
        assert_eq!(put(&tickets).await.expect(200).etag(), etag);
        // The name of an agent is the person's, whatever was written.
        let agent = &cast.agent.who().person;
        let powerplus =
            tickets["queues"].as_array().unwrap().iter().position(|one| one["id"] == json!(queue("powerplus")));
        let mut with_agent = tickets.clone();
        let agents = with_agent["queues"][powerplus.unwrap()]["agents"].as_array_mut().unwrap();
        agents.push(json!({ "id": agent.id, "name": "Administrator" }));
        let saved = put(&with_agent).await.expect(200).json();
        let saved = saved["document"]["queues"][powerplus.unwrap()]["agents"].as_array().unwrap();
        assert_eq!(saved.last().unwrap()["name"], json!(agent.name));
        let changed = admin.get("/v1/touches?record=tickets").await.expect(200).json();
        assert_eq!(changed["items"][0]["action"], "change_settings");
        // The signing keys are kept among the settings, and are none that anybody edits.
        admin.get("/v1/settings/verification_keys").await.refused(404, "not_found");
        cast.agent.get("/v1/settings/tickets").await.refused(403, "forbidden");
    });
}
