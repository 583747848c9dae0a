//! Dates that people set: whatever the request, each has a farthest one.

use crate::accounts::products::{code, new};
use crate::accounts::purchasing::{bought, sold};
use crate::knowledge::editing::text;
use crate::scenario::{Scenario, put_on};
use crate::settings::drafts::{publish, save};
use jiff::{SignedDuration, Timestamp};
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::tickets::{LONGEST_HOLD_DAYS, TicketState};
use portico_testing::records;
use portico_tests::documented;
use portico_tests::samples::hat;
use portico_tests::steps::with;
use portico_tests::world::{World, alone_in_world};
use serde_json::{Value, json};

/// Dates that a request can contain. The test below must cover each of them.
const DATES: [(&str, &str); 19] = [
    ("add_entitlement", "/purchased_on"),
    ("add_entitlement", "/support_until"),
    ("add_entitlement", "/warranty_until"),
    ("change_entitlement", "/purchased_on"),
    ("change_entitlement", "/support_until"),
    ("change_entitlement", "/warranty_until"),
    ("create_article", "/expires_at"),
    ("create_article", "/publish_at"),
    ("create_article", "/review_by"),
    ("replace_article", "/expires_at"),
    ("replace_article", "/publish_at"),
    ("replace_article", "/review_by"),
    ("create_product", "/versions/0/released_on"),
    ("create_product", "/versions/0/supported_until"),
    ("change_product", "/versions/0/released_on"),
    ("change_product", "/versions/0/supported_until"),
    ("publish_settings", "/at"),
    ("hold_ticket", "/until"),
    ("reply_to_ticket", "/until"),
];

const FAR_DAY: &str = "9000-01-01";
const FAR_TIME: &str = "9000-01-01T00:00:00Z";

#[test]
fn every_date_a_person_sets_has_a_farthest_one() {
    let known = DATES.map(|(operation, pointer)| (operation.to_owned(), pointer.to_owned()));
    assert_eq!(documented::dates(), known, "a date that is not tried here");
    alone_in_world(async |world| {
        articles(world).await;
        purchases(world).await;
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let rates = |document: &mut Value| document["rates"]["tickets"] = json!(77);
        save(&admin, "portal", rates).await.await.expect(200);
        publish(&admin, "portal", json!({"at": FAR_TIME})).await.await.names(&[("/at", "too_late")]);
        let draft = admin.get("/v1/settings/portal/draft").await.expect(200);
        admin.delete("/v1/settings/portal/draft").if_match(draft.etag()).await.expect(204);
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let hold = |until: String| {
            let body = json!({"until": until});
            cast.agent.post(format!("/v1/tickets/{ticket}/hold"), body).if_match("\"1\"")
        };
        let days = |days: i32| SignedDuration::from_hours(24 * i64::from(days));
        let beyond = Timestamp::now() + days(LONGEST_HOLD_DAYS) + SignedDuration::from_mins(10);
        for far in ["9000-01-01T00:00:00Z".to_owned(), "9999-12-30T22:00:00Z".to_owned(), beyond.to_string()] {
            let reply = json!({"text": "Later.", "step": "hold", "version": 1, "until": far.clone()});
            cast.agent.post(format!("/v1/tickets/{ticket}/replies"), reply).await.names(&[("/until", "too_late")]);
            hold(far).await.names(&[("/until", "too_late")]);
        }
        hold("1000-01-01T00:00:00Z".into()).await.names(&[("/until", "too_early")]);
        let last = Timestamp::now() + days(LONGEST_HOLD_DAYS) - SignedDuration::from_mins(10);
        hold(last.to_string()).await.expect(200);
    });
}

/// Each date of an article is refused, where one is written and where it is changed.
async fn articles(world: &World) {
    let editor = put_on(world, hat(HatKind::Staff, Role::Editor)).await;
    let article = editor.post("/v1/articles", text("Starting the pump")).await.expect(201).id();
    for (field, far) in [("publish_at", FAR_TIME), ("expires_at", FAR_TIME), ("review_by", FAR_DAY)] {
        let body = with(text("Stopping the pump"), &json!({ field: far }));
        let wrong = [(&*format!("/{field}"), "too_late")];
        editor.post("/v1/articles", body.clone()).await.names(&wrong);
        editor.put(format!("/v1/articles/{article}"), body).if_match("\"1\"").await.names(&wrong);
    }
}

/// Each day of a product and of a purchase is refused, where one is written and where it is changed.
async fn purchases(world: &World) {
    let by = put_on(world, hat(HatKind::Staff, Role::Operations)).await;
    let (account, product) = (records::account(), sold(world).await);
    world.commit([Write::create(&account)]).await;
    let purchases = format!("/v1/accounts/{}/entitlements", account.id);
    let owned = by.post(&purchases, bought(&product)).await.expect(201).id();
    for field in ["purchased_on", "warranty_until", "support_until"] {
        let body = with(bought(&product), &json!({ field: FAR_DAY }));
        for answer in [
            by.post(&purchases, body.clone()).await,
            by.patch(format!("{purchases}/{owned}"), body).if_match("\"1\"").await,
        ] {
            let errors = answer.errors();
            assert!(errors.contains(&(format!("/{field}"), "too_late".into())), "{field}: {answer}");
        }
    }
    let made = by.post("/v1/products", new(&code())).await.expect(201).id();
    for field in ["released_on", "supported_until"] {
        let version = json!({"label": "9.0", "released_on": "2026-01-02", "supported_until": null});
        let versions = json!({"versions": [with(version, &json!({ field: FAR_DAY }))]});
        let wrong = (format!("/versions/0/{field}"), "too_late".to_owned());
        let answers = [
            by.post("/v1/products", with(new(&code()), &versions)).await,
            by.patch(format!("/v1/products/{made}"), versions).if_match("\"1\"").await,
        ];
        for answer in answers {
            assert!(answer.errors().contains(&wrong), "{field}: {answer}");
        }
    }
}
