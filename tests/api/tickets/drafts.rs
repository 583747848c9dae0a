//! Tests of drafts: the people and records they are kept for, and their limits.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, company};
use jiff::Timestamp;
use portico_domain::change::Write;
use portico_domain::drafts::{Draft, Drafts, MOST_DRAFTS, TICKET_FORM, ticket_form_of};
use portico_domain::hats::{HatKind, Role};
use portico_domain::ids::TicketId;
use portico_domain::tickets::TicketState;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_testing::records;
use portico_tests::client::Client;
use portico_tests::samples::{self, fresh};
use portico_tests::steps::open;
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive_get(cell: Cell<'_>) -> MatrixRequest {
    cell.client().put("/v1/drafts/ticket", json!({"data": {"synopsis": "x"}})).await.expect(200);
    MatrixRequest::free(cell.client().get("/v1/drafts/ticket"), 200)
}

pub(crate) async fn drive_keep(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().put("/v1/drafts/ticket", json!({"data": {}})), 200)
}

pub(crate) async fn drive_drop(cell: Cell<'_>) -> MatrixRequest {
    // Not the form that the other cells write.
    let form = format!("reply-{}", fresh::<TicketId>());
    MatrixRequest::free(cell.client().delete(format!("/v1/drafts/{form}")), 204)
}

const NOTHING: Value = Value::Null;

async fn draft(client: &Client, form: &str) -> Value {
    client.get(format!("/v1/drafts/{form}")).await.expect(200).json()["data"].clone()
}

async fn keep(client: &Client, form: &str, text: &str) {
    client.put(format!("/v1/drafts/{form}"), json!({"data": {"text": text}})).await.expect(200);
}

fn reply(ticket: TicketId) -> String {
    format!("reply-{ticket}")
}

#[test]
fn drafts_are_kept_as_they_are_and_have_limits() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let form = format!("/v1/drafts/{}", reply(cast.ticket(TicketState::Open).await));
        let data = json!({"text": "  half a \u{202e}sentence \u{1f600}\n", "n": 1.5, "list": [null, {"a": []}]});
        let kept = cast.member.put(&*form, json!({"data": data})).await.expect(200).json();
        assert_eq!(kept["data"], data);
        assert_eq!(cast.member.get(&*form).await.expect(200).json(), kept);
        let long = json!({"data": {"text": "x".repeat(64 * 1024)}});
        cast.member.put(&*form, long).await.names(&[("/data", "too_long")]);
        cast.member.put(&*form, json!({"data": "text"})).await.names(&[("/data", "wrong_type")]);
        cast.member.put(&*form, json!({})).await.names(&[("/data", "required")]);
        assert_eq!(cast.member.get(&*form).await.expect(200).json()["data"], data);
        for unknown in ["other", "reply-", "reply-1", "ticket%20", "..%2Fticket"] {
            let put = cast.member.put(format!("/v1/drafts/{unknown}"), json!({"data": {}})).await;
            put.refused(404, "not_found");
        }
        cast.member.delete(&*form).await.expect(204);
        cast.member.delete(&*form).await.expect(204);
        assert_eq!(cast.member.get(&*form).await.expect(200).json()["data"], NOTHING);
    });
}

/// A missing draft is no denial: a search for denials would find one for each page that was opened.
#[test]
fn a_draft_that_is_not_there_is_an_answer_and_no_denial() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let form = reply(cast.ticket(TicketState::Open).await);
        for reader in [&cast.member, &cast.agent] {
            for form in ["ticket", &form] {
                let answer = reader.get(format!("/v1/drafts/{form}")).await.expect(200).json();
                assert_eq!(answer, json!({"data": null, "updated_at": null}));
            }
            let touches = world.touches(TouchesOf::Person(reader.who().person.id)).await;
            assert_eq!(touches.len(), 2, "{touches:?}");
            assert!(touches.iter().all(|touch| touch.outcome == Outcome::Done), "{touches:?}");
        }
    });
}

#[test]
fn a_draft_is_for_a_record_that_one_may_write_on() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        for writer in [&cast.member, &cast.manager, &cast.agent] {
            keep(writer, &reply(ticket), "half").await;
            assert_eq!(draft(writer, &reply(ticket)).await["text"], "half");
        }
        for (writer, ticket) in [(&cast.outsider, ticket), (&cast.colleague, ticket), (&cast.member, fresh())] {
            let path = format!("/v1/drafts/{}", reply(ticket));
            writer.put(&*path, json!({"data": {}})).await.refused(404, "not_found");
            writer.get(&*path).await.refused(404, "not_found");
            // A missing draft can be dropped all the same.
            writer.delete(&*path).await.expect(204);
        }
    });
}

#[test]
fn a_draft_is_of_the_hat_that_may_write_on_its_record() {
    in_world(async |world| {
        let (here, there) = (company(world).await, company(world).await);
        let person = samples::person([&here, &there].map(|account| samples::hat_of(account, Role::Member)).to_vec());
        world.add(&person).await;
        let ticket = samples::ticket(&person, &person.hats[0]);
        let form = reply(ticket.id);
        world.commit([Write::create(&ticket)]).await;
        let (at_home, away) =
            (world.wearing(&person, &person.hats[0]).await, world.wearing(&person, &person.hats[1]).await);
        keep(&at_home, &form, "half").await;
        away.get(format!("/v1/drafts/{form}")).await.refused(404, "not_found");
        away.put(format!("/v1/drafts/{form}"), json!({"data": {}})).await.refused(404, "not_found");
        assert_eq!(draft(&at_home, &form).await["text"], "half");
    });
}

/// A customer of two accounts, under the hat of each.
async fn of_two_accounts(world: &World) -> [Client; 2] {
    let (here, there) = (company(world).await, company(world).await);
    let person = samples::person([&here, &there].map(|account| samples::hat_of(account, Role::Member)).to_vec());
    world.add(&person).await;
    [world.wearing(&person, &person.hats[0]).await, world.wearing(&person, &person.hats[1]).await]
}

/// The draft of a ticket as it is kept under this form.
async fn kept(world: &World, client: &Client, form: &str) -> Option<Draft> {
    world.store.draft(client.who().person.id, form).await.unwrap()
}

/// Keeps a draft of a ticket as versions without hats did.
async fn keep_without_hat(world: &World, client: &Client, text: &str) {
    let data = json!({"text": text}).as_object().unwrap().clone();
    let draft = Draft { data, ..records::draft(client.who().person.id, TICKET_FORM, Timestamp::now()) };
    world.commit([Write::put(&draft)]).await;
}

#[test]
fn the_draft_of_a_ticket_is_of_the_hat_that_wrote_it() {
    in_world(async |world| {
        // Whichever writes first.
        for turned in [false, true] {
            let [mut at_home, mut away] = of_two_accounts(world).await;
            if turned {
                std::mem::swap(&mut at_home, &mut away);
            }
            keep(&at_home, "ticket", "ours").await;
            assert_eq!(draft(&away, "ticket").await["text"], NOTHING);
            away.delete("/v1/drafts/ticket").await.expect(204);
            keep(&away, "ticket", "theirs").await;
            keep(&at_home, "ticket", "ours, at length").await;
            assert_eq!(draft(&at_home, "ticket").await["text"], "ours, at length");
            assert_eq!(draft(&away, "ticket").await["text"], "theirs");
            // Where the version before reads it.
            assert_eq!(kept(world, &at_home, TICKET_FORM).await.unwrap().data["text"], "ours, at length");
            open(&at_home, &json!({})).await;
            assert_eq!(draft(&at_home, "ticket").await["text"], NOTHING);
            assert_eq!(draft(&away, "ticket").await["text"], "theirs");
            // The other's stays where it is, and the first place is anybody's again.
            keep(&at_home, "ticket", "more of ours").await;
            keep(&away, "ticket", "more of theirs").await;
            assert_eq!(draft(&at_home, "ticket").await["text"], "more of ours");
            open(&away, &json!({})).await;
            assert_eq!(draft(&away, "ticket").await["text"], NOTHING);
            at_home.delete("/v1/drafts/ticket").await.expect(204);
            assert_eq!(draft(&at_home, "ticket").await["text"], NOTHING);
            for client in [&at_home, &away] {
                assert_eq!(kept(world, client, &ticket_form_of(client.who().hat.id)).await, None);
            }
        }
    });
}

#[test]
fn a_draft_without_a_hat_is_of_the_hat_that_goes_on_with_it() {
    in_world(async |world| {
        let [at_home, away] = of_two_accounts(world).await;
        keep_without_hat(world, &at_home, "half").await;
        for client in [&at_home, &away] {
            assert_eq!(draft(client, "ticket").await["text"], "half");
        }
        keep(&away, "ticket", "half a sentence").await;
        assert_eq!(draft(&at_home, "ticket").await["text"], NOTHING);
        keep(&at_home, "ticket", "ours").await;
        // The version before goes on with what it finds. Nothing is lost by that either.
        keep_without_hat(world, &away, "a sentence").await;
        assert_eq!(draft(&away, "ticket").await["text"], "a sentence");
        assert_eq!(draft(&at_home, "ticket").await["text"], "ours");
        open(&at_home, &json!({})).await;
        assert_eq!(draft(&at_home, "ticket").await["text"], "a sentence");
        open(&away, &json!({})).await;
        assert_eq!(draft(&at_home, "ticket").await["text"], NOTHING);
    });
}

/// Adds tickets of a member, and returns the forms of their replies.
async fn tickets(world: &World, member: &Client, count: usize) -> Vec<String> {
    let mut forms = Vec::new();
    for _ in 0..count {
        let ticket = samples::ticket(&member.who().person, &member.who().hat);
        forms.push(reply(ticket.id));
        world.commit([Write::create(&ticket)]).await;
    }
    forms
}

#[test]
fn the_draft_that_was_left_alone_longest_makes_room() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let forms = tickets(world, &cast.member, MOST_DRAFTS + 2).await;
        for form in &forms[..MOST_DRAFTS] {
            keep(&cast.member, form, "half").await;
        }
        // Kept again, the first is not the one left alone longest.
        keep(&cast.member, &forms[0], "more").await;
        for form in &forms[MOST_DRAFTS..] {
            keep(&cast.member, form, "half").await;
        }
        let mut left = Vec::new();
        for form in &forms {
            left.push(draft(&cast.member, form).await["text"].clone());
        }
        assert_eq!((&left[0], &left[1], &left[2], &left[3]), (&json!("more"), &NOTHING, &NOTHING, &json!("half")));
        assert_eq!(left.iter().filter(|text| !text.is_null()).count(), MOST_DRAFTS);
        // One that was sent makes room as well, and somebody else's do not count.
        cast.member.delete(format!("/v1/drafts/{}", forms[3])).await.expect(204);
        keep(&cast.member, &forms[1], "again").await;
        assert_eq!(draft(&cast.member, &forms[4]).await["text"], "half");
        keep(&cast.agent, "ticket", "half").await;
        assert_eq!(draft(&cast.member, &forms[0]).await["text"], "more");
    });
}

#[test]
fn whoever_writes_nothing_has_room_for_a_form_all_the_same() {
    in_world(async |world| {
        let editor = world.new_person(HatKind::Staff, Role::Editor).await;
        let editor = world.wearing(&editor, &editor.hats[0]).await;
        keep(&editor, "ticket", "half").await;
        let ticket: TicketId = fresh();
        editor.get(format!("/v1/drafts/{}", reply(ticket))).await.refused(403, "forbidden");
    });
}

/// A search for denials in the ledger does not find missing drafts.
#[test]
fn that_there_is_no_draft_is_no_denial() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let none = cast.agent.get("/v1/drafts/ticket").await.expect(200).json();
        assert_eq!(none, json!({"data": null, "updated_at": null}));
        let me = cast.agent.who().person.id;
        let touches = cast.agent.get(format!("/v1/touches?person={me}")).await.expect(200).json();
        let outcomes: Vec<_> =
            touches["items"].as_array().unwrap().iter().filter(|touch| touch["action"] == "keep_draft").collect();
        assert!(!outcomes.is_empty() && outcomes.iter().all(|touch| touch["outcome"] == "done"), "{touches}");
        let foreign = samples::queue("shop");
        cast.agent.get(format!("/v1/tickets?view=queue&queue={foreign}")).await.refused(404, "not_found");
        let touches = cast.agent.get(format!("/v1/touches?person={me}")).await.expect(200).json();
        let listed = touches["items"].as_array().unwrap().iter().find(|touch| touch["action"] == "list_tickets");
        assert_eq!(listed.unwrap()["outcome"], "denied");
    });
}
