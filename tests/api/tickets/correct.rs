//! Correcting fields of a ticket.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::jobs::Job;
use portico_domain::tickets::TicketState;
use portico_domain::tickets::jobs::ClockMark;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Answer, Client};
use portico_tests::samples;
use portico_tests::steps::{etag, open};
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket_in(cell.who, cell.relation, TicketState::Open).await;
    let request = cell.client().patch(format!("/v1/tickets/{}", ticket.id), json!({"severity": "high"}));
    cell.of_record(request.if_match("\"1\""), 200)
}

/// Corrects the current version of a ticket.
async fn correct(client: &Client, ticket: &str, body: Value) -> Answer {
    let etag = etag(client, ticket).await;
    client.patch(format!("/v1/tickets/{ticket}"), body).if_match(etag).await
}

#[test]
fn staff_correct_several_fields_at_once() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &json!({"severity": "low"})).await.id();
        let before = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        let synopsis = "Nobody can sign in at the warehouse";
        let wanted = json!({
            "severity": "critical", "synopsis": synopsis, "requester_id": cast.colleague.who().person.id,
            "queue_id": samples::queue("shop"),
        });
        let after = correct(&cast.agent, &ticket, wanted).await.expect(200).json();
        assert_eq!((&after["severity"], &after["synopsis"]), (&json!("critical"), &json!(synopsis)));
        assert_eq!((&after["queue"]["name"], &after["version"]), (&json!("Shop and Devices"), &json!(2)));
        let due = |ticket: &Value| ticket["resolution_due"].as_str().unwrap().parse::<Timestamp>().unwrap();
        assert!(due(&after) < due(&before), "{} is not before {}", due(&after), due(&before));

        // Customers read the values, and nothing of the queue. The former requester still takes part.
        let items = cast.member.all(&format!("/v1/tickets/{ticket}/timeline"), 10).await;
        let event = items.iter().find(|item| item["event"] == "corrected").expect("an event");
        let fields: Vec<&Value> = event["changes"].as_array().unwrap().iter().map(|change| &change["field"]).collect();
        assert_eq!(fields, ["severity", "synopsis", "requester"]);
        assert_eq!(
            (&event["changes"][0]["before"], &event["changes"][0]["after"]),
            (&json!("low"), &json!("critical"))
        );
        assert!(!items.iter().any(|item| item.to_string().contains("Shop and Devices")), "{items:?}");
        let seen = cast.colleague.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["participants"][0]["id"], json!(cast.member.who().person.id));
        world.sweep().await;
        let mail = world.mails(&cast.colleague.who().person.email).pop().expect("the new requester is notified");
        assert!(mail.subject.ends_with(synopsis), "{}", mail.subject);

        // It is out of the agent's reach now; colleagues of its queue see where it came from.
        cast.agent.get(format!("/v1/tickets/{ticket}")).await.refused(404, "not_found");
        let shop = world.as_person("karin-aalto").await;
        let staff = shop.all(&format!("/v1/tickets/{ticket}/timeline"), 10).await;
        let moved = staff.iter().find(|item| item["changes"][0]["field"] == "queue").expect("an event");
        assert_eq!(moved["changes"][0]["after"], "Shop and Devices");

        let touches = world.touches(TouchesOf::Record(ticket.clone())).await;
        let touches: Vec<_> = touches.iter().filter(|touch| touch.action == Action::CorrectTicket).collect();
        let [touch] = &touches[..] else { panic!("one touch: {touches:?}") };
        let detail = touch.detail.as_deref().unwrap();
        assert!(detail.starts_with("severity low → critical, synopsis, requester, queue "), "{detail}");
        assert!(!detail.contains("warehouse"), "{detail}");
    });
}

#[test]
fn every_mark_of_the_new_due_times_has_a_job() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &json!({"severity": "low"})).await.id();
        let after = correct(&cast.agent, &ticket, json!({"severity": "critical"})).await.expect(200).json();
        let due: Timestamp = after["resolution_due"].as_str().unwrap().parse().unwrap();
        let jobs = world.jobs_of(ticket.parse().unwrap()).await;
        let marks: Vec<ClockMark> = jobs.iter().filter_map(Job::task).collect();
        assert!(marks.iter().any(|mark| mark.at == due), "{marks:?}");
    });
}

#[test]
fn a_product_is_one_that_the_account_owns() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let question = json!({"type": "question", "product_id": null, "version_id": null, "severity": "low"});
        let ticket = open(&cast.member, &question).await;
        // A question about no product goes to the Service Desk.
        let (id, agent) = (ticket.id(), world.as_person("karin-aalto").await);
        correct(&agent, &id, json!({"type": "issue"})).await.names(&[("/product_id", "required")]);
        let (product, version) = samples::supported();
        let missing = "0191b2c4-0000-7000-8000-000000000000";
        let of = |product: Value, version: Value| json!({"product_id": product, "version_id": version});
        correct(&agent, &id, of(json!(missing), json!(version))).await.names(&[("/product_id", "not_owned")]);
        correct(&agent, &id, of(json!(product), json!(missing))).await.names(&[("/version_id", "not_owned")]);
        let mut wanted = of(json!(product), json!(version));
        wanted["type"] = json!("issue");
        let after = correct(&agent, &id, wanted).await.expect(200).json();
        assert_eq!((&after["type"], &after["product"]["id"]), (&json!("issue"), &json!(product)));
        let stranger = json!({"requester_id": cast.outsider.who().person.id});
        correct(&agent, &id, stranger).await.names(&[("/requester_id", "not_found")]);
        assert_eq!(told(&cast.member, &id).await, ["opened", "corrected"]);
    });
}

#[test]
fn a_correction_that_changes_nothing_is_no_change() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        for body in [json!({}), json!({"severity": seen.json()["severity"], "synopsis": null})] {
            let answer = correct(&cast.agent, &ticket, body).await.expect(200);
            assert_eq!(answer.etag(), seen.etag());
        }
        correct(&cast.member, &ticket, json!({"severity": "low"})).await.refused(403, "forbidden");
        let closed = cast.ticket(TicketState::Closed).await.to_string();
        correct(&cast.agent, &closed, json!({"severity": "low"})).await.refused(409, "state_conflict");
    });
}
