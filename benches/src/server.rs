//! The dev server as a process of its own, on disk, with the demo company: what people would talk to.

use crate::function::{memory_of, terminate};
use crate::request::Request;
use anyhow::{Context, Result, bail};
use portico_local::seed::DEMO_PASSWORD;
use portico_local::state::DevState;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// How long a server may take to start, the demo company included.
const STARTS_WITHIN: Duration = Duration::from_mins(2);

/// A running dev server.
pub struct DevServer {
    child: Child,
    /// Where it and its services are.
    pub state: DevState,
    http: reqwest::Client,
    folder: tempfile::TempDir,
}

impl DevServer {
    /// Starts one on a data folder of its own and waits until it answers.
    pub async fn start(binary: &Path) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let state_file = folder.path().join("dev.json");
        let mut child = Command::new(binary)
            .args(["--port", "0", "--quiet"])
            .arg("--data")
            .arg(folder.path().join("data"))
            .arg("--state")
            .arg(&state_file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", binary.display()))?;
        let begun = Instant::now();
        let state = loop {
            if let Ok(state) = DevState::read(&state_file) {
                break state;
            }
            if let Some(status) = child.try_wait()? {
                bail!("the dev server has ended: {status}");
            }
            if begun.elapsed() > STARTS_WITHIN {
                bail!("the dev server did not start within {STARTS_WITHIN:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { child, state, http, folder })
    }

    /// An access token of a demo login.
    pub async fn token(&self, email: &str) -> Result<String> {
        let sign_in = json!({"email": email, "password": DEMO_PASSWORD});
        let answer = self.ask(&Request::post("auth-create-session", "/v1/session", "/v1/session", sign_in)).await?;
        Ok(answer["access_token"].as_str().context("no token")?.to_owned())
    }

    /// Sends a request; fails when it is refused.
    pub async fn ask(&self, request: &Request) -> Result<Value> {
        let mut sent = self.http.request(request.method.clone(), format!("{}{}", self.state.base_url, request.path));
        for (name, value) in request.all_headers() {
            sent = sent.header(name, value);
        }
        if let Some(body) = &request.body {
            sent = sent.body(body.to_string());
        }
        let answer = sent.send().await?;
        let status = answer.status();
        let body = answer.bytes().await?;
        if !status.is_success() {
            bail!("{} {}: {status} {}", request.method, request.path, String::from_utf8_lossy(&body));
        }
        if body.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_slice(&body)?) }
    }

    /// Sends a request and says how long its answer took.
    pub async fn timed(&self, request: &Request) -> Result<Duration> {
        let begun = Instant::now();
        self.ask(request).await?;
        Ok(begun.elapsed())
    }

    /// The memory it holds, in bytes.
    pub fn memory(&self) -> Result<u64> {
        memory_of(self.child.id().context("the dev server has ended")?, "VmRSS:")
    }

    /// What a folder of its data takes on disk, in bytes: `dynamodb`, `search`.
    pub fn on_disk(&self, name: &str) -> Result<u64> {
        let folder = self.folder.path().join("data").join(name);
        let mut bytes = 0;
        for entry in std::fs::read_dir(&folder)? {
            bytes += entry?.metadata()?.len();
        }
        Ok(bytes)
    }

    /// Stops it and throws its data away.
    pub async fn stop(mut self) -> Result<()> {
        terminate(self.child.id().context("the dev server has ended")?).await?;
        tokio::time::timeout(Duration::from_secs(10), self.child.wait()).await??;
        Ok(())
    }
}
