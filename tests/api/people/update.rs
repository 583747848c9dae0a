//! Disabling a person and letting them in again, and giving them other hats.

use super::invite::administrator;
use crate::auth::{cookie, refresh, sign_in, token, with_password};
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{company, put_on};
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Client, Request};
use portico_tests::samples;
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let path = format!("/v1/people/{}", cell.stage.person(cell.relation).await);
    cell.of_record(cell.client().patch(path, json!({"status": "disabled"})).if_match("\"1\""), 200)
}

#[test]
fn of_administrators_who_disable_each_other_one_stays() {
    in_world(async |world| {
        for _ in 0..5 {
            let one = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
            let other = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
            let disable = |by: &Client, whom: &Client| {
                let path = format!("/v1/people/{}", whom.who().person.id);
                by.patch(path, json!({"status": "disabled"})).if_match("\"1\"")
            };
            let (first, second) =
                futures::join!(disable(&one, &other).into_future(), disable(&other, &one).into_future());
            let done = [&first, &second].iter().filter(|answer| answer.status() == 200).count();
            assert_eq!(done, 1, "{first}\n{second}");
            let mut active = 0;
            for client in [&one, &other] {
                let status = world.person(client.who().person.id).await.status;
                active += usize::from(status == PersonStatus::Active);
            }
            assert_eq!(active, 1);
        }
    });
}

fn path(person: &Person) -> String {
    format!("/v1/people/{}", person.id)
}

/// Gives a person of the first version these hats.
fn give(admin: &Client, person: &Person, hats: &Value) -> Request {
    admin.patch(path(person), json!({ "hats": hats })).if_match("\"1\"")
}

/// Names of the queues that somebody works on.
async fn works(admin: &Client, person: &Person) -> Vec<String> {
    let queues = admin.get("/v1/queues").await.expect(200).json();
    let queues = queues["items"].as_array().unwrap().clone();
    let on = |queue: &&Value| queue["agents"].as_array().unwrap().iter().any(|agent| agent["id"] == json!(person.id));
    queues.iter().filter(on).map(|queue| queue["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn other_hats_hold_on_the_next_call() {
    in_own_world(async |world| {
        let (admin, account) = (administrator(world).await, company(world).await);
        let hats = vec![samples::hat_of(&account, Role::Manager), samples::hat(HatKind::Employee, Role::Employee)];
        let person = with_password(world, samples::person(hats)).await;
        let begin = async || sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let manager = begin().await;
        let client = world.nobody().bearing(&token(&manager));
        client.get("/v1/tickets?view=company").await.expect(200);
        // In the employee's hat, which they lose.
        let switched = begin().await;
        let switching = world.nobody().bearing(&token(&switched));
        let hat = json!({"hat_id": person.hats[1].id});
        let employee = switching.post("/v1/session/hat", hat).await.expect(200);
        let employee = world.nobody().bearing(&token(&employee));
        employee.get("/v1/me").await.expect(200);

        let hats = json!([
            {"id": person.hats[0].id, "kind": "customer", "role": "member", "account_id": account.id},
            {"kind": "staff", "role": "editor"},
        ]);
        let saved = give(&admin, &person, &hats).await.expect(200);
        let now = saved.json();
        assert_eq!((saved.etag().as_str(), &now["version"]), ("\"2\"", &json!(2)));
        assert_eq!(now["hats"][0]["id"], json!(person.hats[0].id));
        assert_ne!(now["hats"][1]["id"], json!(person.hats[1].id));
        let labels = [&now["hats"][0]["label"], &now["hats"][1]["label"]];
        assert_eq!(labels, [&json!(format!("{}, member", account.name)), &json!("XYZ Co., editor")]);
        assert!(now["allowed"].as_array().unwrap().contains(&json!("change_hats")));

        employee.get("/v1/me").await.refused(401, "session_ended");
        client.get("/v1/tickets?view=company").await.refused(401, "token_stale");
        let renewed = refresh(world, &cookie(&manager)).await.expect(200);
        let member = world.nobody().bearing(&token(&renewed));
        member.get("/v1/tickets?view=company").await.refused(403, "forbidden");
        member.get("/v1/tickets").await.expect(200);

        // The same hats again are no change, and anyone who saw the version before is refused.
        let as_they_are = json!([
            {"id": now["hats"][0]["id"], "kind": "customer", "role": "member", "account_id": account.id},
            {"id": now["hats"][1]["id"], "kind": "staff", "role": "editor"},
        ]);
        let again = admin.patch(path(&person), json!({ "hats": as_they_are })).if_match("\"2\"").await.expect(200);
        assert_eq!(again.json()["version"], json!(2));
        give(&admin, &person, &hats).await.refused(412, "stale");

        let touches = world.touches(TouchesOf::Record(person.id.to_string())).await;
        let changes: Vec<&str> = touches
            .iter()
            .filter(|touch| touch.action.label() == "Changed a person")
            .filter_map(|touch| touch.detail.as_deref())
            .collect();
        let name = &account.name;
        let words = format!("{name}, manager → {name}, member; added XYZ Co., editor; removed XYZ Co., employee");
        assert_eq!(changes, [words]);
        world.sweep().await;
        let mails = world.mails(&person.email);
        let [mail] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!(mail.subject, "Your roles at XYZ Co. have changed");
        let text = mail.text.clone().unwrap();
        assert!(text.contains(&format!("the roles: {name}, member; XYZ Co., editor.")), "{text}");
    });
}

#[test]
fn people_are_listed_by_the_hats_that_they_have_now() {
    in_world(async |world| {
        let (admin, first, second) = (administrator(world).await, company(world).await, company(world).await);
        let person = samples::person(vec![samples::hat_of(&first, Role::Member)]);
        world.add(&person).await;
        let listed = async |query: &str| {
            let all = admin.all(&format!("/v1/people?{query}"), 10).await;
            all.iter().any(|one| one["id"] == json!(person.id))
        };
        let (of_first, of_second) = (format!("account={}", first.id), format!("account={}", second.id));
        assert!(listed(&of_first).await && !listed(&of_second).await);
        let hats = json!([{"kind": "customer", "role": "manager", "account_id": second.id}]);
        give(&admin, &person, &hats).await.expect(200);
        assert!(!listed(&of_first).await && listed(&of_second).await);
        // Colleagues are found where they are now.
        let colleague = put_on(world, samples::hat_of(&second, Role::Member)).await;
        let colleagues = colleague.all("/v1/colleagues", 10).await;
        assert!(colleagues.iter().any(|one| one["id"] == json!(person.id)), "{colleagues:?}");
    });
}

#[test]
fn agents_of_queues_follow_their_hats() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let person = samples::person(vec![samples::hat(HatKind::Employee, Role::Employee)]);
        world.add(&person).await;
        let change = async |version: u64, hats: Value| {
            let body = json!({ "hats": hats });
            admin.patch(path(&person), body).if_match(format!("\"{version}\"")).await.expect(200).json()
        };
        assert!(works(&admin, &person).await.is_empty());
        let both = json!([samples::queue("powerplus"), samples::queue("general")]);
        let now = change(1, json!([{"kind": "staff", "role": "agent", "queue_ids": both}])).await;
        assert_eq!(works(&admin, &person).await.len(), 2);
        let id = &now["hats"][0]["id"];
        let one = json!([samples::queue("powerplus")]);
        let now = change(2, json!([{"id": id, "kind": "staff", "role": "agent", "queue_ids": one}])).await;
        assert_eq!((&now["hats"][0]["id"], works(&admin, &person).await), (id, vec!["PowerPlus".to_owned()]));
        change(3, json!([{"id": id, "kind": "staff", "role": "sales"}])).await;
        assert!(works(&admin, &person).await.is_empty());
        let history = admin.all("/v1/settings/tickets/history", 10).await;
        assert_eq!(history.len(), 3);
        assert_eq!(history[0]["replaced_by"], json!(admin.who().person.name));
    });
}

/// Changes of several people cross in the settings of the queues, and not for long.
#[test]
fn agents_who_are_changed_at_once_do_not_undo_each_other() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let mut people = Vec::new();
        for _ in 0..3 {
            let person = samples::person(vec![samples::hat(HatKind::Employee, Role::Employee)]);
            world.add(&person).await;
            people.push(person);
        }
        let agent = json!([{"kind": "staff", "role": "agent", "queue_ids": [samples::queue("powerplus")]}]);
        let giving = people.iter().map(|person| give(&admin, person, &agent).into_future());
        for answer in futures::future::join_all(giving).await {
            assert!(matches!(answer.status(), 200 | 409), "{answer}");
        }
        for person in &people {
            let given = world.person(person.id).await.version == 2;
            assert_eq!(works(&admin, person).await.is_empty(), !given);
        }
    });
}

#[test]
fn hats_that_cannot_be_are_refused_by_field() {
    in_world(async |world| {
        let (admin, account) = (administrator(world).await, company(world).await);
        let person = samples::person(vec![samples::hat_of(&account, Role::Member)]);
        world.add(&person).await;
        let kept = json!({"id": person.hats[0].id, "kind": "customer", "role": "member", "account_id": account.id});
        let refused = async |hats: Value, wrong: &[(&str, &str)]| {
            give(&admin, &person, &hats).await.names(wrong);
        };
        refused(json!([]), &[("/hats", "required")]).await;
        refused(json!([kept, kept]), &[("/hats/1/id", "duplicate"), ("/hats/1/role", "duplicate")]).await;
        let other = uuid::Uuid::now_v7();
        let unknown = json!({"id": other, "kind": "employee", "role": "employee"});
        refused(json!([kept, unknown]), &[("/hats/1/id", "not_one_of")]).await;
        let moved = json!({"id": person.hats[0].id, "kind": "customer", "role": "member", "account_id": other});
        refused(json!([moved]), &[("/hats/0/account_id", "not_one_of")]).await;
        let staff = json!({"id": person.hats[0].id, "kind": "staff", "role": "sales"});
        refused(json!([staff]), &[("/hats/0/kind", "not_one_of")]).await;
        refused(json!([{"kind": "partner", "role": "seller"}]), &[("/hats/0/kind", "not_one_of")]).await;
        refused(json!([{"kind": "staff", "role": "member"}]), &[("/hats/0/role", "not_one_of")]).await;
        let nowhere = json!({"kind": "staff", "role": "agent", "queue_ids": [other]});
        refused(json!([nowhere]), &[("/hats/0/queue_ids", "not_one_of")]).await;
        let many: Vec<&Value> = std::iter::repeat_n(&kept, 6).collect();
        refused(json!(many), &[("/hats", "too_many")]).await;
        assert_eq!(world.person(person.id).await.version, 1);
    });
}

#[test]
fn nobody_changes_their_own_hats() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let me = admin.who().person.clone();
        let more = json!([
            {"id": me.hats[0].id, "kind": "staff", "role": "administrator"},
            {"kind": "staff", "role": "hr"},
        ]);
        give(&admin, &me, &more).await.refused(409, "state_conflict");
        assert_eq!(world.person(me.id).await.version, 1);
    });
}

/// Demotes and disables in every mix: whichever comes first, an administrator remains.
#[test]
fn of_administrators_who_demote_each_other_one_stays() {
    in_world(async |world| {
        for round in 0..6 {
            let [one, other] = [administrator(world).await, administrator(world).await];
            let demote = |by: &Client, whom: &Client| {
                let whom = &whom.who().person;
                give(by, whom, &json!([{"id": whom.hats[0].id, "kind": "staff", "role": "editor"}]))
            };
            let disable = |by: &Client, whom: &Client| {
                by.patch(path(&whom.who().person), json!({"status": "disabled"})).if_match("\"1\"")
            };
            let against = if round % 2 == 0 { demote(&other, &one) } else { disable(&other, &one) };
            let (first, second) = futures::join!(demote(&one, &other).into_future(), against.into_future());
            let done = [&first, &second].iter().filter(|answer| answer.status() == 200).count();
            assert_eq!(done, 1, "{first}\n{second}");
            assert_eq!(remaining(world, [&one, &other]).await, 1);
        }
    });
}

/// Number of these people who can sign in as an administrator.
async fn remaining(world: &World, clients: [&Client; 2]) -> usize {
    let mut count = 0;
    for client in clients {
        let person = world.person(client.who().person.id).await;
        let administers = person.hats.iter().any(|hat| hat.role == Role::Administrator);
        count += usize::from(person.status == PersonStatus::Active && administers);
    }
    count
}
