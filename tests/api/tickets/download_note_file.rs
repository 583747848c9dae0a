//! Files of notes: for staff alone, wherever they are looked for.

use crate::matrix_fixtures::{Cell, MatrixRequest, note_file, note_of};
use crate::scenario::{Scenario, put_on};
use portico_domain::action::Action;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::tickets::{Ticket, TicketState};
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{fetch, upload};
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket(cell.who, cell.relation).await.id;
    let (note, file) = (note_of(ticket), note_file(ticket).id);
    cell.of_record(cell.client().get(format!("/v1/tickets/{ticket}/notes/{note}/files/{file}")), 303)
}

const NAME: &str = "margin-of-halvorsen.txt";

/// Adds a note with a file to a ticket. Returns the paths of the note's files and of the ticket's, and the file's ID.
async fn noted(agent: &Client, ticket: &str) -> (String, String, String) {
    let file = upload(agent, NAME, "text/plain", b"they pay too much").await;
    let body = json!({"text": "Look at this.", "upload_ids": [file]});
    let note = agent.post(format!("/v1/tickets/{ticket}/notes"), body).await.expect(201).json();
    assert_eq!(note["files"][0]["name"], NAME);
    let id = note["id"].as_str().unwrap();
    (format!("/v1/tickets/{ticket}/notes/{id}/files"), format!("/v1/tickets/{ticket}/files"), file)
}

#[test]
fn staff_of_the_queue_fetch_a_file_of_a_note_and_nobody_else_does() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let (notes, files, file) = noted(&cast.agent, &ticket).await;
        let link = cast.agent.get(format!("{notes}/{file}")).header("accept", "application/json").await.expect(200);
        let (media_type, disposition, bytes) = fetch(link.json()["url"].as_str().unwrap()).await;
        assert_eq!((media_type.as_str(), bytes.as_slice()), ("text/plain", b"they pay too much".as_slice()));
        assert!(disposition.starts_with("attachment"), "{disposition}");

        let hat = |kind, role| samples::hat(kind, role);
        let elsewhere = Hat { queues: vec![samples::queue("shop")], ..hat(HatKind::Staff, Role::Agent) };
        put_on(world, elsewhere).await.get(format!("{notes}/{file}")).await.refused(404, "not_found");
        let others = [
            (HatKind::Partner, Role::Seller),
            (HatKind::Partner, Role::Manager),
            (HatKind::Employee, Role::Employee),
            (HatKind::Employee, Role::Contractor),
            (HatKind::Staff, Role::Sales),
            (HatKind::Staff, Role::Editor),
            (HatKind::Staff, Role::Operations),
            (HatKind::Staff, Role::Hr),
        ];
        for (kind, role) in others {
            put_on(world, hat(kind, role)).await.get(format!("{notes}/{file}")).await.refused(403, "forbidden");
        }
        for client in [&cast.member, &cast.colleague, &cast.manager, &cast.outsider] {
            client.get(format!("{notes}/{file}")).await.refused(403, "forbidden");
            client.get(format!("{files}/{file}")).await.refused(404, "not_found");
        }
        // It is no file of the ticket, and no file of another note or ticket.
        cast.agent.get(format!("{files}/{file}")).await.refused(404, "not_found");
        let other = cast.ticket(TicketState::Open).await.to_string();
        let (other_notes, _, other_file) = noted(&cast.agent, &other).await;
        cast.agent.get(format!("{other_notes}/{file}")).await.refused(404, "not_found");
        cast.agent.get(format!("{notes}/{other_file}")).await.refused(404, "not_found");
        cast.agent.get(format!("{}/{file}", notes.replace(&ticket, &other))).await.refused(404, "not_found");

        let touches = world.touches(TouchesOf::Record(ticket)).await;
        let fetched = touches.iter().filter(|touch| touch.action == Action::DownloadNoteFile);
        let outcomes: Vec<Outcome> = fetched.map(|touch| touch.outcome).collect();
        assert!(outcomes.contains(&Outcome::Done) && outcomes.contains(&Outcome::Denied), "{outcomes:?}");
    });
}

#[test]
fn an_uploads_rules_are_those_of_a_reply() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let note = |ids: Value| {
            cast.agent.post(format!("/v1/tickets/{ticket}/notes"), json!({"text": "Look.", "upload_ids": ids}))
        };
        let of_member = upload(&cast.member, "mine.txt", "text/plain", b"mine").await;
        note(json!([of_member])).await.names(&[("/upload_ids/0", "upload_not_found")]);
        let own = upload(&cast.agent, "own.txt", "text/plain", b"own").await;
        note(json!([own, own])).await.names(&[("/upload_ids/1", "duplicate")]);
        note(json!([own])).await.expect(201);
        note(json!([own])).await.names(&[("/upload_ids/0", "upload_claimed")]);
        let reply = json!({"text": "Look.", "upload_ids": [own]});
        let path = format!("/v1/tickets/{ticket}/replies");
        cast.agent.post(path, reply).await.names(&[("/upload_ids/0", "upload_claimed")]);
    });
}

/// Returns everything that a reader of a ticket gets: the ticket, its timeline, lists, search, links, touches.
async fn seen_by(client: &Client, ticket: &str) -> String {
    let mut seen = String::new();
    for path in [
        format!("/v1/tickets/{ticket}"),
        format!("/v1/tickets/{ticket}/timeline"),
        format!("/v1/tickets/{ticket}/links"),
        "/v1/tickets?view=mine".to_owned(),
        "/v1/tickets?view=company".to_owned(),
        "/v1/tickets/search?q=margin".to_owned(),
        "/v1/home".to_owned(),
        format!("/v1/drafts/reply-{ticket}"),
    ] {
        seen.push_str(&client.get(path).await.text());
    }
    seen
}

async fn mails_of(world: &World, client: &Client) -> Vec<String> {
    let mails = world.mails(&client.who().person.email);
    mails.into_iter().map(|mail| format!("{}\n{:?}\n{:?}", mail.subject, mail.text, mail.html)).collect()
}

#[test]
fn no_answer_and_no_mail_to_the_customer_tells_of_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let before = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        let (_, _, file) = noted(&cast.agent, &ticket).await;
        let after = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        assert_eq!((before.text(), before.etag()), (after.text(), after.etag()));
        let reply = json!({"text": "Which one?"});
        cast.agent.post(format!("/v1/tickets/{ticket}/replies"), reply).await.expect(201);
        world.sweep().await;
        for client in [&cast.member, &cast.manager] {
            let mut seen = seen_by(client, &ticket).await;
            seen.push_str(&mails_of(world, client).await.join("\n"));
            assert!(!seen.contains(NAME) && !seen.contains(&file), "{seen}");
        }
        // Staff see it on their timeline alone, and the ticket has no file.
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["files"], json!([]));
        assert!(cast.agent.get(format!("/v1/tickets/{ticket}/timeline")).await.text().contains(NAME));
    });
}

#[test]
fn those_who_ask_for_support_as_partners_or_employees_see_none_of_it() {
    in_world(async |world| {
        let administrator = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        for (kind, role) in [(HatKind::Partner, Role::Seller), (HatKind::Employee, Role::Employee)] {
            let client = put_on(world, samples::hat(kind, role)).await;
            let who = client.who();
            let ticket: Ticket = samples::in_state(samples::ticket(&who.person, &who.hat), TicketState::Open);
            let id = ticket.id.to_string();
            world.commit([portico_domain::change::Write::create(&ticket)]).await;
            let (notes, files, file) = noted(&administrator, &id).await;
            client.get(format!("{notes}/{file}")).await.refused(403, "forbidden");
            client.get(format!("{files}/{file}")).await.refused(404, "not_found");
            let seen = seen_by(&client, &id).await;
            assert!(!seen.contains(NAME) && !seen.contains(&file), "{seen}");
        }
    });
}
