//! Tests that the calls of a refusal reveal nothing. A record out of reach is looked for like a missing one, by the
//! same calls of the same size. Only the record itself is read. Data that hangs on it, such as a long timeline, is read
//! only when the record is known to be in reach. A fixed beat, at which such answers leave, hides the time for reading
//! one record more.

use crate::matrix::Relation;
use crate::matrix_fixtures::{MatrixFixtures, MatrixRequest, drive};
use portico_domain::hats::{ALL_HATS, HatKind, Role};
use portico_local::gateway::Gateway;
use portico_search::tantivy::TantivyWriter;
use portico_tests::client::Request;
use portico_tests::proxy::{Passed, Proxy, Service};
use portico_tests::world::{World, in_own_world};
use serde_json::json;
use std::time::{Duration, Instant};

/// Largest size of one record in an answer, in bytes: the records here have short texts, and a ticket is stored twice.
const RECORD: usize = 6_000;
/// Largest number of times a request is made to see its fewest calls.
const TRIES: usize = 6;
/// Largest difference in size between requests of the same kind, in bytes: digits of a fraction of a second and of a
/// number.
const DIGITS: usize = 40;

struct Watched {
    database: Proxy,
    files: Proxy,
    gateway: Gateway,
    stage: MatrixFixtures,
}

/// Calls that a request made.
#[derive(Debug)]
struct Seen {
    status: u16,
    database: Vec<Passed>,
    files: Vec<Passed>,
}

impl Watched {
    async fn new(world: &'static World) -> Self {
        let mut config = world.config();
        let database = Proxy::start(config.endpoints.dynamodb.as_deref().unwrap(), Duration::ZERO);
        let files = Proxy::of(Service::S3, config.endpoints.s3.as_deref().unwrap());
        config.endpoints.dynamodb = Some(database.url());
        config.endpoints.s3 = Some(files.url());
        let (_, gateway) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
        let watched = Self { database, files, gateway, stage: MatrixFixtures::new(world).await };
        // The keys that tokens are verified by are read once.
        let member = watched.stage.client((HatKind::Customer, Role::Member));
        member.get("/v1/me").at(&watched.gateway).await.expect(200);
        watched
    }

    async fn seen(&self, request: &Request) -> Seen {
        self.database.take();
        self.files.take();
        let answer = request.clone().at(&self.gateway).await;
        Seen { status: answer.status(), database: self.database.take(), files: self.files.take() }
    }

    /// Returns the calls for a record out of reach and for a missing one: while they differ, the fewest of some tries.
    /// The scheduler decides whether parallel reads share a batch; a difference that reveals the record is there every
    /// time.
    async fn both(&self, far: &Request, missing: &Request) -> (Seen, Seen) {
        let mut both = (self.seen(far).await, self.seen(missing).await);
        for _ in 1..TRIES {
            if told(&both.0, &both.1).is_none() {
                break;
            }
            both = (fewer(both.0, self.seen(far).await), fewer(both.1, self.seen(missing).await));
        }
        both
    }
}

fn fewer(one: Seen, other: Seen) -> Seen {
    if calls(&other).len() <= calls(&one).len() { other } else { one }
}

fn calls(seen: &Seen) -> Vec<String> {
    let mut calls: Vec<String> = seen.database.iter().map(|call| call.operation.clone()).collect();
    calls.extend(seen.files.iter().map(|call| call.operation.split(' ').next().unwrap_or_default().to_owned()));
    calls.sort();
    calls
}

/// Returns the difference between a record out of reach and a missing one, if there is any.
fn told(far: &Seen, missing: &Seen) -> Option<String> {
    if calls(far) != calls(missing) {
        return Some(format!("calls: {:?}, and {:?} where there is none", calls(far), calls(missing)));
    }
    // The touch of somebody's second refusal within a minute is written otherwise than that of their first.
    let sum = |seen: &Seen, of: fn(&Passed) -> usize| {
        seen.database.iter().filter(|call| !call.touch).chain(&seen.files).map(of).sum::<usize>()
    };
    let (asked_far, asked_missing) = (sum(far, |call| call.asked), sum(missing, |call| call.asked));
    let digits = DIGITS * far.database.len().max(1);
    if asked_far.abs_diff(asked_missing) > digits {
        return Some(format!("{asked_far} bytes asked, and {asked_missing} where there is none"));
    }
    let (got_far, got_missing) = (sum(far, |call| call.answered), sum(missing, |call| call.answered));
    if got_far > got_missing + RECORD {
        return Some(format!("{got_far} bytes read, and {got_missing} where there is none"));
    }
    None
}

#[test]
fn a_record_out_of_reach_is_looked_for_like_one_that_does_not_exist() {
    in_own_world(async |world| {
        let watched = Watched::new(world).await;
        let (mut telling, mut compared) = (Vec::new(), 0);
        for route in portico_local::wiring::routes(world.store) {
            let endpoint = route.endpoint;
            for who in ALL_HATS {
                let mut refused = Vec::new();
                for relation in [Relation::Far, Relation::Missing] {
                    let MatrixRequest { request, driven } = drive(&watched.stage, endpoint, *who, relation).await;
                    if driven.relation.is_some()
                        && !endpoint.public()
                        && request.clone().at(&watched.gateway).await.status() >= 400
                    {
                        refused.push(request);
                    }
                }
                if let [far, missing] = &refused[..] {
                    let (far, missing) = &watched.both(far, missing).await;
                    compared += 1;
                    assert_eq!(far.status, missing.status, "{} as {who:?}", endpoint.operation);
                    if let Some(told) = told(far, missing) {
                        telling.push(format!("{} as {who:?}: {told}", endpoint.operation));
                    }
                    // What hangs on a record is neither listed nor fetched.
                    let listed = far.database.iter().any(|call| call.operation == "Query") || !far.files.is_empty();
                    assert!(!listed, "{} as {who:?}: {far:?}", endpoint.operation);
                    // A hat that may do this on no record has none read for it.
                    if far.status == 403 {
                        let reads = far.database.iter().filter(|call| !call.touch).count();
                        assert_eq!(reads, 1, "{} as {who:?}: {far:?}", endpoint.operation);
                    }
                }
            }
        }
        assert!(telling.is_empty(), "{} of {compared}:\n{}", telling.len(), telling.join("\n"));
        assert!(compared > 100, "{compared} compared");
    });
}

#[test]
fn what_names_a_record_otherwise_tells_no_more() {
    in_own_world(async |world| {
        let watched = Watched::new(world).await;
        let member = (HatKind::Customer, Role::Member);
        for who in [member, (HatKind::Customer, Role::Manager), (HatKind::Staff, Role::Agent)] {
            let client = watched.stage.client(who);
            let far = watched.stage.ticket(who, Relation::Far).await;
            let missing = watched.stage.ticket(who, Relation::Missing).await;
            let both = [&far, &missing];
            let by_number = both.map(|ticket| client.get(format!("/v1/tickets?number=T-{}", ticket.number)));
            let draft = both.map(|ticket| client.get(format!("/v1/drafts/reply-{}", ticket.id)));
            let kept = both.map(|ticket| client.put(format!("/v1/drafts/reply-{}", ticket.id), json!({"data": {}})));
            let file = both.map(|ticket| client.get(format!("/v1/tickets/{}/files/{}", ticket.id, far.files[0].id)));
            for (name, [far, missing]) in [("by number", by_number), ("draft", draft), ("keep", kept), ("file", file)] {
                let (far, missing) = watched.both(&far, &missing).await;
                assert_eq!(far.status, missing.status, "{name}");
                assert_eq!(told(&far, &missing), None, "{name} as {who:?}: {far:?}");
            }
        }
        // The draft of nobody's ticket was not kept.
        let own = watched.stage.ticket(member, Relation::Own).await;
        let client = watched.stage.client(member);
        let draft = client.get(format!("/v1/drafts/reply-{}", own.id)).await.expect(200).json();
        assert_eq!(draft["data"], json!(null));
    });
}

/// However long the search takes, an answer that hides a record leaves at the beat.
#[test]
fn an_answer_that_hides_a_record_is_held_back() {
    in_own_world(async |world| {
        let watched = Watched::new(world).await;
        let who = (HatKind::Customer, Role::Member);
        let client = watched.stage.client(who);
        for relation in [Relation::Far, Relation::Missing] {
            let ticket = watched.stage.ticket(who, relation).await;
            for path in [format!("/v1/tickets/{}", ticket.id), format!("/v1/tickets?number={}", ticket.number)] {
                let begun = Instant::now();
                client.get(&*path).await;
                assert!(begun.elapsed() >= Duration::from_millis(50), "{path} of {relation:?}");
            }
        }
    });
}
