//! The fields that the company added to its tickets, as each hat sees them.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::hats::{HatKind, Role};
use portico_tests::client::Client;
use portico_tests::samples::hat;
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/ticket-fields"), 200)
}

async fn form(client: &Client) -> Vec<Value> {
    let form = client.get("/v1/ticket-fields").await.expect(200).json();
    form["items"].as_array().unwrap().clone()
}

fn ids(form: &[Value]) -> Vec<&str> {
    form.iter().map(|field| field["id"].as_str().unwrap()).collect()
}

#[test]
fn each_hat_sees_its_own_fields() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let seen = form(&cast.member).await;
        assert_eq!(ids(&seen), ["installed_at", "serial_number"]);
        assert_eq!((&seen[0]["kind"], &seen[0]["label"]), (&json!("one_of"), &json!("Where is it installed?")));
        let option = json!({ "id": "office", "label": "Office", "retired": false });
        assert_eq!((&seen[0]["options"][0], &seen[0]["required"]), (&option, &json!(false)));
        assert_eq!(seen[1]["shown_if"], json!({ "field": "installed_at", "is": ["office", "shop", "warehouse"] }));
        assert!(!json!(seen).to_string().contains("staff"), "{seen:?}");
        assert_eq!(form(&cast.manager).await, seen);
        let staffs = form(&cast.agent).await;
        assert_eq!(ids(&staffs), ["installed_at", "serial_number", "root_cause"]);
        assert_eq!((&staffs[2]["staff_only"], &staffs[0]["asked_of"]), (&json!(true), &json!(["customer"])));
        for (kind, role) in [(HatKind::Employee, Role::Employee), (HatKind::Partner, Role::Seller)] {
            assert_eq!(form(&put_on(world, hat(kind, role)).await).await, Vec::<Value>::new());
        }
        put_on(world, hat(HatKind::Staff, Role::Sales)).await.get("/v1/ticket-fields").await.refused(403, "forbidden");
    });
}

#[test]
fn labels_are_in_the_language_of_the_reader() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let me = cast.member.get("/v1/me").await.expect(200);
        cast.member.patch("/v1/me", json!({ "locale": "es-MX" })).if_match(me.etag()).await.expect(200);
        let seen = form(&cast.member).await;
        assert_eq!(
            (&seen[0]["label"], &seen[1]["label"]),
            (&json!("¿Dónde está instalado?"), &json!("Número de serie"))
        );
        assert_eq!(seen[0]["options"][0]["label"], "Oficina");
        assert_eq!(form(&cast.colleague).await[0]["label"], "Where is it installed?");
    });
}
