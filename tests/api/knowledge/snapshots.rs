//! Search without a domain: the job runner writes versions of an index into the bucket, and the endpoints search them.

use crate::scenario::{Scenario, put_on};
use jiff::Timestamp;
use portico_aws::{Aws, Dynamo, FromEnv, IndexReader, S3, Ses, SnapshotStore, StaticKey};
use portico_domain::change::{Change, Commit, Write};
use portico_domain::hats::{Audience, HatKind, Role};
use portico_domain::ids::ArticleId;
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::IndexArticle;
use portico_domain::knowledge::{Article, ArticleState};
use portico_domain::search::{
    Rebuild, SearchDocument, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader, SearchWriter,
};
use portico_domain::signing::SigningKey;
use portico_domain::tickets::search::{NoIndex, TicketEngine};
use portico_jobs::run::{RunSummary, Runner};
use portico_local::gateway::{Gateway, GatewayOptions};
use portico_local::wiring;
use portico_search::snapshots::Versions;
use portico_tests::client::Client;
use portico_tests::proxy::Proxy;
use portico_tests::samples;
use portico_tests::snapshots::{Processes, shelf};
use portico_tests::world::{PORTAL_URL, Variant, World, alone_in_world, system};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A deployment without a search domain, on the records of a world, with search processes of its own.
struct Deployment {
    runner: Runner<Variant<Processes<SnapshotStore>>>,
    gateway: Gateway,
    shelf: SnapshotStore,
}

async fn deployment(world: &'static World) -> Deployment {
    let config = world.config();
    let shelf = shelf(&config, Dynamo::from_config(&config).unwrap());
    let disk = tempfile::tempdir().unwrap();
    let folder = disk.path().to_owned();
    let (store, gateway) = world.variant(&config, Processes::on(shelf.clone(), &folder, disk)).await;
    Deployment { runner: Runner::new(store, PORTAL_URL.into()), gateway, shelf }
}

impl Deployment {
    async fn number(&self) -> u64 {
        self.shelf.register().await.unwrap().unwrap_or_default().number()
    }

    async fn found(&self, client: &Client, words: &str) -> Value {
        client.at(&self.gateway).get(format!("/v1/articles?q={words}")).await.expect(200).json()
    }
}

/// Publishes articles with a word of their own, and returns them with their indexing jobs.
async fn publish(world: &World, word: &str, count: usize) -> Vec<(Article, Job)> {
    let mut published = Vec::new();
    for number in 0..count {
        let title = format!("About {word}, part {number}");
        let article = Article { title, ..samples::article(vec![Audience::Customer]) };
        published.push((article.clone(), write(world, article, None).await));
    }
    published
}

async fn write(world: &World, article: Article, before: Option<Article>) -> Job {
    let act = system();
    let job = Job::now(&act, &IndexArticle { article: article.id });
    let stored = before.map_or_else(|| Write::create(&article), |before| Write::update(&before, &article));
    let change = Change::new(act.touch(None, None)).write(stored);
    world.store.commit(change.job(job.clone())).await.unwrap();
    job
}

fn word() -> String {
    format!("zy{}", samples::short(uuid::Uuid::now_v7()))
}

#[test]
fn without_a_domain_articles_are_searched_all_the_same() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let deployment = deployment(world).await;
        let editor = put_on(world, samples::hat(HatKind::Staff, Role::Editor)).await.at(&deployment.gateway);
        editor.post("/v1/knowledge/reindex", json!({})).await.expect(202);
        assert_eq!(deployment.runner.run().await.unwrap(), RunSummary { done: 1, ..RunSummary::default() });

        let found = deployment.found(&cast.member, "simultanous%20logins").await;
        assert_eq!(found["degraded"], false, "{found}");
        let first = &found["items"][0];
        assert!(first["title"].as_str().unwrap().starts_with("Simultaneous login failures"), "{found}");
        assert!(first["title_segments"].as_array().unwrap().iter().any(|piece| piece["hit"] == true), "{found}");
        let member = cast.member.at(&deployment.gateway);
        let typed = member.get("/v1/articles/suggestions?q=simultaneous%20log").await.expect(200).json();
        assert_eq!((&typed["degraded"], typed["items"].as_array().unwrap().is_empty()), (&json!(false), false));

        // Changed articles are found by their new words, withdrawn ones not at all.
        let (before, after) = (word(), word());
        let published = publish(world, &before, 1).await;
        assert_eq!(deployment.runner.run().await.unwrap(), RunSummary { done: 1, ..RunSummary::default() });
        assert_eq!(deployment.found(&cast.member, &before).await["total"], 1);
        let (old, _) = published.into_iter().next().unwrap();
        let title = format!("About {after}");
        let renamed = Article { title, version: 2, updated_at: Timestamp::now(), ..old.clone() };
        write(world, renamed.clone(), Some(old)).await;
        deployment.runner.run().await.unwrap();
        let totals = async |word: &str| deployment.found(&cast.member, word).await["total"].clone();
        assert_eq!((totals(&before).await, totals(&after).await), (json!(0), json!(1)));
        let withdrawn = Article { state: ArticleState::Archived, version: 3, ..renamed.clone() };
        write(world, withdrawn, Some(renamed)).await;
        deployment.runner.run().await.unwrap();
        assert_eq!(totals(&after).await, 0);
    });
}

#[test]
fn without_the_bucket_titles_and_tags_answer() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        publish(world, &word(), 1).await;
        deployment(world).await.runner.run().await.unwrap();
        let mut config = world.config();
        config.endpoints.s3 = Some("http://127.0.0.1:9".into());
        config.search.snapshots = Some("search".into());
        let reader = IndexReader::from_config(&config).unwrap();
        let (_, gateway) = world.variant(&config, ReadsOnly(reader)).await;
        let begun = Instant::now();
        let found = cast.member.at(&gateway).get("/v1/articles?q=simultaneous%20login").await.expect(200).json();
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
        assert_eq!(found["degraded"], true);
        assert!(found["items"][0]["title"].as_str().unwrap().starts_with("Simultaneous login failures"), "{found}");
    });
}

/// The check for the current version is part of the batch by which a call reads its session.
#[test]
fn looking_which_version_holds_costs_no_request() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let word = word();
        publish(world, &word, 1).await;
        deployment(world).await.runner.run().await.unwrap();
        let mut config = world.config();
        let proxy = Proxy::start(config.endpoints.dynamodb.as_deref().unwrap(), Duration::ZERO);
        config.endpoints.dynamodb = Some(proxy.url());
        config.search.snapshots = Some("search".into());
        config.search.look_every = Some("0".into());
        let records = Dynamo::from_config(&config).unwrap();
        let reader = IndexReader::from_config_with(&config, &records).unwrap();
        let (kid, pkcs8) = world.store.signing_key().await.unwrap();
        let store = Aws::records(records)
            .with_files(S3::from_config(&config).unwrap())
            .with_search(ReadsOnly(reader))
            .with_mail(Ses::from_config(&config).unwrap())
            .with_key(World::keys(&config, StaticKey::new(kid, pkcs8)));
        let store: &'static Variant<ReadsOnly> = Box::leak(Box::new(store));
        let options = GatewayOptions { portal: None, files_url: String::new() };
        let member = cast.member.at(&Gateway::new(wiring::gateway_routes(store), &options).unwrap());
        let mut fewest = usize::MAX;
        for _ in 0..10 {
            proxy.take();
            let found = member.get(format!("/v1/articles?q={word}")).await.expect(200).json();
            assert_eq!((&found["degraded"], &found["total"]), (&json!(false), &json!(1)));
            fewest = fewest.min(proxy.take().iter().filter(|request| request.operation == "BatchGetItem").count());
        }
        assert_eq!(fewest, 2, "session and register, and then the article as it stands");
    });
}

#[test]
fn one_run_puts_all_articles_into_one_version() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (deployment, word) = (deployment(world).await, word());
        publish(world, &word, 50).await;
        let before = deployment.number().await;
        assert_eq!(deployment.runner.run().await.unwrap(), RunSummary { done: 50, ..RunSummary::default() });
        assert_eq!(deployment.number().await, before + 1);
        assert_eq!(deployment.found(&cast.member, &word).await["total"], 50);
    });
}

#[test]
fn of_several_runners_at_once_every_article_arrives() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let mut deployments = Vec::new();
        for _ in 0..3 {
            deployments.push(deployment(world).await);
        }
        let (word, done) = (word(), AtomicBool::new(false));
        let watching = async {
            let mut seen = vec![deployments[0].number().await];
            while !done.load(Ordering::Relaxed) {
                seen.push(deployments[0].number().await);
                tokio::task::yield_now().await;
            }
            seen
        };
        let running = async {
            let mut jobs = Vec::new();
            for _ in 0..5 {
                jobs.extend(publish(world, &word, 6).await.into_iter().map(|(_, job)| job));
                futures::future::join_all(deployments.iter().map(|one| async { one.runner.run().await.unwrap() }))
                    .await;
            }
            // A run that found another writer at work for too long has put its jobs off.
            for job in jobs {
                let mut rounds = 0;
                while let Some(owed) = world.job(job.id).await {
                    rounds += 1;
                    assert!(rounds < 20, "{owed:?} is never done");
                    world.make_due(&owed).await;
                    deployments[0].runner.run().await.unwrap();
                }
            }
            done.store(true, Ordering::Relaxed);
        };
        let (seen, ()) = futures::join!(watching, running);
        assert!(seen.is_sorted() && seen.first() < seen.last(), "{seen:?}");
        for deployment in &deployments {
            assert_eq!(deployment.found(&cast.member, &word).await["total"], 30);
        }
    });
}

/// A reader in the place of a whole index. Its write methods panic.
struct ReadsOnly(IndexReader);

impl TicketEngine for ReadsOnly {
    type Index = NoIndex;

    fn tickets(&self) -> Option<&NoIndex> {
        None
    }
}

impl SearchReader for ReadsOnly {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchError> {
        self.0.search(query).await
    }
    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchError> {
        self.0.suggest(query).await
    }
    async fn health(&self) -> Result<SearchHealth, SearchError> {
        self.0.health().await
    }
}

impl SearchWriter for ReadsOnly {
    async fn put(&self, _: &[SearchDocument]) -> Result<(), SearchError> {
        panic!("nothing is written here")
    }
    async fn remove(&self, _: ArticleId, _: u64) -> Result<(), SearchError> {
        panic!("nothing is written here")
    }
    async fn replace_all(&self, _: Rebuild) -> Result<(), SearchError> {
        panic!("nothing is written here")
    }
    async fn is_current(&self) -> Result<bool, SearchError> {
        panic!("nothing is written here")
    }
}
