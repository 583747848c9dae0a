//! The embedded DynamoDB: dynoxide behind its HTTP endpoint, in memory or on disk.
//!
//! The owners of tables create them through the SDK. Streams stay off: they slow every write down, and the sweep finds
//! the jobs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dynoxide::Database;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::net::{self, Running};

/// Number of threads that answer for a database on disk. The database answers one call at a time and blocks its thread
/// meanwhile, so a second one receives requests and sends answers.
const THREADS: usize = 2;
/// Longest time that the threads may take to end.
const ENDS_WITHIN: Duration = Duration::from_millis(800);

/// Interval at which items past their TTL are removed. DynamoDB promises days; readers never rely on it.
const EXPIRE_EVERY: Duration = Duration::from_mins(10);

/// Storage of the items.
#[derive(Debug, Clone, Copy)]
pub enum Storage<'a> {
    /// Memory, which is lost when the server stops.
    Memory,
    /// One database file in this folder, which must exist.
    Folder(&'a Path),
}

/// Returns the database file of a folder. Only one process at a time can open it, so tools fill it while no server
/// runs.
pub fn file(folder: &Path) -> PathBuf {
    folder.join("portico.sqlite")
}

/// Largest request that DynamoDB takes, in bytes.
const LARGEST_REQUEST: usize = 16 * 1024 * 1024;

/// Door through which tools reach the embedded DynamoDB. The database itself answers to any host name and lets every
/// page of a browser read. The door answers to loopback names only, and to no page.
#[derive(Debug)]
pub struct Door {
    server: Running,
}

impl Door {
    /// Opens the door on a listener (see [`net::listen`]).
    pub fn open(listener: TcpListener, dynamo: &Dynamo) -> Result<Self> {
        let client = reqwest::Client::builder().no_proxy().build().context("the client of the database's door")?;
        let router = Router::new().fallback(pass).with_state((client, dynamo.url()));
        Ok(Self { server: net::serve(listener, router)? })
    }

    /// The endpoint URL for the SDK.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Closes the door.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

/// Passes a request on, unless a page sent it.
async fn pass(State((client, url)): State<(reqwest::Client, String)>, request: Request) -> Response {
    let (mut head, body) = request.into_parts();
    if head.headers.contains_key(header::ORIGIN) || head.method == Method::OPTIONS {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Ok(body) = axum::body::to_bytes(body, LARGEST_REQUEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    for name in [header::HOST, header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
        head.headers.remove(name);
    }
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    let sent = client.request(head.method, format!("{url}{target}")).headers(head.headers).body(body).send().await;
    let passed = async {
        let answer = sent?;
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        for name in [header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
            headers.remove(name);
        }
        Ok::<_, reqwest::Error>((status, headers, answer.bytes().await?).into_response())
    };
    passed.await.unwrap_or_else(|error| {
        tracing::error!(%error, "the embedded database did not answer");
        StatusCode::BAD_GATEWAY.into_response()
    })
}

/// A running embedded DynamoDB.
pub struct Dynamo {
    server: Running,
    expiry: ExpiryTask,
    database: Database,
    threads: Threads,
}

/// Separate threads for work that waits for the disk; none for a database in memory.
struct Threads(Option<Runtime>);

impl Threads {
    fn of(storage: Storage<'_>) -> Result<Self> {
        let Storage::Folder(_) = storage else { return Ok(Self(None)) };
        let threads = Builder::new_multi_thread().worker_threads(THREADS).thread_name("database").enable_all().build();
        Ok(Self(Some(threads.context("starting the threads of the database")?)))
    }

    fn handle(&self) -> Handle {
        self.0.as_ref().map_or_else(Handle::current, |threads| threads.handle().clone())
    }

    /// Ends the threads, and with them their hold on the database.
    async fn end(mut self) {
        if let Some(threads) = self.0.take() {
            // An error means that the caller's runtime ends as well.
            let _ = tokio::task::spawn_blocking(move || threads.shutdown_timeout(ENDS_WITHIN)).await;
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(threads) = self.0.take() {
            threads.shutdown_background();
        }
    }
}

struct ExpiryTask(tokio::task::JoinHandle<()>);

impl Drop for ExpiryTask {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Dynamo {
    /// Starts the database on a listener (see [`net::listen`]).
    pub fn start(listener: TcpListener, storage: Storage<'_>) -> Result<Self> {
        let database = match storage {
            Storage::Memory => Database::memory().context("opening the database in memory")?,
            Storage::Folder(folder) => {
                let file = file(folder);
                let path = text(&file)?;
                Database::new(path).with_context(|| format!("opening the database {path}"))?
            }
        };
        let shared = database.clone();
        let threads = Threads::of(storage)?;
        let (address, listener) = (listener.local_addr()?, listener.into_std()?);
        let server = Running::start_on(&threads.handle(), address, move |stop| async move {
            let served = match TcpListener::from_std(listener) {
                Ok(listener) => dynoxide::server::serve_with_shutdown(listener, shared, stop.wait()).await,
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = served {
                tracing::error!(%error, "the embedded database failed");
            }
        });
        let expiry = ExpiryTask(tokio::spawn(expire_every(EXPIRE_EVERY, database.clone())));
        Ok(Self { server, expiry, database, threads })
    }

    /// Starts the database in memory on a free port, for tests.
    pub fn in_memory() -> Result<Self> {
        Self::start(net::listen(0)?, Storage::Memory)
    }

    /// The endpoint URL for the SDK.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Writes everything in the database to a new file.
    pub fn copy_to(&self, file: &Path) -> Result<()> {
        Ok(self.database.vacuum_into(text(file)?)?)
    }

    /// Replaces everything in the database by what [`Dynamo::copy_to`] wrote.
    pub fn fill_from(&self, file: &Path) -> Result<()> {
        Ok(self.database.restore_from(text(file)?)?)
    }

    /// Removes the items that are past their TTL now, and returns their number. A running server does it from time to
    /// time by itself.
    pub async fn expire(&self) -> Result<usize> {
        expire(&self.database).await
    }

    /// Stops the database. Everything acknowledged is on disk.
    pub async fn stop(self) {
        let Self { server, expiry, database, threads } = self;
        drop(expiry);
        server.stop().await;
        threads.end().await;
        drop(database);
    }
}

/// Returns a path as the database takes it.
fn text(path: &Path) -> Result<&str> {
    path.to_str().context("the data folder's name is not UTF-8")
}

async fn expire_every(period: Duration, database: Database) {
    loop {
        tokio::time::sleep(period).await;
        if let Err(error) = expire(&database).await {
            tracing::warn!(%error, "removing expired items failed");
        }
    }
}

async fn expire(database: &Database) -> Result<usize> {
    let database = database.clone();
    Ok(tokio::task::spawn_blocking(move || database.sweep_ttl()).await??)
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use aws_sdk_dynamodb::Client;
    use aws_sdk_dynamodb::types::{
        AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
        TimeToLiveSpecification,
    };

    use super::*;
    use crate::testing;

    fn client(dynamo: &Dynamo) -> Client {
        client_at(&dynamo.url())
    }

    fn client_at(url: &str) -> Client {
        let config = aws_sdk_dynamodb::Config::builder()
            .region(aws_sdk_dynamodb::config::Region::new(crate::REGION))
            .credentials_provider(testing::credentials())
            .http_client(testing::http_client())
            .endpoint_url(url)
            .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
            .build();
        Client::from_conf(config)
    }

    async fn create_table(client: &Client) {
        let key =
            AttributeDefinition::builder().attribute_name("pk").attribute_type(ScalarAttributeType::S).build().unwrap();
        client
            .create_table()
            .table_name("things")
            .billing_mode(BillingMode::PayPerRequest)
            .attribute_definitions(key)
            .key_schema(KeySchemaElement::builder().attribute_name("pk").key_type(KeyType::Hash).build().unwrap())
            .send()
            .await
            .unwrap();
    }

    async fn put(client: &Client, name: &str, expires: i64) {
        client
            .put_item()
            .table_name("things")
            .item("pk", AttributeValue::S(name.to_owned()))
            .item("expires", AttributeValue::N(expires.to_string()))
            .condition_expression("attribute_not_exists(pk)")
            .send()
            .await
            .unwrap();
    }

    async fn exists(client: &Client, name: &str) -> bool {
        let found = client.get_item().table_name("things").key("pk", AttributeValue::S(name.to_owned())).send();
        found.await.unwrap().item.is_some()
    }

    #[tokio::test]
    async fn the_door_lets_tools_in_and_no_page() {
        let dynamo = Dynamo::in_memory().unwrap();
        let door = Door::open(net::listen(0).unwrap(), &dynamo).unwrap();
        let tool = client_at(&door.url());
        create_table(&tool).await;
        put(&tool, "kept", 0).await;
        assert!(exists(&tool, "kept").await && exists(&client(&dynamo), "kept").await);

        let http = reqwest::Client::new();
        let list = |name: &'static str, value: &'static str| {
            let request = http.post(door.url()).header("x-amz-target", "DynamoDB_20120810.ListTables").body("{}");
            request.header("content-type", "application/x-amz-json-1.0").header(name, value).send()
        };
        for (name, value, status) in [
            ("origin", "https://evil.example", 403),
            ("origin", "http://127.0.0.1:8080", 403),
            ("origin", "null", 403),
            ("host", "rebound.example:8082", 421),
        ] {
            let answer = list(name, value).await.unwrap();
            assert_eq!(answer.status(), status, "{name}: {value}");
            assert!(!answer.headers().contains_key("access-control-allow-origin"));
            assert!(!answer.text().await.unwrap().contains("things"));
        }
        let preflight = http.request(Method::OPTIONS, door.url()).header("origin", "https://evil.example").send();
        let preflight = preflight.await.unwrap();
        assert_eq!(preflight.status(), 403);
        assert!(!preflight.headers().contains_key("access-control-allow-origin"));
    }

    #[tokio::test]
    async fn items_on_disk_are_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let first = Dynamo::start(net::listen(0).unwrap(), Storage::Folder(folder.path())).unwrap();
        let before = client(&first);
        create_table(&before).await;
        put(&before, "kept", 0).await;
        first.stop().await;
        assert!(before.list_tables().send().await.is_err(), "it still answers");

        let second = Dynamo::start(net::listen(0).unwrap(), Storage::Folder(folder.path())).unwrap();
        let after = client(&second);
        assert!(exists(&after, "kept").await);
        let again = after.put_item().table_name("things").item("pk", AttributeValue::S("kept".to_owned()));
        let refused = again.condition_expression("attribute_not_exists(pk)").send().await.unwrap_err();
        assert!(refused.into_service_error().is_conditional_check_failed_exception());
        second.stop().await;
    }

    #[tokio::test]
    async fn items_past_their_ttl_are_removed() {
        let dynamo = Dynamo::in_memory().unwrap();
        let client = client(&dynamo);
        create_table(&client).await;
        let ttl = TimeToLiveSpecification::builder().enabled(true).attribute_name("expires").build().unwrap();
        client.update_time_to_live().table_name("things").time_to_live_specification(ttl).send().await.unwrap();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let now = i64::try_from(now).unwrap();
        put(&client, "past", now - 60).await;
        put(&client, "future", now + 3600).await;

        assert_eq!(dynamo.expire().await.unwrap(), 1);
        assert!(!exists(&client, "past").await);
        assert!(exists(&client, "future").await);
    }
}
