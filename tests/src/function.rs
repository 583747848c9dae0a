//! A function's own binary, run as Lambda runs it: with nothing in its environment but what Lambda and `template.yaml`
//! put there, and its log kept. The binaries come from `cargo build --workspace --bins`; they are not built from here.

#![allow(clippy::missing_panics_doc, reason = "a function that cannot be had ends the test")]

use crate::world::{PORTAL_URL, World};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portico_domain::signing::SigningKey as _;
use portico_local::net::{self, Running};
use portico_local::runtime::RuntimeApi;
use portico_local::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::LazyLock;
use std::time::SystemTime;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

static TEMPLATE: LazyLock<serde_yaml_ng::Value> = LazyLock::new(|| {
    let text = include_str!("../../template.yaml");
    serde_yaml_ng::from_str(text).expect("template.yaml is YAML")
});

/// Names of variables in an `Environment`.
fn variables(of: &serde_yaml_ng::Value) -> Vec<String> {
    let variables = of.get("Environment").and_then(|environment| environment.get("Variables"));
    let names = variables.and_then(serde_yaml_ng::Value::as_mapping).into_iter().flat_map(|names| names.keys());
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// The variables that the template gives a function.
fn variables_of(binary: &str) -> Vec<String> {
    let code = format!("target/lambda/{binary}/bootstrap.zip");
    let resources = TEMPLATE["Resources"].as_mapping().expect("resources").values();
    let function = resources
        .map(|resource| &resource["Properties"])
        .find(|properties| properties.get("CodeUri").and_then(serde_yaml_ng::Value::as_str) == Some(&*code));
    let function = function.unwrap_or_else(|| panic!("{binary} is not in template.yaml"));
    [variables(&TEMPLATE["Globals"]["Function"]), variables(function)].concat()
}

/// Environment of functions in a world: addresses of its services, and values of the template's variables.
pub struct Surroundings {
    services: Vec<(String, String)>,
    _secrets: Running,
}

impl Surroundings {
    /// Returns the environment for a world.
    pub async fn of(world: &World) -> Self {
        let (kid, pkcs8) = world.store.signing_key().await.expect("a key");
        let secret = json!({"kid": kid, "pkcs8": STANDARD.encode(pkcs8)}).to_string();
        let answer = json!({"Name": "signing-key", "SecretString": secret});
        let router = Router::new().route("/", post(async || Json(answer)));
        let secrets = net::serve(net::listen(0).expect("a port"), router).expect("a server");
        let endpoints = world.config().endpoints;
        let services = [
            ("AWS_REGION", Some(REGION.to_owned())),
            ("AWS_ACCESS_KEY_ID", Some(ACCESS_KEY_ID.to_owned())),
            ("AWS_SECRET_ACCESS_KEY", Some(SECRET_ACCESS_KEY.to_owned())),
            ("AWS_ENDPOINT_URL_DYNAMODB", endpoints.dynamodb),
            ("AWS_ENDPOINT_URL_S3", endpoints.s3),
            ("AWS_ENDPOINT_URL_SESV2", endpoints.ses),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", Some(secrets.url())),
        ];
        let services = services.map(|(name, value)| (name.to_owned(), value.expect("a service"))).to_vec();
        Self { services, _secrets: secrets }
    }

    /// Returns the same environment with another Secrets Manager.
    pub fn with_secrets_at(mut self, url: &str) -> Self {
        for (name, value) in &mut self.services {
            if name == "AWS_ENDPOINT_URL_SECRETS_MANAGER" {
                url.clone_into(value);
            }
        }
        self
    }

    fn for_function(&self, binary: &str) -> Vec<(String, String)> {
        let config = crate::stores::local_config();
        let value = |name: &str| match name {
            "PORTICO_TABLE" => portico_local::wiring::TABLE.to_owned(),
            "PORTICO_BUCKET" => config.bucket.clone().unwrap_or_default(),
            "PORTICO_MAIL_FROM" => config.mail_from.clone().unwrap_or_default(),
            "PORTICO_SIGNING_SECRET" => "signing-key".to_owned(),
            "PORTICO_SEALING_KEY" => "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE".to_owned(),
            // As where there is no search domain, and people come by another way than CloudFront.
            "PORTICO_SEARCH_ENDPOINT" | "PORTICO_ORIGIN_SECRET" => String::new(),
            "PORTICO_SEARCH_SNAPSHOTS" => "search".to_owned(),
            "PORTICO_LOG" => "info".to_owned(),
            "PORTICO_METRICS" => crate::logs::NAMESPACE.to_owned(),
            "PORTICO_PORTAL_URL" => PORTAL_URL.to_owned(),
            _ => panic!("template.yaml gives {binary} the variable {name}: tell tests/src/function.rs its value here"),
        };
        let told = variables_of(binary).into_iter().map(|name| (name.clone(), value(&name)));
        self.services.iter().cloned().chain(told).collect()
    }
}

/// Returns the variables that set this process's clock, if it is not the machine's (`scripts/test-at`). Processes that
/// a test starts use the same clock.
fn clock() -> impl Iterator<Item = (String, String)> {
    const SET_BY: [&str; 3] = ["LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC"];
    SET_BY.into_iter().filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?)))
}

/// Folder of the binaries that cargo has built.
fn folder() -> PathBuf {
    let test = std::env::current_exe().expect("this test is somewhere");
    test.ancestors().nth(2).expect("in target/<profile>/deps").to_owned()
}

fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

/// Returns the path of the binary of this name. Panics if it is missing or older than its sources.
pub fn binary(name: &str) -> PathBuf {
    const REMEDY: &str = "run cargo build --workspace --bins";
    let path = folder().join(name);
    let Some(built) = changed(&path) else { panic!("{name} has not been built: {REMEDY}") };
    // Cargo lists the sources of each binary next to it.
    let sources = std::fs::read_to_string(path.with_extension("d")).unwrap_or_default();
    let mut sources =
        sources.split_whitespace().skip(1).filter(|source| Path::new(source).extension() == Some("rs".as_ref()));
    let newer = sources.find(|source| changed(Path::new(source)).is_some_and(|at| at > built));
    if let Some(newer) = newer {
        panic!("{name} is older than {newer}: {REMEDY}");
    }
    path
}

async fn lines(stream: impl AsyncRead + Unpin) -> Vec<String> {
    let (mut lines, mut all) = (BufReader::new(stream).lines(), Vec::new());
    while let Ok(Some(line)) = lines.next_line().await {
        all.push(line);
    }
    all
}

/// A running function.
pub struct Function {
    child: Child,
    api: RuntimeApi,
    log: [JoinHandle<Vec<String>>; 2],
}

impl Function {
    /// Starts the binary of this name.
    pub fn start(name: &str, surroundings: &Surroundings) -> Self {
        let api = RuntimeApi::start().expect("a runtime API");
        let mut child = Command::new(binary(name))
            .env_clear()
            .envs(clock())
            .envs(api.environment(name))
            .envs(surroundings.for_function(name))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} cannot be started: {error}"));
        let (out, err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
        Self { child, api, log: [tokio::spawn(lines(out)), tokio::spawn(lines(err))] }
    }

    /// Sends one event and returns the answer. Without an answer, it panics with the function's own words.
    pub async fn invoke(&mut self, event: &Value) -> Value {
        let event = event.to_string();
        let invoked = tokio::select! {
            answer = self.api.invoke(&event) => answer.map_err(|error| error.to_string()),
            ended = self.child.wait() => Err(format!("it ended: {ended:?}")),
        };
        match invoked {
            Ok(answer) => answer,
            Err(error) => {
                let _ = self.child.start_kill();
                let [out, err] = &mut self.log;
                panic!("{error}\n{:?}\n{:?}", out.await, err.await);
            }
        }
    }

    /// Stops the function and returns its whole log up to its last answer.
    pub async fn stop(mut self) -> Vec<String> {
        let _ = self.child.kill().await;
        let [out, err] = self.log;
        [out.await.expect("its output"), err.await.expect("its output")].concat()
    }
}
