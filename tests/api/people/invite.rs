//! Inviting people: the link is in one mail and nowhere else.

use crate::auth::sign_in;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, company, put_on};
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::hats::{HatKind, Role};
use portico_domain::invitations::{InvitationLink, Invitations as _, Invited};
use portico_domain::people::jobs::SendInvitation;
use portico_domain::people::mail::{MailSuppression, StopReason};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::tickets::TicketState;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Answer, Client};
use portico_tests::samples;
use portico_tests::steps::{accept, act, with};
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let email = format!("{}@people.example", uuid::Uuid::now_v7());
    let hats = json!([{"kind": "employee", "role": "employee"}]);
    MatrixRequest::free(
        cell.client().post("/v1/invitations", json!({"name": "Ida Lund", "email": email, "hats": hats})),
        201,
    )
}

pub(crate) fn address() -> String {
    format!("i{}@people.example", uuid::Uuid::now_v7().simple())
}

/// Returns the body of an invitation, as the portal sends it.
pub(crate) fn wanted(email: &str) -> Value {
    json!({"name": "Ida Lund", "email": email, "hats": [{"kind": "employee", "role": "employee"}]})
}

pub(crate) async fn invited_by(admin: &Client, email: &str, fields: &Value) -> Answer {
    admin.post("/v1/invitations", with(wanted(email), fields)).await.expect(201)
}

/// Invites a person, and returns their address and the token in the link.
pub(crate) async fn invited(world: &World, admin: &Client) -> (String, String) {
    let email = address();
    invited_by(admin, &email, &json!({})).await;
    world.sweep().await;
    let token = world.invitation(&email);
    (email, token)
}

pub(crate) async fn administrator(world: &World) -> Client {
    put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await
}

pub(crate) async fn stored(world: &World, token: &str) -> Invited {
    let link = InvitationLink::read(token).unwrap();
    world.store.invited(link.person, link.id).await.unwrap().unwrap()
}

pub(crate) async fn is_over(world: &World, token: &str) {
    accept(world, token, PASSWORD).await.refused(403, "invitation_over");
}

#[test]
fn somebody_is_invited_and_joins() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let email = address();
        let answer = invited_by(&admin, &email.to_uppercase(), &json!({"time_zone": "Asia/Tokyo"})).await;
        let person = answer.json();
        assert_eq!(
            (&person["status"], &person["email"], &person["locale"]),
            (&json!("invited"), &json!(email), &json!("en"))
        );
        assert_eq!(answer.header("location"), format!("/v1/people/{}", answer.id()));
        sign_in(&world.nobody(), &email, PASSWORD).await.refused(401, "sign_in_failed");

        world.sweep().await;
        let mails = world.mails(&email);
        let [mail] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!(mail.subject, "Your invitation to the portal of XYZ Co.");
        let (by, text) = (&admin.who().person.name, mail.text.clone().unwrap());
        for part in
            [format!("{by} invites you to the portal of XYZ Co. with the role: XYZ Co., employee."), "(JST)".into()]
        {
            assert!(text.contains(&part), "{part}: {text}");
        }
        let token = world.invitation(&email);
        let html = mail.html.clone().unwrap();
        assert!(html.contains(&format!("invitation#{token}\"")) && html.contains("Choose a password"), "{html}");

        let joined = accept(world, &token, "open sesame, please").await.expect(200);
        let line = joined.header("set-cookie");
        assert!(line.starts_with("__Host-portico_refresh=") && line.contains("HttpOnly"), "{line}");
        let client = world.nobody().bearing(joined.json()["access_token"].as_str().unwrap());
        let me = client.get("/v1/me").await.expect(200).json();
        assert_eq!((&me["id"], &me["email"]), (&person["id"], &json!(email)));
        sign_in(&world.nobody(), &email, "open sesame, please").await.expect(200);
        // The page of the person says so too.
        let now = admin.get(answer.header("location")).await.expect(200).json();
        assert_eq!((&now["status"], &now["version"]), (&json!("active"), &json!(2)));
        // The link is spent, whatever is asked with it.
        is_over(world, &token).await;
        assert!(
            admin.post("/v1/invitations", wanted(&email)).await.names(&[("/email", "taken")]).text().contains("joined")
        );

        let touches = world.touches(TouchesOf::Record(answer.id())).await;
        let done: Vec<_> = touches.iter().map(|touch| (touch.action, touch.person, touch.outcome)).collect();
        let (admin, own) = (Some(admin.who().person.id), Some(answer.id().parse().unwrap()));
        assert_eq!(done[0], (Action::InvitePerson, admin, Outcome::Done));
        assert_eq!(done[1..3].iter().map(|line| line.0).collect::<Vec<_>>(), [Action::RunJob; 2]);
        assert_eq!(done[3], (Action::AcceptInvitation, own, Outcome::Done));
        let secret = token.rsplit('.').next().unwrap();
        assert!(!format!("{touches:?}").contains(secret));
    });
}

#[test]
fn a_spanish_reader_is_invited_in_spanish() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let email = address();
        invited_by(&admin, &email, &json!({"locale": "es-ES", "time_zone": "Europe/Madrid"})).await;
        world.sweep().await;
        let mails = world.mails(&email);
        let [mail] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!(mail.subject, "Su invitación al portal de XYZ Co.");
        let text = mail.text.clone().unwrap();
        let by = format!("{} le invita al portal de XYZ Co. con el rol: XYZ Co., empleado.", admin.who().person.name);
        assert!(text.starts_with("Hola, Ida Lund:") && text.contains(&by) && text.contains(" de 20"), "{text}");
        let html = mail.html.clone().unwrap();
        assert!(html.contains("<html lang=\"es\">") && html.contains("Elegir una contraseña"), "{html}");

        let joined = accept(world, &world.invitation(&email), PASSWORD).await.expect(200).json();
        assert_eq!(joined["person"]["locale"], "es-ES");
        assert_eq!(
            (&joined["hats"][0]["label"], &joined["hats"][0]["organisation"]),
            (&json!("XYZ Co., employee"), &json!("XYZ Co."))
        );
    });
}

#[test]
fn an_agent_who_has_joined_can_be_given_tickets() {
    // Of its own: who has the next turn in a queue is counted on elsewhere.
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let queue = samples::queue("powerplus");
        let mut links = Vec::new();
        for _ in 0..3 {
            let email = address();
            let hats = json!([{"kind": "staff", "role": "agent", "queue_ids": [queue, queue]}]);
            let person = invited_by(&admin, &email, &json!({"hats": hats})).await.id();
            world.sweep().await;
            links.push((person, world.invitation(&email)));
        }
        let works = async |person: &str| {
            let queues = admin.get("/v1/queues").await.expect(200).json();
            let queues = queues["items"].as_array().unwrap().clone();
            let there = queues
                .iter()
                .filter(|queue| queue["agents"].as_array().unwrap().iter().any(|agent| agent["id"] == person));
            there.map(|queue| queue["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert!(works(&links[0].0).await.is_empty(), "nobody works before they have joined");
        // At once, they do not take each other's place.
        let joining = links.iter().map(|(_, token)| accept(world, token, PASSWORD).into_future());
        for joined in futures::future::join_all(joining).await {
            joined.expect(200);
        }
        let cast = Scenario::new(world).await;
        for (person, _) in &links {
            assert_eq!(works(person).await, ["PowerPlus"]);
            let ticket = cast.ticket(TicketState::Open).await.to_string();
            let given = act(&admin, &ticket, "assign", json!({"assignee_id": person})).await.expect(200).json();
            assert_eq!(given["assignee"]["id"], json!(person));
        }
    });
}

/// Nothing that is kept leads to the link: a reader of the table cannot join in the person's name.
#[test]
fn the_link_is_in_the_mail_and_nowhere_else() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let email = address();
        invited_by(&admin, &email, &json!({})).await;
        let owed = world.owed().await;
        let job = owed.iter().find(|job| job.is::<SendInvitation>()).expect("a mail is owed");
        let named: BTreeSet<&str> = job.data.keys().map(String::as_str).collect();
        assert_eq!(named, BTreeSet::from(["person", "invitation"]));
        world.sweep().await;
        let token = world.invitation(&email);
        let secret = token.rsplit('.').next().unwrap();
        assert!(secret.len() >= 43, "256 bits: {secret}");
        let all = serde_json::to_string(&world.raw().items().await).unwrap();
        assert!(all.contains(&stored(world, &token).await.invitation.link_hashes[0]));
        assert!(!all.contains(secret));
    });
}

#[test]
fn a_mail_that_came_too_late_is_not_sent() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let email = address();
        invited_by(&admin, &email, &json!({})).await;
        invited_by(&admin, &email, &json!({})).await;
        world.sweep().await;
        // Two mails were due; the second invitation replaced the first.
        assert_eq!(world.mails(&email).len(), 1);
        accept(world, &world.invitation(&email), PASSWORD).await.expect(200);

        let stopped = samples::person(vec![samples::hat(HatKind::Employee, Role::Employee)]);
        let mail_stop =
            MailSuppression { email: stopped.email.clone(), reason: StopReason::Bounced, since: Timestamp::now() };
        world.add(&Person { status: PersonStatus::Invited, mail_stop: Some(mail_stop), ..stopped.clone() }).await;
        admin.post("/v1/invitations", wanted(&stopped.email)).await.names(&[("/email", "mail_stopped")]);
    });
}

#[test]
fn a_mail_that_is_sent_again_has_a_link_of_its_own_and_both_are_good() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let email = address();
        invited_by(&admin, &email, &json!({})).await;
        world.mailbox().throttle(true);
        assert_eq!(world.sweep().await.put_off, 1);
        world.mailbox().throttle(false);
        let owed = world.owed().await;
        let job = owed.iter().find(|job| job.is::<SendInvitation>()).expect("still owed");
        world.make_due(job).await;
        world.sweep().await;
        let token = world.invitation(&email);
        assert_eq!(stored(world, &token).await.invitation.link_hashes.len(), 2);
        accept(world, &token, PASSWORD).await.expect(200);
    });
}

#[test]
fn hats_are_given_as_there_are_accounts_and_queues() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let account = company(world).await;
        let queue = samples::queue("general");
        let hats = json!([
            {"kind": "staff", "role": "agent", "queue_ids": [queue]},
            {"kind": "customer", "role": "manager", "account_id": account.id},
        ]);
        let person = invited_by(&admin, &address(), &json!({"hats": hats})).await.json();
        let labels: Vec<&str> =
            person["hats"].as_array().unwrap().iter().filter_map(|hat| hat["label"].as_str()).collect();
        assert_eq!(labels, ["XYZ Co., agent", &format!("{}, manager", account.name)]);
        assert_eq!(world.person(person["id"].as_str().unwrap().parse().unwrap()).await.hats[0].queues, [queue]);

        let refused = async |hats: Value, wrong: &[(&str, &str)]| {
            admin.post("/v1/invitations", with(wanted(&address()), &json!({"hats": hats}))).await.names(wrong);
        };
        refused(json!([]), &[("/hats", "required")]).await;
        refused(json!([{"kind": "customer", "role": "member"}]), &[("/hats/0/account_id", "required")]).await;
        let unknown = json!([{"kind": "customer", "role": "member", "account_id": uuid::Uuid::now_v7()}]);
        refused(unknown, &[("/hats/0/account_id", "not_one_of")]).await;
        let nowhere = json!([{"kind": "staff", "role": "agent", "queue_ids": [uuid::Uuid::now_v7()]}]);
        refused(nowhere, &[("/hats/0/queue_ids", "not_one_of")]).await;
        refused(json!([{"kind": "partner", "role": "seller"}]), &[("/hats/0/kind", "not_one_of")]).await;
        refused(json!([{"kind": "staff", "role": "member"}]), &[("/hats/0/role", "not_one_of")]).await;
        let fields = json!({"email": "ida", "time_zone": "Mars/Olympus"});
        let answer = admin.post("/v1/invitations", with(wanted("x"), &fields)).await;
        answer.names(&[("/email", "not_an_address"), ("/time_zone", "not_one_of")]);
    });
}

/// Two invitations to one address at once, or the same request twice, make one invitation.
#[test]
fn an_invitation_that_is_asked_for_twice_is_one() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let email = address();
        let key = uuid::Uuid::now_v7().to_string();
        let ask = || admin.post("/v1/invitations", wanted(&email)).key(&*key);
        let (first, again) = (ask().await.expect(201), ask().await.expect(201));
        assert_eq!(first.text(), again.text());
        let crossing = (0..3).map(|_| admin.post("/v1/invitations", wanted(&email)).into_future());
        for answer in futures::future::join_all(crossing).await {
            assert!(matches!(answer.status(), 201 | 409), "{answer}");
        }
        world.sweep().await;
        let person = world.person(first.id().parse().unwrap()).await;
        let token = world.invitation(&email);
        assert_eq!(person.invitation, InvitationLink::read(&token).map(|link| link.id));
        accept(world, &token, PASSWORD).await.expect(200);
    });
}
