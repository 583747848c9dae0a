//! A function's own binary, run as Lambda runs it: with nothing in its environment but what Lambda and `template.yaml`
//! put there, with the permissions of its role in `infra/roles.yaml`, and its log kept. The binaries come from
//! `cargo build --workspace --bins`; they are not built from here.

#![allow(clippy::missing_panics_doc, reason = "a function that cannot be had ends the test")]

use crate::iam::policy::{Deployment, Policy};
use crate::iam::usage::Usage;
use crate::iam::{Callers, IamProxy, Upstreams};
use crate::world::{PORTAL_URL, SEALING_KEY, World};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use portico_domain::signing::SigningKey as _;
use portico_local::net::{self, Running};
use portico_local::runtime::RuntimeApi;
use portico_local::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, LazyLock};
use std::time::SystemTime;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

static TEMPLATE: LazyLock<serde_yaml_ng::Value> = LazyLock::new(|| {
    let text = include_str!("../../template.yaml");
    serde_yaml_ng::from_str(text).expect("template.yaml is YAML")
});

/// Secret, named `test`, that the identity provider of the tests knows the portal by.
pub const PROVIDER_SECRET: &str = "known-to-both";
/// Beginning of the names of such secrets.
const PROVIDER_SECRETS: &str = "portico/identity-provider/";

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

/// Change to the policy of a function's role, for tests of what happens without a permission.
type Edit = Box<dyn Fn(&mut Value) + Send + Sync>;

/// Environment of functions in a world: its services, and values of the template's variables.
pub struct Surroundings {
    services: Upstreams,
    deployment: Deployment,
    usage: Arc<Usage>,
    edit: Edit,
    _secrets: Running,
}

impl Surroundings {
    /// Returns the environment for a world.
    pub async fn of(world: &World) -> Self {
        let (kid, pkcs8) = world.store.signing_key().await.expect("a key");
        let secret = json!({"kid": kid, "pkcs8": STANDARD.encode(pkcs8)}).to_string();
        let answer = async move |asked: Bytes| {
            let asked: Value = serde_json::from_slice(&asked).unwrap_or_default();
            let of_provider = asked["SecretId"] == format!("{PROVIDER_SECRETS}test");
            let text = if of_provider { PROVIDER_SECRET } else { secret.as_str() };
            Json(json!({"Name": asked["SecretId"], "SecretString": text}))
        };
        let router = Router::new().route("/", post(answer));
        let secrets = net::serve(net::listen(0).expect("a port"), router).expect("a server");
        let endpoints = world.config().endpoints;
        let services = Upstreams {
            dynamodb: endpoints.dynamodb.expect("a service"),
            s3: endpoints.s3.expect("a service"),
            ses: endpoints.ses.expect("a service"),
            secrets: secrets.url(),
            search: String::new(),
        };
        let (deployment, usage) = (Deployment::of_tests(), Arc::default());
        Self { services, deployment, usage, edit: Box::new(|_| ()), _secrets: secrets }
    }

    /// Returns the same environment with another Secrets Manager.
    pub fn with_secrets_at(mut self, url: &str) -> Self {
        url.clone_into(&mut self.services.secrets);
        self
    }

    /// Returns the same environment with an OpenSearch cluster.
    pub fn with_search_at(mut self, url: &str) -> Self {
        url.clone_into(&mut self.services.search);
        Self { deployment: self.deployment.with_search(), ..self }
    }

    /// Returns the same environment in which `edit` changes the policy of each role.
    pub fn with_policies(self, edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self { edit: Box::new(edit), ..self }
    }

    /// Returns what the functions of this environment used of their permissions.
    pub fn usage(&self) -> &Usage {
        &self.usage
    }

    /// Starts a proxy that allows a function what its role allows.
    fn iam(&self, binary: &str) -> IamProxy {
        let policy = Policy::of(binary, &self.deployment, &self.edit);
        self.usage.role(&policy);
        let (caller, usage) = (Callers::One(binary.to_owned(), policy), Arc::clone(&self.usage));
        IamProxy::start(caller, self.deployment.clone(), self.services.clone(), usage)
    }

    fn for_function(&self, binary: &str, services: &str) -> Vec<(String, String)> {
        let config = crate::stores::local_config();
        let has_cluster = self.deployment.search.is_some();
        let value = |name: &str| match name {
            "PORTICO_TABLE" => portico_local::wiring::TABLE.to_owned(),
            "PORTICO_BUCKET" => config.bucket.clone().unwrap_or_default(),
            "PORTICO_MAIL_FROM" => config.mail_from.clone().unwrap_or_default(),
            "PORTICO_SIGNING_SECRET" => "signing-key".to_owned(),
            "PORTICO_PROVIDER_SECRETS" => PROVIDER_SECRETS.to_owned(),
            "PORTICO_SEALING_KEY" => SEALING_KEY.to_owned(),
            "PORTICO_SEARCH_ENDPOINT" if has_cluster => services.to_owned(),
            "PORTICO_SEARCH_SNAPSHOTS" if !has_cluster => "search".to_owned(),
            // As where people come by another way than CloudFront.
            "PORTICO_SEARCH_ENDPOINT" | "PORTICO_SEARCH_SNAPSHOTS" | "PORTICO_ORIGIN_SECRET" => String::new(),
            "PORTICO_LOG" => "info".to_owned(),
            "PORTICO_METRICS" => crate::logs::NAMESPACE.to_owned(),
            "PORTICO_PORTAL_URL" => PORTAL_URL.to_owned(),
            "PORTICO_INBOUND_DOMAIN" => portico_local::receipt::INBOUND_DOMAIN.to_owned(),
            _ => panic!("template.yaml gives {binary} the variable {name}: tell tests/src/function.rs its value here"),
        };
        let told = variables_of(binary).into_iter().map(|name| (name.clone(), value(&name)));
        let given = [
            ("AWS_REGION", REGION),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
            ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
            ("AWS_ENDPOINT_URL", services),
        ];
        given.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().chain(told).collect()
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
    /// Dropped with the function, it fails the test if the role did not allow a call.
    iam: IamProxy,
}

impl Function {
    /// Starts the binary of this name.
    pub fn start(name: &str, surroundings: &Surroundings) -> Self {
        let (api, iam) = (RuntimeApi::start().expect("a runtime API"), surroundings.iam(name));
        let mut child = Command::new(binary(name))
            .env_clear()
            .envs(clock())
            .envs(api.environment(name))
            .envs(surroundings.for_function(name, &iam.url()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} cannot be started: {error}"));
        let (out, err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
        Self { child, api, log: [tokio::spawn(lines(out)), tokio::spawn(lines(err))], iam }
    }

    /// Returns the calls that the function's role did not allow, for a test that expects them.
    pub fn take_denied(&self) -> Vec<String> {
        self.iam.take_denied()
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

    /// Stops the function and returns its whole log up to its last answer. Panics if its role did not allow a call.
    pub async fn stop(mut self) -> Vec<String> {
        let _ = self.child.kill().await;
        let [out, err] = self.log;
        [out.await.expect("its output"), err.await.expect("its output")].concat()
    }
}
