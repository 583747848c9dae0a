//! A whole Portico inside the test's process: the deployed endpoints and adapters on the embedded services, with the
//! demo company. Nothing happens until a test asks for it: there is no background sweep.
//!
//! Expectations of a test belong to the test.

#![allow(clippy::missing_panics_doc, reason = "a world that cannot be had ends the test")]

use crate::client::Client;
use crate::logs;
use crate::raw::RawTable;
use jiff::Timestamp;
use portico_aws::{Aws, Config, FromEnv, Provider, S3, Ses, StaticKey};
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::ids::{JobId, PersonId, SessionId, TicketId};
use portico_domain::jobs::{DueJobs, Job, Jobs};
use portico_domain::paging::PageRequest;
use portico_domain::people::ports::{Credentials as _, People};
use portico_domain::people::{Credential, Person};
use portico_domain::policy::scope;
use portico_domain::ports::{EveryPort, RequestStore};
use portico_domain::signing::SigningKey;
use portico_domain::touch::Touch;
use portico_domain::touch_list::{TouchList, Touches, TouchesOf};
use portico_http::token;
use portico_jobs::run::{RunSummary, Runner};
use portico_local::dynamo::{self, Dynamo};
use portico_local::gateway::{Gateway, GatewayOptions};
use portico_local::mailbox::{Mail, Mailbox};
use portico_local::receipt::{INBOUND_DOMAIN, Receipt};
use portico_local::seed::{Source, id_of};
use portico_local::server::Services;
use portico_local::state::{Endpoints, Login};
use portico_local::{net, s3, wiring};
use portico_testing::records;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, OnceCell};
use uuid::Uuid;

/// Address of the portal in the links of mails.
pub const PORTAL_URL: &str = "https://portal.xyz.example";
/// The password of the demo logins, and of everybody a test lets sign in.
pub const PASSWORD: &str = portico_local::seed::DEMO_PASSWORD;

/// The sealing key of every world, and of the functions that run outside of this process: 32 bytes in base64.
pub const SEALING_KEY: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE";

const BUCKET: &str = portico_local::server::BUCKET;
/// Largest number of rounds of a sweep. More would mean that jobs make jobs without end.
const MOST_ROUNDS: usize = 50;

/// A store with another search, or with services elsewhere.
pub type Variant<X> = Aws<S3, X, Ses, Provider<StaticKey>>;

/// The one runtime of the suite. Connections belong to the runtime that opened them, and worlds outlive single tests.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        logs::keep();
        // The first one set is the key of the process.
        portico_http::call::set_sealing_key(SEALING_KEY).expect("a key");
        tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_all().build().expect("a runtime")
    })
}

/// Runs a test in the world that all tests share.
pub fn in_world<T>(test: impl AsyncFnOnce(&'static World) -> T) -> T {
    static WORLD: OnceCell<World> = OnceCell::const_new();
    runtime().block_on(async { test(WORLD.get_or_init(World::start).await).await })
}

/// Runs a test in a world of its own in which nobody and nothing is yet: a new deployment.
pub fn in_new_world<T>(test: impl AsyncFnOnce(&'static World) -> T) -> T {
    runtime().block_on(async { test(Box::leak(Box::new(World::with(new_folder(), None).await))).await })
}

/// Runs a test in a new world with these items in its table: what another version has written.
pub fn in_world_of<T>(items: &[Value], test: impl AsyncFnOnce(&'static World) -> T) -> T {
    in_new_world(async |world| {
        world.raw().put(items).await;
        test(world).await
    })
}

/// Runs a test in a world of its own: for what would disturb others.
pub fn in_own_world<T>(test: impl AsyncFnOnce(&'static World) -> T) -> T {
    runtime().block_on(async { test(Box::leak(Box::new(World::start().await))).await })
}

/// Runs a test in a world that some tests share one after the other: for tests that disturb others only while they run.
pub fn alone_in_world<T>(test: impl AsyncFnOnce(&'static World) -> T) -> T {
    static WORLD: OnceCell<World> = OnceCell::const_new();
    static TURN: Mutex<()> = Mutex::const_new(());
    runtime().block_on(async {
        let _turn = TURN.lock().await;
        let world = WORLD.get_or_init(World::start).await;
        // Whatever the test before has left behind if it failed.
        world.mailbox.throttle(false);
        world.sweep().await;
        test(world).await
    })
}

/// A whole Portico.
pub struct World {
    /// The records, files, search, mail and signing key.
    pub store: &'static wiring::Store,
    gateway: Gateway,
    mailbox: Mailbox,
    runner: Runner<wiring::Store>,
    receipt: Receipt,
    /// One sweep at a time: after its own, a test knows that everything that was due has been tried.
    sweeping: Mutex<()>,
    services: Services,
    logins: Vec<Login>,
    // Dropped, they would stop.
    _held: (Dynamo, s3::S3, tempfile::TempDir),
}

/// The demo company as it was written once: its records, keys, files and search index. Each world is a copy of it.
struct Template {
    source: Source,
    folder: tempfile::TempDir,
}

impl Template {
    async fn write() -> Self {
        let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seed");
        let source = Source::read(&seed).expect("the demo company can be read");
        let world = World::with(new_folder(), Some(&source)).await;
        world.commit(crate::samples::lasting_support()).await;
        // Fills the search index.
        world.sweep().await;
        let World { _held: (dynamo, s3, folder), .. } = world;
        dynamo.copy_to(&folder.path().join(RECORDS)).expect("the records can be copied");
        dynamo.stop().await;
        s3.stop().await;
        Self { source, folder }
    }
}

/// Name of the file with the records of a template.
const RECORDS: &str = "records.sqlite";

/// Returns a folder for the files and the search index of a world.
fn new_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["s3", "search"] {
        std::fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    folder
}

/// Copies what is in a folder.
fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let copied = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&copied).expect("a folder");
            copy(&entry.path(), &copied);
        } else {
            std::fs::copy(entry.path(), &copied).expect("a copy");
        }
    }
}

impl World {
    /// A world with the demo company.
    async fn start() -> Self {
        static TEMPLATE: OnceCell<Template> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(Template::write).await;
        let folder = new_folder();
        copy(template.folder.path(), folder.path());
        let logins = template.source.logins();
        Self { logins, ..Self::with(folder, None).await }
    }

    /// A world on a folder: a copy of a template, or a new deployment with the data of `source`.
    async fn with(folder: tempfile::TempDir, source: Option<&Source>) -> Self {
        let (files, search_folder) = (folder.path().join("s3"), folder.path().join("search"));
        let mailbox = Mailbox::in_memory().expect("the mailbox starts");
        let dynamo =
            Dynamo::start(net::listen(0).expect("a port"), dynamo::Storage::Memory).expect("the database starts");
        let records = folder.path().join(RECORDS);
        let fresh = !records.exists();
        if !fresh {
            dynamo.fill_from(&records).expect("the records can be copied");
        }
        let s3 = s3::S3::start(net::listen(0).expect("a port"), &files, BUCKET).expect("the file store starts");
        let endpoints = Endpoints { dynamodb: dynamo.url(), s3: s3.url(), ses: mailbox.url() };
        let base_url = PORTAL_URL.to_owned();
        let services = Services { base_url, endpoints, bucket: BUCKET, search_folder, fresh };
        let store = wiring::store(&services, source).await.expect("the demo company is written");
        let gateway = Self::gateway_on(store, &services);
        Self {
            store,
            gateway,
            mailbox,
            runner: Runner::new(store, PORTAL_URL.into()).with_answers_at(Some(INBOUND_DOMAIN.into())),
            receipt: Receipt::new(store, S3::from_config(&wiring::config(&services)).expect("a bucket")),
            sweeping: Mutex::new(()),
            logins: source.map(Source::logins).unwrap_or_default(),
            services,
            _held: (dynamo, s3, folder),
        }
    }

    fn gateway_on<S: EveryPort>(store: &'static S, services: &Services) -> Gateway {
        let options = GatewayOptions { portal: None, files_url: services.endpoints.s3.clone() };
        Gateway::new(wiring::gateway_routes(store), &options).expect("routes that fit together")
    }

    /// The table, past the adapters.
    pub fn raw(&self) -> RawTable {
        RawTable::at(&self.services.endpoints.dynamodb)
    }

    /// Returns the configuration of this world's adapters.
    pub fn config(&self) -> Config {
        wiring::config(&self.services)
    }

    /// Another store on the same records, with other services or another search, and the endpoints on it.
    pub async fn variant<X>(&self, config: &Config, search: X) -> (&'static Variant<X>, Gateway)
    where
        Variant<X>: EveryPort,
    {
        let (kid, pkcs8) = self.store.signing_key().await.expect("a key");
        let dynamo = portico_aws::Dynamo::from_config(config).expect("a complete configuration");
        let store = Aws::records(dynamo)
            .with_files(S3::from_config(config).expect("a complete configuration"))
            .with_search(search)
            .with_mail(Ses::from_config(config).expect("a complete configuration"))
            .with_key(Self::keys(config, StaticKey::new(kid, pkcs8)));
        let store: &'static Variant<X> = Box::leak(Box::new(store));
        (store, Self::gateway_on(store, &self.services))
    }

    /// The signing key, with an identity provider that knows this portal by no secret.
    pub fn keys(config: &Config, key: StaticKey) -> Provider<StaticKey> {
        Provider::with_secrets_in("no-secrets.json".into(), config, key).expect("a complete configuration")
    }

    /// File with the secrets that the identity provider knows this portal by.
    pub fn provider_secrets(&self) -> PathBuf {
        self.services.search_folder.with_file_name(wiring::PROVIDER_SECRETS)
    }

    /// Returns a client that has not signed in.
    pub fn nobody(&self) -> Client {
        Client::new(self.gateway.clone())
    }

    /// A demo login.
    pub fn login(&self, face: &str, role: &str) -> &Login {
        let login = self.logins.iter().find(|login| login.face == face && login.role == role);
        login.unwrap_or_else(|| panic!("there is no demo login {face} {role}"))
    }

    /// Returns all demo logins.
    pub fn logins(&self) -> &[Login] {
        &self.logins
    }

    /// A demo login, signed in as a browser would.
    pub async fn as_login(&self, face: &str, role: &str) -> Client {
        self.sign_in(&self.login(face, role).email).await
    }

    /// Signs in with the password everybody here has.
    pub async fn sign_in(&self, email: &str) -> Client {
        let input = serde_json::json!({"email": email, "password": PASSWORD});
        let answer = self.nobody().post("/v1/session", input).await.expect(200);
        self.nobody().with_session(&answer.json())
    }

    /// A person of the demo company, by their key in `seed/people.yaml`, with their first hat on.
    pub async fn as_person(&self, key: &str) -> Client {
        let person = self.person(id_of("person", key)).await;
        self.wearing(&person, &person.hats[0]).await
    }

    /// A person with a hat on, in a session of their own. No password is asked for: signing in is tried elsewhere.
    pub async fn wearing(&self, person: &Person, hat: &Hat) -> Client {
        let (token, session) = self.session(person, hat).await;
        self.nobody().with_token(token, person.clone(), hat.clone(), session)
    }

    async fn session(&self, person: &Person, hat: &Hat) -> (String, SessionId) {
        let now = Timestamp::now();
        let session = records::session(person, hat, now);
        let caller = session.caller(person, now).expect("an active person with this hat");
        let id = session.id;
        self.commit([Write::create(&session)]).await;
        let key = self.store.signing_key().await.expect("a key");
        (token::mint(&key, &caller, now).expect("a token"), id)
    }

    /// A new person with one hat, whom nothing but this test knows.
    pub async fn new_person(&self, kind: HatKind, role: Role) -> Person {
        let person = crate::samples::person(vec![crate::samples::hat(kind, role)]);
        self.add(&person).await;
        person
    }

    /// Adds a person.
    pub async fn add(&self, person: &Person) {
        self.commit(person.create(None)).await;
    }

    /// Gives somebody the password everybody here has.
    pub async fn give_password(&self, person: &Person) {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = HASH.get_or_init(|| portico_auth::password::hash(PASSWORD).expect("a hash"));
        self.commit([Credential::set_password(&person.email, hash.into(), None)]).await;
    }

    /// A person as they are stored.
    pub async fn person(&self, id: PersonId) -> Person {
        let found = self.store.people(&[id]).await.expect("an answer");
        found.into_iter().next().unwrap_or_else(|| panic!("there is no person {id}"))
    }

    /// Writes records as the system.
    pub async fn commit(&self, writes: impl IntoIterator<Item = Write>) {
        let change = Change::new(system().touch(None, None)).writes(writes);
        self.store.commit(change).await.expect("written");
    }

    /// Gives a person another e-mail address: their credential moves with them.
    pub async fn move_person(&self, before: &Person, after: &Person) {
        let credential = self.store.credential(&before.email).await.expect("an answer").expect("a credential");
        self.commit(Credential { person: before.clone(), ..credential }.move_to(after)).await;
    }

    /// Returns the touches of a part of the ledger, oldest first.
    pub async fn touches(&self, of: TouchesOf) -> Vec<Touch> {
        let scope = scope(&overseer(), Action::ListTouches).expect("an administrator reads the ledger");
        let list = TouchList::within(&scope, of).expect("all of it");
        let (mut touches, mut request) = (Vec::new(), PageRequest::first(100));
        loop {
            let page = self.store.touches(&list, request).await.expect("an answer");
            touches.extend(page.items);
            let Some(next) = page.next else { break };
            request = PageRequest { limit: 100, after: Some(next) };
        }
        touches.reverse();
        touches
    }

    /// Carries out everything that is due, as the sweep would.
    pub async fn sweep(&self) -> RunSummary {
        let _one = self.sweeping.lock().await;
        let mut total = RunSummary::default();
        for _ in 0..MOST_ROUNDS {
            let ran = self.runner.run().await.expect("the store answers");
            for line in logs::of_nobody() {
                logs::holds_none(&line, &[]);
            }
            if ran == RunSummary::default() {
                return total;
            }
            total.done += ran.done;
            total.put_off += ran.put_off;
            total.parked += ran.parked;
        }
        panic!("jobs keep coming");
    }

    /// Returns the jobs about a ticket, due now or later.
    pub async fn jobs_of(&self, ticket: TicketId) -> Vec<Job> {
        let about = |job: &Job| job.data.get("ticket") == Some(&serde_json::json!(ticket));
        self.owed().await.into_iter().filter(about).collect()
    }

    /// Returns all jobs that this version can carry out, due now or later.
    pub async fn owed(&self) -> Vec<Job> {
        let end: Timestamp = "9000-01-01T00:00:00Z".parse().expect("a time");
        self.store.due(end, 10_000, portico_jobs::kinds::is_known).await.expect("an answer")
    }

    /// A job as it is stored, unless it is done.
    pub async fn job(&self, id: JobId) -> Option<Job> {
        self.store.job(id).await.expect("an answer").open_for_system(&Caller::system())
    }

    /// Makes a job due now, as if the time had come.
    pub async fn make_due(&self, job: &Job) {
        let due = Job { version: job.version + 1, due: Timestamp::now(), ..job.clone() };
        self.store.replace(job.id, job.version, Some(due)).await.expect("nobody else has the job");
    }

    /// Receives a raw mail, as the mail service would.
    pub async fn receive(&self, raw: impl Into<Vec<u8>>) {
        self.receipt.receive(raw.into()).await.expect("received");
    }

    /// The receipt rule, for events of its own.
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// The mails to an address, oldest first.
    pub fn mails(&self, to: &str) -> Vec<Arc<Mail>> {
        let mut mails = self.mailbox.messages(Some(to));
        mails.reverse();
        mails
    }

    /// Returns the token in the link of the newest invitation to an address.
    pub fn invitation(&self, to: &str) -> String {
        self.mailed_link(to, "invitation")
    }

    /// Returns the token in the newest link to a page that was mailed to an address.
    pub fn mailed_link(&self, to: &str, page: &str) -> String {
        let start = format!("/{page}#");
        let link = |text: &str| Some(text.split_once(&start)?.1.split_whitespace().next()?.to_owned());
        let newest = self.mails(to).iter().rev().find_map(|mail| link(mail.text.as_deref()?));
        newest.unwrap_or_else(|| panic!("no link to {page} has come to {to}"))
    }

    /// Returns the newest code to sign in that was mailed to an address, as it is written there.
    pub fn mailed_code(&self, to: &str) -> String {
        let digits = |line: &str| line.len() == 7 && line.bytes().all(|byte| byte == b' ' || byte.is_ascii_digit());
        let code = |text: &str| text.lines().find(|line| digits(line)).map(str::to_owned);
        let newest = self.mails(to).iter().rev().find_map(|mail| code(mail.text.as_deref()?));
        newest.unwrap_or_else(|| panic!("no code has come to {to}"))
    }

    /// The mailbox itself.
    pub fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    /// The key set that access tokens are verified by.
    pub async fn verification_keys(&self) -> serde_json::Value {
        serde_json::from_str(&self.store.verification_keys().await.expect("an answer")).expect("JSON")
    }
}

/// Returns a caller who may see everything.
fn overseer() -> Caller {
    let hat = crate::samples::hat(HatKind::Staff, Role::Administrator);
    let person = crate::samples::person(vec![hat]);
    records::caller(&person, &person.hats[0])
}

/// Returns the context of an action by the system, not by a person.
pub fn system() -> ActionContext {
    ActionContext {
        caller: Caller::system(),
        action: Action::RunJob,
        now: Timestamp::now(),
        request_id: "test".into(),
        ids: IdGenerator(Arc::new(Uuid::now_v7)),
    }
}
