//! Access matrix: every endpoint with every hat and role, on records of their own, of their account or queue, of
//! others, and on missing ones. The policy gives the expected outcome, the API the actual one.

use crate::matrix_fixtures::{Expected, MatrixFixtures, MatrixRequest, drive};
use crate::scenario::{company, put_on};
use futures::future::join_all;
use portico_domain::action::{Reach, reach};
use portico_domain::hats::{ALL_HATS, HatKind, Role};
use portico_http::Endpoint;
use portico_tests::client::{Answer, Client};
use portico_tests::documented;
use portico_tests::samples;
use portico_tests::steps::{open, with};
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Relation of a record to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Requested by the caller, or assigned to them.
    Own,
    /// Requested by a colleague, with the caller as a participant. Of a record without participants: as if their own.
    Participant,
    /// Of the caller's account, or in their queue.
    Near,
    /// Of another account or queue.
    Far,
    /// No such record.
    Missing,
}

const RELATIONS: [Relation; 5] =
    [Relation::Own, Relation::Participant, Relation::Near, Relation::Far, Relation::Missing];

/// Operations that answer without a sign-in. A new line here is a decision.
const PUBLIC: [&str; 12] = [
    "accept_invitation",
    "begin_provider_sign_in",
    "complete_password_reset",
    "complete_provider_sign_in",
    "complete_sign_in_code",
    "confirm_email_change",
    "create_session",
    "get_branding",
    "refresh_session",
    "request_password_reset",
    "request_sign_in_code",
    "take_second_step",
];

fn covers(reach: Reach, relation: Relation) -> bool {
    match reach {
        Reach::Own => matches!(relation, Relation::Own | Relation::Participant),
        Reach::Account | Reach::Team => matches!(relation, Relation::Own | Relation::Participant | Relation::Near),
        Reach::All => relation != Relation::Missing,
    }
}

pub(crate) fn endpoints(world: &World) -> Vec<&'static Endpoint> {
    portico_local::wiring::routes(world.store).into_iter().map(|route| route.endpoint).collect()
}

/// Returns the outcome that the policy gives a cell: the status, and the code of a refusal.
pub(crate) fn expected(endpoint: &Endpoint, driven: &Expected, (kind, role): (HatKind, Role)) -> (u16, &'static str) {
    if endpoint.public() {
        return driven.done;
    }
    match reach(endpoint.action, kind, role) {
        None => (403, "forbidden"),
        // A request that names no record has no relation to anybody.
        Some(_) if driven.relation.is_none() => driven.done,
        Some(reach) if driven.relation.is_some_and(|relation| covers(reach, relation)) => driven.done,
        Some(_) => (404, "not_found"),
    }
}

fn got(answer: &Answer) -> (u16, String) {
    (answer.status(), answer.code_or_nothing())
}

/// Returns an answer without the parts that differ from request to request. The rest must not reveal a hidden record.
fn told(answer: &Answer) -> (Value, Vec<(String, String)>) {
    let mut headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| (name.to_string(), format!("{value:?}")))
        .collect();
    headers.sort();
    (answer.anonymous(), headers)
}

#[test]
fn everybody_may_do_what_the_policy_says_and_nothing_else() {
    in_world(async |world| {
        let stage = MatrixFixtures::new(world).await;
        let (mut wrong, mut cells) = (Vec::new(), 0);
        for endpoint in endpoints(world) {
            let row = ALL_HATS.iter().flat_map(|who| RELATIONS.map(|relation| (*who, relation)));
            let row = row.map(|(who, relation)| {
                let stage = &stage;
                async move {
                    let MatrixRequest { request, driven } = drive(stage, endpoint, who, relation).await;
                    (who, relation, request.await, driven)
                }
            });
            let row = join_all(row).await;
            cells += row.len();
            for (who, relation, answer, driven) in &row {
                let (status, code) = expected(endpoint, driven, *who);
                if got(answer) != (status, code.to_owned()) {
                    wrong.push(format!(
                        "{} as {who:?} on {relation:?}: {status} {code} expected: {answer}",
                        endpoint.operation
                    ));
                }
            }
            for who in ALL_HATS {
                let hidden = |answer: &Answer| answer.status() == 404 && answer.code() == "not_found";
                let hidden: Vec<_> = row
                    .iter()
                    .filter(|(by, _, answer, _)| by == who && hidden(answer))
                    .map(|cell| told(&cell.2))
                    .collect();
                if hidden.windows(2).any(|pair| pair[0] != pair[1]) {
                    wrong.push(format!(
                        "{} as {who:?} tells a hidden record from a missing one: {hidden:?}",
                        endpoint.operation
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
        assert!(cells >= 46 * 12 * 5, "{cells} cells");
    });
}

#[test]
fn nothing_but_what_is_declared_public_answers_without_a_sign_in() {
    in_world(async |world| {
        let stage = MatrixFixtures::new(world).await;
        let mut public = BTreeSet::new();
        for endpoint in endpoints(world) {
            let who = (HatKind::Staff, Role::Administrator);
            let MatrixRequest { request, .. } = drive(&stage, endpoint, who, Relation::Own).await;
            let answer = request.without("authorization").await;
            if endpoint.public() {
                public.insert(endpoint.operation);
                assert_ne!(answer.code_or_nothing(), "not_signed_in", "{answer}");
            } else {
                let answer = answer.refused(401, "not_signed_in");
                assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"portico\"");
            }
        }
        assert_eq!(Vec::from_iter(public), PUBLIC);
    });
}

#[test]
fn the_document_the_gateway_and_the_tables_name_the_same_operations() {
    in_world(async |world| {
        let in_tables: BTreeSet<_> = endpoints(world)
            .into_iter()
            .map(|endpoint| (endpoint.method.to_string(), endpoint.path.to_owned(), endpoint.operation.to_owned()))
            .collect();
        assert_eq!(in_tables, documented::operations().into_iter().collect());
    });
}

#[test]
fn lists_hold_only_what_is_in_reach() {
    in_world(async |world| {
        let stage = MatrixFixtures::new(world).await;
        let outsider = stage.ticket((HatKind::Customer, Role::Member), Relation::Far).await;
        let member = stage.client((HatKind::Customer, Role::Member));
        let colleague = stage.ticket((HatKind::Customer, Role::Member), Relation::Near).await;
        stage.ticket((HatKind::Customer, Role::Member), Relation::Own).await;
        let ids =
            |rows: Vec<Value>| rows.into_iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let own = ids(member.all("/v1/tickets", 50).await);
        assert!(!own.contains(&outsider.id.to_string()) && !own.contains(&colleague.id.to_string()));
        let manager = stage.client((HatKind::Customer, Role::Manager));
        let company = ids(manager.all("/v1/tickets?view=company", 50).await);
        assert!(!company.contains(&outsider.id.to_string()) && company.contains(&colleague.id.to_string()));
        // By number neither tells more: a ticket out of reach is not in the list.
        for (number, found) in [(outsider.number, 0), (colleague.number, 1), (9_999_999_999, 0)] {
            let listed = manager.get(format!("/v1/tickets?number=T-{number}")).await.expect(200).json();
            assert_eq!(listed["items"].as_array().unwrap().len(), found, "{number}");
        }
    });
}

#[test]
fn an_agent_reads_the_ledger_of_tickets_in_reach_and_their_own_acts_alone() {
    in_world(async |world| {
        let stage = MatrixFixtures::new(world).await;
        let (agent, administrator) =
            (put_on(world, samples::hat(HatKind::Staff, Role::Agent)).await, Role::Administrator);
        let administrator = put_on(world, samples::hat(HatKind::Staff, administrator)).await;
        let far = stage.ticket((HatKind::Staff, Role::Agent), Relation::Far).await;
        let near = stage.ticket((HatKind::Staff, Role::Agent), Relation::Near).await;
        let account = near.account.as_ref().unwrap().id;
        let (me, other) = (agent.who().person.id, administrator.who().person.id);
        agent.get(format!("/v1/tickets/{}", near.id)).await.expect(200);
        for (whose, reach) in [
            (format!("record={}", near.id), true),
            (format!("person={me}"), true),
            (format!("record={}", far.id), false),
            (format!("record={}", fresh_id()), false),
            (format!("person={other}"), false),
            (format!("account={account}"), false),
        ] {
            let path = format!("/v1/touches?{whose}");
            administrator.get(&*path).await.expect(200);
            let answer = agent.get(&*path).await;
            if reach {
                let lines = answer.expect(200).json();
                let read = lines["items"].as_array().unwrap().iter().find(|line| line["action"] == "view_ticket");
                assert_eq!(read.expect("the read")["record"]["label"], near.label());
            } else {
                answer.refused(404, "not_found");
            }
        }
    });
}

fn fresh_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

#[test]
fn a_hat_sees_nothing_of_another_hats_account() {
    in_world(async |world| {
        let (here, there) = (company(world).await, company(world).await);
        let person = samples::person([&here, &there].map(|account| samples::hat_of(account, Role::Member)).to_vec());
        world.add(&person).await;
        let [at_home, away] = [&person.hats[0], &person.hats[1]];
        let (at_home, away) = (world.wearing(&person, at_home).await, world.wearing(&person, away).await);
        let ticket = open(&at_home, &json!({})).await.id();
        at_home.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        away.get(format!("/v1/tickets/{ticket}")).await.refused(404, "not_found");
        away.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "x"})).await.refused(404, "not_found");
    });
}

/// Readers find exactly the articles they may read, each counted once.
#[test]
fn readers_find_only_what_is_written_for_them() {
    in_world(async |world| {
        for (kind, role, inner) in [
            (HatKind::Customer, Role::Member, false),
            (HatKind::Partner, Role::Seller, false),
            (HatKind::Employee, Role::Contractor, true),
            (HatKind::Staff, Role::Agent, true),
        ] {
            let reader = put_on(world, samples::hat(kind, role)).await;
            let id = |article: &Value| article["id"].as_str().unwrap().to_owned();
            let mut shown: BTreeSet<String> = reader.all("/v1/articles", 20).await.iter().map(id).collect();
            for words in ["internal%20customer%20data", "demo%20licence", "maintenance%20september", "powerplus"] {
                let first = reader.get(format!("/v1/articles?q={words}&limit=1")).await.expect(200).json();
                let all = reader.all(&format!("/v1/articles?q={words}"), 7).await;
                assert_eq!(first["total"], all.len(), "{kind:?} {words}");
                shown.extend(all.iter().map(id));
            }
            for article in shown {
                reader.get(format!("/v1/articles/{article}")).await.expect(200);
            }
            let found = reader.all("/v1/articles?q=copies%20of%20customer%20databases", 50).await;
            let there = found.iter().any(|article| article["title"].as_str().unwrap().starts_with("Internal:"));
            assert_eq!(there, inner, "{kind:?}");
        }
    });
}

#[test]
fn staff_fields_are_there_for_staff() {
    in_world(async |world| {
        // The client holds every answer to customers to having none of them; that would mean little if nobody had them.
        let stage = MatrixFixtures::new(world).await;
        let member = stage.client((HatKind::Customer, Role::Member));
        let ticket =
            open(member, &with(json!({}), &json!({"type": "question", "product_id": null, "version_id": null}))).await;
        let desk: &Client = stage.client((HatKind::Staff, Role::Agent));
        let seen = desk.get(format!("/v1/tickets/{}", ticket.id())).await.expect(200).json();
        for field in ["queue", "assignee", "routing_rule", "account_detail"] {
            assert!(seen.get(field).is_some(), "{field}");
            assert!(ticket.json().get(field).is_none(), "{field}");
        }
    });
}
