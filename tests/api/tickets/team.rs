//! The numbers of a team, and the tickets behind them.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::tickets::TicketState;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::act;
use portico_tests::world::{in_own_world, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/team"), 200)
}

pub(crate) async fn drive_list(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/team/tickets?measure=overdue"), 200)
}

const MEASURES: [&str; 5] = ["open", "due_today", "overdue", "answered", "solved"];

/// A number of a row, which is the number of its tickets.
fn number(row: &Value, measure: &str) -> u64 {
    row[measure].as_u64().or(row[measure]["count"].as_u64()).unwrap_or_else(|| panic!("no {measure} in {row}"))
}

/// Asserts that each number of the team is the length of its list.
async fn numbers_are_lists(client: &Client) {
    let team = client.get("/v1/team").await.expect(200).json();
    assert_eq!(team["complete"], true);
    let rows = |name: &str| team[name].as_array().unwrap().clone();
    let mut selections = vec![(team["total"].clone(), String::new())];
    for row in rows("queues") {
        let of = format!("&queue={}", row["queue"]["id"].as_str().unwrap());
        selections.push((row, of));
    }
    for row in rows("agents") {
        let of = row["agent"]["id"].as_str().map_or("&unassigned=true".into(), |id| format!("&agent={id}"));
        selections.push((row, of));
    }
    for (row, of) in selections {
        for measure in MEASURES {
            let listed = client.all(&format!("/v1/team/tickets?measure={measure}{of}"), 3).await;
            assert_eq!(listed.len() as u64, number(&row, measure), "{measure}{of}: {row}");
        }
    }
}

#[test]
fn each_number_of_the_demo_company_is_the_length_of_its_list() {
    in_own_world(async |world| {
        numbers_are_lists(&put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await).await;
        numbers_are_lists(&world.as_person("daniel-okafor").await).await;
    });
}

#[test]
fn what_is_answered_and_solved_counts_for_its_queue_and_agent() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let queue = json!(samples::queue("powerplus"));
        let agent = json!(cast.agent.who().person.id);
        let numbers = async || {
            let team = cast.agent.get("/v1/team").await.expect(200).json();
            let find = |name: &str, of: &str, id: &Value| {
                let mut rows = team[name].as_array().unwrap().iter();
                rows.find(|row| row[of]["id"] == *id).cloned().unwrap_or_default()
            };
            (find("queues", "queue", &queue), find("agents", "agent", &agent))
        };
        let (before, _) = numbers().await;
        let ticket = cast.ticket(TicketState::New).await.to_string();
        act(&cast.agent, &ticket, "take", json!({})).await.expect(200);
        cast.agent.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "Which one?"})).await.expect(201);
        act(&cast.agent, &ticket, "resolve", json!({"text": "Done so."})).await.expect(200);
        let (of_queue, of_agent) = numbers().await;
        for measure in ["open", "answered", "solved"] {
            assert_eq!(number(&of_queue, measure), number(&before, measure) + 1, "{measure}: {of_queue}");
            assert_eq!(number(&of_agent, measure), 1, "{measure}: {of_agent}");
        }
        let times = &of_agent["solved"];
        assert_eq!(times["median_seconds"], times["p90_seconds"]);
        assert!(times["median_seconds"].as_i64().is_some_and(|seconds| seconds >= 0), "{times}");
        // A ticket that is opened again is not solved.
        act(&cast.member, &ticket, "reopen", json!({"text": "No."})).await.expect(200);
        assert_eq!(number(&numbers().await.1, "solved"), 0);
        // One that is closed has been solved, and is not open.
        act(&cast.agent, &ticket, "resolve", json!({"text": "Now."})).await.expect(200);
        act(&cast.agent, &ticket, "close", json!({})).await.expect(200);
        let (_, of_agent) = numbers().await;
        assert_eq!((number(&of_agent, "open"), number(&of_agent, "solved")), (0, 1));
    });
}

#[test]
fn an_agent_sees_their_own_queues_alone() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let team = cast.agent.get("/v1/team").await.expect(200).json();
        let queues: Vec<&Value> = team["queues"].as_array().unwrap().iter().map(|row| &row["queue"]["id"]).collect();
        assert_eq!(queues, [&json!(samples::queue("powerplus"))]);
        let shop = samples::queue("shop");
        cast.agent.get(format!("/v1/team/tickets?measure=open&queue={shop}")).await.refused(404, "not_found");
        let missing = uuid::Uuid::now_v7();
        cast.agent.get(format!("/v1/team/tickets?measure=open&queue={missing}")).await.refused(404, "not_found");
        cast.agent.get("/v1/team/tickets").await.refused(422, "input_invalid");
        cast.agent.get("/v1/team/tickets?measure=best").await.refused(422, "input_invalid");
        // Somebody with no queue has an empty team.
        let idle = put_on(world, Hat { queues: vec![], ..samples::hat(HatKind::Staff, Role::Agent) }).await;
        let team = idle.get("/v1/team").await.expect(200).json();
        assert_eq!((&team["queues"], number(&team["total"], "open")), (&json!([]), 0));
    });
}
