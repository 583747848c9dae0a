//! Fifty clients at one ticket: each version has one winner, and no message is lost or doubled.

use crate::scenario::{Scenario, put_on, told};
use futures::future::join_all;
use portico_domain::action::Action;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::ids::TicketId;
use portico_domain::tickets::TicketState;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Answer, Client, Request};
use portico_tests::samples;
use portico_tests::steps::new_ticket;
use portico_tests::world::{World, in_own_world, in_world};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

const CLIENTS: usize = 50;
/// Number of versions that all clients try to change.
const VERSIONS: u64 = 3;
/// Largest number of times a client asks again while other requests are running.
const MOST_ASKS: usize = 200;
/// Number of times that sending crosses with throwing the draft out.
const CROSSINGS: usize = 12;

/// Sends a request again, as clients do, while others are running.
async fn insist(request: Request) -> Answer {
    for _ in 0..MOST_ASKS {
        let answer = request.clone().await;
        if answer.code_or_nothing() != "still_running" {
            return answer;
        }
        assert_eq!((answer.status(), answer.header("retry-after")), (409, "1"));
    }
    panic!("still running")
}

/// Agents of the queue that the scenario's tickets are in.
async fn agents(world: &World) -> Vec<Client> {
    let queues = vec![samples::queue("powerplus")];
    let hat = || Hat { queues: queues.clone(), ..samples::hat(HatKind::Staff, Role::Agent) };
    join_all((0..CLIENTS).map(|_| put_on(world, hat()))).await
}

/// Returns the number of acts of this kind that the ledger has as done on a ticket.
async fn done(world: &World, ticket: &str, action: Action) -> usize {
    let touches = world.touches(TouchesOf::Record(ticket.to_owned())).await;
    touches.iter().filter(|touch| touch.action == action && touch.outcome == Outcome::Done).count()
}

#[test]
fn of_fifty_who_saw_a_version_one_changes_it() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let (path, agents) = (format!("/v1/tickets/{ticket}"), agents(world).await);
        for version in 1..=VERSIONS {
            let seen = format!("\"{version}\"");
            let change = |(number, agent): (usize, &Client)| {
                let body = json!({"synopsis": format!("Version {version}, by agent {number}")});
                insist(agent.patch(path.clone(), body).if_match(&seen).key(Uuid::now_v7()))
            };
            let answers = join_all(agents.iter().enumerate().map(change)).await;
            let (won, lost): (Vec<Answer>, Vec<Answer>) = answers.into_iter().partition(|it| it.status() == 200);
            let [won] = &won[..] else { panic!("{} of version {version} won: {won:?}", won.len()) };
            assert_eq!(lost.len(), CLIENTS - 1);
            for answer in lost {
                answer.refused(412, "stale");
            }
            let now = cast.agent.get(&*path).await.expect(200).json();
            assert_eq!((&now["synopsis"], &now["version"]), (&won.json()["synopsis"], &json!(version + 1)));
        }
        let corrected = usize::try_from(VERSIONS).unwrap();
        assert_eq!(told(&cast.agent, &ticket).await, vec!["corrected"; corrected]);
        assert_eq!(done(world, &ticket, Action::CorrectTicket).await, corrected);
    });
}

#[test]
fn fifty_messages_at_once_are_all_there_once() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let path = format!("/v1/tickets/{ticket}/replies");
        let agents = agents(world).await;
        let send = |(number, client): (usize, &Client)| {
            insist(client.post(path.clone(), json!({"text": format!("from {number}")})).key(Uuid::now_v7()))
        };
        for answer in join_all(agents.iter().enumerate().map(send)).await {
            answer.expect(201);
        }
        let shown = told(&cast.member, &ticket).await;
        let messages: BTreeSet<String> = (0..CLIENTS).map(|number| format!("reply: from {number}")).collect();
        assert_eq!((shown.len(), shown.into_iter().collect::<BTreeSet<_>>()), (CLIENTS, messages));
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["version"], json!(CLIENTS + 1));
        assert_eq!(done(world, &ticket, Action::ReplyToTicket).await, CLIENTS);
    });
}

#[test]
fn fifty_submits_at_once_make_one_ticket() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let submit = cast.member.post("/v1/tickets", new_ticket()).key(Uuid::now_v7());
        let answers = join_all((0..CLIENTS).map(|_| insist(submit.clone()))).await;
        let first = answers[0].clone().expect(201);
        for answer in &answers {
            assert_eq!((answer.status(), answer.text()), (201, first.text()));
            assert_eq!((answer.header("location"), answer.etag()), (first.header("location"), first.etag()));
        }
        assert_eq!(cast.member.all("/v1/tickets", 10).await.len(), 1);
        assert_eq!(done(world, &first.id(), Action::OpenTicket).await, 1);
        world.sweep().await;
        assert_eq!(world.mails(&cast.member.who().person.email).len(), 1);
    });
}

/// Throws the draft of a form out in one tab while the other sends it.
async fn cross(member: &Client, form: &str, send: Request) -> Answer {
    let draft = format!("/v1/drafts/{form}");
    member.put(&*draft, json!({"data": {"text": "half"}})).await.expect(200);
    let thrown = insist(member.delete(&*draft));
    let (sent, thrown) = futures::join!(insist(send.key(Uuid::now_v7())), thrown);
    thrown.expect(204);
    assert_eq!(member.get(&*draft).await.expect(200).json()["data"], json!(null));
    sent.expect(201)
}

#[test]
fn a_draft_is_thrown_out_in_one_tab_while_the_other_sends_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket: TicketId = cast.ticket(TicketState::Open).await;
        let (form, path) = (format!("reply-{ticket}"), format!("/v1/tickets/{ticket}/replies"));
        let mut expected = Vec::new();
        for number in 0..CROSSINGS {
            let text = format!("message {number}");
            cross(&cast.member, &form, cast.member.post(&*path, json!({"text": text}))).await;
            expected.push(format!("reply: {text}"));
        }
        assert_eq!(told(&cast.member, &ticket.to_string()).await, expected);
        assert_eq!(done(world, &ticket.to_string(), Action::ReplyToTicket).await, CROSSINGS);
        let before = cast.member.all("/v1/tickets", 10).await.len();
        let opened = cross(&cast.member, "ticket", cast.member.post("/v1/tickets", new_ticket())).await;
        assert_eq!(cast.member.all("/v1/tickets", 10).await.len(), before + 1);
        assert_eq!(done(world, &opened.id(), Action::OpenTicket).await, 1);
    });
}
