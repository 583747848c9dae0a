//! Tests of the mails that are left to people: who may see them, and what a decision does.

use super::receive::{Sent, address_of, found, mail};
use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on, told};
use jiff::Timestamp;
use portico_aws::{FromEnv as _, S3};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::Write;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::tickets::TicketState;
use portico_domain::tickets::inbound::ports::{InboundMails as _, RawMails as _};
use portico_domain::tickets::inbound::{LARGEST_MAIL, MOST_WAITING_A_DAY};
use portico_domain::tickets::timeline::Side;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_testing::records;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::fetch;
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) async fn drive_list(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/inbound-mails"), 200)
}

pub(crate) async fn drive_get(cell: Cell<'_>) -> MatrixRequest {
    cell.of_record(cell.client().get(stored(cell).await), 200)
}

pub(crate) async fn drive_download(cell: Cell<'_>) -> MatrixRequest {
    let path = stored(cell).await;
    if cell.relation != Relation::Missing {
        let object = raw_of(cell.stage.world, &path).await;
        let files = S3::from_config(&cell.stage.world.config()).unwrap();
        files.put_raw_mail(&object, b"Subject: A question\r\n\r\nDo you have pumps?".to_vec()).await.unwrap();
    }
    cell.of_record(cell.client().get(format!("{path}/download")), 303)
}

pub(crate) async fn drive_attach(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket(cell.who, Relation::Near).await;
    let body = json!({"ticket_number": ticket.label(), "as": "note"});
    let request = cell.client().post(format!("{}/attach", stored(cell).await), body);
    cell.of_record(request.if_match("\"1\""), 200)
}

pub(crate) async fn drive_discard(cell: Cell<'_>) -> MatrixRequest {
    let request = cell.client().post(format!("{}/discard", stored(cell).await), json!({}));
    cell.of_record(request.if_match("\"1\""), 200)
}

/// The path of a mail; nobody has any that others have not.
async fn stored(cell: Cell<'_>) -> String {
    let mail = records::inbound_mail(Timestamp::now());
    if cell.relation != Relation::Missing {
        cell.stage.world.commit([Write::create(&mail)]).await;
    }
    format!("/v1/inbound-mails/{}", mail.id)
}

/// Receives a mail that waits, and returns its path.
async fn waiting(world: &World, agent: &Client, sent: Sent) -> String {
    let sent = Sent { subject: format!("Waits {}", Uuid::now_v7()), ..sent };
    world.receive(sent.raw()).await;
    let mail = found(agent, "", &sent.subject).await.expect("it waits");
    format!("/v1/inbound-mails/{}", mail["id"].as_str().unwrap())
}

/// Key of the raw mail in the bucket.
async fn raw_of(world: &World, path: &str) -> String {
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let mail = world.store.inbound_mail(id).await.unwrap().open_for_system(&Caller::system());
    mail.expect("a mail").object
}

async fn attach(client: &Client, path: &str, number: &str, how: &str) -> portico_tests::client::Answer {
    let body = json!({"ticket_number": number, "as": how});
    client.post(format!("{path}/attach"), body).if_match("\"1\"").await
}

#[test]
fn a_mail_is_attached_as_the_reply_of_its_sender() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Waiting).await.to_string();
        let number = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json()["number"].clone();
        let mut sent = mail(&cast.member.who().person.email, "support@xyz.example", "It is back.");
        sent.text += "\r\n\r\n-- \r\nKari";
        sent.files = vec![("pump.log", b"08:14 lost"), ("setup.exe", b"MZ\x90\0")];
        let path = waiting(world, &cast.agent, sent).await;
        let seen = cast.agent.get(&path).await.expect(200).json();
        assert_eq!((&seen["text"], &seen["quoted"]), (&json!("It is back."), &json!("-- \nKari")));
        assert_eq!(seen["allowed"], json!(["attach", "attach_as_reply", "download", "discard"]));
        let done = attach(&cast.agent, &path, number.as_str().unwrap(), "reply").await.expect(200).json();
        assert_eq!((&done["state"], &done["ticket"]["number"], &done["text"]), (&json!("joined"), &number, &json!("")));
        assert_eq!(told(&cast.member, &ticket).await, ["reply: It is back.", "resumed"]);
        let items = cast.member.all(&format!("/v1/tickets/{ticket}/timeline"), 50).await;
        assert_eq!(items[0]["author"]["id"], json!(cast.member.who().person.id));
        assert_eq!(items[0]["files"][0]["name"], "pump.log");
        assert_eq!(items[0]["by_mail"]["refused"][0]["name"], "setup.exe");
        let touches = world.touches(TouchesOf::Record(ticket)).await;
        let touch =
            touches.iter().find(|touch| touch.action.label() == "Attached a mail to a ticket").expect("a touch");
        assert_eq!(touch.person, Some(cast.agent.who().person.id));
        // Nobody decides on it again.
        attach(&cast.agent, &path, "T-1", "note").await.refused(412, "stale");
        let again = json!({"ticket_number": number, "as": "note"});
        cast.agent.post(format!("{path}/attach"), again).if_match("\"2\"").await.refused(409, "state_conflict");
        cast.agent.post(format!("{path}/discard"), json!({})).if_match("\"2\"").await.refused(409, "state_conflict");
    });
}

#[test]
fn a_mail_of_a_stranger_is_attached_as_a_note() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let number = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json()["number"].clone();
        let number = number.as_str().unwrap();
        let path = waiting(world, &cast.agent, mail("kari@home.example", "support@xyz.example", "From home.")).await;
        attach(&cast.agent, &path, number, "reply").await.names(&[("/as", "not_allowed")]);
        attach(&cast.agent, &path, number, "note").await.expect(200);
        assert_eq!(told(&cast.member, &ticket).await, [""; 0]);
        let notes = told(&cast.agent, &ticket).await;
        assert!(notes[0].starts_with("note: Mail from kari@home.example: Waits") && notes[0].ends_with("From home."));
    });
}

#[test]
fn what_may_be_forged_or_is_cut_off_is_no_reply_of_its_sender() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let number = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json()["number"].clone();
        let number = number.as_str().unwrap();
        let from = &cast.member.who().person.email;
        let harmful =
            Sent { headers: "X-SES-Virus-Verdict: FAIL\r\n".into(), ..mail(from, "support@xyz.example", "Hi") };
        let long = mail(from, "support@xyz.example", &"It is back. ".repeat(6_000));
        for sent in [harmful, long] {
            let path = waiting(world, &cast.agent, sent).await;
            let seen = cast.agent.get(&path).await.expect(200).json();
            assert_eq!(seen["allowed"], json!(["attach", "download", "discard"]), "{}", seen["reason"]);
            attach(&cast.agent, &path, number, "reply").await.names(&[("/as", "not_allowed")]);
            attach(&cast.agent, &path, number, "note").await.expect(200);
            let id = path.rsplit('/').next().unwrap().to_owned();
            let touches = world.touches(TouchesOf::Record(id)).await;
            let label = "Attached a mail to a ticket";
            assert!(touches.iter().any(|touch| touch.action.label() == label), "its own touch");
        }
    });
}

#[test]
fn a_mail_about_a_ticket_is_for_those_who_work_in_its_queue() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let who = cast.member.who();
        let mut ticket = samples::ticket(&who.person, &who.hat);
        ticket.queue.id = samples::queue("finance");
        cast.keep(ticket.clone()).await;
        let to = address_of(world, &cast.member, &ticket, Side::Customer).await;
        let sent = Sent { subject: format!("Far {}", Uuid::now_v7()), ..mail("kari@home.example", &to, "Our account") };
        world.receive(sent.raw()).await;
        assert_eq!(found(&cast.agent, "", &sent.subject).await, None);
        let admin = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let waits = found(&admin, "", &sent.subject).await.expect("it waits");
        let path = format!("/v1/inbound-mails/{}", waits["id"].as_str().unwrap());
        cast.agent.get(&path).await.refused(404, "not_found");
        let discard = |client: &Client| client.post(format!("{path}/discard"), json!({})).if_match("\"1\"");
        discard(&cast.agent).await.refused(404, "not_found");
        attach(&cast.agent, &path, &ticket.label(), "note").await.refused(404, "not_found");
        discard(&admin).await.expect(200);
    });
}

#[test]
fn a_mail_goes_to_no_ticket_out_of_reach() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let who = cast.member.who();
        let mut ticket = samples::ticket(&who.person, &who.hat);
        ticket.queue.id = samples::queue("finance");
        let number = ticket.label();
        cast.keep(ticket).await;
        let path = waiting(world, &cast.agent, mail("kari@home.example", "support@xyz.example", "Hello")).await;
        for (number, code) in [(number.as_str(), "not_found"), ("T-999999999", "not_found"), ("pump", "wrong_format")] {
            attach(&cast.agent, &path, number, "note").await.names(&[("/ticket_number", code)]);
        }
        let admin = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        attach(&admin, &path, &number, "note").await.expect(200);
    });
}

#[test]
fn a_mail_is_discarded_with_its_text() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let path = waiting(world, &cast.agent, mail("sales@pumps.example", "support@xyz.example", "Buy pumps")).await;
        let raw = raw_of(world, &path).await;
        assert!(world.store.raw_mail(&raw, LARGEST_MAIL).await.unwrap().is_some());
        let gone = cast.agent.post(format!("{path}/discard"), json!({})).if_match("\"1\"").await.expect(200).json();
        assert_eq!((&gone["state"], &gone["text"], &gone["allowed"]), (&json!("discarded"), &json!(""), &json!([])));
        let subject = gone["subject"].as_str().unwrap();
        assert_eq!(found(&cast.agent, "", subject).await, None::<Value>);
        assert_eq!(world.store.raw_mail(&raw, LARGEST_MAIL).await.unwrap(), None, "its files are gone from the bucket");
    });
}

#[test]
fn a_mail_and_its_files_are_downloaded_by_those_who_decide_on_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let sent = Sent {
            files: vec![("pump.log", b"lost at 08:14"), ("page.html", b"<script>alert(1)</script>")],
            ..mail(&format!("{}@pumps.example", Uuid::now_v7()), "support@xyz.example", "Look at these")
        };
        let path = waiting(world, &cast.agent, sent).await;
        let seen = cast.agent.get(path.clone()).await.expect(200).json();
        assert_eq!(seen["allowed"], json!(["attach", "attach_as_reply", "download", "discard"]));
        let link = async |query: &str| {
            let asked = cast.agent.get(format!("{path}/download{query}")).header("accept", "application/json");
            let link = asked.await.expect(200).json();
            fetch(link["url"].as_str().unwrap()).await
        };
        let (media_type, disposition, raw) = link("").await;
        assert_eq!(
            (media_type.as_str(), &disposition[..33]),
            ("application/octet-stream", "attachment; filename=\"mail.eml\"; ")
        );
        assert!(String::from_utf8(raw).unwrap().contains("lost at 08:14"));
        let (media_type, disposition, file) = link("?file=1").await;
        assert_eq!(
            (media_type.as_str(), file.as_slice()),
            ("application/octet-stream", b"<script>alert(1)</script>".as_slice())
        );
        assert!(disposition.contains("page.html"), "{disposition}");
        cast.agent.get(format!("{path}/download")).await.expect(303);
        cast.agent.get(format!("{path}/download?file=2")).await.refused(404, "not_found");
        cast.agent.get(format!("{path}/download?file=-1")).await.refused(422, "input_invalid");
        let id = path.rsplit('/').next().unwrap().to_owned();
        let touches = world.touches(TouchesOf::Record(id)).await;
        let downloads = touches.iter().filter(|touch| touch.action == Action::DownloadInboundMail);
        assert!(downloads.filter(|touch| touch.outcome == Outcome::Done).count() > 0, "{touches:?}");

        for (kind, role) in [
            (HatKind::Partner, Role::Manager),
            (HatKind::Employee, Role::Employee),
            (HatKind::Staff, Role::Sales),
            (HatKind::Staff, Role::Editor),
            (HatKind::Staff, Role::Operations),
            (HatKind::Staff, Role::Hr),
        ] {
            let other = put_on(world, samples::hat(kind, role)).await;
            other.get(format!("{path}/download")).await.refused(403, "forbidden");
        }
        cast.manager.get(format!("{path}/download?file=0")).await.refused(403, "forbidden");
        cast.agent.post(format!("{path}/discard"), json!({})).if_match("\"1\"").await.expect(200);
        cast.agent.get(format!("{path}/download")).await.refused(404, "not_found");
    });
}

#[test]
fn a_mail_about_a_ticket_is_downloaded_in_its_queue_alone() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let who = cast.member.who();
        let mut ticket = samples::ticket(&who.person, &who.hat);
        ticket.queue.id = samples::queue("powerplus");
        cast.keep(ticket.clone()).await;
        let to = address_of(world, &cast.member, &ticket, Side::Customer).await;
        let path = waiting(world, &cast.agent, mail(&format!("{}@home.example", Uuid::now_v7()), &to, "Mine")).await;
        cast.agent.get(format!("{path}/download")).await.expect(303);
        let queues = vec![samples::queue("shop")];
        let elsewhere = put_on(world, Hat { queues, ..samples::hat(HatKind::Staff, Role::Agent) }).await;
        elsewhere.get(format!("{path}/download")).await.refused(404, "not_found");
    });
}

#[test]
fn a_list_is_filtered_by_reason_and_sender() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let domain = format!("d{}.example", Uuid::now_v7().simple());
        let (one, other) = (format!("one@{domain}"), format!("other@{domain}"));
        for from in [&one, &other] {
            waiting(world, &cast.agent, mail(from, "support@xyz.example", "A question")).await;
        }
        waiting(world, &cast.agent, mail(&one, "support@xyz.example", "")).await;
        let listed = async |query: String| cast.agent.all(&format!("/v1/inbound-mails?{query}"), 2).await.len();
        assert_eq!(listed(format!("from=@{domain}")).await, 3);
        assert_eq!(listed(format!("from={}", one.to_uppercase())).await, 2);
        assert_eq!(listed(format!("from=@{domain}&reason=unknown_address")).await, 3);
        assert_eq!(listed(format!("from=@{domain}&reason=harmful")).await, 0);
        assert_eq!(listed(format!("from=@{domain}&state=set_aside")).await, 0);
        cast.agent.get("/v1/inbound-mails?reason=boring").await.refused(422, "input_invalid");
    });
}

#[test]
fn of_an_address_that_sends_too_many_the_rest_is_counted_and_not_shown() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let from = format!("flood{}@pumps.example", Uuid::now_v7().simple());
        let mut last = Vec::new();
        for number in 0..MOST_WAITING_A_DAY + 3 {
            last = mail(&from, "support@xyz.example", &format!("Pump {number}")).raw();
            world.receive(last.clone()).await;
        }
        // Delivered again, it is the same mail.
        world.receive(last).await;
        let listed = async || cast.agent.all(&format!("/v1/inbound-mails?from={from}"), 100).await;
        let count = async || listed().await.into_iter().find(|mail| mail["further"].is_object());
        let rows = listed().await;
        assert_eq!(rows.len(), MOST_WAITING_A_DAY as usize + 1);
        let counted = count().await.expect("the rest is counted");
        assert_eq!((&counted["further"]["count"], &counted["subject"]), (&json!(3), &json!("")));
        assert_eq!(counted["reason_label"], "More mails of this address came within a day than are shown.");
        let path = format!("/v1/inbound-mails/{}", counted["id"].as_str().unwrap());
        let seen = cast.agent.get(path.clone()).await.expect(200);
        assert_eq!(seen.json()["allowed"], json!(["discard"]));
        cast.agent.get(format!("{path}/download")).await.refused(404, "not_found");
        let ticket = cast.ticket(TicketState::Open).await;
        let number = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json()["number"].clone();
        let body = json!({"ticket_number": number, "as": "note"});
        let attached = cast.agent.post(format!("{path}/attach"), body).if_match(seen.etag()).await;
        attached.refused(409, "state_conflict");
        cast.agent.post(format!("{path}/discard"), json!({})).if_match(seen.etag()).await.expect(200);
        assert_eq!(count().await, None);
        // Later mails are counted from the start.
        world.receive(mail(&from, "support@xyz.example", "One more").raw()).await;
        assert_eq!(count().await.expect("it is there again")["further"]["count"], json!(1));
    });
}

#[test]
fn a_mail_that_answers_a_ticket_says_which() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let who = cast.member.who();
        let mut ticket = samples::ticket(&who.person, &who.hat);
        ticket.queue.id = samples::queue("powerplus");
        cast.keep(ticket.clone()).await;
        let to = address_of(world, &cast.member, &ticket, Side::Customer).await;
        let by_address = mail("kari@home.example", &to, "By the address");
        let headers = format!("References: <x@x.example> <ticket.{}@reply.xyz.example>\r\n", ticket.id);
        let by_thread = Sent { headers, ..mail("kari@home.example", "support@xyz.example", "By the thread") };
        for sent in [by_address, by_thread] {
            let path = waiting(world, &cast.agent, sent).await;
            let seen = cast.agent.get(path).await.expect(200).json();
            assert_eq!(seen["ticket"]["number"], json!(ticket.label()));
        }
    });
}
