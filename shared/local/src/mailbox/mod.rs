//! Mailbox in place of SES: the `SendEmail` call of its API v2. It shows the mails that were sent, as JSON for tests
//! and as a page for people. Nothing ever leaves the machine.
//!
//! The mails of the product, and their texts, are not known here.

mod answer;
mod page;
mod ses;
mod store;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::Result;
use axum::extract::{self, DefaultBodyLimit, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use bytes::Bytes;
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use self::store::Store;
pub use self::store::{Mail, Storage};
use crate::net::{self, Running};

/// Default and largest number of mails in a list.
const LIST_DEFAULT: usize = 100;
const LIST_MOST: usize = 1000;
/// Largest request that is taken, in bytes, as by SES.
const LARGEST_MAIL: usize = 40 * 1024 * 1024;

/// A running mailbox.
#[derive(Debug)]
pub struct Mailbox {
    server: Running,
    shared: Arc<Shared>,
}

/// Function that receives a raw mail, as a receipt rule would.
pub type Receive = Arc<dyn Fn(Vec<u8>) -> BoxFuture<'static, Result<()>> + Send + Sync>;

#[derive(Default)]
struct Receiver(OnceLock<Receive>);

impl std::fmt::Debug for Receiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Receiver")
    }
}

#[derive(Debug)]
struct Shared {
    store: Store,
    throttling: AtomicBool,
    receiver: Receiver,
}

impl Shared {
    async fn receive(&self, raw: Vec<u8>) -> StatusCode {
        let Some(receive) = self.receiver.0.get() else { return StatusCode::NOT_FOUND };
        match receive(raw).await {
            Ok(()) => StatusCode::NO_CONTENT,
            Err(error) => {
                tracing::error!(%error, "a mail was not received");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

impl Mailbox {
    /// Starts the mailbox on a listener (see [`net::listen`]).
    pub fn start(listener: TcpListener, storage: Storage<'_>) -> Result<Self> {
        let shared = Arc::new(Shared {
            store: Store::open(storage)?,
            throttling: AtomicBool::new(false),
            receiver: Receiver::default(),
        });
        let router = Router::new()
            .route("/", get(page::show))
            .route("/messages", get(list))
            .route("/messages/{id}", get(one))
            .route("/throttling", put(throttle))
            .route("/reply", post(reply))
            .route("/inbound", post(inbound))
            .route("/v2/email/outbound-emails", post(ses::send_email))
            .layer(DefaultBodyLimit::max(LARGEST_MAIL))
            .with_state(Arc::clone(&shared));
        Ok(Self { server: net::serve(listener, router)?, shared })
    }

    /// Starts the mailbox in memory on a free port, for tests.
    pub fn in_memory() -> Result<Self> {
        Self::start(net::listen(0)?, Storage::Memory)
    }

    /// The endpoint URL for the SDK, which is also the address of the page.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Returns the mails sent to `to`, or to anybody, newest first.
    pub fn messages(&self, to: Option<&str>) -> Vec<Arc<Mail>> {
        self.shared.store.list(to, usize::MAX).0
    }

    /// Sets the function that receives answers from the page, and raw mails of `POST /inbound`. Only the first counts.
    pub fn receive_by(&self, receive: Receive) {
        let _ = self.shared.receiver.0.set(receive);
    }

    /// Refuses every mail as sent too fast while `on`. Clients can also call `PUT /throttling {"on": true}`.
    pub fn throttle(&self, on: bool) {
        self.shared.throttling.store(on, Ordering::SeqCst);
    }

    /// Stops the mailbox. Every mail that was accepted is on disk.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

#[derive(Deserialize)]
struct Filter {
    to: Option<String>,
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Listed {
    items: Vec<Arc<Mail>>,
    /// Number of mails in all; `items` holds the newest of them.
    total: usize,
}

async fn list(State(shared): State<Arc<Shared>>, Query(filter): Query<Filter>) -> Response {
    let limit = filter.limit.unwrap_or(LIST_DEFAULT).min(LIST_MOST);
    let (items, total) = shared.store.list(filter.to.as_deref(), limit);
    private(Json(Listed { items, total }))
}

async fn one(State(shared): State<Arc<Shared>>, extract::Path(id): extract::Path<String>) -> Response {
    match shared.store.get(&id) {
        Some(mail) => private(Json(mail)),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn private(answer: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}

#[derive(Deserialize)]
struct Switch {
    on: bool,
}

async fn throttle(State(shared): State<Arc<Shared>>, Json(switch): Json<Switch>) -> StatusCode {
    shared.throttling.store(switch.on, Ordering::SeqCst);
    StatusCode::NO_CONTENT
}

struct Answer {
    id: String,
    text: String,
}

impl Answer {
    fn read(form: &[u8]) -> Option<Self> {
        let field = |name: &str| {
            url::form_urlencoded::parse(form).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
        };
        Some(Self { id: field("id")?, text: field("text")? })
    }
}

/// Answers a mail from the page: the form has its ID and the text.
async fn reply(State(shared): State<Arc<Shared>>, form: Bytes) -> Response {
    let Some(Answer { id, text }) = Answer::read(&form) else { return StatusCode::BAD_REQUEST.into_response() };
    let mail = shared.store.get(&id);
    let raw = mail.and_then(|mail| answer::compose(&mail, &text.replace("\r\n", "\n"), Timestamp::now()));
    let Some(raw) = raw else { return StatusCode::NOT_FOUND.into_response() };
    match shared.receive(raw).await {
        StatusCode::NO_CONTENT => Redirect::to(&format!("/?id={id}&answered=1")).into_response(),
        failed => failed.into_response(),
    }
}

/// Receives a raw mail from anybody.
async fn inbound(State(shared): State<Arc<Shared>>, raw: Bytes) -> StatusCode {
    shared.receive(raw.to_vec()).await
}

/// Returns the folder's file of mails, for tools that read it themselves.
pub fn file_in(folder: &Path) -> std::path::PathBuf {
    folder.join("messages.jsonl")
}
