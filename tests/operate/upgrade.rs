//! An upgrade: this version reads and changes items of the version before, and its own items have everything that the
//! version before reads. So both can run in parallel while one replaces the other.
//!
//! `items-v1.json` has at least one item of each kind, as schema 1 wrote it, and is never written again. When a change
//! of items makes this fail, the new code must read the old ones too, or a migration must go ahead of it.

use crate::scenario::company;
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::hats::Audience;
use portico_domain::ids::JobId;
use portico_domain::jobs::Job;
use portico_domain::knowledge::settings::KnowledgeSettings;
use portico_domain::portal::PortalSettings;
use portico_domain::settings::{Settings as _, Versioned};
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_jobs::run::Runner;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{act, announcement, etag};
use portico_tests::world::{PORTAL_URL, World, in_world_of};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Returns the items of the version before, as if it were still that day: none of them has expired.
fn before() -> Value {
    let mut before: Value = serde_json::from_str(include_str!("items-v1.json")).unwrap();
    for item in before["items"].as_array_mut().unwrap() {
        if item.get("expires").is_some() {
            item["expires"]["N"] = json!("32503680000");
        }
        if let Some(at) = item.pointer_mut("/data/M/expires_at/S") {
            *at = json!("3000-01-01T00:00:00Z");
        }
    }
    before
}

fn items(before: &Value) -> &[Value] {
    before["items"].as_array().unwrap()
}

fn text<'a>(before: &'a Value, pointer: &str) -> &'a str {
    before.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no {pointer}"))
}

const INGRID: &str = "ingrid.halvorsen@halvorsen-marine.example";
const ADMINISTRATOR: &str = "karin.aalto@xyz.example";
const JON: &str = "jon.arne.eide@halvorsen-marine.example";

async fn signs_in(world: &World, before: &Value) -> Client {
    let refresh = world.nobody().post("/v1/session/refresh", json!({})).header("x-portico-refresh", "1");
    refresh.header("cookie", text(before, "/cookie")).await.expect(200);
    let ingrid = world.sign_in(INGRID).await;
    let me = ingrid.get("/v1/me").await.expect(200);
    assert_eq!((&me.json()["name"], &me.json()["email"]), (&json!("Ingrid Halvorsen"), &json!(INGRID)));
    let renamed = ingrid.patch("/v1/me", json!({"name": "Ingrid H. Halvorsen"})).if_match(me.etag()).await.expect(200);
    assert_eq!(renamed.json()["name"], "Ingrid H. Halvorsen");
    let layout = ingrid.get("/v1/me/layout").await.expect(200);
    let widgets = json!({"widgets": [{"id": "articles", "visible": false}]});
    ingrid.put("/v1/me/layout", widgets).if_match(layout.etag()).await.expect(200);
    let draft = ingrid.get("/v1/drafts/ticket").await.expect(200).json();
    assert_eq!(draft["data"], json!({"synopsis": "half a sen"}));
    ingrid.put("/v1/drafts/ticket", json!({"data": {"synopsis": "half a sentence"}})).await.expect(200);
    ingrid.get("/v1/home").await.expect(200);
    ingrid
}

async fn goes_on_with_tickets(world: &World, before: &Value, ingrid: &Client) {
    let (first, second) = (text(before, "/tickets/0"), text(before, "/tickets/1"));
    let listed = ingrid.all("/v1/tickets", 10).await;
    let ids: BTreeSet<&str> = listed.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, BTreeSet::from([first, second]));
    let jon = world.sign_in(JON).await;
    assert_eq!(jon.all("/v1/tickets", 10).await[0]["id"], first, "he takes part in it");

    // Answered before the upgrade, asked again after it.
    let opened = ingrid.request(http::Method::POST, "/v1/tickets").header("content-type", "application/json");
    let opened = opened.body(text(before, "/opened_with").to_owned()).key(claimed(before)).await.expect(201);
    assert_eq!(opened.id(), first);

    let told = ingrid.all(&format!("/v1/tickets/{first}/timeline"), 10).await;
    assert!(told.iter().any(|item| item["text"] == "It also happens on the tablets."), "{told:?}");
    let said = json!({"text": "It is back.", "upload_ids": [text(before, "/uploads/2")]});
    ingrid.post(format!("/v1/tickets/{first}/replies"), said).await.expect(201);
    let file = text(before, "/uploads/0");
    ingrid.get(format!("/v1/tickets/{first}/files/{file}")).await.expect(303);

    let admin = world.sign_in(ADMINISTRATOR).await;
    let inside = admin.all(&format!("/v1/tickets/{second}/timeline"), 10).await;
    assert!(inside.iter().any(|item| item["kind"] == "note"), "{inside:?}");
    admin.post(format!("/v1/tickets/{second}/notes"), json!({"text": "Among ourselves: again."})).await.expect(201);
    act(&admin, second, "resolve", json!({"text": "Raised for good."})).await.expect(200);
    act(ingrid, second, "confirm", json!({})).await.expect(200);

    let question = json!({"type": "question", "severity": "low", "synopsis": "How many seats?", "description": "Ours.",
        "participant_ids": [jon.get("/v1/me").await.expect(200).json()["id"]]});
    let new = ingrid.post("/v1/tickets", question).key("after").await.expect(201).json();
    let last: u64 = number(before).parse().unwrap();
    let number: u64 = new["number"].as_str().unwrap().trim_start_matches("T-").parse().unwrap();
    assert!(number > last, "{number} does not go on from {last}");
    for path in ["/v1/entitlements", "/v1/tickets?view=company"] {
        assert!(!ingrid.get(path).await.expect(200).json()["items"].as_array().unwrap().is_empty(), "{path}");
    }
    let account = items(before).iter().find(|item| item["type"]["S"] == "account").unwrap();
    let account = text(account, "/data/M/id/S");
    assert_eq!(admin.get(format!("/v1/accounts/{account}")).await.expect(200).json()["name"], "Halvorsen Marine AS");
    let touches = admin.all(&format!("/v1/touches?record={first}"), 20).await;
    assert!(touches.len() > 4, "{touches:?}");
    etag(&admin, first).await;
}

fn claimed(before: &Value) -> &str {
    let claim = items(before).iter().find(|item| item["type"]["S"] == "claim").unwrap();
    text(claim, "/data/M/key/S")
}

fn number(before: &Value) -> &str {
    let counter = items(before).iter().find(|item| item["type"]["S"] == "counter").unwrap();
    text(counter, "/last/N")
}

async fn reads_and_rates(world: &World, before: &Value, ingrid: &Client) {
    let article = text(before, "/article");
    ingrid.get(format!("/v1/articles/{article}")).await.expect(200);
    assert!(!ingrid.get("/v1/articles").await.expect(200).json()["items"].as_array().unwrap().is_empty());
    ingrid.post(format!("/v1/articles/{article}/feedback"), json!({"helpful": true})).await.expect(201);
    let deflected = json!({"article_id": article, "synopsis": "login", "outcome": "solved"});
    ingrid.post("/v1/deflections", deflected).await.expect(201);
    let admin = world.sign_in(ADMINISTRATOR).await;
    admin.post(format!("/v1/jobs/{}/retry", text(before, "/parked_job")), json!({})).await.expect(200);
}

async fn carries_jobs_out(world: &World, before: &Value) {
    let old: BTreeSet<&str> =
        items(before).iter().filter(|item| item["type"]["S"] == "job").map(|job| text(job, "/row/M/id/S")).collect();
    let ours = |job: &Job| old.contains(&*job.id.to_string());
    let owed: Vec<Job> = world.owed().await.into_iter().filter(ours).collect();
    assert_eq!(owed.len(), old.len());
    let kinds: BTreeSet<&str> = owed.iter().map(|job| &*job.kind).collect();
    assert_eq!(kinds.len(), 6, "{kinds:?}");
    for job in &owed {
        world.make_due(job).await;
    }
    world.sweep().await;
    let left: Vec<Job> = world.owed().await.into_iter().filter(ours).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(!world.mails(INGRID).is_empty());
}

#[test]
fn what_the_version_before_wrote_is_read_and_changed() {
    let before = before();
    in_world_of(items(&before), async |world| {
        let ingrid = signs_in(world, &before).await;
        goes_on_with_tickets(world, &before, &ingrid).await;
        reads_and_rates(world, &before, &ingrid).await;
        carries_jobs_out(world, &before).await;
        // Nothing of it was refused for being unreadable: that would be an error of ours, and in the ledger.
        let touches = world.touches(TouchesOf::Person(samples_person(&before))).await;
        assert!(touches.iter().any(|touch| touch.action == Action::OpenTicket));
        assert!(touches.iter().all(|touch| touch.outcome != Outcome::Failed), "{touches:?}");
    });
}

fn samples_person(before: &Value) -> portico_domain::ids::PersonId {
    let session = items(before).iter().find(|item| item["type"]["S"] == "session").unwrap();
    text(session, "/data/M/person/S").parse().unwrap()
}

/// Adds jobs of a kind that no version knows yet, due and otherwise like another job. Returns their IDs.
async fn owes_what_only_a_later_version_knows(world: &World, count: usize) -> Vec<JobId> {
    let items = world.raw().items().await;
    let mut item = items.into_iter().find(|item| item["row"]["M"]["kind"]["S"] == "discard_upload").expect("a job");
    let known = item["row"]["M"]["id"]["S"].as_str().expect("an id").to_owned();
    let due = item["row"]["M"]["due"]["S"].as_str().expect("a time").to_owned();
    let long_ago = "2026-01-01T00:00:00.000000Z";
    item["row"]["M"]["kind"]["S"] = json!("later");
    let text = item.to_string().replace(&due, long_ago);
    let ids: Vec<JobId> = (0..count).map(|_| JobId(uuid::Uuid::now_v7())).collect();
    let like = |id: &JobId| {
        let mut item: Value = serde_json::from_str(&text.replace(&known, &id.to_string())).unwrap();
        item["gsi1sk"]["S"] = json!(format!("{long_ago}#{id}"));
        item
    };
    world.raw().put(&ids.iter().map(like).collect::<Vec<_>>()).await;
    ids
}

#[test]
fn what_only_a_later_version_knows_is_left_to_it_and_keeps_nothing_waiting() {
    let before = before();
    in_world_of(items(&before), async |world| {
        let [later] = owes_what_only_a_later_version_knows(world, 1).await[..] else { panic!("one job") };
        let owed = world.owed().await;
        assert!(!owed.is_empty() && owed.iter().all(|job| job.id != later));
        for job in &owed {
            world.make_due(job).await;
        }
        let announced: Vec<JobId> = [later].into_iter().chain(owed.iter().map(|job| job.id)).collect();
        let ran = Runner::new(world.store, PORTAL_URL.into()).run_announced(&announced[..2]).await.unwrap();
        assert_eq!(ran.done, 1);
        world.sweep().await;
        let left = world.raw().items().await;
        let left: Vec<&Value> = left.iter().filter(|item| item["type"]["S"] == "job").collect();
        let known = |job: &&&Value| owed.iter().any(|owed| owed.id.to_string() == text(job, "/row/M/id/S"));
        assert_eq!(left.iter().filter(known).count(), 0, "{left:?}");
        assert!(left.iter().any(|job| text(job, "/row/M/id/S") == later.to_string()), "{left:?}");
    });
}

/// The unknown jobs are in one shard, before all other due jobs, and are more than one read returns.
#[test]
fn however_much_is_left_to_a_later_version_the_rest_is_done() {
    let before = before();
    in_world_of(items(&before), async |world| {
        owes_what_only_a_later_version_knows(world, 450).await;
        let owed = world.owed().await;
        assert!(!owed.is_empty());
        for job in &owed {
            world.make_due(job).await;
        }
        world.sweep().await;
        for job in &owed {
            assert_eq!(world.job(job.id).await, None, "{:?}", job.kind);
        }
    });
}

/// Fields of items of one kind: for each path, the number of items with it, and its types.
#[derive(Default)]
struct Shape {
    items: usize,
    /// Number of items in which a path leads to a map.
    maps: BTreeMap<String, usize>,
    fields: BTreeMap<String, (usize, BTreeSet<String>)>,
}

impl Shape {
    fn add(&mut self, item: &Value) {
        self.items += 1;
        let mut fields = BTreeMap::new();
        for part in ["data", "row"] {
            if let Some(value) = item.get(part) {
                note(part, value, &mut fields);
            }
        }
        for (name, value) in item.as_object().unwrap() {
            if !["data", "row"].contains(&name.as_str()) {
                fields.entry(name.clone()).or_insert_with(BTreeSet::new).insert(kind(value).0.to_owned());
            }
        }
        for (path, kinds) in fields {
            if kinds.contains("M") {
                *self.maps.entry(path.clone()).or_default() += 1;
            }
            let field = self.fields.entry(path).or_default();
            field.0 += 1;
            field.1.extend(kinds);
        }
    }

    /// Returns the number of items that have the map a field is part of.
    fn holders(&self, path: &str) -> usize {
        let parent = path.rsplit_once('.').and_then(|(parent, _)| self.maps.get(parent));
        if path.contains('.') { parent.copied().unwrap_or_default() } else { self.items }
    }

    /// Returns the fields that are present wherever the map they are part of is.
    fn everywhere(&self) -> impl Iterator<Item = (&String, &BTreeSet<String>)> {
        let always = self.fields.iter().filter(|(path, (times, _))| *times == self.holders(path));
        always.map(|(path, (_, kinds))| (path, kinds))
    }
}

fn kind(value: &Value) -> (&str, &Value) {
    let (kind, inner) = value.as_object().and_then(|value| value.iter().next()).expect("an attribute");
    (kind, inner)
}

/// Notes the type of an attribute, and of all attributes within a map. Elements of a list are not noted.
fn note(path: &str, value: &Value, into: &mut BTreeMap<String, BTreeSet<String>>) {
    let (kind, inner) = kind(value);
    into.entry(path.to_owned()).or_default().insert(kind.to_owned());
    if kind == "M" {
        for (name, value) in inner.as_object().unwrap() {
            note(&format!("{path}.{name}"), value, into);
        }
    }
}

/// Returns the shapes of items by their type, and by kind or section where a type has several.
fn shapes<'a>(items: impl IntoIterator<Item = &'a Value>) -> BTreeMap<String, Shape> {
    let mut shapes: BTreeMap<String, Shape> = BTreeMap::new();
    for item in items {
        // A place of an article names the article's kind, and is laid out alike for each.
        let place = item["type"]["S"] == "audience" || item["type"]["S"] == "word";
        let told = ["/data/M/kind/S", "/row/M/kind/S"].iter().find_map(|kind| item.pointer(kind));
        let told = told.filter(|_| !place);
        let section = (item["type"]["S"] == "settings").then(|| &item["sk"]["S"]);
        let of = told.or(section).and_then(Value::as_str).unwrap_or_default();
        shapes.entry(format!("{} {of}", text(item, "/type/S"))).or_default().add(item);
    }
    shapes
}

/// Writes the records that the walk above leaves as they were.
async fn writes_the_rest(world: &World, ingrid: &Client) {
    let account = company(world).await;
    let renamed = portico_domain::accounts::Account { version: 2, ..account.clone() };
    world.commit([Write::update(&account, &renamed)]).await;
    let article = samples::article(vec![Audience::Customer]);
    world.commit([Write::create(&article)]).await;
    ingrid.post("/v1/uploads", announcement("a.txt", "text/plain", b"x")).await.expect(201);
    // The one that was there went with the ticket it was for.
    ingrid.put("/v1/drafts/ticket", json!({"data": {"synopsis": "half a sentence"}})).await.expect(200);
    let portal = world.store.section::<PortalSettings>().await.unwrap().unwrap();
    let tickets = world.store.section::<TicketSettings>().await.unwrap().unwrap();
    let knowledge = world.store.section::<KnowledgeSettings>().await.unwrap().unwrap();
    world
        .commit([
            Write::put(&Versioned { version: 1, section: portal }),
            Write::put(&Versioned { version: 1, section: tickets }),
            Write::put(&Versioned { version: 1, section: knowledge }),
        ])
        .await;
}

#[test]
fn what_this_version_writes_has_what_the_version_before_reads() {
    let before = before();
    in_world_of(items(&before), async |world| {
        let ingrid = signs_in(world, &before).await;
        goes_on_with_tickets(world, &before, &ingrid).await;
        reads_and_rates(world, &before, &ingrid).await;
        writes_the_rest(world, &ingrid).await;
        let known: BTreeSet<String> = items(&before).iter().map(Value::to_string).collect();
        let now = world.raw().items().await;
        let old = shapes(items(&before));
        let new = shapes(now.iter().filter(|item| !known.contains(&item.to_string())));
        let mut wrong = Vec::new();
        let mut compared = BTreeSet::new();
        for (of, old) in &old {
            let Some(new) = new.get(of) else { continue };
            compared.insert(of.split(' ').next().unwrap().to_owned());
            let written: BTreeMap<_, _> = new.everywhere().collect();
            for (path, kinds) in old.everywhere() {
                // Places in indexes come and go, and so does what may be null.
                if path.starts_with("gsi") || kinds.contains("NULL") {
                    continue;
                }
                match written.get(path) {
                    None if new.holders(path) == 0 => {}
                    None => wrong.push(format!("{of}: {path} is not written any more")),
                    Some(now) if now.iter().any(|kind| kind != "NULL" && !kinds.contains(kind)) => {
                        wrong.push(format!("{of}: {path} was {kinds:?} and is {now:?}"));
                    }
                    Some(_) => {}
                }
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
        let kinds: BTreeSet<String> = old.keys().map(|of| of.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(compared, kinds, "a kind of item was not written again");
    });
}
