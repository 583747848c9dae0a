//! Steps that are the same for every endpoint: request ID, token, session check, input, problems, conditional headers,
//! and one line in the log. They include the touches of reads and of refusals. Every request is answered: an error out
//! of a Lambda handler would become a bare 500.

use crate::call::{Call, EarlyResponse, HandlerResult, Key, Reply, SessionCheck, TouchSubject, VerifiedSession, wait};
use crate::endpoint::{Effect, Endpoint};
use crate::hash::sha256_hex;
use crate::headers;
use crate::input::{Input, Parts};
use crate::problem::Problem;
use crate::proxy::{ClientOrigin, TrustedProxy};
use crate::token::{self, Claims, HatClaims};
use aws_lc_rs::digest::{SHA256, digest};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use portico_domain::act::IdGenerator;
use portico_domain::action::{Action, Capability, reach, rule};
use portico_domain::caller::Caller;
use portico_domain::error::Error;
use portico_domain::fault::{Fault, chain};
use portico_domain::hats::HatRef;
use portico_domain::ids::PathInput;
use portico_domain::ids::{AccountId, TouchId};
use portico_domain::people::{Person, may_be_viewed};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::record::{RecordKind, RecordRef};
use portico_domain::store::StoreError;
use portico_domain::touch::{Outcome, Touch, ViewedAs};
use serde::Serialize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// True until the process has answered once.
static COLD: AtomicBool = AtomicBool::new(true);

/// Answers one request.
pub async fn serve<S, P, I, V, F, Fut>(
    endpoint: &'static Endpoint,
    store: &'static S,
    request: Request,
    handler: F,
) -> Response<Body>
where
    S: RequestStore + Sync,
    P: PathInput,
    I: Input,
    V: Serialize,
    F: FnOnce(&'static S, Call<P, I>) -> Fut + Send,
    Fut: Future<Output = HandlerResult<V>> + Send,
{
    let begun = Instant::now();
    let exchange = Exchange::of(endpoint, request);
    let admitted = match &exchange.origin {
        Ok(_) => exchange.claims(store).await,
        Err(refused) => Err(refused.clone()),
    };
    let (claims, answer) = match admitted {
        Err(failure) => (None, Err(failure.into())),
        Ok(claims) => {
            let background = exchange.background(store, claims.as_ref());
            let answer = match exchange.call::<P, I>(claims.clone(), background.check.clone()) {
                // Nobody acts in the place of the person whose portal they look at.
                _ if claims.as_ref().is_some_and(|claims| refused_in_view(endpoint, claims)) => {
                    Err(Error::ReadOnly.into())
                }
                Err(failure) => Err(EarlyResponse::Error(failure)),
                // A caller who may not do this on any record is refused before one is read.
                Ok(_) if claims.as_ref().is_some_and(|claims| never(endpoint, claims)) => Err(Error::Forbidden.into()),
                Ok(call) => handler(store, call).await.map(EncodedReply::of),
            };
            // Only a caller who passes the session check gets the handler's result.
            let answer = match (claims.is_some(), wait_if(claims.is_some(), &background.check).await) {
                (true, Err(refused)) => Err(EarlyResponse::Error(refused)),
                _ => answer,
            };
            let answer = exchange.replay_of_duplicate(store, claims.as_ref(), answer).await;
            background.finish(store, &exchange, claims.as_ref(), answer.as_ref().err()).await;
            if claims.is_some() && exchange.hides(&answer) {
                tokio::time::sleep_until(next_beat(begun, Instant::now()).into()).await;
            }
            (claims, answer)
        }
    };
    let response = exchange.respond(answer);
    exchange.log(claims.as_ref(), response.status(), begun);
    response
}

/// Interval at which answers that hide a record leave, counted from the arrival of the request. A record out of reach
/// is read and a missing one is not, which takes a fraction of a beat longer.
const BEAT: Duration = Duration::from_millis(50);

/// Returns the first beat after `now`, for a request that came at `begun`.
fn next_beat(begun: Instant, now: Instant) -> Instant {
    let beats = now.duration_since(begun).as_nanos() / BEAT.as_nanos() + 1;
    begun + BEAT * u32::try_from(beats).unwrap_or(u32::MAX)
}

/// Whether the hat of these claims may do this on no record at all.
fn never(endpoint: &Endpoint, claims: &Claims) -> bool {
    reach(endpoint.action, claims.hat.kind, claims.hat.role).is_none()
}

/// Whether the token of a view is not good for this endpoint.
fn refused_in_view(endpoint: &Endpoint, claims: &Claims) -> bool {
    claims.act.is_some() && !(endpoint.effect == Effect::Read && may_be_viewed(endpoint.action))
}

async fn wait_if(signed_in: bool, check: &tokio::sync::Mutex<SessionCheck>) -> Result<(), Error> {
    if signed_in { wait(check).await.map(|_| ()) } else { Ok(()) }
}

/// One request while it is being served.
struct Exchange {
    endpoint: &'static Endpoint,
    now: Timestamp,
    request_id: String,
    origin: Result<ClientOrigin, Error>,
    instance: String,
    headers: HeaderMap,
    parts: Parts,
    subject: Arc<Mutex<TouchSubject>>,
}

/// Work that runs in parallel with the handler.
struct Background {
    check: Arc<tokio::sync::Mutex<SessionCheck>>,
    touch: Option<ReadTouch>,
}

/// The touch of a read, while it is being written.
struct ReadTouch {
    touch: Touch,
    /// Whether the touch covers every read of the record by this caller in the same minute.
    once: bool,
    /// Touch that is stored: an earlier one, if that covers this read as well.
    kept: tokio::task::JoinHandle<Touch>,
}

/// Reply of a handler, as bytes.
struct EncodedReply {
    status: StatusCode,
    body: Option<String>,
    version: Option<u64>,
    location: Option<String>,
    cookies: Vec<String>,
}

impl EncodedReply {
    fn of<V: Serialize>(done: Reply<V>) -> Result<Self, Error> {
        let body = done.body.as_ref().map(serde_json::to_string).transpose();
        let body =
            body.map_err(|error| Error::internal(Fault::caused("an answer cannot be written as JSON", error)))?;
        Ok(Self { status: done.status, body, version: done.version, location: done.location, cookies: done.cookies })
    }
}

impl Exchange {
    fn of(endpoint: &'static Endpoint, request: Request) -> Self {
        let (request_id, gateway) = match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => {
                (context.request_id.clone(), context.http.source_ip.clone().unwrap_or_default())
            }
            _ => (None, String::new()),
        };
        let proxy = request.extensions().get::<TrustedProxy>().cloned().unwrap_or_default();
        let origin = proxy.admit(request.headers(), &gateway);
        let path = request.path_parameters();
        let query = request.query_string_parameters();
        let text = |name: header::HeaderName| {
            request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let parts = Parts {
            path: path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            query: query.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            content_type: text(header::CONTENT_TYPE),
            body: Vec::new(),
        };
        let instance = request.uri().path().to_owned();
        let (head, body) = request.into_parts();
        Self {
            endpoint,
            now: Timestamp::now(),
            request_id: request_id.unwrap_or_else(|| Uuid::now_v7().to_string()),
            origin,
            instance,
            headers: head.headers,
            parts: Parts { body: body.to_vec(), ..parts },
            subject: Arc::default(),
        }
    }

    fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the claims of the access token; `None` on a public endpoint.
    async fn claims<S: RequestStore>(&self, store: &S) -> Result<Option<Claims>, Error> {
        if self.endpoint.public() {
            return Ok(None);
        }
        let token = self.header(header::AUTHORIZATION).and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
        });
        let token = token.ok_or(Error::NotSignedIn("not_signed_in"))?;
        let claims = if ends_session(self.endpoint) {
            token::verify_whenever(store, token, self.now).await
        } else {
            token::verify(store, token, self.now).await
        };
        claims.map(Some)
    }

    fn key(&self, claims: Option<&Claims>) -> Result<Option<Key>, Error> {
        let (Some(claims), true) = (claims, self.endpoint.takes_key()) else { return Ok(None) };
        let Some(key) = headers::idempotency_key(&self.headers)? else { return Ok(None) };
        let mut asked = format!("{} {} {}\n", self.endpoint.operation, self.instance, claims.hat.id).into_bytes();
        asked.extend_from_slice(&self.parts.body);
        Ok(Some(Key { key, request_hash: sha256_hex(&asked) }))
    }

    /// Starts the work that runs in parallel with the handler: the check of the session, and the touch of a read.
    fn background<S: RequestStore + Sync>(&self, store: &'static S, claims: Option<&Claims>) -> Background {
        let Some(claims) = claims.cloned() else {
            return Background { check: Arc::new(tokio::sync::Mutex::new(SessionCheck::Public)), touch: None };
        };
        let key = self.key(Some(&claims)).ok().flatten();
        let touch = (self.endpoint.effect == Effect::Read).then(|| {
            let touch = self.touch(&claims, Outcome::Done);
            // Reading a file of a record is not the same as reading the record.
            let once = touch.record.is_some() && self.parts.path.len() == 1;
            let id = if once { read_touch_id(&touch, &claims) } else { touch.id };
            let touch = Touch { id, ..touch };
            let written = touch.clone();
            let kept = tokio::spawn(async move {
                if once {
                    return store.touch_once(&written).await.unwrap_or_else(|failure| {
                        not_written(&written, &failure);
                        written
                    });
                }
                write_touch(store, &written).await;
                written
            });
            ReadTouch { touch, once, kept }
        });
        let (endpoint, now) = (self.endpoint, self.now);
        let check = tokio::spawn(async move { check(endpoint, store, &claims, key, now).await });
        Background { check: Arc::new(tokio::sync::Mutex::new(SessionCheck::Running(check))), touch }
    }

    /// Replays the first reply to a request that ran together with its own repetition and found the record already
    /// changed.
    async fn replay_of_duplicate<S: RequestStore, T>(
        &self,
        store: &S,
        claims: Option<&Claims>,
        answer: Result<T, EarlyResponse>,
    ) -> Result<T, EarlyResponse> {
        let crossed =
            matches!(answer, Err(EarlyResponse::Error(Error::Stale | Error::Conflict { .. } | Error::StillRunning)));
        if let (true, Some(claims), Ok(Some(key))) = (crossed, claims, self.key(claims))
            && let Ok(Some(claim)) = store.claim(claims.sub, &key.key, self.now).await
            && claim.request_hash == key.request_hash
            // A reply that the handler rebuilds is not replayed here: the client learns that the first request still
            // runs, and asks again.
            && !claim.answer.remade
        {
            return Err(EarlyResponse::Replayed(claim.answer));
        }
        answer
    }

    fn call<P: PathInput, I: Input>(
        &self,
        claims: Option<Claims>,
        check: Arc<tokio::sync::Mutex<SessionCheck>>,
    ) -> Result<Call<P, I>, Error> {
        let path = P::read(&self.parts.path).ok_or(Error::NotFound)?;
        headers::once(&self.headers)?;
        self.parts.once()?;
        let key = self.key(claims.as_ref())?;
        let if_match = headers::if_match(&self.headers)?;
        let ClientOrigin { address, host } = self.origin.clone()?;
        let input = I::read(&self.parts)?;
        Ok(Call {
            path,
            input,
            now: self.now,
            request_id: self.request_id.clone(),
            wants_json: self.header(header::ACCEPT).is_some_and(|accept| accept.contains("application/json")),
            address,
            host,
            headers: self.headers.clone(),
            endpoint: self.endpoint,
            claims,
            check,
            if_match,
            key,
            ids: IdGenerator(Arc::new(Uuid::now_v7)),
            subject: self.subject.clone(),
        })
    }

    /// Whether an answer says that a record does not exist, which it also says of one out of reach.
    fn hides<T>(&self, answer: &Result<T, EarlyResponse>) -> bool {
        let hidden = self.subject.lock().is_ok_and(|subject| subject.hidden);
        hidden || matches!(answer, Err(EarlyResponse::Error(Error::NotFound)))
    }

    fn touch(&self, claims: &Claims, outcome: Outcome) -> Touch {
        let record = self
            .endpoint
            .record
            .zip(self.parts.path.get("id").filter(|id| id.parse::<TouchId>().is_ok()))
            .map(|(kind, id)| RecordRef { kind, id: id.clone(), label: String::new() });
        let account = claims.hat.account.or_else(|| account_named(record.as_ref()?));
        let viewer = claims.act.as_ref();
        Touch {
            id: TouchId(Uuid::now_v7()),
            at: self.now,
            person: Some(claims.session_person()),
            person_name: viewer.map_or(&claims.name, |viewer| &viewer.name).clone(),
            hat: Some(HatRef { kind: claims.hat.kind, role: claims.hat.role }),
            action: self.endpoint.action,
            record,
            account,
            outcome,
            detail: None,
            viewed_as: viewer.map(|_| ViewedAs { id: claims.sub, name: claims.name.clone() }),
            request_id: self.request_id.clone(),
        }
    }

    fn respond(&self, answer: Result<Result<EncodedReply, Error>, EarlyResponse>) -> Response<Body> {
        let answered = match answer {
            Ok(Ok(answered)) => answered,
            Err(EarlyResponse::Replayed(stored)) => {
                // A reply without a body was stored as null.
                let body = Some(stored.body).filter(|body| body != "null");
                let status = match (&body, self.endpoint.effect) {
                    (None, _) => StatusCode::NO_CONTENT,
                    (Some(_), Effect::Create) => StatusCode::CREATED,
                    (Some(_), _) => StatusCode::OK,
                };
                let (version, location) = (stored.version, stored.location);
                EncodedReply { status, body, version, location, cookies: Vec::new() }
            }
            Ok(Err(failure)) | Err(EarlyResponse::Error(failure)) => return self.refuse(&failure),
        };
        let mut response = Response::new(answered.body.map_or(Body::Empty, Body::Text));
        *response.status_mut() = answered.status;
        let sent = response.headers_mut();
        let mut set = |name: header::HeaderName, text: &str| {
            if let Ok(value) = HeaderValue::from_str(text) {
                sent.append(name, value);
            }
        };
        set(header::CONTENT_TYPE, "application/json");
        if let Some(version) = answered.version {
            set(header::ETAG, &headers::etag(version));
        }
        if let Some(location) = &answered.location {
            set(header::LOCATION, location);
        }
        for cookie in &answered.cookies {
            set(header::SET_COOKIE, cookie);
        }
        self.common(&mut response);
        let current = answered.version.filter(|_| self.endpoint.effect == Effect::Read);
        if current.is_some_and(|version| headers::names_version(&self.headers, version)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::Empty;
        }
        response
    }

    fn refuse(&self, failure: &Error) -> Response<Body> {
        if let Error::Internal(fault) | Error::Unavailable(fault) = failure {
            let cause = chain(fault);
            tracing::error!(request_id = %self.request_id, operation = self.endpoint.operation, cause, "failed");
        }
        let problem = Problem::of(failure, &self.instance, &self.request_id);
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let mut response = Response::new(Body::Text(body));
        *response.status_mut() = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = problem.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if problem.status == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"portico\""));
        }
        self.common(&mut response);
        response
    }

    fn common(&self, response: &mut Response<Body>) {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
        if let Ok(id) = HeaderValue::from_str(&self.request_id) {
            headers.insert("x-request-id", id);
        }
    }

    fn log(&self, claims: Option<&Claims>, status: StatusCode, begun: Instant) {
        let cold = COLD.swap(false, Ordering::Relaxed);
        let hat = claims.map(|claims| claims.hat.kind.name());
        tracing::info!(
            request_id = %self.request_id,
            operation = self.endpoint.operation,
            hat,
            status = status.as_u16(),
            outcome = outcome_of(status),
            duration_ms = begun.elapsed().as_secs_f64() * 1000.0,
            cold,
            "request"
        );
    }
}

fn outcome_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        0..=399 => "done",
        401 | 403 | 404 => "denied",
        _ => "failed",
    }
}

/// Returns the account, if the record is one.
fn account_named(record: &RecordRef) -> Option<AccountId> {
    (record.kind == RecordKind::Account).then(|| record.id.parse().ok()).flatten()
}

/// Whether the endpoint ends a session. An access token that is expired, or of another hat, is good enough for that.
fn ends_session(endpoint: &Endpoint) -> bool {
    endpoint.action == Action::SignOut
}

/// Checks that the session lives and its person may still wear the hat in the token. Checks that the settings leave
/// them the capability, and that the role may do this at all.
async fn check<S: RequestStore>(
    endpoint: &'static Endpoint,
    store: &S,
    claims: &Claims,
    key: Option<Key>,
    now: Timestamp,
) -> Result<VerifiedSession, Error> {
    let claim = async {
        match &key {
            Some(key) => store.claim(claims.sub, &key.key, now).await,
            None => Ok(None),
        }
    };
    let viewed = async {
        match claims.act {
            Some(_) => store.viewed(claims.sub).await,
            None => Ok(None),
        }
    };
    let identity = store.identity(claims.sid, claims.session_person());
    let (identity, claim, viewed) = futures::future::try_join3(identity, claim, viewed).await?;
    let ended = Error::NotSignedIn("session_ended");
    let identity = identity.ok_or_else(|| ended.clone())?;
    let caller = identity.caller(now).ok_or_else(|| ended.clone())?;
    let caller = match claims.act {
        Some(_) => viewed_by(&caller, &identity.portal, viewed.as_ref(), claims).ok_or(ended)?,
        None => caller,
    };
    if HatClaims::from(&caller.hat) != claims.hat && !ends_session(endpoint) {
        return Err(Error::NotSignedIn("token_stale"));
    }
    let (kind, role) = (caller.hat.kind, caller.hat.role);
    if reach(endpoint.action, kind, role).is_none() {
        return Err(Error::Forbidden);
    }
    if !identity.portal.has(rule(endpoint.action).capability, kind, role) {
        return Err(Error::CapabilityOff);
    }
    Ok(VerifiedSession { caller, rates: identity.portal.rates, claim })
}

/// Caller of a view; nothing if its viewer may not look any more, or its person cannot sign in with the hat.
fn viewed_by(viewer: &Caller, portal: &PortalSettings, viewed: Option<&Person>, claims: &Claims) -> Option<Caller> {
    let capability = rule(Action::ViewAsPerson).capability;
    let open = portal.has(capability, viewer.hat.kind, viewer.hat.role);
    viewed.filter(|_| open)?.seen_by(viewer, claims.hat.id)
}

impl Background {
    /// Makes the ledger say how the request ended.
    async fn finish<S: RequestStore>(
        self,
        store: &S,
        exchange: &Exchange,
        claims: Option<&Claims>,
        stop: Option<&EarlyResponse>,
    ) {
        // A caller's own data is never out of reach: if it is not found, there is none.
        let endpoint = exchange.endpoint;
        let own = endpoint.record.is_none() && rule(endpoint.action).capability == Capability::Personal;
        let outcome = match stop {
            None | Some(EarlyResponse::Replayed(_)) => Outcome::Done,
            Some(EarlyResponse::Error(Error::NotFound)) if own => Outcome::Done,
            Some(EarlyResponse::Error(
                Error::Forbidden | Error::NotFound | Error::CapabilityOff | Error::NotSignedIn(_) | Error::ReadOnly,
            )) => Outcome::Denied,
            Some(EarlyResponse::Error(_)) => Outcome::Failed,
        };
        match (self.touch, claims) {
            (Some(read), _) => {
                let subject = exchange.subject.lock().map(|subject| subject.clone()).unwrap_or_default();
                read.finish(store, outcome, subject).await;
            }
            (None, Some(claims)) if outcome != Outcome::Done => {
                write_touch(store, &exchange.touch(claims, outcome)).await;
            }
            _ => {}
        }
    }
}

impl ReadTouch {
    /// Makes the ledger say how the read ended, and of which account the record was.
    async fn finish<S: RequestStore>(self, store: &S, outcome: Outcome, subject: TouchSubject) {
        let Self { touch, once, kept } = self;
        let kept = kept.await.unwrap_or_else(|error| {
            tracing::error!(request_id = %touch.request_id, cause = %chain(&error), "the touch of a read broke");
            touch.clone()
        });
        let (first, kept) = (kept.request_id == touch.request_id, kept.outcome);
        if !first && outcome == Outcome::Done && kept == Outcome::Done {
            return;
        }
        // The record's account is known only now. A customer's record is of their own account, and needs no correction.
        let account = touch.account.or(subject.account);
        if first && outcome == Outcome::Done && account == touch.account {
            return;
        }
        let record = if outcome == Outcome::Done { subject.record.or(touch.record) } else { touch.record };
        let ended = Touch { outcome, account, record, ..touch };
        let replaced = match outcome {
            _ if !first => false,
            // A touch that others may rely on stays as it is: a read that failed then leaves a touch of its own.
            Outcome::Denied | Outcome::Failed if once => store.correct_touch(&ended).await.unwrap_or_else(|failure| {
                not_written(&ended, &failure);
                false
            }),
            _ => {
                write_touch(store, &ended).await;
                true
            }
        };
        if !replaced {
            write_touch(store, &Touch { id: TouchId(Uuid::now_v7()), ..ended }).await;
        }
    }
}

/// Window in which reads of one record by one caller leave one touch, in milliseconds.
const READ_WINDOW: i64 = 60_000;

/// ID of the touch of all reads of a record by a caller within the same minute. It sorts at the beginning of the
/// minute.
fn read_touch_id(touch: &Touch, claims: &Claims) -> TouchId {
    let begins = touch.at.as_millisecond().div_euclid(READ_WINDOW) * READ_WINDOW;
    let record = touch.record.as_ref().map(|record| &record.id);
    let viewer = claims.act.as_ref().map(|viewer| format!("{} as ", viewer.sub)).unwrap_or_default();
    let read = format!("{viewer}{} {} {:?} {:?} {begins}", claims.sub, claims.hat.id, touch.action, record);
    let mut random = [0; 10];
    random.copy_from_slice(&digest(&SHA256, read.as_bytes()).as_ref()[..10]);
    TouchId(uuid::Builder::from_unix_timestamp_millis(begins.unsigned_abs(), &random).into_uuid())
}

async fn write_touch<S: RequestStore>(store: &S, touch: &Touch) {
    if let Err(failure) = store.touch(touch).await {
        not_written(touch, &failure);
    }
}

fn not_written(touch: &Touch, failure: &StoreError) {
    tracing::error!(request_id = %touch.request_id, cause = %chain(&failure), "a touch was not written");
}

#[cfg(test)]
mod tests;
