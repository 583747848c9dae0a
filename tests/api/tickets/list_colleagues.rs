//! Colleagues to choose from.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::hats::{HatKind, Role};
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{request, with};
use portico_tests::world::in_world;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/colleagues"), 200)
}

async fn listed(client: &Client) -> BTreeSet<String> {
    let all = client.all("/v1/colleagues", 2).await;
    all.iter().map(|person| person["id"].as_str().unwrap().to_owned()).collect()
}

fn ids(clients: &[&Client]) -> BTreeSet<String> {
    clients.iter().map(|client| client.who().person.id.to_string()).collect()
}

#[test]
fn everybody_of_the_company_who_can_sign_in_is_listed_by_name_and_nobody_else() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let here = [&cast.member, &cast.colleague, &cast.manager];
        for reader in here {
            assert_eq!(listed(reader).await, ids(&here));
        }
        assert_eq!(listed(&cast.outsider).await, ids(&[&cast.outsider]));
        let row = cast.member.get("/v1/colleagues").await.expect(200).json()["items"][0].clone();
        assert_eq!(row.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "name"]);
        // Who renames themself is listed by the new name, and who can no longer sign in is not listed.
        let me = cast.colleague.get("/v1/me").await.expect(200);
        let renamed = json!({"name": "Aagot Aa"});
        cast.colleague.patch("/v1/me", renamed).if_match(me.etag()).await.expect(200);
        let first = cast.member.get("/v1/colleagues?limit=1").await.expect(200).json();
        assert_eq!(first["items"][0]["name"], "Aagot Aa");
        let admin = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let path = format!("/v1/people/{}", cast.colleague.who().person.id);
        let seen = admin.get(path.clone()).await.expect(200);
        admin.patch(path, json!({"status": "disabled"})).if_match(seen.etag()).await.expect(200);
        assert_eq!(listed(&cast.member).await, ids(&[&cast.member, &cast.manager]));
    });
}

#[test]
fn staff_read_the_people_of_an_account() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let path = format!("/v1/accounts/{}/contacts", cast.account.id);
        let contacts = cast.agent.all(&path, 2).await;
        let found: BTreeSet<String> = contacts.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(found, ids(&[&cast.member, &cast.colleague, &cast.manager]));
        cast.manager.get(path).await.refused(403, "forbidden");
        let nowhere = format!("/v1/accounts/{}/contacts", uuid::Uuid::now_v7());
        cast.agent.get(nowhere).await.refused(404, "not_found");
    });
}

#[test]
fn sellers_of_a_partner_find_each_other() {
    in_world(async |world| {
        let mut hat = samples::hat(HatKind::Partner, Role::Seller);
        hat.partner = Some(samples::fresh());
        let other = portico_domain::hats::Hat { id: samples::fresh(), ..hat.clone() };
        let (one, other) = (put_on(world, hat).await, put_on(world, other).await);
        assert_eq!(listed(&one).await, ids(&[&one, &other]));
        let agent = put_on(world, samples::hat(HatKind::Staff, Role::Agent)).await;
        let refused: Value = agent.get("/v1/colleagues").await.refused(403, "forbidden").json();
        assert_eq!(refused["status"], 403);
    });
}

#[test]
fn employees_and_contractors_find_each_other_and_nobody_else() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let mut seller = samples::hat(HatKind::Partner, Role::Seller);
        seller.partner = Some(samples::fresh());
        let elsewhere = [&put_on(world, seller).await, &cast.member, &cast.agent];
        let here = [
            &put_on(world, samples::hat(HatKind::Employee, Role::Employee)).await,
            &put_on(world, samples::hat(HatKind::Employee, Role::Contractor)).await,
        ];
        for reader in here {
            let found: BTreeSet<String> = reader
                .all("/v1/colleagues", 100)
                .await
                .iter()
                .map(|person| person["id"].as_str().unwrap().to_owned())
                .collect();
            assert!(ids(&here).is_subset(&found));
            assert!(ids(&elsewhere).is_disjoint(&found));
        }
        for reader in elsewhere.iter().take(2) {
            assert!(ids(&here).is_disjoint(&listed(reader).await));
        }
    });
}

#[test]
fn an_employee_shares_a_request_with_a_colleague() {
    in_world(async |world| {
        let asker = put_on(world, samples::hat(HatKind::Employee, Role::Employee)).await;
        let colleague = put_on(world, samples::hat(HatKind::Employee, Role::Contractor)).await;
        let cast = Scenario::new(world).await;
        let named = with(request(), &json!({"participant_ids": [colleague.who().person.id]}));
        let path = format!("/v1/tickets/{}", asker.post("/v1/tickets", named).await.expect(201).id());
        let seen = colleague.get(path.clone()).await.expect(200).json();
        assert_eq!(seen["allowed"], json!(["reply", "close", "leave"]));
        let gone = format!("{path}/participants/{}", colleague.who().person.id);
        let seen = asker.get(path.clone()).await.expect(200);
        asker.delete(gone).if_match(seen.etag()).await.expect(204);
        colleague.get(path.clone()).await.refused(404, "not_found");
        let person = |client: &Client| json!({"person_id": client.who().person.id});
        asker.post(format!("{path}/participants"), person(&colleague)).await.expect(201);
        colleague.get(path.clone()).await.expect(200);
        for stranger in [&cast.member, &cast.agent] {
            let refused = asker.post(format!("{path}/participants"), person(stranger)).await;
            refused.refused(422, "input_invalid").names(&[("/person_id", "not_found")]);
        }
    });
}
