//! The first page of each hat.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_domain::hats::{ALL_HATS, HatKind, Role};
use portico_tests::steps::open;
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/home"), 200)
}

#[test]
fn a_first_page_holds_what_a_person_needs() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &json!({})).await;
        let home = cast.member.get("/v1/home").await.expect(200).json();
        assert_eq!(home["person"]["email"], cast.member.who().person.email);
        assert_eq!(home["organisation"], cast.account.name);
        assert_eq!(home["capabilities"], json!(["tickets", "knowledge"]));
        assert_eq!(home["branding"]["company_name"], "XYZ Co.");
        assert_eq!(home["widgets"]["my_tickets"][0]["id"], ticket.id());
        assert_eq!(home["widgets"]["articles"].as_array().unwrap().len(), 5);

        let work = cast.agent.get("/v1/home").await.expect(200).json();
        assert_eq!(work["widgets"]["my_work"], json!([]));
        assert_eq!(work["widgets"]["queue"].as_array().unwrap().len(), 5);

        let widgets = json!({"widgets": [{"id": "articles", "visible": false}]});
        let arranged = cast.member.put("/v1/me/layout", widgets).if_match("\"0\"").await.expect(200);
        assert_eq!((arranged.etag(), &arranged.json()["widgets"][0]["id"]), ("\"1\"".into(), &json!("articles")));
        let home = cast.member.get("/v1/home").await.expect(200).json();
        assert_eq!(home["layout"]["widgets"][0], json!({"id": "articles", "visible": false}));
    });
}

#[test]
fn every_face_and_role_of_the_demo_company_opens_its_first_page() {
    in_world(async |world| {
        for (kind, role) in ALL_HATS {
            let name = |value: Value| value.as_str().unwrap().to_owned();
            let client = world.as_login(&name(json!(kind)), &name(json!(role))).await;
            let home = client.get("/v1/home").await.expect(200).json();
            let on = home["hats"].as_array().unwrap().iter().find(|hat| hat["id"] == home["hat_id"]).unwrap();
            assert_eq!((&on["kind"], &on["role"]), (&json!(kind), &json!(role)));
            let shown = home["layout"]["widgets"].as_array().unwrap().len();
            let expected = match (kind, role) {
                (HatKind::Staff, Role::Administrator) => 5,
                (HatKind::Staff, Role::Operations) => 3,
                (HatKind::Staff, Role::Sales | Role::Editor | Role::Hr) => 2,
                _ => 4,
            };
            assert_eq!(shown, expected, "{kind:?} {role:?}");
        }
    });
}
