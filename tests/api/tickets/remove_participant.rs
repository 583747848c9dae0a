//! Removing a person from a ticket, and leaving it.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, told};
use portico_domain::hats::{HatKind, Role};
use portico_tests::client::{Answer, Client};
use portico_tests::steps::{etag, open};
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let (ticket, participant) = cell.stage.shared_ticket(cell.who, cell.relation).await;
    let request = cell.client().delete(format!("/v1/tickets/{}/participants/{participant}", ticket.id));
    let request = cell.of_record(request.if_match("\"1\""), 204);
    let guest = cell.relation == Relation::Participant && cell.who.0 != HatKind::Staff && cell.who.1 != Role::Manager;
    if guest { request.ends(409, "state_conflict") } else { request }
}

/// Removes a person from the current version of a ticket.
async fn remove(by: &Client, ticket: &str, of: &Client) -> Answer {
    let etag = etag(by, ticket).await;
    by.delete(format!("/v1/tickets/{ticket}/participants/{}", of.who().person.id)).if_match(etag).await
}

#[test]
fn a_participant_leaves_by_themself_and_removes_nobody_else() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let both = json!({"participant_ids": [cast.colleague.who().person.id, cast.manager.who().person.id]});
        let ticket = open(&cast.member, &both).await.id();
        remove(&cast.colleague, &ticket, &cast.manager).await.refused(409, "state_conflict");
        remove(&cast.colleague, &ticket, &cast.member).await.refused(404, "not_found");
        remove(&cast.colleague, &ticket, &cast.colleague).await.expect(204);
        cast.colleague.get(format!("/v1/tickets/{ticket}")).await.refused(404, "not_found");
        // A manager who leaves still sees the tickets of the company.
        remove(&cast.manager, &ticket, &cast.manager).await.expect(204);
        let seen = cast.manager.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["participants"], json!([]));
        assert_eq!(told(&cast.member, &ticket).await, ["opened", "participant_left", "participant_left"]);
    });
}

#[test]
fn a_manager_and_staff_remove_people() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let colleague = json!({"participant_ids": [cast.colleague.who().person.id]});
        for by in [&cast.manager, &cast.agent] {
            let ticket = open(&cast.member, &colleague).await.id();
            remove(by, &ticket, &cast.colleague).await.expect(204);
            assert_eq!(told(&cast.member, &ticket).await, ["opened", "participant_removed"]);
            let path = format!("/v1/tickets/{ticket}/participants/{}", cast.colleague.who().person.id);
            cast.outsider.delete(path).if_match("\"2\"").await.refused(404, "not_found");
        }
    });
}

#[test]
fn a_removal_that_is_repeated_is_made_once_and_answered_alike() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let colleague = cast.colleague.who().person.id;
        let ticket = open(&cast.member, &json!({"participant_ids": [colleague]})).await.id();
        let (seen, key) = (etag(&cast.member, &ticket).await, uuid::Uuid::now_v7().to_string());
        for _ in 0..2 {
            let removal = cast.member.delete(format!("/v1/tickets/{ticket}/participants/{colleague}"));
            removal.if_match(seen.clone()).key(key.as_str()).await.expect(204);
        }
        assert_eq!(told(&cast.member, &ticket).await, ["opened", "participant_removed"]);
    });
}
