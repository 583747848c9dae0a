//! Search of tickets by words and by number, with every hat.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::change::Write;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::people::Person;
use portico_domain::tickets::Ticket;
use portico_testing::records;
use portico_tests::client::{Client, NOTE_MARK};
use portico_tests::samples;
use portico_tests::steps::{act, open, quiet, request, with};
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/tickets/search?q=printer"), 200)
}

/// A word that no other ticket has.
fn word() -> String {
    format!("w{}x", uuid::Uuid::now_v7().simple())
}

async fn found(client: &Client, q: &str) -> Vec<String> {
    let rows = client.all(&format!("/v1/tickets/search?q={}", q.replace(' ', "+")), 2).await;
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn everybody_finds_what_they_may_read_and_nothing_else() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let administrator = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let elsewhere = put_on(world, samples::hat(HatKind::Staff, Role::Agent)).await;
        let word = word();
        let ticket = open(&cast.member, &json!({"synopsis": format!("Printers {word} jam")})).await.id();
        assert_eq!(found(&cast.member, &word).await, [""; 0], "a job indexes it");
        world.sweep().await;
        for (client, finds) in [
            (&cast.member, true),
            (&cast.colleague, false),
            (&cast.manager, true),
            (&cast.outsider, false),
            (&cast.agent, true),
            (&elsewhere, false),
            (&administrator, true),
        ] {
            let expected: &[String] = if finds { std::slice::from_ref(&ticket) } else { &[] };
            assert_eq!(found(client, &word).await, expected, "{:?}", client.who().hat);
            assert_eq!(found(client, &format!("PRINTER {word} jams")).await, expected, "{:?}", client.who().hat);
        }
        assert_eq!(found(&cast.member, &format!("{word} scanner")).await, [""; 0]);
        let views = [
            (&cast.member, "&view=mine", 1),
            (&cast.manager, "&view=mine", 0),
            (&cast.manager, "&view=company", 1),
            (&cast.agent, "&view=queue", 1),
            (&cast.agent, "&view=assigned", 0),
        ];
        for (client, view, count) in views {
            let page = client.get(format!("/v1/tickets/search?q={word}{view}")).await.expect(200).json();
            assert_eq!(page["items"].as_array().unwrap().len(), count, "{view}");
        }
        let queue = |key| format!("/v1/tickets/search?q={word}&view=queue&queue={}", samples::queue(key));
        assert_eq!(cast.agent.all(&queue("powerplus"), 5).await.len(), 1);
        cast.agent.get(queue("finance")).await.refused(404, "not_found");
        cast.member.get(format!("/v1/tickets/search?q={word}&view=company")).await.refused(403, "forbidden");
        cast.member.get(format!("/v1/tickets/search?q={word}&view=assigned")).await.refused(403, "forbidden");
    });
}

#[test]
fn what_staff_write_is_found_by_staff_alone() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (noted, said) = (word(), word());
        let ticket = open(&cast.member, &json!({})).await.id();
        let text = json!({"text": format!("{NOTE_MARK} {noted}")});
        cast.agent.post(format!("/v1/tickets/{ticket}/notes"), text).await.expect(201);
        let text = json!({"text": format!("It is **{said}**.")});
        cast.agent.post(format!("/v1/tickets/{ticket}/replies"), text).await.expect(201);
        world.sweep().await;
        assert_eq!(found(&cast.agent, &noted).await, std::slice::from_ref(&ticket));
        let requester = &cast.member.who().person.name;
        assert!(found(&cast.agent, &format!("{requester} {said}")).await.contains(&ticket));
        for client in [&cast.member, &cast.manager] {
            assert_eq!(found(client, &noted).await, [""; 0]);
            assert_eq!(found(client, &format!("{requester} {said}")).await, [""; 0]);
            assert_eq!(found(client, &said).await, std::slice::from_ref(&ticket));
        }
    });
}

#[test]
fn a_ticket_is_found_where_it_is_now() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let shop = Hat { queues: vec![samples::queue("shop")], ..samples::hat(HatKind::Staff, Role::Agent) };
        let shop = put_on(world, shop).await;
        let word = word();
        let ticket = open(&cast.member, &with(quiet(), &json!({"synopsis": format!("About {word}")}))).await.id();
        let powerplus = json!({"queue_id": samples::queue("powerplus"), "assignee_id": null});
        let administrator = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        act(&administrator, &ticket, "assign", powerplus).await.expect(200);
        world.sweep().await;
        assert_eq!((found(&cast.agent, &word).await.len(), found(&shop, &word).await.len()), (1, 0));
        let to_shop = json!({"queue_id": samples::queue("shop"), "assignee_id": null});
        act(&cast.agent, &ticket, "assign", to_shop).await.expect(200);
        // The record decides at once; the index follows.
        assert_eq!((found(&cast.agent, &word).await.len(), found(&shop, &word).await.len()), (0, 0));
        world.sweep().await;
        assert_eq!((found(&cast.agent, &word).await.len(), found(&shop, &word).await.len()), (0, 1));
        // Their own tickets are a list of their own.
        act(&shop, &ticket, "take", json!({})).await.expect(200);
        world.sweep().await;
        assert_eq!(shop.all(&format!("/v1/tickets/search?q={word}&view=assigned"), 5).await.len(), 1);
    });
}

#[test]
fn a_search_is_of_the_hat_that_is_worn() {
    in_world(async |world| {
        let (one, other) = (samples::account(), samples::account());
        world.commit([Write::create(&one), Write::create(&other)]).await;
        let hats = [samples::hat_of(&one, Role::Member), samples::hat_of(&other, Role::Member)];
        let person = samples::person(hats.to_vec());
        world.add(&person).await;
        let clients = [world.wearing(&person, &hats[0]).await, world.wearing(&person, &hats[1]).await];
        let word = word();
        let ticket = open(&clients[0], &with(quiet(), &json!({"synopsis": format!("About {word}")}))).await.id();
        world.sweep().await;
        assert_eq!(found(&clients[0], &word).await, [ticket]);
        assert_eq!(found(&clients[1], &word).await, [""; 0]);
        // Without the hat, nothing is found, though the words are still in the index.
        let left = Person { version: 2, hats: vec![hats[1].clone()], ..person.clone() };
        world.commit(person.replace_by(&left)).await;
        clients[0].get(format!("/v1/tickets/search?q={word}")).await.refused(401, "session_ended");
        assert_eq!(found(&clients[1], &word).await, [""; 0]);
    });
}

#[test]
fn partners_and_employees_find_their_own() {
    in_world(async |world| {
        for (kind, role) in [(HatKind::Partner, Role::Seller), (HatKind::Employee, Role::Employee)] {
            let client = put_on(world, samples::hat(kind, role)).await;
            let colleague = put_on(world, samples::hat(kind, role)).await;
            let word = word();
            let asked = with(request(), &json!({"description": format!("The {word}, please.")}));
            let ticket = client.post("/v1/tickets", asked).await.expect(201).id();
            world.sweep().await;
            assert_eq!(found(&client, &word).await, [ticket], "{kind:?}");
            assert_eq!(found(&colleague, &word).await, [""; 0], "{kind:?}");
        }
    });
}

#[test]
fn the_ticket_of_a_number_comes_first() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let word = word();
        let mut tickets = Vec::new();
        for _ in 0..4 {
            let fields = with(quiet(), &json!({"synopsis": format!("About {word}")}));
            tickets.push(open(&cast.member, &fields).await.json());
        }
        world.sweep().await;
        let id = |at: usize| tickets[at]["id"].as_str().unwrap().to_owned();
        let number = tickets[1]["number"].as_str().unwrap();
        assert_eq!(found(&cast.member, number).await[0], id(1));
        assert_eq!(found(&cast.member, &format!("{word} {number}")).await, [id(1), id(3), id(2), id(0)]);
        assert_eq!(found(&cast.member, &number.replace("T-", "")).await[0], id(1));
        for limit in [1, 2, 3, 25] {
            let rows = cast.member.all(&format!("/v1/tickets/search?q={word}+{number}"), limit).await;
            let ids: Vec<String> = rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(ids, [id(1), id(3), id(2), id(0)], "{limit} at a time");
        }
        assert_eq!(found(&cast.outsider, number).await, [""; 0]);
        assert_eq!(found(&cast.member, &word).await, [id(3), id(2), id(1), id(0)]);
    });
}

#[test]
fn pages_are_full_though_some_tickets_are_hidden() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let word = word();
        let who = cast.member.who();
        let mut tickets: Vec<Ticket> = Vec::new();
        for _ in 0..12 {
            let ticket = samples::ticket(&who.person, &who.hat);
            tickets.push(Ticket { synopsis: format!("About {word}"), ..ticket });
        }
        for ticket in &tickets {
            world.commit([Write::create(ticket)]).await;
            index(world, ticket).await;
        }
        // What the index has is not what counts: these belong to somebody else by now.
        let outsider = records::named(&cast.outsider.who().person);
        for ticket in tickets.iter().step_by(2) {
            let moved = Ticket { version: 2, requester: outsider.clone(), ..ticket.clone() };
            world.commit([Write::update(ticket, &moved)]).await;
        }
        let page = cast.member.get(format!("/v1/tickets/search?q={word}&limit=4")).await.expect(200).json();
        assert_eq!(page["items"].as_array().unwrap().len(), 4);
        let expected: Vec<String> =
            tickets.iter().skip(1).step_by(2).rev().map(|ticket| ticket.id.to_string()).collect();
        assert_eq!(found(&cast.member, &word).await, expected);
    });
}

async fn index(world: &portico_tests::world::World, ticket: &Ticket) {
    use portico_domain::tickets::search::{TicketDocument, TicketIndex as _};
    world.store.index_ticket(&TicketDocument::of(ticket, &[])).await.unwrap();
}

#[test]
fn what_says_nothing_asks_nothing() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let asked = async |q: &str| cast.member.get(format!("/v1/tickets/search?q={q}")).await.expect(200).json();
        let nothing = json!({"items": [], "asks_nothing": true, "next_cursor": Value::Null});
        assert_eq!(asked("the").await, nothing);
        assert_eq!(asked("?%21").await, nothing);
        assert_eq!(asked("zeppelins").await["asks_nothing"], json!(false));
        assert_eq!(asked("T-99999999").await["asks_nothing"], json!(false));
        for (query, name) in [("?q=x", "q"), ("", "q"), ("?q=printer&queue=x", "queue")] {
            let refused = cast.member.get(format!("/v1/tickets/search{query}")).await.refused(422, "input_invalid");
            assert!(refused.errors().iter().any(|(at, _)| at.contains(name)), "{query}");
        }
    });
}
