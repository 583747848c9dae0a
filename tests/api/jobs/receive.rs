//! Tests of mails that come in: those that join their ticket, and what becomes of all others.

use crate::scenario::{Scenario, told};
use jiff::{SignedDuration, Timestamp};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::people::PersonStatus;
use portico_domain::tickets::inbound::{MOST_AN_HOUR, ReplyAddress};
use portico_domain::tickets::timeline::Side;
use portico_domain::tickets::{REOPEN_WITHIN, Ticket, TicketState};
use portico_domain::touch_list::TouchesOf;
use portico_http::hash::sha256_hex;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{act, open};
use portico_tests::world::{World, alone_in_world, in_world};
use serde_json::{Value, json};
use uuid::Uuid;

/// A mail as a person's program sends it.
pub(crate) struct Sent {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) id: String,
    /// Further headers, each with its end of line.
    pub(crate) headers: String,
    pub(crate) text: String,
    /// Files, by name and content.
    pub(crate) files: Vec<(&'static str, &'static [u8])>,
}

/// A mail from this address to that one.
pub(crate) fn mail(from: &str, to: &str, text: &str) -> Sent {
    Sent {
        from: from.into(),
        to: to.into(),
        subject: format!("Re: {text}"),
        id: Uuid::now_v7().to_string(),
        headers: String::new(),
        text: text.into(),
        files: Vec::new(),
    }
}

impl Sent {
    pub(crate) fn raw(&self) -> Vec<u8> {
        let Self { from, to, subject, id, headers, text, files } = self;
        let mut raw = format!(
            "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{id}@people.example>\r\n{headers}\
             MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=parts\r\n\r\n\
             --parts\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        )
        .into_bytes();
        for (name, bytes) in files {
            raw.extend(
                format!(
                    "--parts\r\nContent-Type: application/octet-stream\r\n\
                     Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n"
                )
                .into_bytes(),
            );
            raw.extend(*bytes);
            raw.extend(b"\r\n");
        }
        raw.extend(b"--parts--\r\n");
        raw
    }
}

/// Address that answers of the newest mail to somebody go to.
fn reply_to(world: &World, client: &Client) -> String {
    world.mails(&client.who().person.email).last().expect("a mail").reply_to[0].clone()
}

/// Address that answers of this person on this ticket go to, as if a mail had been sent.
pub(crate) async fn address_of(world: &World, client: &Client, ticket: &Ticket, side: Side) -> String {
    let token = Uuid::new_v4().simple().to_string();
    let address = ReplyAddress {
        hash: sha256_hex(token.as_bytes()),
        ticket: ticket.id,
        person: client.who().person.id,
        side,
        created_at: Timestamp::now(),
    };
    world.commit([Write::create(&address)]).await;
    portico_mail::reply_address(&token, "reply.xyz.example")
}

/// The mail of this subject in a list of the console.
pub(crate) async fn found(client: &Client, query: &str, subject: &str) -> Option<Value> {
    let all = client.all(&format!("/v1/inbound-mails{query}"), 100).await;
    all.into_iter().find(|mail| mail["subject"] == subject)
}

/// A ticket of the member in this state.
async fn ticket(cast: &Scenario, state: TicketState, closed_at: Option<Timestamp>) -> Ticket {
    let who = cast.member.who();
    let mut ticket = samples::in_state(samples::ticket(&who.person, &who.hat), state);
    ticket.queue.id = samples::queue("powerplus");
    ticket.closed_at = closed_at;
    cast.keep(ticket.clone()).await;
    ticket
}

#[test]
fn an_answer_joins_its_ticket_once() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (member, email) = (&cast.member, cast.member.who().person.email.clone());
        let ticket = open(member, &json!({})).await.id();
        act(&cast.agent, &ticket, "take", json!({})).await.expect(200);
        act(&cast.agent, &ticket, "wait", json!({"text": "Is it back?"})).await.expect(200);
        world.sweep().await;
        let asked = world.mails(&email).last().expect("a mail").clone();
        assert!(asked.text.as_deref().is_some_and(|text| text.contains("You can also reply to this mail")));
        assert!(asked.headers["References"].starts_with(&format!("<ticket.{ticket}@")));
        let shouted = format!("Kari <{}>", email.to_uppercase());
        let mut answer = mail(&shouted, &reply_to(world, member), "It is back.");
        answer.text += "\r\n\r\nOn 30 Nov 2026 at 09:00, XYZ Co. wrote:\r\n\r\n> Is it back?\r\n";
        for _ in 0..3 {
            world.receive(answer.raw()).await;
        }
        let lines = told(member, &ticket).await;
        assert_eq!(lines[lines.len() - 2..], ["reply: It is back.", "resumed"]);
        for client in [member, &cast.agent] {
            let items = client.all(&format!("/v1/tickets/{ticket}/timeline"), 50).await;
            let item = items.iter().find(|item| item["text"] == "It is back.").expect("the answer");
            assert_eq!(item["author"]["id"], json!(member.who().person.id));
            let quoted = item["by_mail"]["quoted"].as_str().expect("by mail");
            assert!(quoted.starts_with("On 30 Nov 2026") && quoted.ends_with("> Is it back?"), "{quoted}");
        }
        let touches = world.touches(TouchesOf::Record(ticket.clone())).await;
        let joined: Vec<_> =
            touches.iter().filter(|touch| touch.action == Action::ReplyToTicket && touch.detail.is_some()).collect();
        let [touch] = &joined[..] else { panic!("one touch: {joined:?}") };
        assert!(touch.detail.as_deref().is_some_and(|detail| detail.starts_with("by mail, ")), "{touch:?}");
        assert_eq!(touch.person, Some(member.who().person.id));
        world.sweep().await;
        let agents = world.mails(&cast.agent.who().person.email);
        assert!(agents.last().expect("told").subject.contains("answer from"));
    });
}

#[test]
fn an_agent_answers_the_customer_by_mail() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = ticket(&cast, TicketState::Open, None).await;
        let to = address_of(world, &cast.agent, &ticket, Side::Company).await;
        let mut answer = mail(&cast.agent.who().person.email, &to, "Please restart it.");
        answer.text += "\r\n\r\nOn 30 Nov 2026, XYZ Co. wrote:\r\n> It is overdue in the queue PowerPlus.";
        answer.files = vec![("setup.exe", b"MZ\x90\0")];
        world.receive(answer.raw()).await;
        assert_eq!(told(&cast.member, &ticket.id.to_string()).await, ["reply: Please restart it."]);
        let items = cast.member.all(&format!("/v1/tickets/{}/timeline", ticket.id), 50).await;
        assert_eq!(items[0]["author"]["side"], "company");
        // What an agent quotes is a mail to agents.
        assert_eq!(items[0]["by_mail"]["quoted"], "", "{}", items[0]);
        world.sweep().await;
        let refusal = world.mails(&cast.agent.who().person.email).last().and_then(|mail| mail.text.clone());
        let refusal = refusal.expect("a mail");
        assert!(refusal.contains("setup.exe") && refusal.contains("/staff/desk?ticket="), "{refusal}");
    });
}

#[test]
fn files_pass_the_checks_of_uploads() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = ticket(&cast, TicketState::Open, None).await;
        let to = address_of(world, &cast.member, &ticket, Side::Customer).await;
        let mut answer = mail(&cast.member.who().person.email, &to, "See the log.");
        answer.files = vec![
            ("pump.log", b"08:14 lost"),
            ("setup.exe", b"MZ\x90\0"),
            ("photo.png", b"no picture"),
            ("empty.txt", b""),
        ];
        world.receive(answer.raw()).await;
        let items = cast.member.all(&format!("/v1/tickets/{}/timeline", ticket.id), 50).await;
        let names = |list: &Value| -> Vec<String> {
            list.as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(&items[0]["files"]), ["pump.log"]);
        assert_eq!(names(&items[0]["by_mail"]["refused"]), ["setup.exe", "photo.png", "empty.txt"]);
        let file = items[0]["files"][0]["id"].as_str().unwrap();
        let link = cast.member.get(format!("/v1/tickets/{}/files/{file}", ticket.id));
        let link = link.header("accept", "application/json").await.expect(200).json();
        let (.., bytes) = portico_tests::steps::fetch(link["url"].as_str().unwrap()).await;
        assert_eq!(bytes, b"08:14 lost");
        world.sweep().await;
        let mails = world.mails(&cast.member.who().person.email);
        let refusal = mails.last().expect("a mail").text.clone().unwrap();
        assert!(refusal.contains("\nsetup.exe: .exe files cannot be attached."), "{refusal}");
    });
}

#[test]
fn a_closed_ticket_is_opened_again_for_some_days() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let now = Timestamp::now();
        let lately = ticket(&cast, TicketState::Closed, Some(now - SignedDuration::from_hours(24))).await;
        let long_ago = ticket(&cast, TicketState::Closed, Some(now - REOPEN_WITHIN)).await;
        let from = &cast.member.who().person.email;
        for (ticket, lines) in [(&lately, vec!["reply: It is back.", "reopened"]), (&long_ago, vec![])] {
            let to = address_of(world, &cast.member, ticket, Side::Customer).await;
            let answer = Sent { subject: format!("Late {}", ticket.id), ..mail(from, &to, "It is back.") };
            world.receive(answer.raw()).await;
            assert_eq!(told(&cast.member, &ticket.id.to_string()).await, lines);
            let waits = found(&cast.agent, "", &answer.subject).await;
            assert_eq!(waits.map(|mail| mail["reason"].clone()), lines.is_empty().then(|| json!("ticket_closed")));
        }
    });
}

#[test]
fn an_answer_to_a_merged_ticket_joins_the_one_in_which_it_goes_on() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let into = ticket(&cast, TicketState::Open, None).await;
        let before = ticket(&cast, TicketState::Open, None).await;
        let to = address_of(world, &cast.member, &before, Side::Customer).await;
        let path = format!("/v1/tickets/{}", before.id);
        let seen = cast.agent.get(&path).await.expect(200);
        let merge = cast.agent.post(format!("{path}/merge"), json!({"into": into.label()})).if_match(seen.etag());
        merge.await.expect(200);
        world.receive(mail(&cast.member.who().person.email, &to, "It is back.").raw()).await;
        let lines = told(&cast.member, &into.id.to_string()).await;
        assert_eq!(lines.last().map(String::as_str), Some("reply: It is back."), "{lines:?}");
    });
}

#[test]
fn what_does_not_fit_waits_for_people() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = ticket(&cast, TicketState::Open, None).await;
        let from = cast.member.who().person.email.clone();
        let to = address_of(world, &cast.member, &ticket, Side::Customer).await;
        let other = cast.outsider.who().person.email.clone();
        let unknown = portico_mail::reply_address(&"0".repeat(32), "reply.xyz.example");
        let plain = |from: &str, to: &str, text: &str| mail(from, to, text);
        let spam = Sent { headers: "X-SES-Spam-Verdict: FAIL\r\n".into(), ..plain(&from, &to, "Win") };
        let empty = Sent { text: "\r\n> Is it back?".into(), ..plain(&from, &to, "Nothing") };
        for (sent, reason) in [
            (plain(&from, "support@xyz.example", "To support"), "unknown_address"),
            (plain(&from, &unknown, "Unknown"), "unknown_address"),
            (plain(&other, &to, "Other"), "other_sender"),
            (plain("stranger@example.com", &to, "Stranger"), "other_sender"),
            (plain("a@x.example, b@x.example", &to, "Two"), "unreadable"),
            (plain(&from, &to, &"long ".repeat(5_000)), "too_long"),
            (empty, "empty"),
            (spam, "harmful"),
        ] {
            let sent = Sent { subject: format!("{reason} {}", Uuid::now_v7()), ..sent };
            for _ in 0..2 {
                world.receive(sent.raw()).await;
            }
            let waits = found(&cast.agent, "", &sent.subject).await.unwrap_or_else(|| panic!("{reason}"));
            assert_eq!((&waits["reason"], &waits["state"]), (&json!(reason), &json!("waiting")));
            let known = sent.from == from || sent.from == other;
            assert_eq!(waits["sender"].is_null(), !known, "{waits}");
            let answers = sent.to == to;
            assert_eq!(waits["ticket"].is_null(), !answers, "{waits}");
            let all = cast.agent.all("/v1/inbound-mails", 100).await;
            assert_eq!(all.iter().filter(|mail| mail["subject"] == sent.subject.as_str()).count(), 1, "once");
            let touches = world.touches(TouchesOf::Record(waits["id"].as_str().unwrap().into())).await;
            assert!(touches.iter().any(|touch| touch.action == Action::ReceiveMail), "{reason}");
        }
        assert_eq!(told(&cast.member, &ticket.id.to_string()).await, [""; 0]);
    });
}

#[test]
fn who_lost_the_right_to_reply_is_not_heard() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = ticket(&cast, TicketState::Open, None).await;
        let to = address_of(world, &cast.member, &ticket, Side::Customer).await;
        let before = world.person(cast.member.who().person.id).await;
        let disabled = portico_domain::people::Person {
            status: PersonStatus::Disabled,
            version: before.version + 1,
            ..before.clone()
        };
        world.commit(before.replace_by(&disabled)).await;
        let sent = Sent { subject: format!("Late {}", Uuid::now_v7()), ..mail(&before.email, &to, "Hello") };
        world.receive(sent.raw()).await;
        let waits = found(&cast.agent, "", &sent.subject).await.expect("it waits");
        assert_eq!(waits["reason"], "not_active");
    });
}

#[test]
fn what_nobody_wrote_is_set_aside_and_answered_by_nothing() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = ticket(&cast, TicketState::Open, None).await;
        let from = cast.member.who().person.email.clone();
        let to = address_of(world, &cast.member, &ticket, Side::Customer).await;
        let (before, owed) = (world.mails(&from).len(), world.owed().await.len());
        for (headers, reason) in [
            ("Auto-Submitted: auto-replied\r\n", "auto_reply"),
            ("Precedence: bulk\r\n", "auto_reply"),
            ("Return-Path: <>\r\n", "auto_reply"),
            ("X-Failed-Recipients: x@x.example\r\n", "bounce"),
            ("X-Portico-Job: 01999b1e-0000-7000-8000-000000000001\r\n", "loop"),
            ("List-Id: <ops.example>\r\n", "mailing_list"),
        ] {
            let subject = format!("{reason} {}", Uuid::now_v7());
            let sent = Sent { headers: headers.into(), subject, ..mail(&from, &to, "I am away.") };
            world.receive(sent.raw()).await;
            assert_eq!(found(&cast.agent, "", &sent.subject).await, None, "{headers}");
            let aside = found(&cast.agent, "?state=set_aside", &sent.subject).await.expect(headers);
            assert_eq!((&aside["reason"], &aside["state"]), (&json!(reason), &json!("set_aside")));
        }
        world.sweep().await;
        assert_eq!((world.mails(&from).len(), world.owed().await.len()), (before, owed));
        assert_eq!(told(&cast.member, &ticket.id.to_string()).await, [""; 0]);
    });
}

#[test]
fn two_programs_that_answer_each_other_are_stopped() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = ticket(&cast, TicketState::Open, None).await;
        let from = cast.member.who().person.email.clone();
        let to = address_of(world, &cast.member, &ticket, Side::Customer).await;
        for number in 0..=MOST_AN_HOUR {
            let subject = format!("{number} {}", ticket.id);
            world.receive(Sent { subject, ..mail(&from, &to, "Thank you for your mail.") }.raw()).await;
        }
        let lines = told(&cast.member, &ticket.id.to_string()).await;
        assert_eq!(lines.len(), usize::try_from(MOST_AN_HOUR).unwrap());
        let last = found(&cast.agent, "", &format!("{MOST_AN_HOUR} {}", ticket.id)).await.expect("it waits");
        assert_eq!(last["reason"], "too_many");
    });
}

#[test]
fn what_is_no_mail_is_left_alone() {
    in_world(async |world| {
        for key in ["inbound/AMAZON_SES_SETUP_NOTIFICATION", "files/0107", "inbound/gone"] {
            world.receipt().announce(key).await.unwrap();
        }
    });
}
