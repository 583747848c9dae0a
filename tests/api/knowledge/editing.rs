//! Articles from the first word to the archive: who writes them, what readers see meanwhile, and what the dates do.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use portico_domain::change::Write;
use portico_domain::hats::{Audience, HatKind, Role};
use portico_domain::ids::{ArticleId, ProductId};
use portico_domain::jobs::Job;
use portico_domain::knowledge::editing::{DraftStage, Wording, WorkingDraft};
use portico_domain::knowledge::jobs::{ExpireArticle, PublishArticle, RemindOfReview};
use portico_domain::knowledge::{Article, ArticleState};
use portico_domain::touch_list::TouchesOf;
use portico_local::seed::id_of;
use portico_tests::client::{Answer, Client};
use portico_tests::samples::{self, hat};
use portico_tests::steps::with;
use portico_tests::world::{World, alone_in_world, in_world};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) async fn drive_list(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/editor/articles"), 200)
}

pub(crate) async fn drive_create(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().post("/v1/articles", text("Starting the pump")), 201)
}

pub(crate) async fn drive_get(cell: Cell<'_>) -> MatrixRequest {
    let path = format!("/v1/editor/articles/{}", stored(cell, ArticleState::Draft).await);
    cell.of_record(cell.client().get(path), 200)
}

pub(crate) async fn drive_versions(cell: Cell<'_>) -> MatrixRequest {
    let path = format!("/v1/articles/{}/versions", stored(cell, ArticleState::Draft).await);
    cell.of_record(cell.client().get(path), 200)
}

pub(crate) async fn drive_replace(cell: Cell<'_>) -> MatrixRequest {
    let path = format!("/v1/articles/{}", stored(cell, ArticleState::Published).await);
    cell.of_record(cell.client().put(path, text("Starting any pump")).if_match("\"1\""), 200)
}

pub(crate) async fn drive_review(cell: Cell<'_>) -> MatrixRequest {
    act_on(cell, ArticleState::Draft, "review").await
}

pub(crate) async fn drive_publish(cell: Cell<'_>) -> MatrixRequest {
    act_on(cell, ArticleState::Review, "publish").await
}

pub(crate) async fn drive_discard(cell: Cell<'_>) -> MatrixRequest {
    let article = samples::article(vec![Audience::Customer]);
    let wording = Wording { title: "Starting any pump".into(), ..article.wording() };
    let working = WorkingDraft { wording, stage: DraftStage::Draft, changed_at: article.updated_at };
    let article = Article { working: Some(Box::new(working)), ..article };
    if cell.relation != Relation::Missing {
        cell.stage.world.commit([Write::create(&article)]).await;
    }
    let request = cell.client().post(format!("/v1/articles/{}/discard", article.id), json!({}));
    cell.of_record(request.if_match("\"1\""), 200)
}

pub(crate) async fn drive_archive(cell: Cell<'_>) -> MatrixRequest {
    act_on(cell, ArticleState::Published, "archive").await
}

async fn act_on(cell: Cell<'_>, state: ArticleState, act: &str) -> MatrixRequest {
    let path = format!("/v1/articles/{}/{act}", stored(cell, state).await);
    cell.of_record(cell.client().post(path, json!({})).if_match("\"1\""), 200)
}

/// An article of another person in this state; none if it is to be missing.
async fn stored(cell: Cell<'_>, state: ArticleState) -> ArticleId {
    let article = Article { state, ..samples::article(vec![Audience::Customer]) };
    if cell.relation != Relation::Missing {
        cell.stage.world.commit([Write::create(&article)]).await;
    }
    article.id
}

pub(crate) fn text(title: &str) -> Value {
    json!({
        "kind": "faq",
        "title": title,
        "summary": "In two steps.",
        "body": "Open the **valve**.",
        "product_ids": [],
        "audiences": ["customer"],
        "tags": ["pump"],
        "language": "en",
        "publish_at": null,
        "expires_at": null,
        "review_by": null,
    })
}

/// A word that no other article has.
fn word() -> String {
    let letters = Uuid::now_v7().simple().to_string();
    let letter = |char: char| char.to_digit(10).and_then(|digit| char::from_digit(digit + 16, 36)).unwrap_or(char);
    letters.chars().map(letter).collect()
}

async fn editor(world: &World) -> Client {
    put_on(world, hat(HatKind::Staff, Role::Editor)).await
}

/// Writes an article with this text, and gives the path of its acts.
async fn write(editor: &Client, text: Value) -> String {
    let made = editor.post("/v1/articles", text).await.expect(201).json();
    format!("/v1/articles/{}", made["id"].as_str().unwrap())
}

/// Makes an act on an article, as the editor last saw it.
async fn act(editor: &Client, path: &str, act: &str) -> Answer {
    let version = editor.get(path.replace("/v1/", "/v1/editor/")).await.expect(200).etag();
    editor.post(format!("{path}/{act}"), json!({})).if_match(version).await
}

async fn publish(editor: &Client, path: &str) -> Value {
    act(editor, path, "review").await.expect(200);
    act(editor, path, "publish").await.expect(200).json()
}

async fn replace(editor: &Client, path: &str, text: Value) -> Answer {
    let version = editor.get(path.replace("/v1/", "/v1/editor/")).await.expect(200).etag();
    editor.put(path, text).if_match(version).await
}

/// Titles that a reader finds by a word, once the index has been brought up to date.
async fn found(world: &World, reader: &Client, word: &str) -> Vec<String> {
    world.sweep().await;
    let found = reader.get(format!("/v1/articles?q={word}")).await.expect(200).json();
    let titles: Vec<String> =
        found["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found["total"], json!(titles.len()), "what is not shown is not counted");
    titles
}

async fn listed(editor: &Client, query: &str, word: &str) -> Vec<Value> {
    editor.all(&format!("/v1/editor/articles?q={word}{query}"), 100).await
}

#[test]
fn an_article_is_written_reviewed_published_and_found() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (elena, word) = (editor(world).await, word());
        let product = id_of::<ProductId>("product", "app");
        let first = with(text(&format!("Starting {word}")), &json!({ "product_ids": [product] }));
        let made = elena.post("/v1/articles", first.clone()).await.expect(201);
        let view = made.json();
        assert_eq!((&view["state"], &view["stage"], &view["version"]), (&json!("draft"), &json!("draft"), &json!(1)));
        assert_eq!(view["owner"]["id"], json!(elena.who().person.id));
        assert!(view["products"][0]["name"].as_str().unwrap().contains("PowerPlus"), "{view}");
        assert!(view["body_html"].as_str().unwrap().contains("<strong>valve</strong>"), "{view}");
        let path = format!("/v1/articles/{}", view["id"].as_str().unwrap());

        let nobody_sees_it = async || {
            assert_eq!(found(world, &cast.member, &word).await, [""; 0]);
            for reader in [&cast.member, &cast.agent, &elena] {
                reader.get(&path).await.refused(404, "not_found");
            }
            let suggested = cast.member.get(format!("/v1/articles/suggestions?q={word}")).await.expect(200).json();
            assert_eq!(suggested["items"], json!([]));
        };
        nobody_sees_it().await;
        act(&elena, &path, "publish").await.refused(409, "state_conflict");
        act(&elena, &path, "review").await.expect(200);
        nobody_sees_it().await;
        assert_eq!(listed(&elena, "&state=review", &word).await.len(), 1);
        let shown = act(&elena, &path, "publish").await.expect(200).json();
        assert_eq!((&shown["state"], &shown["stage"]), (&json!("published"), &json!(null)));
        assert_eq!(found(world, &cast.member, &word).await, [format!("Starting {word}")]);
        cast.member.get(&path).await.expect(200);

        // The next text does not show before it is published.
        let next = with(first, &json!({ "title": format!("Stopping {word}"), "body": "Close the valve." }));
        let draft = replace(&elena, &path, next.clone()).await.expect(200).json();
        assert_eq!((&draft["state"], &draft["stage"]), (&json!("published"), &json!("draft")));
        assert_eq!(found(world, &cast.member, &word).await, [format!("Starting {word}")]);
        let read = cast.member.get(&path).await.expect(200).json();
        assert!(read["body_html"].as_str().unwrap().contains("Open the"), "{read}");
        assert_eq!(listed(&elena, "&state=draft", &format!("stopping%20{word}")).await.len(), 1);
        let dropped = act(&elena, &path, "discard").await.expect(200).json();
        assert_eq!((&dropped["stage"], &dropped["title"]), (&json!(null), &json!(format!("Starting {word}"))));
        act(&elena, &path, "discard").await.refused(409, "state_conflict");
        replace(&elena, &path, next).await.expect(200);
        publish(&elena, &path).await;
        assert_eq!(found(world, &cast.member, &word).await, [format!("Stopping {word}")]);

        act(&elena, &path, "archive").await.expect(200);
        nobody_sees_it().await;
        assert_eq!(listed(&elena, "&state=archived", &word).await.len(), 1);
        let touches = world.touches(TouchesOf::Record(view["id"].as_str().unwrap().into())).await;
        let acts: Vec<_> = touches.iter().map(|touch| touch.action.label()).collect();
        for label in ["Wrote an article", "Changed an article", "Sent an article to review", "Archived an article"] {
            assert!(acts.contains(&label), "{label} is not among {acts:?}");
        }
    });
}

#[test]
fn the_history_shows_each_version_with_its_difference() {
    in_world(async |world| {
        let elena = editor(world).await;
        let path = write(&elena, text("Starting the pump")).await;
        let longer = with(text("Starting any pump"), &json!({ "body": "Open the **valve**.\n\nWait." }));
        replace(&elena, &path, longer).await.expect(200);
        publish(&elena, &path).await;
        let all = elena.all(&format!("{path}/versions"), 3).await;
        let acts: Vec<_> = all.iter().map(|one| one["act"].as_str().unwrap()).collect();
        assert_eq!(acts, ["published", "sent_to_review", "changed", "written"]);
        assert_eq!(all[2]["by"], json!(elena.who().person.name));
        let difference = &all[2]["difference"];
        assert_eq!(difference["fields"], json!(["title"]));
        let added: Vec<_> =
            difference["lines"].as_array().unwrap().iter().filter(|line| line["change"] == "added").collect();
        assert_eq!(added.last().unwrap()["text"], json!("Wait."));
        assert_eq!((&all[1]["difference"]["lines"], &all[3]["difference"]), (&json!([]), &json!(null)));
        // The text before anybody edited it is kept with the first change.
        let old = samples::article(vec![Audience::Customer]);
        world.commit([Write::create(&old)]).await;
        let path = format!("/v1/articles/{}", old.id);
        assert_eq!(elena.all(&format!("{path}/versions"), 10).await.len(), 0);
        replace(&elena, &path, text("Starting the pump")).await.expect(200);
        let all = elena.all(&format!("{path}/versions"), 10).await;
        assert_eq!((all.len(), &all[1]["act"], &all[1]["title"]), (2, &json!("earlier"), &json!(old.title)));
    });
}

#[test]
fn a_text_that_another_editor_changed_is_not_overwritten() {
    in_world(async |world| {
        let (elena, other) = (editor(world).await, editor(world).await);
        let path = write(&elena, text("Starting the pump")).await;
        other.put(&path, text("Starting any pump")).if_match("\"1\"").await.expect(200);
        elena.put(&path, text("Starting each pump")).if_match("\"1\"").await.refused(412, "stale");
        elena.put(&path, text("Starting each pump")).await.refused(428, "precondition_required");
        let same = elena.put(&path, text("Starting any pump")).if_match("\"2\"").await.expect(200);
        assert_eq!(same.json()["version"], json!(2), "nothing has changed");
    });
}

#[test]
fn what_no_reader_could_use_is_refused_by_name() {
    in_world(async |world| {
        let elena = editor(world).await;
        let wrong = [
            (json!({ "title": "Oh" }), "/title", "too_short"),
            (json!({ "body": "<!-- nothing -->" }), "/body", "required"),
            (json!({ "audiences": [] }), "/audiences", "required"),
            (json!({ "product_ids": [Uuid::now_v7()] }), "/product_ids/0", "not_one_of"),
            (json!({ "language": "12" }), "/language", "wrong_format"),
        ];
        for (fields, pointer, code) in wrong {
            elena.post("/v1/articles", with(text("Starting the pump"), &fields)).await.names(&[(pointer, code)]);
        }
        let products = elena.get("/v1/products").await.expect(200).json();
        let (id, name) = (&products["items"][0]["id"], &products["items"][0]["name"]);
        let about = json!({ "product_ids": [id] });
        let article = elena.post("/v1/articles", with(text("Starting the pump"), &about)).await.expect(201).json();
        assert_eq!(article["products"], json!([{ "id": id, "name": name }]));
    });
}

#[test]
fn each_date_of_an_article_is_kept() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (elena, word) = (editor(world).await, word());
        let path = write(&elena, text(&format!("Starting {word}"))).await;
        publish(&elena, &path).await;
        let now = Timestamp::now();
        let in_hours = |hours| now + SignedDuration::from_hours(hours);
        let review_by = jiff::civil::date(Timestamp::now().to_zoned(TimeZone::UTC).year() + 90, 12, 24);
        let dates =
            json!({ "publish_at": in_hours(1), "expires_at": in_hours(48), "review_by": review_by.to_string() });
        replace(&elena, &path, with(text(&format!("Stopping {word}")), &dates)).await.expect(200);
        let scheduled = publish(&elena, &path).await;
        assert_eq!((&scheduled["state"], &scheduled["stage"]), (&json!("published"), &json!("scheduled")));
        assert_eq!(found(world, &cast.member, &word).await, [format!("Starting {word}")]);
        assert_eq!(listed(&elena, "&state=scheduled", &word).await.len(), 1);
        let owed = async |wanted: fn(&Job) -> bool| world.owed().await.into_iter().find(wanted).expect("it is owed");
        let due = owed(Job::is::<PublishArticle>).await;
        assert_eq!(due.due.as_second(), in_hours(1).as_second());
        // A job that comes early changes nothing.
        world.make_due(&due).await;
        assert_eq!(found(world, &cast.member, &word).await, [format!("Starting {word}")]);

        // The same at once: the end and the review are noted.
        let dates = json!({ "expires_at": in_hours(48), "review_by": review_by.to_string() });
        replace(&elena, &path, with(text(&format!("Stopping {word}")), &dates)).await.expect(200);
        publish(&elena, &path).await;
        assert_eq!(found(world, &cast.member, &word).await, [format!("Stopping {word}")]);
        let reminder = owed(Job::is::<RemindOfReview>).await;
        assert_eq!(reminder.due.to_string(), format!("{review_by}T07:00:00Z"));
        world.make_due(&reminder).await;
        world.sweep().await;
        let mails = world.mails(&elena.who().person.email);
        assert!(mails.iter().any(|mail| mail.subject.contains(&format!("Stopping {word}"))), "{mails:?}");
        let end = owed(Job::is::<ExpireArticle>).await;
        world.make_due(&end).await;
        world.sweep().await;
        assert_eq!(listed(&elena, "&state=published", &word).await.len(), 1, "its end has not come");
    });
}

#[test]
fn an_article_expires_when_its_end_has_come() {
    alone_in_world(async |world| {
        let elena = editor(world).await;
        let (title, past) = (word(), Timestamp::now() - SignedDuration::from_secs(5));
        let article =
            Article { title: title.clone(), expires_at: Some(past), ..samples::article(vec![Audience::Customer]) };
        let job = Job::now(&portico_tests::world::system(), &ExpireArticle { article: article.id });
        world.commit([Write::create(&article), Write::put(&job)]).await;
        assert_eq!(listed(&elena, "&state=expired", &title).await.len(), 1, "by the clock");
        world.sweep().await;
        let view = elena.get(format!("/v1/editor/articles/{}", article.id)).await.expect(200).json();
        assert_eq!((&view["state"], &view["allowed"]), (&json!("expired"), &json!(["change", "archive"])));
        let history = elena.all(&format!("/v1/articles/{}/versions", article.id), 10).await;
        assert_eq!((&history[0]["act"], &history[0]["by"]), (&json!("expired"), &json!(null)));
    });
}

#[test]
fn the_list_of_editors_is_read_in_pages_by_state_owner_and_word() {
    in_world(async |world| {
        let (elena, other, word) = (editor(world).await, editor(world).await, word());
        for number in 0..5 {
            write(&elena, text(&format!("Number {number} of {word}"))).await;
        }
        let path = write(&other, text(&format!("Another of {word}"))).await;
        act(&other, &path, "review").await.expect(200);
        let mut all = Vec::new();
        let mut next = format!("/v1/editor/articles?q={word}&limit=2");
        for _ in 0..10 {
            let page = elena.get(&next).await.expect(200).json();
            all.extend(page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            next = format!("/v1/editor/articles?q={word}&limit=2&cursor={cursor}");
        }
        let mut expected: Vec<String> = (0..5).rev().map(|number| format!("Number {number} of {word}")).collect();
        expected.insert(0, format!("Another of {word}"));
        assert_eq!(all, expected, "the newest first");
        let of = format!("&owner={}", other.who().person.id);
        assert_eq!(listed(&elena, &of, &word).await.len(), 1);
        assert_eq!(listed(&elena, "&state=draft", &word).await.len(), 5);
        assert_eq!(listed(&elena, "&state=review", &word).await[0]["owner"]["name"], json!(other.who().person.name));
    });
}
