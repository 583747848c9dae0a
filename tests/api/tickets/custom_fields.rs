//! Values of the fields that the company added to its tickets: who gives them, who sees them and who finds them.

use crate::scenario::{Scenario, put_on};
use portico_domain::action::Action;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Answer, Client};
use portico_tests::samples::{self, hat};
use portico_tests::steps::{etag, new_ticket, open, request, with};
use portico_tests::world::{in_own_world, in_world};
use serde_json::{Value, json};

async fn read(client: &Client, ticket: &str) -> Value {
    client.get(format!("/v1/tickets/{ticket}")).await.expect(200).json()
}

async fn correct(client: &Client, ticket: &str, values: Value) -> Answer {
    let etag = etag(client, ticket).await;
    client.patch(format!("/v1/tickets/{ticket}"), json!({ "custom_fields": values })).if_match(etag).await
}

/// Adds a field to the form, as an administrator does.
async fn add_field(admin: &Client, own: Value) {
    let stored = admin.get("/v1/settings/ticket_fields").await.expect(200);
    let mut document = stored.json()["document"].clone();
    let field = json!({
        "label": { "en": "Label" }, "help": {}, "options": [], "required_for": [], "shown_if": null, "retired": false,
    });
    document["fields"].as_array_mut().unwrap().push(with(field, &own));
    let body = json!({ "document": document });
    admin.put("/v1/settings/ticket_fields", body).if_match(stored.etag()).await.expect(200);
}

#[test]
fn a_customer_gives_values_and_everybody_on_the_ticket_reads_them() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let values = json!({ "installed_at": "shop", "serial_number": " KX-2001 " });
        let opened = open(&cast.member, &json!({ "custom_fields": values })).await;
        let kept = json!({ "installed_at": "shop", "serial_number": "KX-2001" });
        assert_eq!(opened.json()["custom_fields"], kept);
        for client in [&cast.member, &cast.manager, &cast.agent] {
            assert_eq!(read(client, &opened.id()).await["custom_fields"], kept, "{:?}", client.who().hat);
        }
        assert_eq!(read(&cast.agent, &opened.id()).await["staff_fields"], json!({}));
        // Empty answers are none, and the draft keeps what was typed as it was.
        let draft = json!({ "data": { "field_serial_number": "KX" } });
        cast.member.put("/v1/drafts/ticket", draft.clone()).await.expect(200);
        assert_eq!(cast.member.get("/v1/drafts/ticket").await.expect(200).json()["data"], draft["data"]);
        let empty = open(&cast.member, &json!({ "custom_fields": { "installed_at": "", "serial_number": " " } })).await;
        assert_eq!(empty.json()["custom_fields"], json!({}));
    });
}

#[test]
fn what_a_hat_is_not_asked_is_refused_by_field() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let open =
            |values: Value| cast.member.post("/v1/tickets", with(new_ticket(), &json!({ "custom_fields": values })));
        open(json!({ "installed_at": "moon" })).await.names(&[("/custom_fields/installed_at", "not_one_of")]);
        open(json!({ "installed_at": ["shop"] })).await.names(&[("/custom_fields/installed_at", "wrong_type")]);
        open(json!({ "serial_number": "KX" })).await.names(&[("/custom_fields/serial_number", "not_asked")]);
        let hosted = json!({ "installed_at": "hosted", "serial_number": "KX" });
        open(hosted).await.names(&[("/custom_fields/serial_number", "not_asked")]);
        let long = json!({ "installed_at": "shop", "serial_number": "K".repeat(201) });
        open(long).await.names(&[("/custom_fields/serial_number", "too_long")]);
        // A field of staff is refused like one that does not exist: to the letter.
        let of_staff = open(json!({ "root_cause": "defect" })).await;
        let unknown = open(json!({ "shoe_size_": "44" })).await;
        of_staff.names(&[("/custom_fields/root_cause", "unknown_field")]);
        unknown.names(&[("/custom_fields/shoe_size_", "unknown_field")]);
        let employee = put_on(world, hat(HatKind::Employee, Role::Employee)).await;
        let of_employee = with(request(), &json!({ "custom_fields": { "installed_at": "office" } }));
        employee.post("/v1/tickets", of_employee).await.names(&[("/custom_fields/installed_at", "unknown_field")]);
        assert_eq!(cast.member.all("/v1/tickets", 10).await, Vec::<Value>::new());
    });
}

#[test]
fn staff_correct_values_and_each_side_reads_its_own() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &json!({ "custom_fields": { "installed_at": "hosted" } })).await.id();
        let wanted = json!({ "installed_at": "shop", "serial_number": "KX-77", "root_cause": "setup" });
        let after = correct(&cast.agent, &ticket, wanted).await.expect(200).json();
        assert_eq!(after["custom_fields"], json!({ "installed_at": "shop", "serial_number": "KX-77" }));
        assert_eq!(after["staff_fields"], json!({ "root_cause": "setup" }));

        // The customer's whole record has no trace of the field of staff.
        for path in ["", "/timeline"] {
            let seen = cast.member.get(format!("/v1/tickets/{ticket}{path}")).await.expect(200).json().to_string();
            assert!(!seen.contains("root_cause") && !seen.contains("staff_fields"), "{seen}");
        }
        let corrected = async |client: &Client| {
            let items = client.all(&format!("/v1/tickets/{ticket}/timeline"), 20).await;
            let changes = items.iter().filter(|item| item["event"] == "corrected");
            changes.flat_map(|item| item["custom_changes"].as_array().unwrap().clone()).collect::<Vec<_>>()
        };
        let places = json!({ "field": "installed_at", "before": "hosted", "after": "shop" });
        let serial = json!({ "field": "serial_number", "before": null, "after": "KX-77" });
        assert_eq!(corrected(&cast.member).await, [places.clone(), serial.clone()]);
        let cause = json!({ "field": "root_cause", "before": null, "after": "setup" });
        assert_eq!(corrected(&cast.agent).await, [places, serial, cause]);
        let touches = world.touches(TouchesOf::Record(ticket.clone())).await;
        let touch = touches.iter().find(|touch| touch.action == Action::CorrectTicket).expect("a touch");
        let detail = "installed_at hosted → shop, serial_number, root_cause none → setup";
        assert_eq!(touch.detail.as_deref(), Some(detail));

        // A condition that no longer holds takes its field along; the same again changes nothing.
        let moved = correct(&cast.agent, &ticket, json!({ "installed_at": "hosted" })).await.expect(200).json();
        assert_eq!(moved["custom_fields"], json!({ "installed_at": "hosted" }));
        let same = correct(&cast.agent, &ticket, json!({ "installed_at": "hosted" })).await.expect(200).json();
        assert_eq!(same["version"], moved["version"]);
        let emptied = correct(&cast.agent, &ticket, json!({ "root_cause": null })).await.expect(200).json();
        assert_eq!(emptied["staff_fields"], json!({}));
        correct(&cast.agent, &ticket, json!({ "serial_number": "K" }))
            .await
            .names(&[("/custom_fields/serial_number", "not_asked")]);
        correct(&cast.agent, &ticket, json!({ "shoe_size": "44" }))
            .await
            .names(&[("/custom_fields/shoe_size", "unknown_field")]);
        cast.member
            .patch(format!("/v1/tickets/{ticket}"), json!({ "custom_fields": { "root_cause": "setup" } }))
            .if_match("\"1\"")
            .await
            .refused(403, "forbidden");
    });
}

#[test]
fn a_list_has_the_fields_if_it_is_asked_for_them() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let mut tickets = Vec::new();
        for place in ["office", "shop", "warehouse"] {
            tickets.push(open(&cast.member, &json!({ "custom_fields": { "installed_at": place } })).await.id());
        }
        correct(&cast.agent, &tickets[1], json!({ "root_cause": "hardware" })).await.expect(200);
        let plain = cast.member.all("/v1/tickets?view=mine", 2).await;
        assert!(plain.iter().all(|row| row.get("custom_fields").is_none()), "{plain:?}");
        let with = cast.member.all("/v1/tickets?view=mine&with_fields=true", 2).await;
        assert_eq!(with.len(), 3);
        assert!(with.iter().all(|row| row.get("staff_fields").is_none()), "{with:?}");
        for (mut row, bare) in with.into_iter().zip(plain) {
            let fields = row.as_object_mut().unwrap().remove("custom_fields").unwrap();
            assert!(fields["installed_at"].is_string(), "{fields}");
            assert_eq!(row, bare);
        }
        let queue = samples::queue("powerplus");
        let staffs = cast.agent.all(&format!("/v1/tickets?view=queue&queue={queue}&with_fields=true"), 50).await;
        let shop = staffs.iter().find(|row| row["id"] == json!(tickets[1])).expect("it is in the queue");
        assert_eq!(
            (&shop["staff_fields"], &shop["custom_fields"]),
            (&json!({ "root_cause": "hardware" }), &json!({ "installed_at": "shop" }))
        );
        cast.member.get("/v1/tickets?view=company&with_fields=true").await.refused(403, "forbidden");
    });
}

#[test]
fn texts_are_found_by_those_who_may_read_them() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        add_field(&admin, json!({ "id": "remark", "kind": "long_text", "shown_for": ["staff"] })).await;
        let values = json!({ "installed_at": "shop", "serial_number": "quetzal9000" });
        let ticket = open(&cast.member, &json!({ "custom_fields": values })).await.id();
        correct(&cast.agent, &ticket, json!({ "remark": "Axolotl in the fan." })).await.expect(200);
        world.sweep().await;
        let found = async |client: &Client, word: &str| {
            let rows = client.all(&format!("/v1/tickets/search?q={word}"), 5).await;
            rows.iter().any(|row| row["id"] == json!(ticket))
        };
        assert!(found(&cast.member, "quetzal9000").await && found(&cast.agent, "quetzal9000").await);
        assert!(found(&cast.agent, "axolotl").await);
        assert!(!found(&cast.member, "axolotl").await && !found(&cast.manager, "axolotl").await);
        assert!(!found(&cast.outsider, "quetzal9000").await);
        let listed = cast.member.get("/v1/tickets/search?q=quetzal9000&with_fields=true").await.expect(200).json();
        assert_eq!(listed["items"][0]["custom_fields"]["serial_number"], "quetzal9000");
        assert!(!listed.to_string().contains("Axolotl"), "{listed}");
    });
}

#[test]
fn a_field_that_is_required_or_retired_later_binds_new_tickets_alone() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let before = open(&cast.member, &json!({ "custom_fields": { "installed_at": "shop" } })).await.id();
        let stored = admin.get("/v1/settings/ticket_fields").await.expect(200);
        let mut document = stored.json()["document"].clone();
        document["fields"][0]["required_for"] = json!(["customer"]);
        document["fields"][1]["retired"] = json!(true);
        let body = json!({ "document": document });
        admin.put("/v1/settings/ticket_fields", body).if_match(stored.etag()).await.expect(200);
        let without = cast.member.post("/v1/tickets", new_ticket()).await;
        without.names(&[("/custom_fields/installed_at", "required")]);
        let retired = json!({ "custom_fields": { "installed_at": "shop", "serial_number": "KX" } });
        let retired = cast.member.post("/v1/tickets", with(new_ticket(), &retired)).await;
        retired.names(&[("/custom_fields/serial_number", "unknown_field")]);
        let form = cast.member.get("/v1/ticket-fields").await.expect(200).json();
        assert_eq!((&form["items"][0]["required"], &form["items"][1]["retired"]), (&json!(true), &json!(true)));
        // The old ticket goes on as it is, and its value can be replaced but not emptied.
        let etag = etag(&cast.agent, &before).await;
        let other =
            cast.agent.patch(format!("/v1/tickets/{before}"), json!({ "severity": "low" })).if_match(etag).await;
        assert_eq!(other.expect(200).json()["custom_fields"], json!({ "installed_at": "shop" }));
        let emptied = correct(&cast.agent, &before, json!({ "installed_at": null })).await;
        emptied.names(&[("/custom_fields/installed_at", "required")]);
        correct(&cast.agent, &before, json!({ "installed_at": "office" })).await.expect(200);
    });
}

#[test]
fn partners_and_employees_have_fields_of_their_own() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let of_both = ["employee", "partner", "staff"];
        add_field(
            &admin,
            json!({ "id": "at_a_desk", "kind": "yes_no", "shown_for": of_both, "required_for": ["employee"] }),
        )
        .await;
        let company = samples::fresh();
        let partner = Hat { partner: Some(company), ..hat(HatKind::Partner, Role::Seller) };
        let (employee, seller) =
            (put_on(world, hat(HatKind::Employee, Role::Employee)).await, put_on(world, partner).await);
        for (client, required) in [(&employee, true), (&seller, false)] {
            let form = client.get("/v1/ticket-fields").await.expect(200).json();
            assert_eq!(form["items"].as_array().unwrap().len(), 1, "{form}");
            assert_eq!(
                (&form["items"][0]["id"], &form["items"][0]["required"]),
                (&json!("at_a_desk"), &json!(required))
            );
            let values = json!({ "custom_fields": { "at_a_desk": false } });
            let opened = client.post("/v1/tickets", with(request(), &values)).await.expect(201);
            assert_eq!(read(client, &opened.id()).await["custom_fields"], json!({ "at_a_desk": false }));
            assert_eq!(read(&admin, &opened.id()).await["custom_fields"], json!({ "at_a_desk": false }));
            let without = client.post("/v1/tickets", request()).await;
            if required {
                without.names(&[("/custom_fields/at_a_desk", "required")]);
            } else {
                without.expect(201);
            }
            // Staff correct only the fields of the hat that opened the ticket, and their own.
            let strange = correct(&admin, &opened.id(), json!({ "installed_at": "shop" })).await;
            strange.names(&[("/custom_fields/installed_at", "unknown_field")]);
            let own = correct(&admin, &opened.id(), json!({ "root_cause": "question", "at_a_desk": true })).await;
            let own = own.expect(200).json();
            assert_eq!(
                (&own["custom_fields"], &own["staff_fields"]),
                (&json!({ "at_a_desk": true }), &json!({ "root_cause": "question" }))
            );
        }
        let seen = cast.member.get("/v1/ticket-fields").await.expect(200).text();
        assert!(!seen.contains("at_a_desk"), "{seen}");
    });
}
