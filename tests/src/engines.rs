//! The engines that adapters are judged by: a real OpenSearch node and the official DynamoDB Local, each a JVM process.
//!
//! They listen on the loopback address, on ports that were free, and live no longer than the process that started
//! them, however that ends. Their jars come from `tests/engines/fetch`, never from here; where they are missing, a test
//! fails and says so. Requests to an engine belong to the tests.

use crate::until::until;
use anyhow::{Context, anyhow, bail};
use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;

/// Longest time until an engine answers.
const READY_WITHIN: Duration = Duration::from_secs(90);

/// Number of ports that are tried: another process may take a free one before the engine listens on it.
const ATTEMPTS: usize = 3;

/// Folders of earlier runs that are kept for their logs.
const KEPT_RUNS: usize = 5;

/// Runs the engine until standard input closes, which it does when the tests' process ends in whatever way.
/// `$1` is the folder of the run, the rest the command.
const WATCHDOG: &str = r#"
run=$1; shift
"$@" </dev/null >"$run/log" 2>&1 &
engine=$!
echo "$engine" >"$run/pid"
cat >/dev/null
kill -TERM "$engine" 2>/dev/null
( sleep 8; kill -KILL "$engine" 2>/dev/null ) &
killer=$!
wait "$engine"
kill "$killer" 2>/dev/null
rm -rf "$run/data" "$run/pid"
"#;

/// A running JVM.
struct Engine {
    watchdog: Child,
    /// Held open for as long as the engine is wanted.
    lifeline: Option<ChildStdin>,
    run: PathBuf,
    url: String,
}

impl Engine {
    /// Starts `java` with the arguments for the folder of the jars, the folder of the run and a free port.
    async fn start(
        name: &str,
        ports: impl Fn() -> anyhow::Result<u16>,
        arguments: impl Fn(&Path, &Path, u16) -> Vec<String>,
        ready: impl AsyncFn(&reqwest::Client, &str) -> bool,
    ) -> anyhow::Result<Self> {
        let home = home(repository(), name)?;
        let mut failed = String::new();
        for _ in 0..ATTEMPTS {
            let port = ports()?;
            let run = new_run(&home, port)?;
            let mut engine = Self::spawn(&run, port, arguments(&home.join("lib"), &run, port))?;
            match engine.wait_until_ready(&ready).await {
                Ok(()) => return Ok(engine),
                Err(error) => failed = format!("{error:#}"),
            }
        }
        bail!("{name} did not start: {failed}");
    }

    fn spawn(run: &Path, port: u16, arguments: Vec<String>) -> anyhow::Result<Self> {
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(run)
            .arg("java")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C is for the tests; the engine goes when they have gone.
            .process_group(0)
            .spawn()
            .context("cannot run sh")?;
        let lifeline = watchdog.stdin.take();
        Ok(Self { watchdog, lifeline, run: run.to_owned(), url: format!("http://127.0.0.1:{port}") })
    }

    async fn wait_until_ready(&mut self, ready: &impl AsyncFn(&reqwest::Client, &str) -> bool) -> anyhow::Result<()> {
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(2)).build()?;
        let log = self.run.join("log");
        let looked = until(READY_WITHIN, async || {
            if ready(&client, &self.url).await {
                return Some(Ok(()));
            }
            self.has_ended().then(|| Err(anyhow!("it ended by itself, see {}", log.display())))
        });
        looked.await.unwrap_or_else(|| Err(anyhow!("no answer within {READY_WITHIN:?}, see {}", log.display())))
    }

    /// Whether the JVM is gone. The shell writes its pid at once; until then it cannot be.
    fn has_ended(&self) -> bool {
        let Ok(pid) = fs::read_to_string(self.run.join("pid")) else { return false };
        let state = fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
        // The shell has not collected it yet: it is then a zombie.
        !state.is_ok_and(|state| state.rsplit(')').next().is_some_and(|rest| !rest.starts_with(" Z")))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.lifeline.take();
        // The watchdog kills the engine after 8 s at the latest.
        if let Err(error) = self.watchdog.wait() {
            eprintln!("engine in {}: {error}", self.run.display());
        }
    }
}

/// A real OpenSearch node without security plugin.
pub struct OpenSearchNode(Engine);

impl OpenSearchNode {
    /// Starts a new node, which stops when dropped.
    pub async fn start() -> anyhow::Result<Self> {
        let engine = Engine::start("opensearch", port_below_9300, open_search_arguments, open_search_answers).await?;
        writes_on_a_full_disk(&engine.url).await?;
        Ok(Self(engine))
    }

    /// Returns the node that all tests of this process share.
    ///
    /// # Panics
    /// Panics if the node cannot be started.
    pub async fn shared() -> &'static Self {
        static SHARED: OnceCell<OpenSearchNode> = OnceCell::const_new();
        SHARED.get_or_init(|| async { Self::start().await.unwrap_or_else(|error| panic!("{error:#}")) }).await
    }

    /// Returns the address of the node.
    pub fn url(&self) -> &str {
        &self.0.url
    }
}

/// The official DynamoDB Local, in memory, one database for all credentials and regions.
pub struct DynamoDbLocal(Engine);

impl DynamoDbLocal {
    /// Starts a new database, which stops when dropped.
    pub async fn start() -> anyhow::Result<Self> {
        Ok(Self(Engine::start("dynamodb", any_port, dynamo_arguments, dynamo_answers).await?))
    }

    /// Returns the database that all tests of this process share.
    ///
    /// # Panics
    /// Panics if the database cannot be started.
    pub async fn shared() -> &'static Self {
        static SHARED: OnceCell<DynamoDbLocal> = OnceCell::const_new();
        SHARED.get_or_init(|| async { Self::start().await.unwrap_or_else(|error| panic!("{error:#}")) }).await
    }

    /// Returns the address of the database.
    pub fn url(&self) -> &str {
        &self.0.url
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".."))
}

/// The folder of an engine, once its jars are those its `pom.xml` asks for.
fn home(repository: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let home = repository.join(".local/engines").join(name);
    let wanted = fs::read(repository.join("tests/engines").join(name).join("pom.xml"))?;
    if fs::read(home.join("fetched-pom.xml")).ok() != Some(wanted) {
        bail!("the jars of {name} are missing or out of date: run tests/engines/fetch");
    }
    Ok(home)
}

/// A folder for one run, and room made by dropping the oldest runs that have ended.
fn new_run(home: &Path, port: u16) -> anyhow::Result<PathBuf> {
    let runs = home.join("runs");
    fs::create_dir_all(&runs)?;
    let mut ended: Vec<PathBuf> = fs::read_dir(&runs)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|run| !run.join("pid").exists() && run.join("log").exists())
        .collect();
    ended.sort();
    for old in &ended[..ended.len().saturating_sub(KEPT_RUNS)] {
        // Another process may be dropping it too.
        let _ = fs::remove_dir_all(old);
    }
    let run = runs.join(format!("{}-{port}", jiff::Timestamp::now().strftime("%Y%m%dT%H%M%S%.3f")));
    fs::create_dir_all(run.join("data"))?;
    Ok(run)
}

fn any_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Returns a free port for HTTP. The runner takes none from 9300 on: those are for the transport.
fn port_below_9300() -> anyhow::Result<u16> {
    // A node listens seconds after its port was chosen: until then the port looks free to the next one of this process.
    static TAKEN: Mutex<Vec<u16>> = Mutex::new(Vec::new());
    // Processes that start at the same moment begin their search in different places.
    let first = u16::try_from(std::process::id() % 200)?;
    let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    let port = (0..200)
        .map(|step| 9100 + (first + step) % 200)
        .find(|port| !taken.contains(port) && TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .context("no free port from 9100 to 9299")?;
    taken.push(port);
    Ok(port)
}

fn class_path(lib: &Path) -> String {
    lib.join("*").display().to_string()
}

fn open_search_arguments(lib: &Path, run: &Path, port: u16) -> Vec<String> {
    let data = run.join("data").display().to_string();
    // The runner adds the number of the node.
    let base = (port - 1).to_string();
    let cluster = cluster(port);
    let class_path = class_path(lib);
    [
        "-Xms512m",
        "-Xmx512m",
        "-cp",
        &class_path,
        "org.codelibs.opensearch.runner.OpenSearchRunner",
        "-basePath",
        &data,
        "-numOfNode",
        "1",
        "-baseHttpPort",
        &base,
        "-clusterName",
        &cluster,
    ]
    .map(str::to_owned)
    .into()
}

/// Nodes of one cluster name join each other; this one is nobody else's.
fn cluster(port: u16) -> String {
    format!("portico-{}-{port}", std::process::id())
}

/// Whether this node answers, and not another one on its port.
async fn open_search_answers(client: &reqwest::Client, url: &str) -> bool {
    let health = client.get(format!("{url}/_cluster/health?wait_for_status=yellow&timeout=1s")).send().await;
    let Ok(answer) = health.and_then(reqwest::Response::error_for_status) else { return false };
    let port = url.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or_default();
    answer.text().await.is_ok_and(|text| text.contains(&cluster(port)))
}

/// Lets a node take new indexes on a disk that is nine tenths full. A disk that is shared with builds often is.
async fn writes_on_a_full_disk(url: &str) -> anyhow::Result<()> {
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(20)).build()?;
    let settings = r#"{"persistent": {"cluster.routing.allocation.disk.threshold_enabled": false}}"#;
    let asked =
        client.put(format!("{url}/_cluster/settings")).header("content-type", "application/json").body(settings);
    asked.send().await?.error_for_status().context("the node takes no settings")?;
    Ok(())
}

fn dynamo_arguments(lib: &Path, _run: &Path, port: u16) -> Vec<String> {
    let server = repository().join("tests/engines/dynamodb/server.xml");
    vec![
        "-Xmx384m".to_owned(),
        format!("-Djava.library.path={}", lib.display()),
        "-cp".to_owned(),
        class_path(lib),
        "org.eclipse.jetty.xml.XmlConfiguration".to_owned(),
        format!("port={port}"),
        server.display().to_string(),
    ]
}

async fn dynamo_answers(client: &reqwest::Client, url: &str) -> bool {
    let tables = client
        .post(url)
        .header("x-amz-target", "DynamoDB_20120810.ListTables")
        .header("content-type", "application/x-amz-json-1.0")
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
        )
        .body("{}")
        .send()
        .await;
    tables.is_ok_and(|answer| answer.status().is_success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_engine_answers_until_it_is_dropped() {
        let engine = DynamoDbLocal::start().await.unwrap();
        let (url, run) = (engine.url().to_owned(), engine.0.run.clone());
        let client = reqwest::Client::new();
        assert!(dynamo_answers(&client, &url).await);
        drop(engine);
        assert!(!dynamo_answers(&client, &url).await);
        assert!(run.join("log").exists() && !run.join("data").exists());
    }

    #[test]
    fn missing_and_outdated_jars_are_named_with_their_remedy() {
        let repository = tempfile::tempdir().unwrap();
        let at = |path: &str| repository.path().join(path);
        fs::create_dir_all(at("tests/engines/dynamodb")).unwrap();
        fs::create_dir_all(at(".local/engines/dynamodb")).unwrap();
        fs::write(at("tests/engines/dynamodb/pom.xml"), "new").unwrap();
        let told = "the jars of dynamodb are missing or out of date: run tests/engines/fetch";
        assert_eq!(home(repository.path(), "dynamodb").unwrap_err().to_string(), told);
        fs::write(at(".local/engines/dynamodb/fetched-pom.xml"), "old").unwrap();
        assert_eq!(home(repository.path(), "dynamodb").unwrap_err().to_string(), told);
        fs::write(at(".local/engines/dynamodb/fetched-pom.xml"), "new").unwrap();
        assert!(home(repository.path(), "dynamodb").is_ok());
    }
}
