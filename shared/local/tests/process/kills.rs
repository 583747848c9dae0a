//! Kills at random moments under several clients: nothing acknowledged is lost, and a mail is doubled in one window only.

use crate::{Running, sign_in_as};
use futures::future::join_all;
use jiff::Timestamp;
use portico_local::mailbox::Mail;
use portico_local::state::DevState;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Number of tickets that each client opens, and of messages on each: half by the customer, half by the agent.
const TICKETS: usize = 12;
const MESSAGES: usize = 8;
/// Number of clients, and of the customers who use them.
const CLIENTS: usize = 5;
const CUSTOMERS: usize = 3;
/// Number of changes: a ticket with its messages, for each client.
const CHANGES: usize = CLIENTS * TICKETS * (1 + MESSAGES);
/// Smallest number of kills.
const KILLS: usize = 6;
/// Time in which a client is answered, kills included.
const ANSWERED_WITHIN: Duration = Duration::from_mins(2);
/// Longest time in which nothing more is done after the last kill. A job under way then is taken again after a minute.
const DONE_WITHIN: Duration = Duration::from_secs(150);

/// An acknowledged change.
struct Acknowledged {
    ticket: String,
    /// Word that the ticket is found by.
    word: String,
    /// Words of the mail that the change has sent.
    mailed: String,
    /// Text on the timeline; `None` for the ticket itself.
    message: Option<String>,
    action: &'static str,
}

/// The server, which is at another address after each start.
struct Target {
    client: reqwest::Client,
    base: Mutex<String>,
    acknowledged: AtomicUsize,
}

impl Target {
    /// Sends a change until it is acknowledged, under one idempotency key, as a portal does.
    async fn change(&self, token: &str, path: &str, body: &Value) -> Value {
        let (key, begun) = (Uuid::now_v7().to_string(), Instant::now());
        let mut pause = tokio::time::interval(Duration::from_millis(50));
        loop {
            pause.tick().await;
            assert!(begun.elapsed() < ANSWERED_WITHIN, "{path} is not answered");
            let base = self.base.lock().unwrap().clone();
            let request = self.client.post(format!("{base}{path}")).bearer_auth(token).header("idempotency-key", &key);
            // The server was killed before or while it answered.
            let Ok(answer) = request.json(body).send().await else { continue };
            let status = answer.status();
            let Ok(answer) = answer.json::<Value>().await else { continue };
            if [StatusCode::CONFLICT, StatusCode::SERVICE_UNAVAILABLE].contains(&status) {
                assert!(["still_running", "unavailable"].contains(&answer["code"].as_str().unwrap()), "{answer}");
                continue;
            }
            assert_eq!(status, StatusCode::CREATED, "{path}: {answer}");
            self.acknowledged.fetch_add(1, Ordering::Relaxed);
            return answer;
        }
    }

    /// Reads a list to its end.
    async fn all(&self, token: &str, path: &str) -> Vec<Value> {
        let (base, mut items, mut cursor) = (self.base.lock().unwrap().clone(), Vec::new(), String::new());
        loop {
            let request = self.client.get(format!("{base}{path}limit=100{cursor}")).bearer_auth(token);
            let page: Value = request.send().await.unwrap().json().await.unwrap();
            items.extend(page["items"].as_array().unwrap_or_else(|| panic!("{path}: {page}")).iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }
}

fn letter(number: usize) -> char {
    char::from(b'a' + u8::try_from(number).unwrap())
}

/// Opens tickets, on which customer and agent write in turn.
async fn work(target: &Target, number: usize, customer: &str, agent: &str) -> Vec<Acknowledged> {
    let mut done = Vec::new();
    for round in 0..TICKETS {
        let word = format!("kept{}{}", letter(number), letter(round));
        let body = json!({"type": "question", "severity": "low", "synopsis": word, "description": "Is it kept?"});
        let opened = target.change(customer, "/v1/tickets", &body).await;
        let ticket = opened["id"].as_str().unwrap().to_owned();
        let mailed = format!("{} received", opened["number"].as_str().unwrap());
        let change = |mailed, message, action| Acknowledged {
            ticket: ticket.clone(),
            word: word.clone(),
            mailed,
            message,
            action,
        };
        done.push(change(mailed, None, "open_ticket"));
        for message in 0..MESSAGES {
            let text = format!("This is {word}, message {message}.");
            let writer = if message % 2 == 0 { agent } else { customer };
            target.change(writer, &format!("/v1/tickets/{ticket}/replies"), &json!({"text": text})).await;
            done.push(change(text.clone(), Some(text), "reply_to_ticket"));
        }
    }
    done
}

/// A random number below a bound.
fn random(below: u64) -> u64 {
    u64::from_le_bytes(Uuid::new_v4().as_bytes()[..8].try_into().unwrap()) % below
}

/// Kills the server and starts it again until all changes are acknowledged. Returns the running one and the times of the
/// kills.
fn kill_again_and_again(folder: &Path, mut server: Running, target: &Target) -> (Running, Vec<Timestamp>) {
    let mut kills = Vec::new();
    let most = u64::try_from(CHANGES / KILLS / 2).unwrap();
    let mut next = CHANGES / KILLS / 2;
    while target.acknowledged.load(Ordering::Relaxed) < CHANGES {
        if target.acknowledged.load(Ordering::Relaxed) < next {
            std::thread::sleep(Duration::from_micros(200));
            continue;
        }
        // Somewhere in the middle of what is going on, or of the jobs after it.
        std::thread::sleep(Duration::from_millis(random(40)));
        assert_eq!(server.end("-KILL").0, None);
        kills.push(Timestamp::now());
        server = Running::start(folder, &["--port", "0"]);
        *target.base.lock().unwrap() = DevState::read(&folder.join(".local/dev.json")).unwrap().base_url;
        let now = target.acknowledged.load(Ordering::Relaxed);
        next = now + CHANGES / KILLS / 2 + usize::try_from(random(most)).unwrap();
    }
    (server, kills)
}

/// Returns the mails that the server has taken over, in their order.
fn mails(folder: &Path) -> Vec<Mail> {
    let lines = std::fs::read_to_string(folder.join(".local/data/mail/messages.jsonl")).unwrap();
    lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Waits until each change has its mail, and each ticket is found by its word.
async fn until_done(target: &Target, folder: &Path, agent: &str, acknowledged: &[Acknowledged]) -> Vec<Mail> {
    let mut looks = tokio::time::interval(Duration::from_millis(500));
    let (mut fewest, mut since) = (usize::MAX, Instant::now());
    let mut unfound: Vec<&Acknowledged> = acknowledged.iter().filter(|change| change.message.is_none()).collect();
    loop {
        looks.tick().await;
        let mails = mails(folder);
        let has_come = |change: &&Acknowledged| {
            let says = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(&change.mailed));
            mails.iter().any(|mail| mail.subject.starts_with(&change.mailed) || says(&mail.text))
        };
        let missing: Vec<&str> = acknowledged.iter().filter(|it| !has_come(it)).map(|it| &*it.mailed).collect();
        let mut left = Vec::new();
        for change in unfound {
            let found = target.all(agent, &format!("/v1/tickets/search?q={}&", change.word)).await;
            if found.iter().all(|ticket| ticket["id"] != *change.ticket) {
                left.push(change);
            }
        }
        if missing.is_empty() && left.is_empty() {
            return mails;
        }
        unfound = left;
        let unfound: Vec<&str> = unfound.iter().map(|change| &*change.word).collect();
        // A busy machine is slow, and goes on.
        if missing.len() + unfound.len() < fewest {
            (fewest, since) = (missing.len() + unfound.len(), Instant::now());
        }
        assert!(since.elapsed() < DONE_WITHIN, "without mail: {missing:?}; not found: {unfound:?}");
    }
}

/// Checks that a job's mails are one, or that a kill came between each two. Returns the number of those too many.
fn doubled(mails: &[Mail], kills: &[Timestamp]) -> usize {
    let mut by_job: BTreeMap<&str, Vec<&Mail>> = BTreeMap::new();
    for mail in mails.iter().filter(|mail| mail.headers.contains_key("X-Portico-Job")) {
        by_job.entry(&mail.headers["X-Portico-Job"]).or_default().push(mail);
    }
    let mut doubled = 0;
    for (job, sent) in by_job {
        for pair in sent.windows(2) {
            let between = |kill: &&Timestamp| pair[0].at <= **kill && **kill <= pair[1].at;
            assert!(kills.iter().any(|kill| between(&kill)), "job {job} was done twice: {pair:?}, {kills:?}");
            doubled += 1;
        }
    }
    doubled
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn kills_under_load_lose_nothing_and_double_mails_in_one_window_only() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().to_owned();
    let server = Running::start(&path, &["--port", "0"]);
    let state = DevState::read(&path.join(".local/dev.json")).unwrap();
    let client = reqwest::Client::new();
    // The fourth gets mails in Spanish.
    let customers: Vec<_> = state.logins.iter().filter(|login| login.face == "customer").take(CUSTOMERS).collect();
    let customers = join_all(customers.iter().map(|login| sign_in_as(&client, &state, &login.email))).await;
    let of = |role: &str| state.logins.iter().rfind(|login| login.role == role).unwrap().email.clone();
    let agent = sign_in_as(&client, &state, &of("agent")).await;
    let administrator = sign_in_as(&client, &state, &of("administrator")).await;

    let target = Target { client, base: Mutex::new(state.base_url), acknowledged: AtomicUsize::new(0) };
    let working = (0..CLIENTS).map(|number| work(&target, number, &customers[number % customers.len()], &agent));
    let (done, (server, kills)) = std::thread::scope(|scope| {
        let killer = scope.spawn(|| kill_again_and_again(&path, server, &target));
        let done = tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(join_all(working)));
        (done, killer.join().unwrap())
    });
    let done: Vec<Acknowledged> = done.into_iter().flatten().collect();
    assert_eq!(done.len(), CHANGES);
    assert!(kills.len() >= KILLS, "{} kills", kills.len());
    let mails = until_done(&target, &path, &agent, &done).await;

    assert!(target.all(&administrator, "/v1/jobs?").await.is_empty(), "jobs were given up");
    let mut touches = 0;
    for ticket in done.iter().map(|change| &*change.ticket).collect::<BTreeSet<_>>() {
        let changes: Vec<_> = done.iter().filter(|change| change.ticket == ticket).collect();
        let timeline = target.all(&agent, &format!("/v1/tickets/{ticket}/timeline?")).await;
        let messages =
            timeline.iter().filter(|item| item["kind"] == "reply").map(|item| item["text"].as_str().unwrap());
        let expected = changes.iter().filter_map(|change| change.message.as_deref());
        assert_eq!(messages.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "ticket {ticket}");
        let ledger = target.all(&administrator, &format!("/v1/touches?record={ticket}&")).await;
        for action in ["open_ticket", "reply_to_ticket"] {
            let kept = ledger.iter().filter(|touch| touch["action"] == action && touch["outcome"] == "done").count();
            assert_eq!(kept, changes.iter().filter(|change| change.action == action).count(), "{action} of {ticket}");
            touches += kept;
        }
    }
    assert_eq!(touches, CHANGES);
    let doubled = doubled(&mails, &kills);
    eprintln!("{CHANGES} changes, {} kills, {} mails, {doubled} of them doubled", kills.len(), mails.len());
    drop(server);
}
