//! Tests of cursors: each is good for its caller, list and filter, and for nothing else.

use crate::scenario::{Scenario, put_on};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_domain::hats::{HatKind, Role};
use portico_domain::tickets::TicketState;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::world::in_world;

async fn cursor(client: &Client, path: &str) -> String {
    let page = client.get(path).await.expect(200).json();
    page["next_cursor"].as_str().unwrap_or_else(|| panic!("{path} has no second page: {page}")).to_owned()
}

async fn refused(client: &Client, path: &str, cursor: &str) {
    let join = if path.contains('?') { '&' } else { '?' };
    client.get(format!("{path}{join}cursor={cursor}")).await.names(&[("cursor", "cursor_refused")]);
}

#[test]
fn a_forged_cursor_is_refused() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for _ in 0..3 {
            cast.ticket(TicketState::Open).await;
        }
        let good = cursor(&cast.member, "/v1/tickets?limit=1").await;
        cast.member.get(format!("/v1/tickets?limit=1&cursor={good}")).await.expect(200);
        let bytes = URL_SAFE_NO_PAD.decode(&good).unwrap();
        for index in [0, 5, 12, bytes.len() / 2, bytes.len() - 1] {
            let mut forged = bytes.clone();
            forged[index] ^= 1;
            refused(&cast.member, "/v1/tickets?limit=1", &URL_SAFE_NO_PAD.encode(&forged)).await;
        }
        let plain = URL_SAFE_NO_PAD.encode(r#"["1#2026","ticket#x","ticket"]"#);
        for text in [&good[1..], &good[..good.len() - 1], "", "a", "%21%21", "null", &plain] {
            refused(&cast.member, "/v1/tickets?limit=1", text).await;
        }
        let long = "a".repeat(2001);
        cast.member.get(format!("/v1/tickets?cursor={long}")).await.names(&[("cursor", "too_long")]);
        // It tells nothing of what it leads to.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("ticket") && !text.contains("2026"), "{text}");
    });
}

#[test]
fn a_cursor_leads_nowhere_else() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for _ in 0..3 {
            let ticket = cast.ticket(TicketState::Open).await;
            for _ in 0..2 {
                let text = serde_json::json!({"text": "x"});
                cast.member.post(format!("/v1/tickets/{ticket}/replies"), text).await.expect(201);
            }
        }
        let mine = cursor(&cast.member, "/v1/tickets?limit=1").await;
        // Another caller, another part of the list, another list, another operation.
        refused(&cast.colleague, "/v1/tickets?limit=1", &mine).await;
        refused(&cast.manager, "/v1/tickets?view=company&limit=1", &mine).await;
        refused(&cast.member, "/v1/tickets?limit=1&status=active", &mine).await;
        refused(&cast.member, "/v1/articles?limit=1", &mine).await;
        let company = cursor(&cast.manager, "/v1/tickets?view=company&limit=1").await;
        refused(&cast.manager, "/v1/tickets?limit=1", &company).await;

        let tickets = cast.member.all("/v1/tickets", 10).await;
        let timeline =
            |index: usize| format!("/v1/tickets/{}/timeline?limit=1", tickets[index]["id"].as_str().unwrap());
        let of_first = cursor(&cast.member, &timeline(0)).await;
        refused(&cast.member, &timeline(1), &of_first).await;

        let found = cursor(&cast.member, "/v1/articles?q=powerplus&limit=1").await;
        refused(&cast.member, "/v1/articles?q=printer&limit=1", &found).await;
        refused(&cast.member, "/v1/articles?limit=1", &found).await;

        let me = cast.member.who().person.id;
        let administrator = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let ledger = cursor(&administrator, &format!("/v1/touches?person={me}&limit=1")).await;
        let other = cast.outsider.who().person.id;
        refused(&administrator, &format!("/v1/touches?person={other}&limit=1"), &ledger).await;

        // The same person in another session goes on where they were; with another hat they do not.
        let who = cast.member.who();
        let again = world.wearing(&who.person, &who.hat).await;
        again.get(format!("/v1/tickets?limit=1&cursor={mine}")).await.expect(200);
    });
}
