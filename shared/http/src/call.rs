//! Input and result of a handler.

use crate::cursor::{Sealer, key_bytes};
use crate::endpoint::{Effect, Endpoint};
use crate::proxy;
use crate::sealing;
use crate::token::Claims;
use http::StatusCode;
use jiff::Timestamp;
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::attempts::{Attempts, Rates};
use portico_domain::caller::Caller;
use portico_domain::change::{CLAIM_LIFETIME, Change, Claim, Commit, StoredReply};
use portico_domain::error::Error;
use portico_domain::fault::Fault;
use portico_domain::ids::AccountId;
use portico_domain::policy::{Guarded, Scope, scope};
use portico_domain::portal::HourlyRates;
use portico_domain::ports::RequestStore;
use portico_domain::record::{RecordRef, Resource};
use portico_domain::search::SearchError;
use portico_domain::store::{CommitError, StoreError, StoreResult};
use serde::Serialize;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::task::JoinHandle;
use utoipa::ToSchema;

/// Window in which the calls of a person are counted, in seconds.
const HOUR: u32 = 60 * 60;

/// Seals the cursors of this process.
static SEALER: OnceLock<Sealer> = OnceLock::new();

/// Sets the key that cursors and stored secrets are sealed with, in base64; once for each process, later calls change
/// nothing.
pub fn set_sealing_key(key: &str) -> Result<(), Error> {
    let sealer = Sealer::new(key)?;
    sealing::set_master(&key_bytes(key)?);
    SEALER.get_or_init(|| sealer);
    Ok(())
}

pub(crate) fn sealer() -> Result<&'static Sealer, Error> {
    SEALER.get().ok_or_else(|| Error::internal("no sealing key has been set"))
}

/// Idempotency key, with the hash of the request made under it.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) key: String,
    pub(crate) request_hash: String,
}

/// Result of the session check, which runs in parallel with the handler's first read.
#[derive(Clone, Debug)]
pub(crate) struct VerifiedSession {
    pub(crate) caller: Caller,
    pub(crate) rates: HourlyRates,
    pub(crate) claim: Option<Claim>,
}

/// Session check, running or done.
#[derive(Debug)]
pub(crate) enum SessionCheck {
    /// The endpoint is public, so nothing is checked.
    Public,
    /// The check runs in parallel with the handler.
    Running(JoinHandle<Result<VerifiedSession, Error>>),
    /// The check has passed or refused the caller.
    Done(Result<VerifiedSession, Error>),
}

/// Subject of a call's touch, as far as it is known at the end of the call.
#[derive(Clone, Debug, Default)]
pub(crate) struct TouchSubject {
    pub(crate) record: Option<RecordRef>,
    pub(crate) account: Option<AccountId>,
    /// Whether the handler looked for a record that is missing or out of reach.
    pub(crate) hidden: bool,
}

/// One request to a handler: `P` is the type of its path parameters, `I` that of its query or body.
#[derive(Debug)]
pub struct Call<P = (), I = ()> {
    /// Parameters of the path.
    pub path: P,
    /// Input from the query or the body.
    pub input: I,
    /// Time at which the request came.
    pub now: Timestamp,
    /// Request ID, which names the request in the log.
    pub request_id: String,
    /// Whether the client wants links as JSON instead of a redirect.
    pub wants_json: bool,
    /// Network address that the request came from.
    pub address: String,
    /// Cookies and headers that the auth area looks at.
    pub headers: http::HeaderMap,
    pub(crate) host: String,
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) claims: Option<Claims>,
    pub(crate) check: Arc<tokio::sync::Mutex<SessionCheck>>,
    pub(crate) if_match: Option<u64>,
    pub(crate) key: Option<Key>,
    pub(crate) ids: IdGenerator,
    pub(crate) subject: Arc<Mutex<TouchSubject>>,
}

impl<P, I> Call<P, I> {
    /// Waits for the check of session, hat and settings, and returns the context of the caller's action.
    pub async fn act(&self) -> Result<ActionContext, EarlyResponse> {
        let checked = wait(&self.check).await?;
        if let Some(claim) = checked.claim {
            return match &self.key {
                Some(key) if key.request_hash == claim.request_hash => Err(EarlyResponse::Replayed(claim.answer)),
                _ => Err(Error::KeyReused.into()),
            };
        }
        Ok(self.act_as(checked.caller))
    }

    /// Returns the action context of a caller who has just proven who they are.
    pub fn act_as(&self, caller: Caller) -> ActionContext {
        ActionContext {
            caller,
            action: self.endpoint.action,
            now: self.now,
            request_id: self.request_id.clone(),
            ids: self.ids.clone(),
        }
    }

    /// Opens a record for this endpoint's action, or refuses. A change must be of the version that the caller saw.
    pub async fn authorize<T: Resource>(&self, record: Guarded<T>) -> Result<(ActionContext, T), EarlyResponse> {
        // The rule comes first: a stored reply is given again only to a caller who may still have it.
        let record = self.open(record).await?;
        let act = self.act().await?;
        self.check_if_match(record.version())?;
        Ok((act, record))
    }

    /// Opens a record that this endpoint has changed before, to give its reply again.
    pub async fn open<T: Resource>(&self, record: Guarded<T>) -> Result<T, Error> {
        let checked = wait(&self.check).await?;
        let record = record.open_at(&checked.caller, self.endpoint.action, self.now)?;
        self.note_subject(|subject| {
            subject.record = record.record();
            subject.account = record.ownership().account;
        });
        Ok(record)
    }

    /// Opens a record for an action other than this endpoint's, which this call is a step towards.
    pub async fn open_for<T: Resource>(&self, record: Guarded<T>, action: Action) -> Result<T, Error> {
        let checked = wait(&self.check).await?;
        record.open_at(&checked.caller, action, self.now)
    }

    /// Opens a record for a list that shows records in reach; `None` if it is missing or out of reach.
    pub async fn if_in_reach<T: Resource>(&self, record: Guarded<T>) -> Result<Option<T>, Error> {
        match self.open_for(record, self.endpoint.action).await {
            Ok(record) => Ok(Some(record)),
            Err(Error::NotFound) => {
                self.note_subject(|subject| subject.hidden = true);
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    /// Counts this call for its caller, in parallel with the first reads; [`Self::within_rate`] judges the count.
    pub async fn count<S: Rates>(&self, store: &S) -> StoreResult<Attempts> {
        let Some(claims) = &self.claims else { return Ok(Attempts::default()) };
        store.attempt(&format!("{}#{}", self.endpoint.operation, claims.sub), self.now, HOUR).await
    }

    /// Refuses a caller who has made more of these calls in the last hour than the settings allow.
    pub async fn within_rate(&self, counted: &Attempts, most: fn(&HourlyRates) -> u32) -> Result<(), Error> {
        let most = most(&wait(&self.check).await?.rates);
        match counted.full_until(most) {
            Some(until) => {
                let seconds = until.as_second().saturating_sub(self.now.as_second()).max(1);
                Err(Error::TooMany(u32::try_from(seconds).unwrap_or(HOUR)))
            }
            None => Ok(()),
        }
    }

    /// Refuses a request that a page of another site made a browser send.
    pub fn from_own_page(&self) -> Result<(), Error> {
        proxy::from_own_page(&self.headers, &self.host)
    }

    /// Address of a page of the portal, under the host that the client knows it by. Only a server on one's own machine
    /// speaks plain HTTP.
    pub fn portal_page(&self, path: &str) -> String {
        proxy::page(&self.host, path)
    }

    /// Refuses if the caller saw another version, or had to name the version and did not.
    pub fn check_if_match(&self, version: u64) -> Result<(), Error> {
        match self.if_match {
            Some(seen) if seen != version => Err(Error::Stale),
            None if self.endpoint.effect == Effect::Change => Err(Error::PreconditionRequired),
            _ => Ok(()),
        }
    }

    /// Scope of the records that the caller may list, by the hat in their token. The session is checked in parallel
    /// with the read, and no answer is given before the check has passed.
    pub fn scope(&self) -> Result<Scope, Error> {
        let claims = self.claims.as_ref().ok_or(Error::NotSignedIn("not_signed_in"))?;
        scope(&claims.caller(), self.endpoint.action)
    }

    /// Caller that the token names; for reads of their own records, which run in parallel with the check.
    pub fn token_caller(&self) -> Result<Caller, Error> {
        self.claims.as_ref().map(Claims::caller).ok_or(Error::NotSignedIn("not_signed_in"))
    }

    /// Whether the caller looks at the portal as somebody else, who asked nothing.
    pub fn is_view(&self) -> bool {
        self.claims.as_ref().is_some_and(|claims| claims.act.is_some())
    }

    /// Commits a change and then returns `done`. A repeated request gets the first one's reply.
    pub async fn commit<S: RequestStore + Commit + Sync, V: Serialize>(
        &self,
        store: &S,
        change: Change,
        done: Reply<V>,
    ) -> HandlerResult<V> {
        let answer = StoredReply {
            body: json(&done.body)?,
            location: done.location.clone(),
            version: done.version,
            remade: false,
        };
        self.commit_with(store, change, answer, done).await
    }

    /// Commits a change whose reply must not be stored, such as one with a link that anyone can use. `kept` is stored
    /// in its place. A repeated request stops with `kept`, and the handler rebuilds the reply from it.
    pub async fn commit_keeping<S: RequestStore + Commit + Sync, V: Serialize>(
        &self,
        store: &S,
        change: Change,
        kept: &impl Serialize,
        done: Reply<V>,
    ) -> HandlerResult<V> {
        let answer = StoredReply { body: json(kept)?, location: None, version: None, remade: true };
        self.commit_with(store, change, answer, done).await
    }

    async fn commit_with<S: RequestStore + Commit + Sync, V>(
        &self,
        store: &S,
        mut change: Change,
        answer: StoredReply,
        done: Reply<V>,
    ) -> HandlerResult<V> {
        let person = change.touch.person;
        if let (Some(key), Some(person)) = (&self.key, person) {
            change.claim = Some(Claim {
                person,
                key: key.key.clone(),
                request_hash: key.request_hash.clone(),
                answer,
                expires_at: self.now + CLAIM_LIFETIME,
            });
        }
        match (store.commit(change).await, &self.key, person) {
            (Ok(()), _, _) => Ok(done),
            (Err(CommitError::Claimed), Some(key), Some(person)) => {
                match store.claim(person, &key.key, self.now).await? {
                    Some(claim) if claim.request_hash == key.request_hash => Err(EarlyResponse::Replayed(claim.answer)),
                    Some(_) => Err(Error::KeyReused.into()),
                    None => Err(Error::StillRunning.into()),
                }
            }
            (Err(failure), _, _) => Err(Error::from(failure).into()),
        }
    }

    pub(crate) fn list_context(&self, filter: &str) -> String {
        let hat = self.claims.as_ref().map(|claims| format!("{}|{}", claims.sub, claims.hat.id)).unwrap_or_default();
        format!("{}|{hat}|{filter}", self.endpoint.operation)
    }

    fn note_subject(&self, set: impl FnOnce(&mut TouchSubject)) {
        if let Ok(mut subject) = self.subject.lock() {
            set(&mut subject);
        }
    }
}

fn json(body: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(body)
        .map_err(|error| Error::internal(Fault::caused("an answer cannot be written as JSON", error)))
}

/// Waits for the check to end, and keeps its result.
pub(crate) async fn wait(check: &tokio::sync::Mutex<SessionCheck>) -> Result<VerifiedSession, Error> {
    let mut check = check.lock().await;
    if let SessionCheck::Running(running) = &mut *check {
        let found =
            running.await.unwrap_or_else(|error| Err(Error::internal(Fault::caused("the session check broke", error))));
        *check = SessionCheck::Done(found);
    }
    match &*check {
        SessionCheck::Done(found) => found.clone(),
        SessionCheck::Public | SessionCheck::Running(_) => Err(Error::NotSignedIn("not_signed_in")),
    }
}

/// Number of items in a page if the client does not name one.
pub const DEFAULT_LIMIT: u32 = 25;

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// Items of the page.
    pub items: Vec<T>,
    /// Cursor of the next page; null on the last page.
    pub next_cursor: Option<String>,
}

/// Result of a handler: its reply, or the reason why it ended early.
pub type HandlerResult<V> = Result<Reply<V>, EarlyResponse>;

/// Reason why a handler ends early: an error, or a stored reply.
#[derive(Clone, Debug)]
pub enum EarlyResponse {
    /// The request failed.
    Error(Error),
    /// The request was made before, and gets the reply of that time.
    Replayed(StoredReply),
}

impl From<Error> for EarlyResponse {
    fn from(failure: Error) -> Self {
        Self::Error(failure)
    }
}

impl From<StoreError> for EarlyResponse {
    fn from(failure: StoreError) -> Self {
        Self::Error(failure.into())
    }
}

impl From<CommitError> for EarlyResponse {
    fn from(failure: CommitError) -> Self {
        Self::Error(failure.into())
    }
}

impl From<SearchError> for EarlyResponse {
    fn from(failure: SearchError) -> Self {
        Self::Error(match failure {
            SearchError::Unavailable(fault) => Error::Unavailable(fault),
            SearchError::Refused(fault) => Error::Internal(fault),
        })
    }
}

/// Reply of a handler.
#[derive(Clone, Debug)]
pub struct Reply<V> {
    pub(crate) status: StatusCode,
    pub(crate) body: Option<V>,
    pub(crate) version: Option<u64>,
    pub(crate) location: Option<String>,
    pub(crate) cookies: Vec<String>,
}

impl<V> Reply<V> {
    fn new(status: StatusCode, body: Option<V>) -> Self {
        Self { status, body, version: None, location: None, cookies: Vec::new() }
    }

    /// The same reply with another body.
    pub fn map<T>(self, body: impl FnOnce(V) -> T) -> Reply<T> {
        let Self { status, version, location, cookies, .. } = self;
        Reply { status, body: self.body.map(body), version, location, cookies }
    }

    /// Sets the version of the record, sent as `ETag`.
    pub fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Sets the address of the record, sent as `Location`.
    pub fn location(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    /// Adds a cookie.
    pub fn cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }
}

/// Returns a reply with status 200.
pub fn ok<V>(body: V) -> Reply<V> {
    Reply::new(StatusCode::OK, Some(body))
}

/// Returns a reply with status 201: the record was made.
pub fn created<V>(body: V) -> Reply<V> {
    Reply::new(StatusCode::CREATED, Some(body))
}

/// Returns a reply with status 202: a job does the work.
pub fn accepted<V>(body: V) -> Reply<V> {
    Reply::new(StatusCode::ACCEPTED, Some(body))
}

/// Returns a reply with status 204, which has no body.
pub fn no_content() -> Reply<()> {
    Reply::new(StatusCode::NO_CONTENT, None)
}

/// Returns a reply with status 303: the resource is at `location`.
pub fn see_other<V>(location: String) -> Reply<V> {
    Reply::new(StatusCode::SEE_OTHER, None).location(location)
}
