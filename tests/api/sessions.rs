//! Signing in, staying signed in, changing the hat, and no longer being let in.

use crate::scenario::{Scenario, company, put_on};
use jiff::{SignedDuration, Timestamp};
use portico_domain::action::{Action, Capability};
use portico_domain::caller::Caller;
use portico_domain::change::Write;
use portico_domain::hats::{ALL_HATS, HatKind, Role};
use portico_domain::people::ports::Sessions;
use portico_domain::people::{Person, PersonStatus, Session};
use portico_domain::portal::{PortalSettings, TakenAway};
use portico_domain::settings::Versioned;
use portico_domain::signing::SigningKey;
use portico_domain::tickets::TicketState;
use portico_domain::touch_list::TouchesOf;
use portico_search::tantivy::TantivyWriter;
use portico_tests::client::{Answer, Client, Request};
use portico_tests::proxy::Proxy;
use portico_tests::samples;
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::{Value, json};
use std::time::Duration;

const COOKIE: &str = "__Host-portico_refresh";

pub(crate) fn sign_in(client: &Client, email: &str, password: &str) -> Request {
    client.post("/v1/session", json!({"email": email, "password": password}))
}

/// Somebody who can sign in.
pub(crate) async fn with_password(world: &World, person: Person) -> Person {
    world.add(&person).await;
    world.give_password(&person).await;
    person
}

pub(crate) fn employee() -> Person {
    samples::person(vec![samples::hat(HatKind::Employee, Role::Employee)])
}

/// The value of the cookie an answer sets.
fn cookie(answer: &Answer) -> String {
    let line = answer.header("set-cookie");
    let value = line.strip_prefix(&format!("{COOKIE}=")).unwrap_or_else(|| panic!("no cookie: {line:?}"));
    value.split(';').next().unwrap().to_owned()
}

fn refresh(world: &World, cookie: &str) -> Request {
    let request = world.nobody().post("/v1/session/refresh", json!({}));
    request.header("cookie", format!("theme=dark; {COOKIE}={cookie}; x=y")).header("x-portico-refresh", "1")
}

fn token(answer: &Answer) -> String {
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn somebody_signs_in() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let answer = sign_in(&world.nobody(), &person.email.to_uppercase(), PASSWORD).await.expect(200);
        let session = answer.json();
        assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("Bearer"), &json!(600)));
        assert_eq!(session["person"], json!({"id": person.id, "name": person.name, "email": person.email}));
        let hat = &person.hats[0];
        assert_eq!(
            session["hats"],
            json!([{"id": hat.id, "kind": "employee", "role": "employee", "label": hat.label()}])
        );
        assert_eq!(session["hat_id"], json!(hat.id));
        let cookies: Vec<&str> = answer.header("set-cookie").split("; ").skip(1).collect();
        assert_eq!(cookies, ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=1209600"]);
        // The refresh token is nowhere but in the cookie, and the table holds only its hash.
        let secret = cookie(&answer).rsplit('.').next().unwrap().to_owned();
        assert!(secret.len() >= 43 && !answer.text().contains(&secret));
        let me = world.nobody().bearing(&token(&answer)).get("/v1/me").await.expect(200).json();
        assert_eq!(me["id"], json!(person.id));
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

#[test]
fn whoever_cannot_sign_in_learns_nothing_of_why() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let disabled = with_password(world, Person { status: PersonStatus::Disabled, ..employee() }).await;
        let invited = with_password(world, Person { status: PersonStatus::Invited, ..employee() }).await;
        let hatless = with_password(world, samples::person(Vec::new())).await;
        let without = employee();
        world.add(&without).await;
        let nobody = world.nobody();
        let wrong = sign_in(&nobody, &person.email, "not the right password").await.refused(401, "sign_in_failed");
        for (email, password) in [
            ("unknown@people.example", PASSWORD),
            (&disabled.email, PASSWORD),
            (&disabled.email, "not the right password"),
            (&invited.email, PASSWORD),
            (&hatless.email, PASSWORD),
            (&without.email, PASSWORD),
            (&without.email, " "),
            ("x' OR '1'='1", PASSWORD),
        ] {
            let answer = sign_in(&nobody, email, password).await.refused(401, "sign_in_failed");
            assert_eq!(answer.anonymous(), wrong.anonymous(), "{email}");
            let names = |answer: &Answer| answer.headers.keys().cloned().collect::<std::collections::HashSet<_>>();
            assert_eq!(names(&answer), names(&wrong), "{email}");
        }
        // Nor does the ledger of any of them.
        for person in [&person, &disabled, &invited, &without] {
            let touches = world.touches(TouchesOf::Person(person.id)).await;
            assert!(touches.iter().all(|touch| touch.action != Action::SignIn), "{touches:?}");
        }
    });
}

/// Not how long it takes is looked at, which depends on the machine, but what is done: the very same for both.
#[test]
fn an_unknown_address_costs_what_a_wrong_password_costs() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let mut config = world.config();
        let proxy = Proxy::start(config.endpoints.dynamodb.as_deref().unwrap(), Duration::ZERO);
        config.endpoints.dynamodb = Some(proxy.url());
        let (_, gateway) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
        let nobody = world.nobody().at(&gateway);
        let done = async |email: &str| {
            sign_in(&nobody, email, "not the right password").await.refused(401, "sign_in_failed");
            let mut done: Vec<String> = proxy.take().into_iter().map(|passed| passed.operation).collect();
            done.sort();
            done
        };
        let known = done(&person.email).await;
        assert_eq!(done("unknown@people.example").await, known);
        // The credential and what was counted are read together; the attempt is counted for the account and the network.
        assert_eq!(known, ["BatchGetItem", "PutItem", "UpdateItem", "UpdateItem"]);
        // And the password that is compared with in vain is as dear as a real one: see portico_auth::password.
    });
}

#[test]
fn a_session_is_renewed_and_each_token_is_good_once() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let first = cookie(&signed_in);
        // Without the header, which no form on another site can send, nothing happens, and nothing is lost.
        refresh(world, &first).without("x-portico-refresh").await.refused(401, "session_ended");
        let renewed = refresh(world, &first).await.expect(200);
        let second = cookie(&renewed);
        assert_ne!(first, second);
        assert_eq!(renewed.json()["person"], signed_in.json()["person"]);
        let third = cookie(&refresh(world, &second).await.expect(200));
        world.nobody().bearing(&token(&renewed)).get("/v1/me").await.expect(200);
        // One that was replaced before the last: somebody has a copy. Everything of this sign-in ends.
        refresh(world, &first).await.refused(401, "session_ended");
        refresh(world, &third).await.refused(401, "session_ended");
        for answer in [&signed_in, &renewed] {
            world.nobody().bearing(&token(answer)).get("/v1/me").await.refused(401, "session_ended");
        }
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let noticed = touches.iter().filter_map(|touch| touch.detail.as_deref());
        assert_eq!(noticed.collect::<Vec<_>>(), ["a replaced refresh token was used again"]);
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}

#[test]
fn tabs_that_renew_at_the_same_moment_all_stay_signed_in() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let first = cookie(&sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200));
        let tabs = (0..5).map(|_| refresh(world, &first).into_future());
        let tabs = futures::future::join_all(tabs).await;
        let mut rotated = Vec::new();
        for answer in tabs {
            let answer = answer.expect(200);
            world.nobody().bearing(&token(&answer)).get("/v1/me").await.expect(200);
            if answer.headers.contains_key("set-cookie") {
                rotated.push(cookie(&answer));
            }
        }
        assert!(rotated.len() >= 3, "each call gets a token of its own, unless many cross");
        // That of an answer that did not arrive is replaced with the others by the first that is used.
        let late = cookie(&refresh(world, &first).await.expect(200));
        assert!(!rotated.contains(&late));
        let next = cookie(&refresh(world, &rotated[0]).await.expect(200));
        refresh(world, &next).await.expect(200);
        refresh(world, &late).await.refused(401, "session_ended");
        refresh(world, &next).await.refused(401, "session_ended");
    });
}

async fn session_of(world: &World, cookie: &str) -> Session {
    let id = cookie.split('.').next().unwrap().parse().unwrap();
    world.store.session(id).await.unwrap().unwrap()
}

async fn change_session(world: &World, session: Session) {
    let expected = session.version;
    let session = Session { version: expected + 1, ..session };
    world.commit([Write::replace(&session, expected)]).await;
}

#[test]
fn who_reloads_before_the_answer_is_there_stays_signed_in() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let first = cookie(&sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200));
        // The second crosses with the first, whose response is lost.
        let both = futures::future::join(refresh(world, &first).into_future(), refresh(world, &first).into_future());
        let both = both.await;
        let (lost, second) = (cookie(&both.0.expect(200)), cookie(&both.1.expect(200)));
        assert_ne!(lost, second);
        let session = session_of(world, &first).await;
        let rotated_at = session.rotated_at - SignedDuration::from_mins(20);
        change_session(world, Session { rotated_at, ..session }).await;
        refresh(world, &second).await.expect(200);
    });
}

#[test]
fn a_moment_later_a_replaced_token_ends_the_session() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let first = cookie(&sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200));
        let second = cookie(&refresh(world, &first).await.expect(200));
        let session = session_of(world, &first).await;
        let rotated_at = session.rotated_at - SignedDuration::from_secs(11);
        change_session(world, Session { rotated_at, ..session }).await;
        refresh(world, &first).await.refused(401, "session_ended");
        refresh(world, &second).await.refused(401, "session_ended");
    });
}

#[test]
fn a_session_that_is_not_used_ends() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let session = session_of(world, &cookie(&signed_in)).await;
        let fortnight = SignedDuration::from_hours(14 * 24);
        assert_eq!(session.expires_at.duration_since(session.created_at), fortnight);
        change_session(world, Session { expires_at: Timestamp::now() - SignedDuration::from_secs(1), ..session }).await;
        world.nobody().bearing(&token(&signed_in)).get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&signed_in)).await.refused(401, "session_ended");
    });
}

#[test]
fn a_session_that_is_used_ends_too() {
    in_own_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let session = session_of(world, &cookie(&signed_in)).await;
        let begun =
            |days: i64| Timestamp::now() - SignedDuration::from_hours(24 * days) + SignedDuration::from_hours(1);
        // Renewed to the last, it lasts no longer than it may.
        change_session(world, Session { created_at: begun(30), ..session }).await;
        let renewed = refresh(world, &cookie(&signed_in)).await.expect(200);
        let session = session_of(world, &cookie(&renewed)).await;
        assert_eq!(session.expires_at, session.created_at + SignedDuration::from_hours(30 * 24));
        let line = renewed.header("set-cookie").to_owned();
        let age: i64 = line.split("Max-Age=").nth(1).unwrap().parse().unwrap();
        assert!((3500..=3600).contains(&age), "{line}");
        let client = world.nobody().bearing(&token(&renewed));
        client.get("/v1/me").await.expect(200);
        // A company that decides otherwise has it so from the next call on.
        let shorter = PortalSettings { session_days: 20, ..PortalSettings::default() };
        world.commit([Write::put(&Versioned { version: 1, section: shorter })]).await;
        client.get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&renewed)).await.refused(401, "session_ended");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}

#[test]
fn made_up_refresh_tokens_are_refused_and_harm_nobody() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let other = with_password(world, employee()).await;
        let mine = cookie(&sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200));
        let theirs = cookie(&sign_in(&world.nobody(), &other.email, PASSWORD).await.expect(200));
        let part = |cookie: &str, index: usize| cookie.split('.').nth(index).unwrap().to_owned();
        let mixed = [
            format!("{}.{}.{}", part(&mine, 0), part(&theirs, 1), part(&theirs, 2)),
            format!("{}.{}.{}", uuid::Uuid::now_v7(), part(&mine, 1), part(&mine, 2)),
            "a.b.c".into(),
            String::new(),
            "%00".into(),
        ];
        for made_up in &mixed {
            refresh(world, made_up).await.refused(401, "session_ended");
        }
        world
            .nobody()
            .post("/v1/session/refresh", json!({}))
            .header("x-portico-refresh", "1")
            .await
            .refused(401, "session_ended");
        refresh(world, &mine).await.expect(200);
        refresh(world, &theirs).await.expect(200);
    });
}

#[test]
fn signing_out_ends_the_session_and_leaves_what_was_typed() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let other = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let client = world.nobody().bearing(&token(&signed_in));
        client.put("/v1/drafts/ticket", json!({"data": {"synopsis": "half"}})).await.expect(200);
        let out = client.delete("/v1/session").await.expect(204);
        let line = out.header("set-cookie");
        assert!(
            line.starts_with(&format!("{COOKIE}=;")) && line.contains("Max-Age=0") && line.contains("Secure"),
            "{line}"
        );
        client.get("/v1/me").await.refused(401, "session_ended");
        client.delete("/v1/session").await.refused(401, "session_ended");
        refresh(world, &cookie(&signed_in)).await.refused(401, "session_ended");
        // Another browser's session goes on, and finds the draft.
        let other = world.nobody().bearing(&token(&other));
        assert_eq!(other.get("/v1/drafts/ticket").await.expect(200).json()["data"], json!({"synopsis": "half"}));
    });
}

#[test]
fn somebody_with_two_hats_changes_them() {
    in_world(async |world| {
        let signed_in = sign_in(&world.nobody(), "lotte.vandijk@xyz.example", PASSWORD).await.expect(200);
        let session = signed_in.json();
        let hats: Vec<_> = session["hats"].as_array().unwrap().iter().map(|hat| (&hat["kind"], &hat["role"])).collect();
        assert_eq!(hats, [(&json!("staff"), &json!("agent")), (&json!("employee"), &json!("employee"))]);
        assert_eq!(session["hat_id"], session["hats"][0]["id"]);
        let agent = world.nobody().bearing(&token(&signed_in));
        agent.get("/v1/queues").await.expect(200);
        let wanted = json!({"hat_id": session["hats"][1]["id"]});
        let switched = agent.post("/v1/session/hat", wanted).await.expect(200);
        assert_eq!(switched.json()["hat_id"], session["hats"][1]["id"]);
        // The token of the hat before is not good on the very next call.
        agent.get("/v1/queues").await.refused(401, "token_stale");
        let employee = world.nobody().bearing(&token(&switched));
        employee.get("/v1/queues").await.refused(403, "forbidden");
        assert_eq!(employee.get("/v1/home").await.expect(200).json()["hat_id"], session["hats"][1]["id"]);
        // Renewing keeps the hat that is on.
        let renewed = refresh(world, &cookie(&signed_in)).await.expect(200).json();
        assert_eq!(renewed["hat_id"], session["hats"][1]["id"]);
    });
}

#[test]
fn a_disabled_person_is_out_on_the_next_call() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let client = world.nobody().bearing(&token(&signed_in));
        client.get("/v1/me").await.expect(200);
        let admin = world.as_person("karin-aalto").await;
        let path = format!("/v1/people/{}", person.id);
        let status = |status: &str| admin.patch(path.clone(), json!({"status": status}));
        status("disabled").if_match("\"1\"").await.expect(200);
        client.get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&signed_in)).await.refused(401, "session_ended");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.refused(401, "sign_in_failed");
        // Let in again, they sign in again: what was ended stays ended.
        status("active").if_match("\"2\"").await.expect(200);
        client.get("/v1/me").await.refused(401, "session_ended");
        let again = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        world.nobody().bearing(&token(&again)).get("/v1/me").await.expect(200);

        let myself = format!("/v1/people/{}", admin.who().person.id);
        let etag = admin.get(&*myself).await.expect(200).etag();
        let lock_out = admin.patch(&*myself, json!({"status": "disabled"})).if_match(etag);
        lock_out.await.refused(409, "state_conflict");
    });
}

/// Sessions that begin in the very moment somebody is disabled: whichever comes first, none of them lives again.
#[test]
fn what_began_while_somebody_was_disabled_is_over_for_good() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let admin = world.as_person("karin-aalto").await;
        let path = format!("/v1/people/{}", person.id);
        for _ in 0..5 {
            let etag = admin.get(&*path).await.expect(200).etag();
            let disable = admin.patch(&*path, json!({"status": "disabled"})).if_match(etag);
            let begin = (0..3).map(|_| sign_in(&world.nobody(), &person.email, PASSWORD).into_future());
            let (disabled, begun) = futures::join!(disable.into_future(), futures::future::join_all(begin));
            let etag = disabled.expect(200).etag();
            admin.patch(&*path, json!({"status": "active"})).if_match(etag).await.expect(200);
            for session in begun.iter().filter(|answer| answer.status() == 200) {
                world.nobody().bearing(&token(session)).get("/v1/me").await.refused(401, "session_ended");
                refresh(world, &cookie(session)).await.refused(401, "session_ended");
            }
        }
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
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

#[test]
fn an_access_token_that_has_expired_still_signs_out() {
    in_world(async |world| {
        let person = world.new_person(HatKind::Employee, Role::Employee).await;
        let client = world.wearing(&person, &person.hats[0]).await;
        let who = client.who();
        let caller =
            Caller { person: person.id, name: person.name.clone(), hat: who.hat.clone(), session: who.session };
        let key = world.store.signing_key().await.unwrap();
        let past = Timestamp::now() - SignedDuration::from_hours(3);
        let expired = portico_http::token::mint(&key, &caller, past).unwrap();
        let late = client.clone().bearing(&expired);
        late.get("/v1/me").await.refused(401, "token_expired");
        late.delete("/v1/session").await.expect(204);
        client.get("/v1/me").await.refused(401, "session_ended");
        late.delete("/v1/session").await.refused(401, "session_ended");
    });
}

#[test]
fn a_changed_role_holds_on_the_next_call() {
    in_world(async |world| {
        let account = company(world).await;
        let person = with_password(world, samples::person(vec![samples::hat_of(&account, Role::Manager)])).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let manager = world.nobody().bearing(&token(&signed_in));
        manager.get("/v1/tickets?view=company").await.expect(200);
        let mut changed = Person { version: 2, ..person.clone() };
        changed.hats[0].role = Role::Member;
        world.commit(person.replace_by(&changed)).await;
        manager.get("/v1/tickets?view=company").await.refused(401, "token_stale");
        let renewed = refresh(world, &cookie(&signed_in)).await.expect(200);
        let member = world.nobody().bearing(&token(&renewed));
        member.get("/v1/tickets?view=company").await.refused(403, "forbidden");
        member.get("/v1/tickets").await.expect(200);
        // Without the hat there is nothing to be signed in as.
        let bare = Person { version: 3, hats: Vec::new(), ..person };
        world.commit(changed.replace_by(&bare)).await;
        member.get("/v1/tickets").await.refused(401, "session_ended");
    });
}

async fn take_away(world: &World, taken_away: Vec<TakenAway>) {
    let portal = PortalSettings { company_name: "XYZ Co.".into(), taken_away, ..PortalSettings::default() };
    world.commit([Write::put(&Versioned { version: 1, section: portal })]).await;
}

#[test]
fn what_settings_take_away_is_gone_on_the_next_call_and_back_again() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let path = format!("/v1/tickets/{ticket}");
        let tickets = |role| TakenAway { capability: Capability::Tickets, face: HatKind::Customer, role };
        let has = async |client: &Client| -> Value { client.get("/v1/home").await.expect(200).json() };
        cast.member.get(&*path).await.expect(200);

        take_away(world, vec![tickets(Some(Role::Member))]).await;
        cast.member.get(&*path).await.refused(404, "capability_off");
        cast.member.get("/v1/tickets").await.refused(404, "capability_off");
        cast.member.post(format!("{path}/replies"), json!({"text": "x"})).await.refused(404, "capability_off");
        // What is not there answers the same: nothing can be told by it.
        let missing = format!("/v1/tickets/{}", uuid::Uuid::now_v7());
        cast.member.get(missing).await.refused(404, "capability_off");
        let home = has(&cast.member).await;
        assert_eq!((&home["capabilities"], &home["widgets"]["my_tickets"]), (&json!(["knowledge"]), &Value::Null));
        assert_eq!(home["ticket_lists"], json!([]));
        cast.member.get("/v1/articles").await.expect(200);
        cast.manager.get(&*path).await.expect(200);
        cast.agent.get(&*path).await.expect(200);

        let knowledge = TakenAway { capability: Capability::Knowledge, face: HatKind::Customer, role: None };
        take_away(world, vec![tickets(None), knowledge]).await;
        cast.manager.get(&*path).await.refused(404, "capability_off");
        cast.manager.get("/v1/articles?q=x").await.refused(404, "capability_off");
        assert_eq!(has(&cast.manager).await["capabilities"], json!([]));
        // What is one's own cannot be taken away.
        let personal = TakenAway { capability: Capability::Personal, face: HatKind::Customer, role: None };
        take_away(world, vec![personal]).await;
        cast.member.get("/v1/me").await.expect(200);

        take_away(world, Vec::new()).await;
        cast.member.get(&*path).await.expect(200);
        assert_eq!(has(&cast.manager).await["capabilities"], json!(["tickets", "knowledge"]));
        put_on(world, samples::hat(HatKind::Staff, Role::Hr)).await.get("/v1/articles").await.expect(200);
    });
}

#[test]
fn passwords_have_limits_and_are_taken_as_they_are() {
    in_world(async |world| {
        let nobody = world.nobody();
        let person = with_password(world, employee()).await;
        sign_in(&nobody, &person.email, &format!(" {PASSWORD} ")).await.refused(401, "sign_in_failed");
        sign_in(&nobody, &person.email, &PASSWORD.to_uppercase()).await.refused(401, "sign_in_failed");
        sign_in(&nobody, &person.email, &"x".repeat(201)).await.names(&[("/password", "too_long")]);
        sign_in(&nobody, "", "").await.names(&[("/email", "required"), ("/password", "required")]);
        sign_in(&nobody, &format!("{}@x.example", "x".repeat(250)), PASSWORD).await.names(&[("/email", "too_long")]);
        let extra = json!({"email": person.email, "password": PASSWORD, "hat_id": person.hats[0].id});
        nobody.post("/v1/session", extra).await.names(&[("/hat_id", "unknown_field")]);
        let listed = json!({"email": [person.email], "password": {"$ne": ""}});
        nobody.post("/v1/session", listed).await.names(&[("/email", "wrong_type"), ("/password", "wrong_type")]);
    });
}
