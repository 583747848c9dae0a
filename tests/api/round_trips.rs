//! Round trips of a call to the database, one after another: at most one for a read, two for a change.
//!
//! Measured through a proxy that delays each answer, so that parallel requests overlap. A call's rounds are its longest
//! chain of requests of which each began after the one before had been answered. The touch of a read is written in
//! parallel, and counts only if it comes after. A call that took more is made again and its best run is taken. A
//! request that depends on an answer never overlaps with it; other requests will.
//!
//! A process's first call also reads the public keys; here they have been read.

use crate::matrix::Relation;
use crate::matrix_fixtures::{MatrixFixtures, MatrixRequest, drive};
use crate::settings::drafts::{publish, save};
use portico_domain::action::reach;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::knowledge::ports::Articles;
use portico_domain::paging::PageRequest;
use portico_domain::people::Person;
use portico_domain::search::{Rebuild, SearchDocument, SearchWriter, Synonyms};
use portico_domain::tickets::Ticket;
use portico_domain::tickets::search::{TicketDocument, TicketIndex};
use portico_http::{Effect, Endpoint};
use portico_local::gateway::Gateway;
use portico_search::tantivy::TantivyWriter;
use portico_tests::client::Request;
use portico_tests::proxy::{Passed, Proxy};
use portico_tests::steps::{accept, send_file};
use portico_tests::world::{PASSWORD, World, in_world};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

/// Delay of each answer of the database: longer than it takes to start all parallel requests.
const DISTANCE: Duration = Duration::from_millis(60);
const TIMES: usize = 3;

/// Calls that take more rounds than their kind should, with number and reason. The list is exact: one that gets better
/// must go.
const EXCEPTIONS: &[(&str, usize, &str)] = &[
    ("begin_second_factor", 3, "the present password is under the e-mail address, which the person's record names"),
    ("change_password", 3, "the same"),
    ("request_email_change", 3, "the same"),
    ("confirm_email_change", 3, "the credentials of both addresses are under these, which person and change name"),
    ("complete_provider_sign_in", 3, "the person is found by the address in the provider's claims"),
    ("get_home", 2, "its newest articles are listed by audience, and then read as they stand"),
    ("search_articles, none looked for", 2, "the same"),
    ("complete_password_reset", 3, "attempts are forgiven once the password is set, and not before"),
    ("suggest_articles", 2, "purchases name their products, whose present versions decide"),
    ("view_insights", 2, "the events of the weeks name the articles"),
    ("list_manuscripts", 2, "the list names the articles, which are then read as they stand"),
    ("attach_inbound_mail", 3, "the number is looked up, and then the ticket read"),
    ("list_account_entitlements", 2, "the purchases name their products, which are then read as they are"),
    ("list_entitlements", 2, "the same"),
    ("list_related_articles", 2, "the article names the words that its relatives are found by"),
    ("list_tickets, by number", 2, "the number is looked up, and then the ticket read"),
    ("list_tickets, by opening", 2, "its places name the tickets, which are then read as they are"),
    ("list_tickets, with fields", 2, "the list names the tickets, which are then read as they are"),
    ("search_tickets, that finds some", 2, "its words are looked up, and then the tickets read as they are"),
    ("search_tickets, by number and words", 2, "the same, next to the number"),
    ("get_settings_health", 2, "the settings name the people who are then read"),
    (
        "try_routing",
        4,
        "the settings name the queues whose lists are read, and the tickets of these are read as they stand",
    ),
    ("view_team", 2, "the settings name the queues whose lists are read"),
    ("list_team_tickets", 2, "the same"),
    ("list_linkable_articles", 2, "a touch of staff is written again with the account of the ticket"),
    ("download_note_file", 3, "the same, and the note is read only when the ticket is known to be in reach"),
    (
        "list_timeline",
        2,
        "what was said is read only when the ticket is known to be in reach, lest the time tell that there is one",
    ),
    ("list_import_lines", 2, "the same, for an import"),
    (
        "list_touches",
        3,
        "of a ticket, by staff: the same, and the touches are read only when the ticket is known to be in reach. Tickets that were read by customers are looked up for their numbers",
    ),
];

/// Returns the largest number of rounds of a call.
fn allowed(read: bool) -> usize {
    if read { 1 } else { 2 }
}

/// Returns the length of the longest chain of requests, one after another.
fn rounds(passed: &[Passed], read: bool) -> usize {
    let mut passed: Vec<&Passed> = passed.iter().collect();
    passed.sort_by_key(|request| request.from);
    if read && let Some(beside) = passed.iter().position(|request| request.touch) {
        passed.remove(beside);
    }
    passed.sort_by_key(|request| request.to);
    let (mut chain, mut end) = (0, None);
    for request in passed {
        if end.is_none_or(|end| request.from >= end) {
            chain += 1;
            end = Some(request.to);
        }
    }
    chain
}

struct Bench {
    world: &'static World,
    proxy: Proxy,
    gateway: Gateway,
    stage: MatrixFixtures,
}

impl Bench {
    async fn new(world: &'static World) -> Self {
        let mut config = world.config();
        let proxy = Proxy::start(config.endpoints.dynamodb.as_deref().unwrap(), DISTANCE);
        config.endpoints.dynamodb = Some(proxy.url());
        let search = TantivyWriter::in_memory().unwrap();
        let articles = world.store.all_articles(PageRequest::first(1000)).await.unwrap().items;
        let documents = articles.iter().map(SearchDocument::from).collect();
        let rebuild = Rebuild { documents, synonyms: Synonyms::default(), as_of: jiff::Timestamp::now() };
        search.replace_all(rebuild).await.unwrap();
        let (_, gateway) = world.variant(&config, search).await;
        Self { world, proxy, gateway, stage: MatrixFixtures::new(world).await }
    }

    /// Returns the rounds of the best of several calls, each of a request of its own.
    async fn measure(&self, read: bool, request: impl AsyncFn() -> Request) -> usize {
        let mut best = usize::MAX;
        for _ in 0..TIMES {
            let request = request().await.at(&self.gateway);
            self.proxy.take();
            let answer = request.await;
            assert!(answer.status() < 400, "{answer}");
            best = best.min(rounds(&self.proxy.take(), read));
            if best <= allowed(read) {
                break;
            }
        }
        best
    }

    /// Adds a person who can sign in, and gives their e-mail address.
    async fn somebody(&self) -> String {
        let person = self.world.new_person(HatKind::Employee, Role::Employee).await;
        self.world.give_password(&person).await;
        person.email
    }

    /// A request that saves a draft of the portal's settings.
    async fn settings_draft(&self, who: (HatKind, Role)) -> Request {
        let phone = format!("+47 {}", uuid::Uuid::now_v7().as_u128() % 100_000_000);
        save(self.stage.client(who), "portal", |document| document["support_phone"] = json!(phone)).await
    }

    async fn endpoint(&self, endpoint: &Endpoint, who: (HatKind, Role)) -> usize {
        let read = endpoint.effect == Effect::Read;
        self.measure(read, async || match endpoint.operation {
            "create_session" => {
                let login = json!({"email": "jon.arne.eide@halvorsen-marine.example", "password": PASSWORD});
                self.world.nobody().post("/v1/session", login)
            }
            "refresh_session" => {
                let login = json!({"email": "jon.arne.eide@halvorsen-marine.example", "password": PASSWORD});
                let signed_in = self.world.nobody().post("/v1/session", login).await.expect(200);
                let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
                let refresh = self.world.nobody().post("/v1/session/refresh", json!({}));
                refresh.header("cookie", cookie).header("x-portico-refresh", "1")
            }
            "accept_invitation" => {
                let email = format!("{}@people.example", uuid::Uuid::now_v7());
                let wanted =
                    json!({"name": "Ida Lund", "email": email, "hats": [{"kind": "employee", "role": "employee"}]});
                let admin = self.stage.client((HatKind::Staff, Role::Administrator));
                admin.post("/v1/invitations", wanted).await.expect(201);
                self.world.sweep().await;
                accept(self.world, &self.world.invitation(&email), PASSWORD)
            }
            "complete_password_reset" => {
                let email = self.somebody().await;
                self.world.nobody().post("/v1/password-resets", json!({"email": email})).await.expect(202);
                self.world.sweep().await;
                let token = self.world.mailed_link(&email, "password");
                let body = json!({"token": token, "password": "another sentence that is easy"});
                self.world.nobody().post("/v1/password-resets/complete", body)
            }
            "request_email_change" => {
                let client = self.world.sign_in(&self.somebody().await).await;
                let email = format!("{}@nowhere.example", uuid::Uuid::now_v7());
                client.post(endpoint.path, json!({"email": email, "password": PASSWORD}))
            }
            "confirm_email_change" => {
                let client = self.world.sign_in(&self.somebody().await).await;
                let email = format!("{}@people.example", uuid::Uuid::now_v7());
                client.post("/v1/me/email", json!({"email": email, "password": PASSWORD})).await.expect(202);
                self.world.sweep().await;
                let token = self.world.mailed_link(&email, "email-change");
                self.world.nobody().post(endpoint.path, json!({ "token": token }))
            }
            "request_password_reset" | "request_sign_in_code" => {
                let email = format!("{}@nowhere.example", uuid::Uuid::now_v7());
                self.world.nobody().post(endpoint.path, json!({"email": email}))
            }
            "complete_sign_in_code" => {
                let email = self.somebody().await;
                self.world.nobody().post("/v1/sign-in-codes", json!({"email": email})).await.expect(202);
                self.world.sweep().await;
                let body = json!({"email": email, "code": self.world.mailed_code(&email)});
                self.world.nobody().post("/v1/sign-in-codes/complete", body)
            }
            "remove_lost_second_factor" => {
                let before = self.world.new_person(HatKind::Employee, Role::Employee).await;
                let protected = Person { version: 2, second_factor: true, ..before.clone() };
                self.world.commit(before.replace_by(&protected)).await;
                let admin = self.stage.client(who);
                admin.delete(format!("/v1/people/{}/second-factor", before.id)).if_match("\"2\"")
            }
            "begin_provider_sign_in" => crate::auth::provider_sign_in::good_beginning(self.world).await,
            "complete_provider_sign_in" => crate::auth::provider_sign_in::good_answer(self.world).await,
            "take_second_step" => crate::auth::second_factor::good_step(self.world).await,
            // A value that is stored already is no change.
            "replace_settings" => {
                let admin = self.stage.client(who);
                let stored = admin.get("/v1/settings/portal").await.expect(200);
                let mut document = stored.json()["document"].clone();
                document["support_phone"] = json!(format!("+47 {}", uuid::Uuid::now_v7().as_u128() % 100_000_000));
                admin.put("/v1/settings/portal", json!({ "document": document })).if_match(stored.etag())
            }
            "save_settings_draft" => self.settings_draft(who).await,
            "discard_settings_draft" => {
                let etag = self.settings_draft(who).await.await.expect(200).etag();
                self.stage.client(who).delete("/v1/settings/portal/draft").if_match(etag)
            }
            "publish_settings" => {
                let etag = self.settings_draft(who).await.await.expect(200).etag();
                self.stage.client(who).post("/v1/settings/portal/publish", json!({})).if_match(etag)
            }
            "undo_settings" => {
                self.settings_draft(who).await.await.expect(200);
                let admin = self.stage.client(who);
                publish(admin, "portal", json!({})).await.await.expect(200);
                let stored = admin.get("/v1/settings/portal").await.expect(200);
                admin.post("/v1/settings/portal/undo", json!({})).if_match(stored.etag())
            }
            // One that has just arrived: one that was completed before has nothing to write.
            "complete_upload" => {
                let client = self.stage.client(who);
                let sent = send_file(client, "a.txt", "text/plain", b"x").await;
                client.post(format!("/v1/uploads/{}/complete", sent["id"].as_str().unwrap()), json!({}))
            }
            _ => {
                let MatrixRequest { request, .. } = drive(&self.stage, endpoint, who, Relation::Own).await;
                request
            }
        })
        .await
    }
}

/// Returns the hat and role that call an endpoint: a customer's where allowed, otherwise the first of staff's that is.
fn caller(endpoint: &Endpoint) -> (HatKind, Role) {
    let wearers = [
        (HatKind::Customer, Role::Member),
        (HatKind::Staff, Role::Agent),
        (HatKind::Staff, Role::Editor),
        (HatKind::Staff, Role::Operations),
        (HatKind::Staff, Role::Administrator),
    ];
    let may = |(kind, role): &(HatKind, Role)| endpoint.public() || reach(endpoint.action, *kind, *role).is_some();
    wearers.into_iter().find(may).unwrap_or_else(|| panic!("nobody may {}", endpoint.operation))
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is what the test is for")]
fn reads_take_one_round_and_changes_two() {
    in_world(async |world| {
        let bench = Bench::new(world).await;
        let member = bench.stage.client((HatKind::Customer, Role::Member));
        // The search measured below finds something.
        let found = member.at(&bench.gateway).get("/v1/articles?q=seats").await.expect(200).json();
        assert!(found["total"].as_u64().is_some_and(|total| total > 0), "{found}");
        let mut measured: Vec<(String, bool, usize)> = Vec::new();
        for route in portico_local::wiring::routes(world.store) {
            let endpoint = route.endpoint;
            let took = bench.endpoint(endpoint, caller(endpoint)).await;
            measured.push((endpoint.operation.into(), endpoint.effect == Effect::Read, took));
        }
        let ticket = bench.stage.ticket((HatKind::Customer, Role::Member), Relation::Own).await;
        let (number, words) = (ticket.number, format!("zeppelin{}", ticket.number));
        let searched = Ticket { version: 2, synopsis: format!("The {words} lands"), ..ticket.clone() };
        world.commit([Write::update(&ticket, &searched)]).await;
        world.store.index_ticket(&TicketDocument::of(&searched, &[])).await.unwrap();
        let agent = bench.stage.client((HatKind::Staff, Role::Agent));
        let administrator = bench.stage.client((HatKind::Staff, Role::Administrator));
        let near = bench.stage.ticket((HatKind::Staff, Role::Agent), Relation::Near).await;
        for (name, client, path) in [
            ("search_articles, none looked for", member, "/v1/articles".to_owned()),
            ("list_tickets, by number", member, format!("/v1/tickets?number={number}")),
            ("list_tickets, by opening", member, "/v1/tickets?sort=newest".to_owned()),
            ("list_tickets, with fields", member, "/v1/tickets?with_fields=true".to_owned()),
            ("search_tickets, that finds some", member, format!("/v1/tickets/search?q={words}+lands")),
            ("search_tickets, by number and words", member, format!("/v1/tickets/search?q=T-{number}+{words}")),
            ("list_people, by a beginning", administrator, "/v1/people?q=per".to_owned()),
            ("get_ticket, by staff, who read it before", agent, format!("/v1/tickets/{}", near.id)),
        ] {
            let took = bench.measure(true, async || client.get(path.clone())).await;
            measured.push((name.into(), true, took));
        }

        println!("{:<36} {:>6}  rounds", "operation", "kind");
        for (name, read, took) in &measured {
            println!("{name:<36} {:>6}  {took}", if *read { "read" } else { "change" });
        }
        let over: BTreeMap<&str, usize> = measured
            .iter()
            .filter(|(_, read, took)| *took > allowed(*read))
            .map(|(name, _, took)| (name.as_str(), *took))
            .collect();
        assert_eq!(over, EXCEPTIONS.iter().map(|(name, took, _)| (*name, *took)).collect());
    });
}
