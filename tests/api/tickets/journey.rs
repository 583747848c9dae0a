//! The main job, step by step: submit a ticket and see it solved.

use crate::scenario::{Scenario, told};
use portico_domain::action::Action;
use portico_domain::touch::{Outcome, Touch};
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Answer, Client, NOTE_MARK};
use portico_tests::steps::{act, fetch, new_ticket, open, upload};
use portico_tests::world::{PORTAL_URL, in_world};
use serde_json::{Value, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00";

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";

/// The test checks the touches of every step at the end.
#[test]
fn a_ticket_is_opened_worked_on_and_closed() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (ticket, carried) = submits(&cast).await;
        follows_and_adds(&cast, &ticket, &carried).await;
        takes_and_answers(&cast, &ticket).await;
        notes(&cast, &ticket).await;
        asks_and_solves(&cast, &ticket).await;
        others_are_refused(&cast, &ticket).await;
        ledger_knows(&cast, &ticket).await;
    });
}

async fn submits(cast: &Scenario) -> (Answer, Vec<String>) {
    let Scenario { member, world, account, .. } = cast;
    let typed = json!({"synopsis": "Simultaneous login", "description": "half a sen"});
    member.put("/v1/drafts/ticket", json!({"data": typed})).await.expect(200);
    assert_eq!(member.get("/v1/drafts/ticket").await.expect(200).json()["data"], typed);
    let offered = member.get("/v1/entitlements").await.expect(200).json();
    assert_eq!(offered["items"][0]["in_support"], true);

    let files: [(&str, &str, &[u8]); 4] = [
        ("trace.txt", "text/plain", b"SES-210 at 08:14\n"),
        ("screen.png", "image/png", PNG),
        ("report.pdf", "application/pdf", PDF),
        ("seats.csv", "text/csv", b"name,seat\nA,1\n"),
    ];
    let mut ids = Vec::new();
    for (name, media_type, bytes) in files {
        ids.push(upload(member, name, media_type, bytes).await);
    }
    let opened = open(member, &json!({"upload_ids": ids})).await;
    let view = opened.json();
    let expected = json!({
        "type": "issue", "severity": "critical", "severity_label": "1-Critical", "state": "new", "state_label": "Received",
        "kind": "support", "due_paused": false, "version": 1, "first_responded_at": null,
        "allowed": ["reply", "close", "add_participant"],
        "requester": {"id": member.who().person.id, "name": member.who().person.name},
        "account": {"id": account.id, "name": account.name},
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&view[name], value, "{name}");
    }
    assert_eq!(
        (opened.header("location"), opened.etag().as_str()),
        (&*format!("/v1/tickets/{}", opened.id()), "\"1\"")
    );
    let names: Vec<_> = view["files"].as_array().unwrap().iter().map(|file| &file["name"]).collect();
    assert_eq!(names, ["trace.txt", "screen.png", "report.pdf", "seats.csv"]);
    assert_eq!(view["product"]["version_label"], "lasting");
    assert_eq!(member.get("/v1/drafts/ticket").await.expect(200).json()["data"], Value::Null);

    world.sweep().await;
    let [mail] = &world.mails(&member.who().person.email)[..] else { panic!("one mail") };
    let number = view["number"].as_str().unwrap();
    assert_eq!(mail.subject, format!("{number} received: {}", new_ticket()["synopsis"].as_str().unwrap()));
    let text = mail.text.as_deref().unwrap();
    let link = format!("{PORTAL_URL}/customer/tickets/{}", opened.id());
    for words in ["Severity: 1-Critical", "Asme PowerPlus lasting", "First reply by:", "XYZ Co.", &link] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert!(mail.html.as_deref().unwrap().replace("&#x2f;", "/").contains(&format!("href=\"{link}\"")));
    (opened, ids)
}

async fn follows_and_adds(cast: &Scenario, ticket: &Answer, carried: &[String]) {
    let (member, id) = (&cast.member, ticket.id());
    let number = ticket.json()["number"].as_str().unwrap().to_owned();
    let digits = number.trim_start_matches("T-");
    let numbers = [number.as_str(), digits, &format!("t%20{digits}")].map(|typed| format!("number={typed}"));
    for list in ["view=mine", "view=mine&status=active"].into_iter().chain(numbers.iter().map(String::as_str)) {
        let found = member.get(format!("/v1/tickets?{list}")).await.expect(200).json();
        let ids: Vec<_> = found["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
        assert_eq!(ids, [json!(id)], "{list}");
    }
    let more = upload(member, "second.log", "text/plain", b"again at 09:02\n").await;
    let said = json!({"text": "It also happens on the *tablets*.", "upload_ids": [more]});
    let reply = member.post(format!("/v1/tickets/{id}/replies"), said).await.expect(201).json();
    assert_eq!((&reply["author"]["side"], &reply["files"][0]["name"]), (&json!("customer"), &json!("second.log")));
    assert_eq!(told(member, &id).await, ["opened", "reply: It also happens on the *tablets*."]);

    let path = format!("/v1/tickets/{id}/files/{}", carried[1]);
    let link = member.get(&*path).header("accept", "application/json").await.expect(200).json();
    let (media_type, disposition, bytes) = fetch(link["url"].as_str().unwrap()).await;
    assert_eq!((media_type.as_str(), bytes.as_slice()), ("image/png", PNG));
    assert!(disposition.starts_with("attachment; filename=\"screen.png\""), "{disposition}");
    let redirect = member.get(&*path).await.expect(303);
    assert_eq!(fetch(redirect.header("location")).await.2, PNG);
}

async fn takes_and_answers(cast: &Scenario, ticket: &Answer) {
    let (agent, member, id) = (&cast.agent, &cast.member, ticket.id());
    let queues = agent.get("/v1/queues").await.expect(200).json();
    assert_eq!((&queues["items"][0]["name"], &queues["items"][0]["mine"]), (&json!("PowerPlus"), &json!(true)));
    let queue = queues["items"][0]["id"].as_str().unwrap();
    let listed = agent.all(&format!("/v1/tickets?view=queue&queue={queue}"), 100).await;
    let row = listed.iter().find(|row| row["id"] == id).expect("in the queue");
    assert_eq!((&row["state_label"], &row["assignee"]), (&json!("New"), &Value::Null));
    let seen = agent.get(format!("/v1/tickets/{id}")).await.expect(200).json();
    assert_eq!(seen["routing_rule"], "Critical PowerPlus issues of premium accounts");
    assert_eq!(seen["account_detail"]["plan"], "premium");

    // The customer's reply has made a new version.
    let take = format!("/v1/tickets/{id}/take");
    agent.post(&*take, json!({})).if_match(ticket.etag()).await.refused(412, "stale");
    let taken = act(agent, &id, "take", json!({})).await.expect(200).json();
    assert_eq!((&taken["state"], &taken["assignee"]["id"]), (&json!("open"), &json!(agent.who().person.id)));
    let seen = member.get(format!("/v1/tickets/{id}")).await.expect(200).json();
    assert_eq!((&seen["state_label"], &seen["first_responded_at"]), (&json!("We are working on it"), &Value::Null));

    let said = json!({"text": "Please raise the session limit.\n\nDoes that help?"});
    agent.post(format!("/v1/tickets/{id}/replies"), said).await.expect(201);
    cast.world.sweep().await;
    let mail = cast.world.mails(&member.who().person.email).pop().unwrap();
    let synopsis = new_ticket()["synopsis"].as_str().unwrap().to_owned();
    let from = format!(": message from {}: {synopsis}", agent.who().person.name);
    assert!(mail.subject.ends_with(&from), "{}", mail.subject);
    let text = mail.text.as_deref().unwrap();
    assert!(text.contains("> Please raise the session limit.\n>\n> Does that help?"), "{text}");
    let seen = member.get(format!("/v1/tickets/{id}")).await.expect(200).json();
    assert!(seen["first_responded_at"].is_string());
}

async fn notes(cast: &Scenario, ticket: &Answer) {
    let id = ticket.id();
    let seen = cast.member.get(format!("/v1/tickets/{id}")).await.expect(200);
    let mails = cast.world.mails(&cast.member.who().person.email).len();
    let note = format!("{NOTE_MARK} they run the server on a laptop.");
    cast.agent.post(format!("/v1/tickets/{id}/notes"), json!({"text": note})).await.expect(201);
    cast.world.sweep().await;
    // Not even a version or a time tells the customer that there is one.
    let again = cast.member.get(format!("/v1/tickets/{id}")).await.expect(200);
    assert_eq!((again.text(), again.etag()), (seen.text(), seen.etag()));
    assert_eq!(cast.world.mails(&cast.member.who().person.email).len(), mails);
    assert!(told(&cast.agent, &id).await.contains(&format!("note: {note}")));
    for client in [&cast.member, &cast.manager] {
        assert!(!told(client, &id).await.iter().any(|item| item.contains(NOTE_MARK)));
    }
}

async fn asks_and_solves(cast: &Scenario, ticket: &Answer) {
    let Scenario { member, agent, world, .. } = cast;
    let id = ticket.id();
    let mail_to = |client: &Client| world.mails(&client.who().person.email).pop().unwrap();

    let asked = json!({"text": "Which version do the tablets have?"});
    act(agent, &id, "wait", asked).await.expect(200);
    let seen = member.get(format!("/v1/tickets/{id}")).await.expect(200).json();
    assert_eq!((&seen["state_label"], &seen["due_paused"]), (&json!("Waiting for you"), &json!(true)));
    world.sweep().await;
    assert!(mail_to(member).subject.contains(": we need your answer: "));

    member.post(format!("/v1/tickets/{id}/replies"), json!({"text": "3.0.4"})).await.expect(201);
    let seen = member.get(format!("/v1/tickets/{id}")).await.expect(200).json();
    assert_eq!((&seen["state"], &seen["due_paused"]), (&json!("open"), &json!(false)));
    world.sweep().await;
    let answered = mail_to(agent);
    let from = format!(": answer from {} (", member.who().person.name);
    assert!(answered.subject.contains(&from), "{}", answered.subject);
    assert!(answered.text.as_deref().unwrap().contains(&format!("{PORTAL_URL}/staff/desk?ticket={id}")));

    let solved = json!({"text": "The limit is **forty** now."});
    act(agent, &id, "resolve", solved).await.expect(200);
    let seen = member.get(format!("/v1/tickets/{id}")).await.expect(200).json();
    assert_eq!(seen["resolution"]["text"], "The limit is **forty** now.");
    assert_eq!(
        (&seen["state_label"], &seen["allowed"]),
        (&json!("Solved, please confirm"), &json!(["confirm", "reopen", "reply", "rate", "add_participant"]))
    );
    world.sweep().await;
    let mail = mail_to(member);
    assert!(mail.subject.contains(" solved, please confirm: "));
    assert!(mail.text.as_deref().unwrap().contains("> The limit is **forty** now."));
    assert!(mail.html.as_deref().unwrap().contains("The limit is <strong>forty</strong> now."), "{mail:?}");

    let confirmed = act(member, &id, "confirm", json!({})).await.expect(200).json();
    assert_eq!((&confirmed["state_label"], &confirmed["allowed"]), (&json!("Closed"), &json!(["reopen", "rate"])));
    let expected = [
        "opened",
        "reply: It also happens on the *tablets*.",
        "taken",
        "reply: Please raise the session limit.\n\nDoes that help?",
        "reply: Which version do the tablets have?",
        "waiting",
        "reply: 3.0.4",
        "resumed",
        "resolved",
        "confirmed",
    ];
    assert_eq!(told(member, &id).await, expected);
    for (status, there) in [("active", false), ("done", true)] {
        let listed = member.all(&format!("/v1/tickets?view=mine&status={status}"), 10).await;
        assert_eq!(listed.iter().any(|row| row["id"] == id), there, "{status}");
    }
}

async fn others_are_refused(cast: &Scenario, ticket: &Answer) {
    let path = format!("/v1/tickets/{}", ticket.id());
    cast.outsider.get(&*path).await.refused(404, "not_found");
    cast.colleague.get(format!("{path}/timeline")).await.refused(404, "not_found");
    cast.manager.get(&*path).await.expect(200);
    cast.member.post(format!("{path}/notes"), json!({"text": "x"})).await.refused(403, "forbidden");
}

async fn ledger_knows(cast: &Scenario, ticket: &Answer) {
    let id = ticket.id();
    let of_ticket = cast.world.touches(TouchesOf::Record(id.clone())).await;
    let reads = [Action::ViewTicket, Action::DownloadTicketFile, Action::RunJob];
    let brief = |touch: &Touch| (touch.person, touch.action, touch.outcome);
    let changes: Vec<_> = of_ticket.iter().filter(|touch| !reads.contains(&touch.action)).map(brief).collect();
    let (member, agent) = (Some(cast.member.who().person.id), Some(cast.agent.who().person.id));
    let expected = [
        (member, Action::OpenTicket, Outcome::Done),
        (member, Action::ReplyToTicket, Outcome::Done),
        (agent, Action::TakeTicket, Outcome::Failed),
        (agent, Action::TakeTicket, Outcome::Done),
        (agent, Action::ReplyToTicket, Outcome::Done),
        (agent, Action::NoteOnTicket, Outcome::Done),
        (agent, Action::AwaitCustomer, Outcome::Done),
        (member, Action::ReplyToTicket, Outcome::Done),
        (agent, Action::ResolveTicket, Outcome::Done),
        (member, Action::ConfirmTicket, Outcome::Done),
        (member, Action::NoteOnTicket, Outcome::Denied),
    ];
    assert_eq!(changes, expected);
    let read = |client: &Client, action, outcome| {
        let wanted = (Some(client.who().person.id), action, outcome);
        assert!(of_ticket.iter().any(|touch| brief(touch) == wanted), "{wanted:?} is not in the ledger");
    };
    read(&cast.member, Action::DownloadTicketFile, Outcome::Done);
    read(&cast.manager, Action::ViewTicket, Outcome::Done);
    read(&cast.outsider, Action::ViewTicket, Outcome::Denied);
    read(&cast.colleague, Action::ViewTicket, Outcome::Denied);
    assert!(of_ticket.iter().any(|touch| touch.action == Action::RunJob), "mails leave touches");
    let routed = &of_ticket[0];
    assert_eq!(routed.detail.as_deref(), Some("PowerPlus by rule \"Critical PowerPlus issues of premium accounts\""));

    // The same lines are listed under the account and under each person.
    let of_account = cast.world.touches(TouchesOf::Account(cast.account.id)).await;
    for touch in of_ticket.iter().filter(|touch| !reads.contains(&touch.action) && touch.outcome == Outcome::Done) {
        assert!(of_account.iter().any(|line| line.id == touch.id), "{:?} is not under the account", touch.action);
        let by = cast.world.touches(TouchesOf::Person(touch.person.unwrap())).await;
        assert!(by.iter().any(|line| line.id == touch.id), "{:?} is not under the person", touch.action);
    }
    // Nothing that was said, sent or typed is in it.
    let text = serde_json::to_string(&of_account).unwrap();
    for said in [NOTE_MARK, "tablets", "forty", "3.0.4", "session limit", "login failure", "SES-210", "Bearer"] {
        assert!(!text.contains(said), "{said} is in the ledger");
    }
    // And the page of the ledger says the same.
    let page = cast.agent.all(&format!("/v1/touches?record={id}"), 7).await;
    let shouted = cast.agent.all(&format!("/v1/touches?record={}", id.to_uppercase()), 7).await;
    assert!(shouted.ends_with(&page), "an id is the same in capitals");
    for line in &page {
        assert_eq!(line["record"]["label"], ticket.json()["number"], "{line}");
    }
    // Reading the ledger leaves touches too, one for each page.
    let shown: Vec<_> = page.iter().rev().filter(|line| line["action"] != "list_touches").collect();
    let shown: Vec<_> = shown.iter().map(|line| line["id"].clone()).collect();
    let kept = cast.world.touches(TouchesOf::Record(id)).await;
    assert!(kept.iter().any(|touch| touch.action == Action::ListTouches), "the reading of the ledger leaves a touch");
    let before = kept.iter().filter(|touch| touch.action != Action::ListTouches);
    assert_eq!(shown, before.map(|touch| json!(touch.id)).collect::<Vec<_>>());
}
