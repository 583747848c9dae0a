//! Adding a colleague to a ticket, and what they may do then.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use portico_domain::hats::{HatKind, Role};
use portico_domain::tickets::TicketState;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{act, etag, open, quiet, upload};
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket(cell.who, cell.relation).await;
    let newcomer = cell.stage.newcomer(&ticket).await;
    let request = cell.client().post(format!("/v1/tickets/{}/participants", ticket.id), json!({"person_id": newcomer}));
    let request = cell.of_record(request, 201);
    // Participants leave that to the requester and to managers.
    let guest = cell.relation == Relation::Participant && cell.who.0 != HatKind::Staff && cell.who.1 != Role::Manager;
    if guest { request.ends(409, "state_conflict") } else { request }
}

fn person(client: &Client) -> Value {
    json!({"person_id": client.who().person.id})
}

async fn ids(client: &Client, path: &str) -> Vec<Value> {
    client.all(path, 50).await.into_iter().map(|row| row["id"].clone()).collect()
}

fn subjects(world: &World, client: &Client) -> Vec<String> {
    world.mails(&client.who().person.email).into_iter().map(|mail| mail.subject.clone()).collect()
}

#[test]
fn who_is_added_has_the_ticket_like_its_requester_until_they_are_removed() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let file = upload(&cast.member, "a.txt", "text/plain", b"x").await;
        let opened = open(&cast.member, &json!({"upload_ids": [file]})).await;
        let (id, number) = (opened.id(), opened.json()["number"].as_str().unwrap().to_owned());
        let path = format!("/v1/tickets/{id}");
        cast.colleague.get(path.clone()).await.refused(404, "not_found");

        let added = cast.member.post(format!("{path}/participants"), person(&cast.colleague)).await.expect(201);
        assert_eq!(added.json()["participants"][0]["id"], person(&cast.colleague)["person_id"]);
        assert!(added.json()["allowed"].as_array().unwrap().contains(&json!("remove_participant")));
        world.sweep().await;
        let by = format!("{} ({})", cast.member.who().person.name, cast.account.name);
        let synopsis = opened.json()["synopsis"].as_str().unwrap().to_owned();
        assert_eq!(subjects(world, &cast.colleague), [format!("{number}: {by} added you: {synopsis}")]);

        let seen = cast.colleague.get(path.clone()).await.expect(200).json();
        assert_eq!(seen["allowed"], json!(["reply", "close", "leave"]));
        assert!(ids(&cast.colleague, "/v1/tickets").await.contains(&json!(id)));
        assert_eq!(ids(&cast.colleague, &format!("/v1/tickets?number={number}")).await, [json!(id)]);
        let home = cast.colleague.get("/v1/home").await.expect(200).json();
        assert_eq!(home["widgets"]["my_tickets"][0]["id"], json!(id));
        cast.colleague.get(format!("{path}/files/{file}")).await.expect(303);
        cast.colleague.post(format!("{path}/replies"), json!({"text": "Me too."})).await.expect(201);
        assert_eq!(told(&cast.colleague, &id).await, ["opened", "participant_added", "reply: Me too."]);
        let line = &cast.colleague.all(&format!("{path}/timeline"), 10).await[1];
        assert_eq!(line["person"]["name"], json!(cast.colleague.who().person.name));

        let gone = format!("{path}/participants/{}", cast.colleague.who().person.id);
        let seen = etag(&cast.member, &id).await;
        cast.member.delete(gone.clone()).if_match(seen).await.expect(204);
        cast.colleague.get(path.clone()).await.refused(404, "not_found");
        cast.colleague.get(format!("{path}/files/{file}")).await.refused(404, "not_found");
        cast.colleague.post(format!("{path}/replies"), json!({"text": "x"})).await.refused(404, "not_found");
        assert!(!ids(&cast.colleague, "/v1/tickets").await.contains(&json!(id)));
        assert!(ids(&cast.colleague, &format!("/v1/tickets?number={number}")).await.is_empty());
        let seen = etag(&cast.member, &id).await;
        cast.member.delete(gone).if_match(seen).await.refused(404, "not_found");
    });
}

#[test]
fn a_manager_and_staff_add_people_and_a_participant_does_not() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let path = format!("/v1/tickets/{ticket}/participants");
        cast.manager.post(path.clone(), person(&cast.colleague)).await.expect(201);
        cast.colleague.post(path.clone(), person(&cast.manager)).await.refused(409, "state_conflict");
        cast.agent.post(path.clone(), person(&cast.manager)).await.expect(201);
        cast.agent.post(path.clone(), person(&cast.manager)).await.refused(409, "state_conflict");
        cast.member.post(path.clone(), person(&cast.member)).await.refused(409, "state_conflict");
        for elsewhere in [&cast.outsider, &cast.agent] {
            let refused = cast.member.post(path.clone(), person(elsewhere)).await.refused(422, "input_invalid");
            refused.names(&[("/person_id", "not_found")]);
        }
        let nobody = json!({"person_id": uuid::Uuid::now_v7()});
        let refused = cast.member.post(path.clone(), nobody).await.refused(422, "input_invalid");
        refused.names(&[("/person_id", "not_found")]);
        cast.outsider.post(path, person(&cast.outsider)).await.refused(404, "not_found");
    });
}

#[test]
fn ten_take_part_and_no_more() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &quiet()).await.id();
        let path = format!("/v1/tickets/{ticket}/participants");
        let hat = || samples::hat_of(&cast.account, Role::Member);
        for count in 1..=11 {
            let one = crate::scenario::put_on(world, hat()).await;
            let answer = cast.member.post(path.clone(), person(&one)).await;
            if count <= 10 {
                answer.expect(201)
            } else {
                answer.refused(409, "state_conflict")
            };
        }
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert!(!seen["allowed"].as_array().unwrap().contains(&json!("add_participant")));
    });
}

#[test]
fn who_loses_the_hat_loses_the_ticket_on_the_next_call() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let colleague = cast.colleague.who().person.id;
        let ticket = open(&cast.member, &json!({"participant_ids": [colleague]})).await.id();
        let path = format!("/v1/tickets/{ticket}");
        cast.colleague.get(path.clone()).await.expect(200);
        let admin = crate::scenario::put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let person = format!("/v1/people/{colleague}");
        let seen = admin.get(person.clone()).await.expect(200);
        admin.patch(person, json!({"status": "disabled"})).if_match(seen.etag()).await.expect(200);
        cast.colleague.get(path).await.refused(401, "session_ended");
        // Nor do mails of the ticket reach them.
        world.sweep().await;
        let before = subjects(world, &cast.colleague).len();
        act(&cast.agent, &ticket, "wait", json!({"text": "Which one?"})).await.expect(200);
        world.sweep().await;
        assert_eq!(subjects(world, &cast.colleague).len(), before);
        assert!(!etag(&cast.member, &ticket).await.is_empty());
    });
}
