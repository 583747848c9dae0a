//! Tests of the demo company on different days of seeding.

use super::source::{Source, Ticket, Version};
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use portico_domain::accounts::day_of;
use portico_domain::knowledge::ArticleState;
use portico_domain::tickets::{CLOSE_AFTER, TicketState};
use std::path::Path;

fn seeded_at(now: Timestamp) -> Source {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seed");
    Source::read_at(&folder, now).unwrap_or_else(|error| panic!("{now}: {error:#}"))
}

fn local(day: DateTime) -> Timestamp {
    day.to_zoned(TimeZone::get("Europe/Amsterdam").unwrap()).unwrap().timestamp()
}

/// Days on which a story in weeks and months could break, and some of every year.
fn moments() -> Vec<Timestamp> {
    let edges = [
        date(2028, 2, 29),
        date(2027, 3, 30),
        date(2027, 12, 27),
        date(2028, 1, 3),
        date(2028, 12, 27),
        date(2029, 12, 27),
        date(2030, 12, 31),
        date(2031, 1, 1),
    ];
    let mut moments: Vec<Timestamp> = edges
        .iter()
        .flat_map(|day| [local(day.at(0, 0, 0, 0)), local(day.at(12, 0, 0, 0)), local(day.at(23, 59, 59, 0))])
        .collect();
    // Both times that it is half past two when the clocks go back.
    moments.extend(["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"].map(|at| at.parse::<Timestamp>().unwrap()));
    let mut day: Date = date(2026, 11, 28);
    while day < date(2028, 12, 31) {
        moments.push(local(day.at(9, 0, 0, 0)));
        // Another weekday and another part of the month each time.
        day = day.checked_add(23.days()).unwrap();
    }
    moments
}

fn version_of<'a>(source: &'a Source, key: &str) -> &'a Version {
    let mut versions = source.products.iter().flat_map(|product| &product.versions);
    versions.find(|there| there.key == key).unwrap()
}

fn held_to(source: &Source, ticket: &Ticket, now: Timestamp) {
    let about = format!("{} seeded at {now}", ticket.key);
    let mut last = ticket.opened_at;
    for item in &ticket.timeline {
        assert!(item.at >= last, "{about}: {} after {last}", item.at);
        last = item.at;
    }
    assert!(last <= now, "{about}: {last} is to come");
    match ticket.state {
        TicketState::Resolved => {
            assert!(last + CLOSE_AFTER > now, "{about}: resolved at {last}, it would have been closed");
        }
        TicketState::OnHold => assert!(ticket.hold_until.unwrap() > now, "{about}: its hold has ended"),
        _ => assert_eq!(ticket.hold_until, None, "{about}"),
    }
    assert_eq!(ticket.merged_into.is_some(), ticket.state == TicketState::Merged, "{about}: merged into what");
    if let Some(version) = &ticket.version {
        let version = version_of(source, version);
        assert!(version.released_on <= day_of(ticket.opened_at), "{about}: {} was not released", version.key);
    }
}

#[test]
fn the_story_holds_on_whatever_day_it_is_told() {
    for now in moments() {
        let (source, today) = (seeded_at(now), day_of(now));
        for ticket in &source.tickets {
            held_to(&source, ticket, now);
        }
        for account in &source.accounts {
            let mut supported = 0;
            for owned in &account.entitlements {
                let version = version_of(&source, &owned.version);
                let about = format!("{} of {} at {now}", owned.version, account.key);
                assert!(owned.purchased_on < today, "{about}: bought on {}", owned.purchased_on);
                assert!(version.released_on <= owned.purchased_on, "{about}: released on {}", version.released_on);
                let runs = owned.support_until >= today && version.supported_until.is_none_or(|end| end >= today);
                supported += usize::from(runs);
            }
            // One account has let everything lapse, and asks what it would cost to come back.
            assert_eq!(supported > 0, account.key != "rocheval", "{} at {now}", account.key);
        }
        for article in &source.articles {
            let head = &article.head;
            let about = format!("{} at {now}", article.key);
            match head.state {
                ArticleState::Published => assert!(head.publish_at <= now, "{about}: not yet"),
                ArticleState::Expired => assert!(head.expires_at.is_some_and(|end| end <= now), "{about}: not over"),
                _ => {}
            }
            assert!(!article.body.contains("${"), "{about}");
        }
    }
}

/// The company is the same if it is seeded again a year and some weeks later: nothing has aged.
#[test]
fn weekday_hour_and_id_are_the_same_in_every_week() {
    let (now, later) = (local(date(2026, 11, 25).at(12, 0, 0, 0)), local(date(2028, 1, 5).at(12, 0, 0, 0)));
    let places = |source: &Source| -> Vec<Vec<u64>> {
        // Tickets that were resolved some business days ago are left out.
        let told = source.tickets.iter().filter(|ticket| ticket.state != TicketState::Resolved);
        let times = |ticket: &Ticket| {
            let steps = ticket.timeline.iter().map(|item| item.at);
            let all = [ticket.opened_at].into_iter().chain(steps);
            all.map(|at| super::ids::place_of(source, at).unwrap()).collect()
        };
        told.map(times).collect()
    };
    let (first, second) = (places(&seeded_at(now)), places(&seeded_at(later)));
    assert!(first.len() > 70);
    assert_eq!(first, second);
}

#[test]
fn the_holidays_are_those_of_the_years_around() {
    let holidays = &seeded_at("2031-07-01T12:00:00Z".parse().unwrap()).days.calendar().holidays.clone();
    for day in [date(2030, 1, 1), date(2031, 4, 14), date(2031, 5, 22), date(2031, 6, 2), date(2036, 12, 26)] {
        assert!(holidays.contains(&day), "{day}: {holidays:?}");
    }
    assert_eq!(holidays.len(), 7 * 7);
}

/// Demo data that is never seeded again is good for four weeks; after that the dev server says so.
#[test]
fn products_stay_in_support_while_the_demo_data_is_good() {
    let now = local(date(2026, 11, 29).at(23, 0, 0, 0));
    let then = day_of(now + SignedDuration::from_hours(24 * 28));
    let source = seeded_at(now);
    for product in &source.products {
        let ends = |version: &Version| version.supported_until.is_none_or(|end| end >= then);
        assert!(product.versions.iter().any(ends), "{}", product.key);
    }
}
