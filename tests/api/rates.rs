//! Tests of the hourly limits of one person.

use crate::scenario::Scenario;
use portico_domain::change::Write;
use portico_domain::portal::{HourlyRates, PortalSettings};
use portico_domain::settings::Versioned;
use portico_tests::client::{Answer, Client};
use portico_tests::steps::{announcement, new_ticket};
use portico_tests::world::in_own_world;

fn to_wait(answer: Answer) {
    let answer = answer.refused(429, "too_many_requests");
    let seconds: i64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=80 * 60).contains(&seconds), "{seconds}");
}

#[test]
fn a_person_opens_so_many_tickets_and_announces_so_many_files_in_an_hour() {
    in_own_world(async |world| {
        let rates = HourlyRates { tickets: 3, uploads: 2 };
        let settings = PortalSettings { company_name: "XYZ Co.".into(), rates, ..PortalSettings::default() };
        world.commit([Write::put(&Versioned { version: 2, section: settings })]).await;
        let cast = Scenario::new(world).await;
        let open = |client: &Client| client.post("/v1/tickets", new_ticket());
        for _ in 0..3 {
            open(&cast.member).await.expect(201);
        }
        to_wait(open(&cast.member).await);
        open(&cast.colleague).await.expect(201);
        assert_eq!(cast.member.all("/v1/tickets", 10).await.len(), 3);

        let announce = |client: &Client| client.post("/v1/uploads", announcement("a.txt", "text/plain", b"x"));
        for _ in 0..2 {
            announce(&cast.member).await.expect(201);
        }
        to_wait(announce(&cast.member).await);
        announce(&cast.colleague).await.expect(201);
    });
}
