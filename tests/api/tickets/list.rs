//! Lists of tickets: in order and complete.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use crate::scenario::Scenario;
use jiff::SignedDuration;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::jobs::Job;
use portico_domain::tickets::jobs::IndexTicket;
use portico_domain::tickets::{Severity, Ticket, TicketState};
use portico_tests::samples;
use portico_tests::steps::{act, open};
use portico_tests::world::{in_world, system};
use serde_json::json;

/// Asks for the list in the cell's relation. The lists of a face do not follow from the reach.
pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let (kind, role) = cell.who;
    let queue = |key: &str| format!("?view=queue&queue={}", samples::queue(key));
    let (query, relation, done) = match (kind, cell.relation) {
        (_, Relation::Own | Relation::Participant) => (String::new(), None, (200, "")),
        (HatKind::Staff, Relation::Near) => (queue("general"), None, (200, "")),
        // An administrator's queues are all there are, and one that is not there is empty.
        (HatKind::Staff, Relation::Far) => (queue("finance"), Some(Relation::Far), (200, "")),
        (HatKind::Staff, Relation::Missing) => {
            let hidden = (role != Role::Administrator).then_some(Relation::Missing);
            (format!("?view=queue&queue={}", uuid::Uuid::now_v7()), hidden, (200, ""))
        }
        (_, Relation::Near) => {
            let done = if role == Role::Manager { (200, "") } else { (403, "forbidden") };
            ("?view=company".into(), None, done)
        }
        (_, Relation::Far) => (queue("finance"), None, (403, "forbidden")),
        (_, Relation::Missing) => ("?view=assigned".into(), None, (403, "forbidden")),
    };
    MatrixRequest { request: cell.client().get(format!("/v1/tickets{query}")), driven: Expected { relation, done } }
}

#[test]
fn lists_are_in_order_and_complete() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let mut tickets = Vec::new();
        for index in 0..5 {
            tickets.push(open(&cast.member, &json!({"synopsis": format!("Printer {index} is out")})).await.id());
        }
        open(&cast.colleague, &json!({})).await;
        act(&cast.member, &tickets[4], "close", json!({})).await.expect(200);
        cast.member.post(format!("/v1/tickets/{}/replies", tickets[0]), json!({"text": "again"})).await.expect(201);
        // Active ones first, the newest change first.
        let order = [0, 3, 2, 1, 4].map(|index: usize| tickets[index].clone());
        for limit in [1, 2, 5, 100] {
            let ids: Vec<_> =
                cast.member.all("/v1/tickets?view=mine", limit).await.iter().map(|row| row["id"].clone()).collect();
            assert_eq!(ids, order, "{limit} at a time");
        }
        assert_eq!(cast.manager.all("/v1/tickets?view=company", 4).await.len(), 6);
        cast.member.get("/v1/tickets?view=company").await.refused(403, "forbidden");
    });
}

#[test]
fn a_queue_has_the_most_urgent_first() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let queue = samples::queue("powerplus");
        let who = cast.member.who();
        let mut tickets = Vec::new();
        for hours in [40, 4, 24, 8] {
            let mut ticket = samples::ticket(&who.person, &who.hat);
            ticket.queue.id = queue;
            ticket.clocks.resolution_due = ticket.created_at + SignedDuration::from_hours(hours);
            tickets.push(cast.keep(ticket).await.to_string());
        }
        let ended = cast.ticket(TicketState::Closed).await.to_string();
        let listed = async |more: &str, limit| {
            let rows = cast.agent.all(&format!("/v1/tickets?view=queue&queue={queue}{more}"), limit).await;
            let ids = rows.iter().map(|row| row["id"].as_str().unwrap().to_owned());
            // Others open and close tickets there at the same time.
            ids.filter(|id| tickets.contains(id) || *id == ended).collect::<Vec<_>>()
        };
        for limit in [1, 3, 100] {
            let urgent = [1, 3, 2, 0].map(|index: usize| tickets[index].clone());
            assert_eq!(listed("", limit).await, urgent, "{limit} at a time");
        }
        assert_eq!(listed("&status=done", 100).await, std::slice::from_ref(&ended));
    });
}

#[test]
fn a_list_is_sorted_and_shows_a_period() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (mut tickets, mut opened) = (Vec::new(), Vec::new());
        for index in 0..4 {
            let ticket = open(&cast.member, &json!({"synopsis": format!("Printer {index} is out")})).await;
            opened.push(ticket.json()["created_at"].as_str().unwrap().to_owned());
            tickets.push(ticket.id());
        }
        act(&cast.member, &tickets[1], "close", json!({})).await.expect(200);
        let again = cast.member.post(format!("/v1/tickets/{}/replies", tickets[0]), json!({"text": "again"})).await;
        again.expect(201);
        world.sweep().await;
        let of = |order: &[usize]| order.iter().map(|index| tickets[*index].clone()).collect::<Vec<_>>();
        let (second, third) = (&opened[1], &opened[2]);
        let orders: [(String, &[usize]); 10] = [
            ("sort=newest".into(), &[3, 2, 1, 0]),
            ("sort=oldest".into(), &[0, 1, 2, 3]),
            ("sort=oldest&status=active".into(), &[0, 2, 3]),
            ("sort=newest&status=done".into(), &[1]),
            (format!("sort=newest&from={second}"), &[3, 2, 1]),
            (format!("sort=newest&from={second}&before={third}"), &[1]),
            ("status=active&sort=latest_change".into(), &[0, 3, 2]),
            ("status=active&sort=earliest_change".into(), &[2, 3, 0]),
            (format!("status=active&before={second}"), &[]),
            (format!("status=active&from={third}"), &[0, 3, 2]),
        ];
        for (query, expected) in orders {
            for limit in [1, 3, 100] {
                let rows = cast.member.all(&format!("/v1/tickets?view=mine&{query}"), limit).await;
                let ids: Vec<_> = rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
                assert_eq!(ids, of(expected), "{query}, {limit} at a time");
            }
        }
        let filtered = cast.manager.all("/v1/tickets?view=company&sort=newest&severity=low", 3).await;
        assert!(filtered.is_empty(), "{filtered:?}");
        let queue = samples::queue("powerplus");
        let of_agent = format!("/v1/tickets?view=queue&queue={queue}&sort=newest&from={}", opened[0]);
        let rows = cast.agent.all(&of_agent, 100).await;
        // Others open tickets there at the same time.
        let ids = rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).filter(|id| tickets.contains(id));
        assert_eq!(ids.collect::<Vec<_>>(), of(&[3, 2, 0]));
        for (client, query, wrong) in [
            (&cast.agent, "view=assigned&sort=latest_change".to_owned(), ("sort", "not_one_of")),
            (&cast.member, "sort=due".to_owned(), ("sort", "not_one_of")),
            (&cast.member, format!("from={second}"), ("status", "required")),
            (&cast.member, format!("status=done&from={third}&before={second}"), ("before", "out_of_range")),
        ] {
            client.get(format!("/v1/tickets?{query}")).await.refused(422, "input_invalid").names(&[wrong]);
        }
    });
}

/// A ticket that an earlier version stored has its place after its index was written again.
#[test]
fn an_older_ticket_is_sorted_after_it_was_indexed() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let who = cast.member.who();
        let opened_at = "2024-02-29T12:00:00Z".parse().unwrap();
        let older = Ticket { created_at: opened_at, updated_at: opened_at, ..samples::ticket(&who.person, &who.hat) };
        let newer = open(&cast.member, &json!({})).await.id();
        let older = cast.keep(older).await;
        let sorted = async || {
            let rows = cast.member.all("/v1/tickets?sort=oldest", 5).await;
            rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        world.sweep().await;
        assert_eq!(sorted().await, std::slice::from_ref(&newer));
        let job = Job::now(&system(), &IndexTicket { ticket: older });
        world.commit([Write::create(&job)]).await;
        world.sweep().await;
        assert_eq!(sorted().await, [older.to_string(), newer]);
        let old = cast.member.all("/v1/tickets?sort=newest&before=2024-03-01T00:00:00Z", 5).await;
        assert_eq!(old.len(), 1);
    });
}

#[test]
fn a_filter_shows_some_and_its_cursor_is_its_own() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let quiet = json!({"type": "question", "product_id": null, "version_id": null, "severity": "low"});
        let of_product = open(&cast.member, &json!({})).await.id();
        let low = open(&cast.member, &quiet).await.id();
        let colleagues = open(&cast.colleague, &quiet).await.id();
        let listed = async |filter: String| {
            let rows = cast.manager.all(&format!("/v1/tickets?view=company&{filter}"), 1).await;
            rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let (product, _) = samples::supported();
        assert_eq!(listed(format!("product={product}")).await, std::slice::from_ref(&of_product));
        assert_eq!(listed("severity=low".into()).await, [colleagues.clone(), low.clone()]);
        let person = cast.colleague.who().person.id;
        assert_eq!(listed(format!("requester={person}")).await, std::slice::from_ref(&colleagues));
        assert_eq!(listed(format!("requester={person}&severity=critical")).await, Vec::<String>::new());
        let page = cast.manager.get("/v1/tickets?view=company&limit=1&severity=low").await.expect(200).json();
        let cursor = page["next_cursor"].as_str().unwrap();
        let other = format!("/v1/tickets?view=company&limit=1&severity=high&cursor={cursor}");
        cast.manager.get(other).await.refused(422, "input_invalid").names(&[("cursor", "cursor_refused")]);
        cast.manager.get("/v1/tickets?severity=urgent").await.refused(422, "input_invalid");
    });
}

/// However little a filter finds, a page looks at a limited number of tickets.
#[test]
fn a_filter_that_finds_little_ends_its_page_and_goes_on() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let who = cast.member.who();
        let of = |severity| Ticket { severity, ..samples::ticket(&who.person, &who.hat) };
        let sought = cast.keep(of(Severity::Critical)).await.to_string();
        for _ in 0..100 {
            let some: Vec<Write> = (0..40).map(|_| Write::create(&of(Severity::Low))).collect();
            world.commit(some).await;
        }
        let first = cast.member.get("/v1/tickets?severity=critical").await.expect(200).json();
        assert_eq!(first["items"], json!([]));
        assert!(first["next_cursor"].is_string());
        let found = cast.member.all("/v1/tickets?severity=critical", 25).await;
        assert_eq!(found.iter().map(|row| row["id"].clone()).collect::<Vec<_>>(), [json!(sought)]);
    });
}
