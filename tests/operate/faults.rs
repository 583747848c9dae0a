//! The main job with faults in the services it depends on: at each call, of each kind, for one call or from then on.
//!
//! With every fault, the answer comes and is clear. Acknowledged work is there; other work is there wholly or not at
//! all. A repeated request, as clients send it, ends with the work done once. Nothing is asked for again and again.

use crate::scenario::{company, put_on};
use futures::StreamExt as _;
use futures::stream;
use jiff::Timestamp;
use portico_aws::{Config, Patience};
use portico_domain::accounts::Account;
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::tickets::TicketState;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_local::gateway::Gateway;
use portico_search::tantivy::TantivyWriter;
use portico_tests::client::{Answer, Client, Request};
use portico_tests::proxy::{Fault, Proxy, Service, Weather};
use portico_tests::samples;
use portico_tests::steps::{announcement, new_ticket, send_file};
use portico_tests::until::until;
use portico_tests::world::{World, alone_in_world};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// Time limits of calls to services, as short as a busy machine allows.
pub(crate) const PATIENCE: Patience = Patience {
    connect: Duration::from_millis(400),
    attempt: Duration::from_millis(400),
    operation: Duration::from_millis(1500),
    pause: Duration::from_millis(10),
};
/// Longest time for an answer. A request makes a few calls one after the other, and each is given up in time.
const ANSWERED_WITHIN: Duration = Duration::from_secs(12);
/// Attempts the SDK makes of each call.
pub(crate) const ATTEMPTS: usize = 3;
/// Number of cases that run at a time.
const SIDE_BY_SIDE: usize = 12;

/// A step of the main job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Announce,
    Complete,
    Open,
    Reply,
    Take,
    Resolve,
    Confirm,
}

const STEPS: [Step; 7] =
    [Step::Announce, Step::Complete, Step::Open, Step::Reply, Step::Take, Step::Resolve, Step::Confirm];

impl Step {
    fn action(self) -> Action {
        match self {
            Self::Announce | Self::Complete => Action::UploadFile,
            Self::Open => Action::OpenTicket,
            Self::Reply => Action::ReplyToTicket,
            Self::Take => Action::TakeTicket,
            Self::Resolve => Action::ResolveTicket,
            Self::Confirm => Action::ConfirmTicket,
        }
    }

    /// The state a ticket is in before the step, where it is about one.
    fn state(self) -> Option<TicketState> {
        match self {
            Self::Announce | Self::Complete | Self::Open => None,
            Self::Take => Some(TicketState::New),
            Self::Reply | Self::Resolve => Some(TicketState::Open),
            Self::Confirm => Some(TicketState::Resolved),
        }
    }

    fn by_agent(self) -> bool {
        matches!(self, Self::Take | Self::Resolve)
    }
}

/// World, account and agent that all cases share.
struct Stage {
    world: &'static World,
    account: Account,
    agent: Hat,
}

/// A step about to be taken, on records of its own.
struct Case {
    step: Step,
    world: &'static World,
    member: Client,
    /// Client that takes the step.
    actor: Client,
    ticket: Option<String>,
    request: Request,
}

/// State of a case: the number of times the step was done, by the ledger, and its visible effects.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    done: usize,
    seen: Vec<String>,
}

impl Stage {
    async fn new(world: &'static World) -> Self {
        let queues = vec![samples::queue("powerplus")];
        let agent = Hat { queues, ..samples::hat(HatKind::Staff, Role::Agent) };
        Self { world, account: company(world).await, agent }
    }

    async fn case(&self, step: Step) -> Case {
        let world = self.world;
        let member = put_on(world, samples::hat_of(&self.account, Role::Member)).await;
        let actor = if step.by_agent() {
            put_on(world, Hat { id: samples::fresh(), ..self.agent.clone() }).await
        } else {
            member.clone()
        };
        let mut ticket = None;
        if let Some(state) = step.state() {
            let mut record = samples::in_state(samples::ticket(&member.who().person, &member.who().hat), state);
            record.queue.id = samples::queue("powerplus");
            ticket = Some(record.id.to_string());
            world.commit([Write::create(&record)]).await;
        }
        let on_ticket = |act: &str| format!("/v1/tickets/{}/{act}", ticket.as_deref().unwrap_or_default());
        let said = json!({"text": "Please raise the limit."});
        let request = match step {
            Step::Announce => member.post("/v1/uploads", announcement("a.txt", "text/plain", b"x")),
            Step::Complete => {
                let sent = send_file(&member, "a.txt", "text/plain", b"lost at 08:14").await;
                member.post(format!("/v1/uploads/{}/complete", sent["id"].as_str().unwrap()), json!({}))
            }
            Step::Open => member.post("/v1/tickets", new_ticket()),
            Step::Reply => member.post(on_ticket("replies"), said),
            Step::Take => actor.post(on_ticket("take"), json!({})).if_match("\"1\""),
            Step::Resolve => actor.post(on_ticket("resolve"), said).if_match("\"1\""),
            Step::Confirm => member.post(on_ticket("confirm"), json!({})).if_match("\"1\""),
        };
        Case { step, world, member, actor, ticket, request: request.key(Uuid::now_v7()) }
    }
}

impl Case {
    async fn standing(&self) -> Standing {
        let touches = self.world.touches(TouchesOf::Person(self.actor.who().person.id)).await;
        let done = |action, outcome| action == self.step.action() && outcome == Outcome::Done;
        let done = touches.iter().filter(|touch| done(touch.action, touch.outcome)).count();
        let tickets = match (&self.ticket, self.step) {
            (Some(ticket), _) => vec![ticket.clone()],
            (None, Step::Open) => {
                let listed = self.member.all("/v1/tickets", 10).await;
                listed.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
            }
            (None, _) => Vec::new(),
        };
        let mut seen = Vec::new();
        for ticket in tickets {
            let path = format!("/v1/tickets/{ticket}");
            let record = self.member.get(&*path).await.expect(200).json();
            seen.push(format!("{} at version {}", record["state"], record["version"]));
            for item in self.member.all(&format!("{path}/timeline"), 10).await {
                seen.push(format!("{} {} {}", item["kind"], item["event"], item["text"]));
            }
            let mut owed: Vec<_> = self.world.jobs_of(ticket.parse().unwrap()).await;
            owed.sort_by(|one, other| one.kind.cmp(&other.kind));
            seen.extend(owed.iter().map(|job| format!("owes {}", job.kind)));
        }
        Standing { done, seen }
    }
}

/// The endpoints with a proxy in front of each service they use.
struct Shaky {
    dynamo: Proxy,
    files: Proxy,
    gateway: Gateway,
}

impl Shaky {
    async fn new(world: &World) -> Self {
        let mut config = Config { patience: PATIENCE, ..world.config() };
        let dynamo = Proxy::of(Service::DynamoDb, config.endpoints.dynamodb.as_deref().unwrap());
        let files = Proxy::of(Service::S3, config.endpoints.s3.as_deref().unwrap());
        config.endpoints.dynamodb = Some(dynamo.url());
        config.endpoints.s3 = Some(files.url());
        let (_, gateway) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
        Self { dynamo, files, gateway }
    }

    fn service(&self, service: Service) -> &Proxy {
        if service == Service::S3 { &self.files } else { &self.dynamo }
    }

    fn calls(&self) -> usize {
        self.dynamo.take().len() + self.files.take().len()
    }
}

/// A step without faults: the states before and after it, and its calls.
#[derive(Clone, Debug)]
struct Clean {
    before: Standing,
    after: Standing,
    /// Calls to each service.
    calls: [(Service, usize); 2],
    all: usize,
}

async fn clean(stage: &Stage, step: Step) -> Clean {
    let shaky = Shaky::new(stage.world).await;
    // The first request of a store also reads the public keys.
    let warm = stage.case(step).await;
    warm.request.clone().at(&shaky.gateway).await;
    shaky.calls();
    let case = stage.case(step).await;
    let before = case.standing().await;
    let answer = case.request.clone().at(&shaky.gateway).await;
    assert!(answer.status() < 300, "{answer}");
    let calls = [(Service::DynamoDb, shaky.dynamo.take().len()), (Service::S3, shaky.files.take().len())];
    let after = case.standing().await;
    assert_eq!(after.done, before.done + 1, "{step:?}");
    Clean { before, after, all: calls[0].1 + calls[1].1, calls }
}

/// One case: a step of which a call fails.
#[derive(Clone, Copy, Debug)]
struct Failing {
    step: Step,
    service: Service,
    weather: Weather,
}

/// Checks an answer that reports an outage: it is clear and says when to try again.
fn told(failing: Failing, answer: &Answer) {
    assert_eq!((answer.status(), answer.code().as_str()), (503, "unavailable"), "{failing:?}: {answer}");
    assert_eq!(answer.header("retry-after"), "1", "{failing:?}");
}

async fn fails(stage: &Stage, failing: Failing, clean: &Clean) {
    let case = stage.case(failing.step).await;
    let shaky = Shaky::new(stage.world).await;
    // Public keys are read once, and connections are there.
    case.member.get("/v1/me").at(&shaky.gateway).await.expect(200);
    shaky.calls();
    let proxy = shaky.service(failing.service);
    proxy.set(failing.weather);
    let asked = tokio::time::timeout(ANSWERED_WITHIN, case.request.clone().at(&shaky.gateway).into_future());
    let answer = asked.await.unwrap_or_else(|_| panic!("{failing:?}: no answer"));
    let calls = shaky.calls();
    proxy.set(Weather::Fine);
    // What failed is also written into the ledger.
    let most = ATTEMPTS * (clean.all + 2);
    assert!(calls <= most, "{failing:?}: {calls} calls, where {} are made when nothing fails", clean.all);

    let acknowledged = answer.status() < 300;
    assert!(
        !(acknowledged && matches!(failing.weather, Weather::From(0, _))),
        "{failing:?}: nothing of it was heard of"
    );
    if !acknowledged {
        told(failing, &answer);
    }
    let standing = case.standing().await;
    if acknowledged {
        assert_eq!(standing, clean.after, "{failing:?} was acknowledged");
    } else {
        assert!(standing == clean.before || standing == clean.after, "{failing:?} was done by half: {standing:?}");
    }
    // As soon as the service is back it goes on, without anybody's doing.
    let again = until(ANSWERED_WITHIN, async || {
        let again = case.request.clone().at(&shaky.gateway).await;
        (again.status() != 503).then_some(again)
    });
    let again = again.await.unwrap_or_else(|| panic!("{failing:?}: it does not recover"));
    assert!(again.status() < 300, "{failing:?}: {again}");
    assert_eq!(case.standing().await, clean.after, "{failing:?}, repeated");
    if acknowledged && failing.step != Step::Complete {
        assert_eq!(again.json()["id"], answer.json()["id"], "{failing:?}: another record");
    }
}

#[test]
fn whichever_call_of_the_main_job_fails_nothing_is_lost_halved_or_doubled() {
    alone_in_world(async |world| {
        let stage = Stage::new(world).await;
        let begun = Timestamp::now();
        let mut cases = Vec::new();
        for step in STEPS {
            let clean = clean(&stage, step).await;
            for (service, calls) in clean.calls {
                for (number, fault) in (0..calls).flat_map(|number| Fault::ALL.map(|fault| (number, fault))) {
                    for weather in [Weather::Once(number, fault), Weather::From(number, fault)] {
                        cases.push((Failing { step, service, weather }, clean.clone()));
                    }
                }
            }
        }
        // Two reads and writes at least for each step, and an upload looks at its file.
        assert!(cases.len() >= (STEPS.len() * 2 + 2) * 8, "{} cases", cases.len());
        let count = cases.len();
        let stage = &stage;
        let running = cases.iter().map(|(failing, clean)| fails(stage, *failing, clean));
        stream::iter(running).buffer_unordered(SIDE_BY_SIDE).collect::<Vec<()>>().await;
        world.sweep().await;
        eprintln!("{count} cases in {:.0} s", (Timestamp::now() - begun).total(jiff::Unit::Second).unwrap());
    });
}

/// A read is given up in time while the database is slow, and the answer says so.
#[test]
fn a_page_is_given_up_in_time() {
    alone_in_world(async |world| {
        let stage = Stage::new(world).await;
        let case = stage.case(Step::Reply).await;
        let shaky = Shaky::new(world).await;
        case.member.get("/v1/me").at(&shaky.gateway).await.expect(200);
        shaky.calls();
        for fault in Fault::ALL {
            shaky.dynamo.set(Weather::From(0, fault));
            for path in ["/v1/home", "/v1/tickets", "/v1/me"] {
                let answer =
                    tokio::time::timeout(ANSWERED_WITHIN, case.member.get(path).at(&shaky.gateway).into_future());
                let answer = answer.await.unwrap_or_else(|_| panic!("{path} hangs, {fault:?}"));
                assert_eq!((answer.status(), answer.code().as_str()), (503, "unavailable"), "{fault:?}: {answer}");
                assert!(answer.json()["errors"] == Value::Null);
            }
            shaky.dynamo.set(Weather::Fine);
            case.member.get("/v1/home").at(&shaky.gateway).await.expect(200);
        }
    });
}
