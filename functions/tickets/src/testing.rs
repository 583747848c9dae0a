//! A store that does as a test says, for what a real one seldom does, and whole requests of somebody signed in to ask it by.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use lambda_http::{Body, Request, RequestExt};
use mockall::mock;
use portico_domain::accounts::{Account, Accounts, Entitlement, Purchases};
use portico_domain::attempts::{Attempts, Rates};
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Claim, Commit};
use portico_domain::drafts::{Draft, Drafts, KeptForm, KeptForms};
use portico_domain::files::Upload;
use portico_domain::files::ports::Uploads;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::ids::{AccountId, ItemId, PersonId, ProductId, SessionId, TicketId, UploadId, VersionId};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::people::ports::People;
use portico_domain::people::{Person, PersonStatus, Session};
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::{Identity, RequestStore};
use portico_domain::settings::{Section, Settings};
use portico_domain::store::{CommitError, StoreResult};
use portico_domain::tickets::Ticket;
use portico_domain::tickets::availability::AgentAvailability;
use portico_domain::tickets::list::{TicketList, TicketRow};
use portico_domain::tickets::ports::{AgentRota, TicketNumbers, Tickets};
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::timeline::{PublicItem, StaffItem};
use portico_domain::touch::Touch;
use portico_http::{Endpoint, token};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::LazyLock;
use uuid::Uuid;

mock! {
    pub(crate) Store {}
    impl RequestStore for Store {
        fn identity(&self, session: SessionId, person: PersonId) -> impl Future<Output = StoreResult<Option<Identity>>> + Send;
        fn claim(&self, person: PersonId, key: &str, now: Timestamp) -> impl Future<Output = StoreResult<Option<Claim>>> + Send;
        fn touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<()>> + Send;
        fn touch_once(&self, touch: &Touch) -> impl Future<Output = StoreResult<Touch>> + Send;
        fn correct_touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<bool>> + Send;
        fn verification_keys(&self) -> impl Future<Output = StoreResult<String>> + Send;
    }
    impl Commit for Store {
        fn commit(&self, change: Change) -> impl Future<Output = Result<(), CommitError>> + Send;
    }
    impl People for Store {
        fn person(&self, id: PersonId) -> impl Future<Output = StoreResult<Guarded<Person>>> + Send;
        fn people(&self, ids: &[PersonId]) -> impl Future<Output = StoreResult<Vec<Person>>> + Send;
    }
    impl Accounts for Store {
        fn account(&self, id: AccountId) -> impl Future<Output = StoreResult<Guarded<Account>>> + Send;
        fn entitlements(&self, account: AccountId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Account, Page<Entitlement>>>> + Send;
        fn purchases(&self, account: AccountId, product: ProductId, version: VersionId) -> impl Future<Output = StoreResult<PartOf<Account, Purchases>>> + Send;
    }
    impl Uploads for Store {
        fn upload(&self, id: UploadId) -> impl Future<Output = StoreResult<Guarded<Upload>>> + Send;
        fn uploads(&self, ids: &[UploadId]) -> impl Future<Output = StoreResult<Vec<Upload>>> + Send;
    }
    impl Tickets for Store {
        fn ticket(&self, id: TicketId) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
        fn ticket_by_number(&self, number: u64) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
        fn tickets(&self, list: &TicketList, page: PageRequest) -> impl Future<Output = StoreResult<Page<TicketRow>>> + Send;
        fn timeline(&self, ticket: TicketId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<PublicItem>>>> + Send;
        fn staff_timeline(&self, ticket: TicketId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<StaffItem>>>> + Send;
        fn item(&self, ticket: TicketId, item: ItemId) -> impl Future<Output = StoreResult<PartOf<Ticket, Option<PublicItem>>>> + Send;
    }
    impl AgentRota for Store {
        fn rota(&self) -> impl Future<Output = StoreResult<AgentAvailability>> + Send;
    }
    impl Drafts for Store {
        fn draft(&self, person: PersonId, form: &str) -> impl Future<Output = StoreResult<Option<Draft>>> + Send;
    }
    impl KeptForms for Store {
        fn kept_forms(&self, person: PersonId) -> impl Future<Output = StoreResult<Vec<KeptForm>>> + Send;
    }
    impl Rates for Store {
        fn attempt(&self, key: &str, now: Timestamp, window_seconds: u32) -> impl Future<Output = StoreResult<Attempts>> + Send;
        fn attempts(&self, key: &str, now: Timestamp, window_seconds: u32) -> impl Future<Output = StoreResult<Attempts>> + Send;
        fn uncount_attempt(&self, key: &str, at: Timestamp, window_seconds: u32) -> impl Future<Output = StoreResult<()>> + Send;
    }
    impl TicketNumbers for Store {
        fn next_ticket_number(&self) -> impl Future<Output = StoreResult<u64>> + Send;
    }
    impl Settings for Store {
        fn section<T: Section>(&self) -> impl Future<Output = StoreResult<Option<T>>> + Send;
    }
}

/// What a port answers at once.
pub(crate) fn at_once<T: Send + 'static>(answer: T) -> Pin<Box<dyn Future<Output = T> + Send>> {
    Box::pin(std::future::ready(answer))
}

/// The key that this process's tokens are signed with: its id, private and public half.
static KEY: LazyLock<(String, Vec<u8>, String)> = LazyLock::new(|| {
    let pair = Ed25519KeyPair::generate().expect("a key");
    let pkcs8 = pair.to_pkcs8v1().expect("a key").as_ref().to_vec();
    (Uuid::now_v7().to_string(), pkcs8, URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()))
});

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

/// The account of whoever asks.
pub(crate) fn account() -> Account {
    serde_json::from_value(json!({
        "id": id::<AccountId>(10), "version": 1, "name": "Halvorsen Marine", "number": "A-1", "plan": "standard",
        "territory": "Nordics", "address": "",
    }))
    .expect("an account")
}

/// Whoever asks: a member of that account.
pub(crate) fn member() -> Person {
    let hat = Hat {
        id: id(2),
        kind: HatKind::Customer,
        role: Role::Member,
        account: Some(account().id),
        partner: None,
        organisation: account().name,
        queues: Vec::new(),
    };
    let now = Timestamp::now();
    Person {
        id: id(1),
        version: 1,
        name: "Kari Halvorsen".into(),
        email: "kari@example.com".into(),
        phone: None,
        locale: "en".into(),
        time_zone: "UTC".into(),
        status: PersonStatus::Active,
        hats: vec![hat],
        created_at: now,
        updated_at: now,
        sessions_from: None,
        epoch: 0,
        mail_stop: None,
        invitation: None,
    }
}

/// The agents of the one queue.
pub(crate) fn agents() -> [PersonId; 2] {
    [id(30), id(31)]
}

/// One queue whose agents take turns at everything.
pub(crate) fn settings() -> TicketSettings {
    let agents = agents().map(|id| json!({ "id": id, "name": format!("Agent {id}") }));
    serde_json::from_value(json!({
        "queues": [{ "id": Uuid::from_u128(7), "name": "Pumps", "lead": Uuid::from_u128(32), "agents": agents }],
        "rules": [{ "name": "Everything", "when": {}, "queue": Uuid::from_u128(7), "agent": "round_robin" }],
        "calendar": { "time_zone": "UTC", "week": vec![json!(null); 7], "holidays": [] },
        "targets": [],
    }))
    .expect("settings")
}

/// A store that knows the member, their account and the settings.
pub(crate) fn store() -> MockStore {
    let mut store = MockStore::new();
    let keys =
        json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": KEY.0, "x": KEY.2}]});
    store.expect_verification_keys().returning(move || at_once(Ok(keys.to_string())));
    store.expect_touch().returning(|_| at_once(Ok(())));
    store.expect_touch_once().returning(|touch| at_once(Ok(touch.clone())));
    store.expect_correct_touch().returning(|_| at_once(Ok(true)));
    store.expect_identity().returning(|session, person| {
        let now = Timestamp::now();
        let session = Session {
            id: session,
            version: 1,
            person,
            hat: member().hats[0].id,
            epoch: 0,
            family_hash: String::new(),
            refresh_hash: String::new(),
            previous_hash: None,
            sibling_hashes: Vec::new(),
            rotated_at: now,
            created_at: now,
            expires_at: now + SignedDuration::from_hours(1),
            ended_at: None,
        };
        at_once(Ok(Some(Identity { session, person: member(), portal: PortalSettings::default() })))
    });
    store.expect_draft().returning(|_, _| at_once(Ok(None)));
    store.expect_attempt().returning(|_, _, _| at_once(Ok(Attempts::default())));
    store.expect_account().returning(|_| at_once(Ok(Guarded::seal(Some(account())))));
    store.expect_section::<TicketSettings>().returning(|| at_once(Ok(Some(settings()))));
    store
}

/// A request of the member to an endpoint, on the record of this id.
pub(crate) fn request(endpoint: &Endpoint, record: Option<TicketId>, body: &Value) -> Request {
    let person = member();
    let caller = Caller { person: person.id, name: person.name.clone(), hat: person.hats[0].clone(), session: id(3) };
    let token = token::mint(&(KEY.0.clone(), KEY.1.clone()), &caller, Timestamp::now()).expect("a token");
    let request = http::Request::builder()
        .method(endpoint.method.clone())
        .uri(endpoint.path.replace("{id}", &record.map(|id| id.to_string()).unwrap_or_default()))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::Text(body.to_string()))
        .expect("a request");
    let path: HashMap<String, String> = record.map(|id| ("id".to_owned(), id.to_string())).into_iter().collect();
    request.with_path_parameters(path)
}

/// Status and problem code of an answer.
pub(crate) fn answered(response: &lambda_http::Response<Body>) -> (u16, String) {
    let body: Value = serde_json::from_slice(response.body().as_ref()).unwrap_or_default();
    (response.status().as_u16(), body["code"].as_str().unwrap_or_default().to_owned())
}

/// For as long as the test's process, as a function's store lives.
pub(crate) fn kept(store: MockStore) -> &'static MockStore {
    Box::leak(Box::new(store))
}
