//! Outages of the services that Portico depends on: search, files, the database before and after it did its work. The
//! answer is clear, nothing is done by half, and the same request later is done once.

use crate::scenario::{Scenario, told};
use jiff::Timestamp;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::hats::Audience;
use portico_domain::ids::ProductId;
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::IndexArticle;
use portico_domain::search::SearchError;
use portico_domain::tickets::TicketState;
use portico_jobs::run::{RunSummary, Runner};
use portico_local::gateway::Gateway;
use portico_search::tantivy::TantivyWriter;
use portico_testing::{MockStore, at_once};
use portico_tests::client::{Answer, Client};
use portico_tests::proxy::{Proxy, Weather};
use portico_tests::samples::{self, fresh};
use portico_tests::steps::{fetch, new_ticket, open, send_file, upload, with};
use portico_tests::world::{PORTAL_URL, World, alone_in_world, system};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// Address of a port that nobody listens on.
const NOWHERE: &str = "http://127.0.0.1:9";

fn unavailable(answer: Answer) -> Answer {
    let answer = answer.refused(503, "unavailable");
    assert_eq!(answer.header("retry-after"), "1");
    let text = answer.text();
    for inside in ["127.0.0.1", "Dynamo", "BatchGetItem", "TransactWriteItems", "HeadObject", "tantivy", "search index"]
    {
        assert!(!text.contains(inside), "{inside} is nobody's business: {answer}");
    }
    answer
}

/// A search index that does not respond.
fn away() -> MockStore {
    let error = || SearchError::unavailable("it does not answer");
    let mut search = MockStore::new();
    search.expect_search().returning(move |_| at_once(Err(error())));
    search.expect_suggest().returning(move |_| at_once(Err(error())));
    search.expect_health().returning(move || at_once(Err(error())));
    search.expect_put().returning(move |_| at_once(Err(error())));
    search.expect_remove().returning(move |_, _| at_once(Err(error())));
    search.expect_replace_all().returning(move |_| at_once(Err(error())));
    search.expect_is_current().returning(move || at_once(Err(error())));
    search
}

#[test]
fn without_search_titles_and_tags_answer() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (_, gateway) = world.variant(&world.config(), away()).await;
        let member = cast.member.at(&gateway);
        for path in ["/v1/articles?q=simultaneous%20login", "/v1/articles/suggestions?q=simultaneous%20login%20fail"] {
            let found = member.get(path).await.expect(200).json();
            assert_eq!(found["degraded"], true);
            let titles: Vec<_> = found["items"].as_array().unwrap().iter().map(|item| &item["title"]).collect();
            assert!(titles[0].as_str().unwrap().starts_with("Simultaneous login failures"), "{titles:?}");
        }
        // Articles that the reader may not see are not found this way either.
        let inner = member.get("/v1/articles?q=internal%20customer%20data%20demo%20licence").await.expect(200).json();
        for article in inner["items"].as_array().unwrap() {
            member.get(format!("/v1/articles/{}", article["id"].as_str().unwrap())).await.expect(200);
        }
        member.get("/v1/articles").await.expect(200);
        member.get("/v1/home").await.expect(200);
        member.post("/v1/tickets", new_ticket()).await.expect(201);
    });
}

#[test]
fn what_is_about_products_of_the_account_is_suggested_first() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (_, gateway) = world.variant(&world.config(), away()).await;
        let word = format!("zx{}", samples::short(Uuid::now_v7()));
        let (own, _) = samples::supported();
        let about = |products: Vec<ProductId>| {
            let mut article = samples::article(vec![Audience::Customer]);
            article.title = format!("About {word}");
            article.product_names = products.iter().map(|_| "A product".into()).collect();
            article.products = products;
            article
        };
        let articles = [vec![own], Vec::new(), vec![fresh()], vec![fresh(), own], vec![fresh()]].map(about);
        for article in &articles {
            world.commit([Write::create(article)]).await;
        }
        let suggested = async |client: &Client, more: &str| {
            let path = format!("/v1/articles/suggestions?q={word}{more}");
            let items = client.at(&gateway).get(path).await.expect(200).json()["items"].clone();
            let ids = items.as_array().unwrap().iter().map(|item| item["id"].clone()).collect::<Vec<_>>();
            ids.iter()
                .map(|id| articles.iter().position(|article| json!(article.id) == *id).unwrap())
                .collect::<Vec<_>>()
        };
        // The newest come first where nothing else tells them apart.
        assert_eq!(suggested(&cast.member, "").await, [3, 0, 1]);
        assert_eq!(suggested(&cast.agent, "").await, [4, 3, 2], "staff have no products of their own");
        assert_eq!(suggested(&cast.member, &format!("&product={own}")).await, [3, 1, 0]);
    });
}

#[test]
fn without_search_no_answer_is_missing_for_what_others_may_read() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (_, gateway) = world.variant(&world.config(), away()).await;
        let word = format!("zx{}", samples::short(Uuid::now_v7()));
        let article = |audience| {
            let mut article = samples::article(vec![audience]);
            article.title = format!("About {word}");
            article
        };
        let mine: Vec<_> = (0..3).map(|_| article(Audience::Customer)).collect();
        // Newer ones, with the same words, that are not for customers.
        let others: Vec<_> = (0..12).map(|_| article(Audience::Employee)).collect();
        for article in mine.iter().chain(&others) {
            world.commit([Write::create(article)]).await;
        }
        let member = cast.member.at(&gateway);
        let mut expected: Vec<Value> = mine.iter().map(|article| json!(article.id)).collect();
        expected.reverse();
        for limit in [1, 2, 10] {
            let found = member.all(&format!("/v1/articles?q={word}"), limit).await;
            assert_eq!(found.iter().map(|item| item["id"].clone()).collect::<Vec<_>>(), expected, "{limit} at a time");
        }
        let suggested = member.get(format!("/v1/articles/suggestions?q={word}")).await.expect(200).json();
        assert_eq!(suggested["items"].as_array().unwrap().len(), 3);
        assert_eq!(cast.agent.at(&gateway).all(&format!("/v1/articles?q={word}"), 10).await.len(), 15);
    });
}

#[test]
fn without_search_indexing_is_put_off_and_made_up_for() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (store, _) = world.variant(&world.config(), away()).await;
        let mut article = samples::article(vec![Audience::Customer]);
        let word = format!("zx{}", samples::short(article.id.0));
        article.title = format!("About {word}");
        let (act, id) = (system(), article.id);
        let job = Job::now(&act, &IndexArticle { article: id });
        let change = Change::new(act.touch(None, None)).write(Write::create(&article));
        world.store.commit(change.job(job.clone())).await.unwrap();

        assert_eq!(
            Runner::new(store, PORTAL_URL.into()).run().await.unwrap(),
            RunSummary { put_off: 1, ..RunSummary::default() }
        );
        let job = world.job(job.id).await.expect("it is still owed");
        assert!(job.due > Timestamp::now() && job.last_error.is_some(), "{job:?}");
        let found =
            async || cast.member.get(format!("/v1/articles?q={word}")).await.expect(200).json()["total"].clone();
        assert_eq!(found().await, 0);
        world.make_due(&job).await;
        assert_eq!(world.sweep().await, RunSummary { done: 1, ..RunSummary::default() });
        assert_eq!(found().await, 1);
    });
}

#[test]
fn without_files_a_ticket_can_be_read_and_the_upload_is_completed_later() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let carried = upload(&cast.member, "a.txt", "text/plain", b"carried").await;
        let ticket = open(&cast.member, &json!({"upload_ids": [carried]})).await.id();
        let mut config = world.config();
        config.endpoints.s3 = Some(NOWHERE.into());
        let (_, gateway) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
        let member = cast.member.at(&gateway);

        let sent = send_file(&cast.member, "b.txt", "text/plain", b"later").await;
        let complete = format!("/v1/uploads/{}/complete", sent["id"].as_str().unwrap());
        unavailable(member.post(&*complete, json!({})).await);
        // It is not taken for one that has not arrived.
        cast.member.post(&*complete, json!({})).await.expect(200);

        let seen = member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["files"][0]["name"], "a.txt");
        assert_eq!(told(&member, &ticket).await, ["opened"]);
        member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "still here"})).await.expect(201);
        // A link is signed without asking the store; it says itself when it cannot be had.
        let path = format!("/v1/tickets/{ticket}/files/{carried}");
        let link = member.get(&*path).header("accept", "application/json").await.expect(200).json();
        assert!(link["url"].as_str().unwrap().starts_with(NOWHERE), "{link}");
        let link = cast.member.get(path).header("accept", "application/json").await.expect(200).json();
        assert_eq!(fetch(link["url"].as_str().unwrap()).await.2, b"carried");
    });
}

/// The endpoints with a database that can be made to fail.
async fn shaky(world: &World) -> (Proxy, Gateway) {
    let mut config = world.config();
    let proxy = Proxy::start(config.endpoints.dynamodb.as_deref().unwrap(), Duration::ZERO);
    config.endpoints.dynamodb = Some(proxy.url());
    let (_, gateway) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
    (proxy, gateway)
}

#[test]
fn without_the_database_everything_says_so() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let mut config = world.config();
        config.endpoints.dynamodb = Some(NOWHERE.into());
        let (_, gateway) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
        let (member, nobody) = (cast.member.at(&gateway), world.nobody().at(&gateway));
        let path = format!("/v1/tickets/{ticket}");
        let requests = [
            member.get(&*path),
            member.get("/v1/home"),
            member.get("/v1/tickets"),
            member.post(format!("{path}/replies"), json!({"text": "x"})),
            member.put("/v1/drafts/ticket", json!({"data": {}})),
            nobody.get("/v1/branding"),
            nobody.post("/v1/session", json!({"email": "x@people.example", "password": "x"})),
        ];
        for answer in futures::future::join_all(requests.map(IntoFuture::into_future)).await {
            unavailable(answer);
        }
        // A request that does not need it is answered.
        member.get("/v1/tickets/x").await.status();
        nobody.get("/v1/me").await.refused(401, "not_signed_in");
        cast.member.get(path).await.expect(200);
    });
}

async fn draft(of: &Client) -> Value {
    of.get("/v1/drafts/ticket").await.expect(200).json()["data"].clone()
}

#[test]
fn whatever_call_fails_a_submit_is_done_wholly_or_not_at_all_and_once() {
    alone_in_world(async |world| {
        let (proxy, gateway) = shaky(world).await;
        for operation in ["BatchGetItem", "Query", "UpdateItem", "TransactWriteItems"] {
            let cast = Scenario::new(world).await;
            let file = upload(&cast.member, "a.txt", "text/plain", b"x").await;
            cast.member.put("/v1/drafts/ticket", json!({"data": {"synopsis": "half"}})).await.expect(200);
            let body = with(new_ticket(), &json!({"upload_ids": [file]}));
            let submit = cast.member.post("/v1/tickets", body).key(Uuid::now_v7()).at(&gateway);
            proxy.set(Weather::Away(Some(operation)));
            unavailable(submit.clone().await);
            proxy.set(Weather::Fine);
            // Nothing of it is there, and nothing typed is gone.
            assert_eq!(cast.member.all("/v1/tickets", 10).await, Vec::<Value>::new(), "{operation}");
            assert_eq!(draft(&cast.member).await, json!({"synopsis": "half"}));
            world.sweep().await;
            assert!(world.mails(&cast.member.who().person.email).is_empty(), "{operation}");

            let first = submit.clone().await.expect(201);
            assert_eq!(submit.await.expect(201).text(), first.text());
            assert_eq!(first.json()["files"][0]["id"], file);
            assert_eq!(cast.member.all("/v1/tickets", 10).await.len(), 1);
            assert_eq!(draft(&cast.member).await, Value::Null);
            world.sweep().await;
            assert_eq!(world.mails(&cast.member.who().person.email).len(), 1);
        }
    });
}

#[test]
fn a_submit_whose_answer_was_lost_is_done_once() {
    alone_in_world(async |world| {
        let (proxy, gateway) = shaky(world).await;
        let cast = Scenario::new(world).await;
        let submit = cast.member.post("/v1/tickets", new_ticket()).key(Uuid::now_v7()).at(&gateway);
        proxy.set(Weather::AnswerLost("TransactWriteItems"));
        let told = submit.clone().await;
        proxy.set(Weather::Fine);
        // The database did it and could not say so: the caller cannot know, and asks again.
        if told.status() != 201 {
            unavailable(told);
        }
        let again = submit.await.expect(201);
        let listed = cast.member.all("/v1/tickets", 10).await;
        assert_eq!(listed.iter().map(|row| row["id"].clone()).collect::<Vec<_>>(), [json!(again.id())]);
        world.sweep().await;
        assert_eq!(world.mails(&cast.member.who().person.email).len(), 1);
    });
}

#[test]
fn a_change_that_fails_midway_leaves_the_record_as_it_was() {
    alone_in_world(async |world| {
        let (proxy, gateway) = shaky(world).await;
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let path = format!("/v1/tickets/{ticket}");
        let agent = cast.agent.at(&gateway);
        let resolve =
            agent.post(format!("{path}/resolve"), json!({"text": "Replaced."})).if_match("\"1\"").key(Uuid::now_v7());
        proxy.set(Weather::Away(Some("TransactWriteItems")));
        unavailable(resolve.clone().await);
        unavailable(agent.post(format!("{path}/notes"), json!({"text": "x"})).await);
        proxy.set(Weather::Fine);
        let seen = cast.agent.get(&*path).await.expect(200);
        assert_eq!((seen.etag().as_str(), &seen.json()["state"]), ("\"1\"", &json!("open")));
        assert!(world.jobs_of(ticket).await.is_empty());
        assert_eq!(told(&cast.agent, &ticket.to_string()).await, Vec::<String>::new());
        resolve.await.expect(200);
        assert_eq!(world.jobs_of(ticket).await.len(), 3, "a mail, its words, and closing it in a week");
    });
}
