//! The runner with faults in the services it depends on, at each of its calls. No job is lost and no effect is left
//! out. A mail is made twice only in the one window that [`portico_jobs::run`] names: between its hand-over and the end
//! of its job.

use crate::faults::{ATTEMPTS, PATIENCE};
use crate::scenario::{Scenario, company, put_on};
use portico_aws::{Config, Patience};
use portico_domain::change::{Change, Commit as _, Write};
use portico_domain::hats::{Audience, Role};
use portico_domain::ids::{JobId, TicketId};
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::IndexArticle;
use portico_domain::search::{Rebuild, SearchQuery, SearchReader as _, SearchWriter as _, Synonyms};
use portico_domain::tickets::jobs::Mail;
use portico_jobs::run::Runner;
use portico_search::opensearch::{OpenSearchReader, OpenSearchSettings, OpenSearchWriter, Signing};
use portico_search::tantivy::TantivyWriter;
use portico_testing::records;
use portico_tests::client::Client;
use portico_tests::engines::OpenSearchNode;
use portico_tests::proxy::{Fault, Proxy, Service, Weather};
use portico_tests::samples;
use portico_tests::steps::{open, ticket_id};
use portico_tests::until::until;
use portico_tests::world::{PORTAL_URL, World, alone_in_world, system};
use serde_json::json;
use std::time::Duration;

/// Longest time of a run.
const RUN_WITHIN: Duration = Duration::from_secs(20);
/// Longest time until the cluster shows a document it has taken.
const SHOWN_WITHIN: Duration = Duration::from_secs(10);

/// A member of a company who has just opened a ticket, and the pending mail job about it.
struct Owed {
    world: &'static World,
    member: Client,
    ticket: TicketId,
    job: JobId,
}

impl Owed {
    async fn new(world: &'static World, cast: &Scenario) -> Self {
        let member = put_on(world, samples::hat_of(&cast.account, Role::Member)).await;
        let ticket = ticket_id(&open(&member, &json!({})).await);
        let mut owed = world.jobs_of(ticket).await;
        owed.retain(Job::is::<Mail>);
        let [job] = &owed[..] else { panic!("not one mail is owed but {owed:?}") };
        Self { world, member, ticket, job: job.id }
    }

    /// Returns the IDs of the jobs that sent the mails received so far.
    fn came(&self) -> Vec<String> {
        let mails = self.world.mails(&self.member.who().person.email);
        mails.iter().map(|mail| mail.headers.get("X-Portico-Job").cloned().unwrap_or_default()).collect()
    }

    async fn owed(&self) -> Option<Job> {
        self.world.jobs_of(self.ticket).await.into_iter().find(|job| job.id == self.job)
    }
}

struct Shaky {
    proxies: [(Service, Proxy); 2],
    runner: Runner<portico_tests::world::Variant<TantivyWriter>>,
}

impl Shaky {
    async fn new(world: &World) -> Self {
        // One case at a time keeps the machine less busy than many.
        let patience = Patience { attempt: PATIENCE.attempt / 2, operation: PATIENCE.operation / 2, ..PATIENCE };
        let mut config = Config { patience, ..world.config() };
        let dynamo = Proxy::of(Service::DynamoDb, config.endpoints.dynamodb.as_deref().unwrap());
        let mail = Proxy::of(Service::Ses, config.endpoints.ses.as_deref().unwrap());
        config.endpoints.dynamodb = Some(dynamo.url());
        config.endpoints.ses = Some(mail.url());
        let (store, _) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
        let runner = Runner::new(store, PORTAL_URL.into());
        Self { proxies: [(Service::DynamoDb, dynamo), (Service::Ses, mail)], runner }
    }

    fn calls(&self) -> [usize; 2] {
        [0, 1].map(|index| self.proxies[index].1.take().len())
    }

    /// Runs the runner once, even if the store does not let it look for jobs.
    async fn run(&self, what: &str) {
        // A store that does not answer is reported to Lambda, which hands the event over again.
        let _ =
            tokio::time::timeout(RUN_WITHIN, self.runner.run()).await.unwrap_or_else(|_| panic!("{what}: it hangs"));
    }
}

#[test]
fn whichever_call_of_the_runner_fails_the_mail_comes() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let shaky = Shaky::new(world).await;
        let owed = Owed::new(world, &cast).await;
        shaky.run("clean").await;
        let clean = shaky.calls();
        assert_eq!((owed.came().len(), owed.owed().await), (1, None));
        // It looks, takes, loads, notes and ends; and hands the mail over.
        assert!(clean[0] >= 5 && clean[1] == 1, "{clean:?}");

        for (index, (service, proxy)) in shaky.proxies.iter().enumerate() {
            for (number, fault) in (0..clean[index]).flat_map(|number| Fault::ALL.map(|fault| (number, fault))) {
                // One that is refused once is asked again by the SDK, and nobody notices.
                let once = matches!(fault, Fault::Slow | Fault::Cut).then_some(Weather::Once(number, fault));
                for weather in once.into_iter().chain([Weather::From(number, fault)]) {
                    let what = format!("{service:?} {weather:?}");
                    let owed = Owed::new(world, &cast).await;
                    shaky.calls();
                    proxy.set(weather);
                    shaky.run(&what).await;
                    let calls = shaky.calls();
                    proxy.set(Weather::Fine);
                    let most = [0, 1].map(|index| ATTEMPTS * (clean[index] + 1));
                    assert!(calls[0] <= most[0] && calls[1] <= most[1], "{what}: {calls:?} calls, clean {clean:?}");

                    let came = owed.came().len();
                    assert!(came <= 1, "{what}: {came} mails by one try");
                    let left = owed.owed().await;
                    assert!(left.is_some() || came == 1, "{what}: the job is lost");
                    // When its time comes, or its lease ends, it is done, whatever it was that failed.
                    if let Some(job) = &left {
                        assert!(!job.parked, "{what}: {job:?}");
                        world.make_due(job).await;
                    }
                    world.sweep().await;
                    assert_eq!(owed.owed().await, None, "{what}");
                    let mails = owed.came();
                    // Twice only where the mail had been handed over and the job could not be ended.
                    let expected = if left.is_some() && came == 1 { 2 } else { 1 };
                    assert_eq!(mails.len(), expected, "{what}");
                    assert!(mails.iter().all(|job| *job == owed.job.to_string()), "{what}: {mails:?}");
                }
            }
        }
    });
}

/// Whether the node's index comes to have a word: it shows a document a moment after it has taken it.
async fn found(reader: &OpenSearchReader, word: &str) -> bool {
    let query = SearchQuery { limit: 1, ..records::query(word, vec![Audience::Customer], jiff::Timestamp::now()) };
    let looked = until(SHOWN_WITHIN, async || {
        let hits = reader.search(&query).await.unwrap_or_else(|failure| panic!("{failure:?}"));
        (hits.total > 0).then_some(())
    });
    looked.await.is_some()
}

#[test]
fn whichever_way_the_cluster_fails_an_article_is_indexed() {
    alone_in_world(async |world| {
        let node = OpenSearchNode::start().await.unwrap();
        let proxy = Proxy::of(Service::OpenSearch, node.url());
        let settings = |url: &str| OpenSearchSettings {
            endpoint: url.parse().unwrap(),
            alias: "faults".into(),
            signing: Signing::None,
        };
        let reader = OpenSearchReader::new(settings(node.url())).unwrap();
        let writer = OpenSearchWriter::new(settings(&proxy.url())).unwrap();
        let rebuild = Rebuild { documents: Vec::new(), synonyms: Synonyms::default(), as_of: jiff::Timestamp::now() };
        writer.replace_all(rebuild).await.unwrap();
        let (store, _) = world.variant(&world.config(), writer).await;
        let runner = Runner::new(store, PORTAL_URL.into());
        company(world).await;

        for weather in Fault::ALL.map(|fault| Weather::From(0, fault)) {
            let mut article = samples::article(vec![Audience::Customer]);
            let word = format!("zx{}", samples::short(article.id.0));
            article.title = format!("About {word}");
            let act = system();
            let job = Job::now(&act, &IndexArticle { article: article.id });
            let change = Change::new(act.touch(None, None)).write(Write::create(&article));
            world.store.commit(change.job(job.clone())).await.unwrap();
            proxy.take();
            proxy.set(weather);
            tokio::time::timeout(RUN_WITHIN, runner.run())
                .await
                .unwrap_or_else(|_| panic!("{weather:?} hangs"))
                .unwrap();
            let calls = proxy.take().len();
            assert!((1..=4).contains(&calls), "{weather:?}: {calls} calls");
            let left = world.job(job.id).await.unwrap_or_else(|| panic!("{weather:?}: the job is lost"));
            assert!(!left.parked && left.last_error.is_some(), "{weather:?}: {left:?}");

            proxy.set(Weather::Fine);
            world.make_due(&left).await;
            runner.run().await.unwrap();
            assert_eq!(world.job(job.id).await, None, "{weather:?}");
            assert!(found(&reader, &word).await, "{weather:?}: it is not in the index");
        }
    });
}
