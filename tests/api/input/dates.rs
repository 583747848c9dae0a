//! Dates that people set: whatever the request, each has a farthest one.

use crate::scenario::Scenario;
use jiff::{SignedDuration, Timestamp};
use portico_domain::tickets::{LONGEST_HOLD_DAYS, TicketState};
use portico_tests::documented;
use portico_tests::world::in_world;
use serde_json::json;

/// Dates that a request can contain. The test below must cover each of them.
const DATES: [(&str, &str); 2] = [("hold_ticket", "/until"), ("reply_to_ticket", "/until")];

#[test]
fn every_date_a_person_sets_has_a_farthest_one() {
    let known = DATES.map(|(operation, pointer)| (operation.to_owned(), pointer.to_owned()));
    assert_eq!(documented::dates(), known, "a date that is not tried here");
    in_world(async |world| {
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
