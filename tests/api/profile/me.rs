//! A person's own profile.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_tests::samples::short;
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive_get(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/me"), 200)
}

pub(crate) async fn drive_update(cell: Cell<'_>) -> MatrixRequest {
    let request = cell.stage.like(cell.who).await.patch("/v1/me", json!({"name": "Another Name"}));
    MatrixRequest::free(request.if_match("\"1\""), 200)
}

#[test]
fn a_profile_is_changed_and_found_changed() {
    in_world(async |world: &World| {
        let cast = Scenario::new(world).await;
        let seen = cast.member.get("/v1/me").await.expect(200);
        let name = format!("Åse {}", short(cast.member.who().person.id.0));
        let wanted = json!({"name": name, "phone": "+47 55", "time_zone": "Europe/Berlin"});
        let changed = cast.member.patch("/v1/me", wanted).if_match(seen.etag()).await.expect(200);
        assert_eq!((&changed.json()["name"], changed.etag().as_str()), (&json!(name), "\"2\""));
        cast.member.patch("/v1/me", json!({"phone": ""})).if_match(seen.etag()).await.refused(412, "stale");
        cast.member.patch("/v1/me", json!({"phone": ""})).if_match(changed.etag()).await.expect(200);
        let me = cast.member.get("/v1/me").await.expect(200).json();
        assert_eq!(
            (&me["name"], &me["phone"], &me["time_zone"]),
            (&json!(name), &Value::Null, &json!("Europe/Berlin"))
        );
    });
}
