//! The queues that an agent may choose from.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::tickets::TicketState;
use portico_domain::tickets::counts::{QueueRecount, part_of};
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{act, in_two_days, open, quiet};
use portico_tests::world::{World, in_own_world, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/queues"), 200)
}

/// Asserts that the counts of each queue are the rows of its list, for somebody who sees all of them.
async fn badges_are_rows(administrator: &Client, after: &str) {
    let queues = administrator.get("/v1/queues").await.expect(200).json();
    for queue in queues["items"].as_array().unwrap() {
        let list = format!("/v1/tickets?view=queue&queue={}", queue["id"].as_str().unwrap());
        let rows = administrator.all(&list, 100).await;
        let nobodys = rows.iter().filter(|row| row["assignee"].is_null()).count();
        let counts = (&queue["active"], &queue["unassigned"]);
        assert_eq!(counts, (&json!(rows.len()), &json!(nobodys)), "{after}: {queue}");
    }
}

async fn administrator(world: &World) -> Client {
    put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await
}

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// Does something to a ticket, whether or not its state allows it. Returns the name of it.
async fn random_act(cast: &Scenario, administrator: &Client, dice: &mut Dice, tickets: &[String]) -> &'static str {
    let ticket = &tickets[dice.below(tickets.len())];
    let other = &tickets[dice.below(tickets.len())];
    let text = json!({"text": "So it is."});
    let agent = administrator.who().person.id;
    let acts: [(&str, &Client, Value); 14] = [
        ("take", &cast.agent, json!({})),
        ("take", administrator, json!({})),
        ("assign", administrator, json!({"queue_id": samples::queue("shop")})),
        ("assign", administrator, json!({"queue_id": samples::queue("powerplus")})),
        ("assign", administrator, json!({"assignee_id": agent})),
        ("wait", administrator, text.clone()),
        ("hold", administrator, json!({"until": in_two_days()})),
        ("resume", administrator, json!({})),
        ("resolve", administrator, text.clone()),
        ("confirm", &cast.member, json!({})),
        ("close", &cast.member, json!({})),
        ("reopen", &cast.member, text.clone()),
        ("merge", administrator, json!({"into": other})),
        ("replies", &cast.member, text),
    ];
    let (name, client, body) = &acts[dice.below(acts.len())];
    let seen = client.get(format!("/v1/tickets/{ticket}")).await;
    if seen.status() == 200 {
        let request = client.post(format!("/v1/tickets/{ticket}/{name}"), body.clone());
        let request = if *name == "replies" { request } else { request.if_match(seen.etag()) };
        let status = request.await.status();
        assert!(status < 500, "{name}: {status}");
    }
    name
}

#[test]
fn the_counts_of_a_queue_are_the_rows_of_its_list_whatever_is_done() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let administrator = administrator(world).await;
        badges_are_rows(&administrator, "the demo company").await;
        let (mut tickets, mut dice) = (Vec::new(), Dice(42));
        for step in 0..80 {
            let done = if step % 10 == 0 {
                let fields = if step % 20 == 0 { quiet() } else { json!({}) };
                tickets.push(open(&cast.member, &fields).await.id());
                "open"
            } else {
                random_act(&cast, &administrator, &mut dice, &tickets).await
            };
            badges_are_rows(&administrator, done).await;
        }
        // What happens by itself: ends of holds, reminders, solutions and ends that nobody asked for.
        for ticket in &tickets {
            for job in world.jobs_of(ticket.parse().unwrap()).await {
                world.make_due(&job).await;
            }
            world.sweep().await;
            badges_are_rows(&administrator, "jobs").await;
        }
    });
}

#[test]
fn counts_are_given_of_the_queues_that_one_may_read() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let queues = cast.agent.get("/v1/queues").await.expect(200).json();
        let counted: Vec<&Value> =
            queues["items"].as_array().unwrap().iter().filter(|one| one["mine"] == true).collect();
        assert_eq!(counted.len(), 1, "{queues}");
        for queue in queues["items"].as_array().unwrap() {
            let mine = queue["mine"] == true;
            assert_eq!((queue["active"].is_u64(), queue["unassigned"].is_u64()), (mine, mine), "{queue}");
        }
    });
}

#[test]
fn tickets_that_were_stored_before_are_counted_by_a_rebuild() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let administrator = administrator(world).await;
        let queue = samples::queue("powerplus");
        let stored = world.store.stored_counts(queue).await.unwrap();
        let who = cast.member.who();
        let old = loop {
            let mut old = samples::in_state(samples::ticket(&who.person, &who.hat), TicketState::Open);
            old.queue.id = queue;
            // Counts that have just changed are left until their list has settled.
            if stored[usize::from(part_of(old.id))].version == 0 {
                break old;
            }
        };
        // As the version before stored it.
        world.store.dynamo().load(&[Write::create(&old)]).await.unwrap();
        let count = async || {
            let queues = administrator.get("/v1/queues").await.expect(200).json();
            let mut all = queues["items"].as_array().unwrap().iter();
            all.find(|one| one["id"] == json!(queue)).unwrap()["active"].as_u64().unwrap()
        };
        let before = count().await;
        administrator.post("/v1/tickets/reindex", json!({})).await.expect(202);
        world.sweep().await;
        assert_eq!(count().await, before + 1);
        badges_are_rows(&administrator, "counting").await;
        act(&cast.agent, &old.id.to_string(), "take", json!({})).await.expect(200);
        badges_are_rows(&administrator, "taking what was counted").await;
    });
}
