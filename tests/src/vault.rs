//! A Secrets Manager with one secret in it, in memory, with the rules by which versions and their labels move. It
//! speaks the protocol of the SDK. Expectations of a rotation belong to the tests.
//! <https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html>

#![allow(clippy::missing_panics_doc, reason = "a vault that cannot be had ends the test")]

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use portico_local::net::{self, Running};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

const CURRENT: &str = "AWSCURRENT";
const PENDING: &str = "AWSPENDING";
const PREVIOUS: &str = "AWSPREVIOUS";

/// One version of the secret.
#[derive(Clone, Debug, Default)]
struct Version {
    text: Option<String>,
    labels: BTreeSet<String>,
}

#[derive(Debug)]
struct Secret {
    name: String,
    versions: BTreeMap<String, Version>,
}

/// A refusal: its type and what it says.
type Refused = (&'static str, String);

/// The service.
pub struct Vault {
    secret: Arc<Mutex<Secret>>,
    server: Running,
}

fn lock(secret: &Mutex<Secret>) -> MutexGuard<'_, Secret> {
    secret.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Vault {
    /// A vault whose secret has this name and one version, as the template makes it.
    pub fn start(name: &str) -> Self {
        let first = Version { text: Some("{}".into()), labels: [CURRENT.to_owned()].into() };
        let versions = [(Uuid::now_v7().to_string(), first)].into();
        let secret = Arc::new(Mutex::new(Secret { name: name.into(), versions }));
        let router = Router::new().route("/", post(answer)).with_state(secret.clone());
        Self { secret, server: net::serve(net::listen(0).expect("a port"), router).expect("a server") }
    }

    /// Address of the resource.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Begins a rotation as `RotateSecret` does, with a pending version without a text. Returns its token.
    pub fn rotate(&self) -> String {
        let mut secret = lock(&self.secret);
        let busy = secret.with_label(PENDING).is_some_and(|id| !secret.versions[&id].labels.contains(CURRENT));
        assert!(!busy, "a rotation is under way");
        let token = Uuid::now_v7().to_string();
        secret.versions.insert(token.clone(), Version { text: None, labels: [PENDING.to_owned()].into() });
        token
    }

    /// Gives up a rotation that is under way, as `CancelRotateSecret` and an operator do.
    pub fn cancel(&self) {
        for version in lock(&self.secret).versions.values_mut() {
            version.labels.remove(PENDING);
        }
    }

    /// The version that has a label.
    pub fn labelled(&self, label: &str) -> Option<String> {
        lock(&self.secret).with_label(label)
    }
}

impl Secret {
    fn with_label(&self, label: &str) -> Option<String> {
        self.versions.iter().find(|(_, version)| version.labels.contains(label)).map(|(id, _)| id.clone())
    }

    fn move_label(&mut self, label: &str, to: &str) {
        let from = self.with_label(label);
        if from.as_deref() == Some(to) {
            return;
        }
        for version in self.versions.values_mut() {
            version.labels.remove(label);
        }
        self.versions.entry(to.to_owned()).or_default().labels.insert(label.to_owned());
        if label == CURRENT {
            self.versions.entry(to.to_owned()).or_default().labels.remove(PENDING);
            if let Some(from) = from {
                self.move_label(PREVIOUS, &from);
            }
        }
    }

    fn call(&mut self, operation: &str, input: &Value) -> Result<Value, Refused> {
        let text = |name: &str| input[name].as_str().map(str::to_owned);
        if text("SecretId").as_deref() != Some(&*self.name) {
            return Err(("ResourceNotFoundException", "Secrets Manager can't find the specified secret.".into()));
        }
        match operation {
            "DescribeSecret" => {
                let labels = self.versions.iter().map(|(id, version)| (id.clone(), json!(version.labels)));
                let labels: serde_json::Map<String, Value> = labels.collect();
                Ok(json!({"Name": self.name, "RotationEnabled": true, "VersionIdsToStages": labels}))
            }
            "GetSecretValue" => {
                let missing = || ("ResourceNotFoundException", "can't find the specified secret value".to_owned());
                let label = text("VersionStage");
                let id = text("VersionId").or_else(|| self.with_label(label.as_deref().unwrap_or(CURRENT)));
                let id = id.ok_or_else(missing)?;
                let version = self.versions.get(&id).ok_or_else(missing)?;
                let fits = label.is_none_or(|label| version.labels.contains(&label));
                let value = version.text.as_ref().filter(|_| fits).ok_or_else(missing)?;
                Ok(json!({"Name": self.name, "VersionId": id, "SecretString": value, "VersionStages": version.labels}))
            }
            "PutSecretValue" => {
                let (id, value) = (text("ClientRequestToken"), text("SecretString"));
                let (Some(id), Some(value)) = (id, value) else {
                    return Err(("InvalidParameterException", "a token and a text".into()));
                };
                let version = self.versions.entry(id.clone()).or_default();
                if version.text.as_ref().is_some_and(|text| *text != value) {
                    return Err(("ResourceExistsException", "a version with this token has another value".into()));
                }
                version.text = Some(value);
                let labels = input["VersionStages"].as_array().cloned().unwrap_or_else(|| vec![json!(CURRENT)]);
                labels.iter().filter_map(Value::as_str).for_each(|label| self.move_label(label, &id));
                Ok(json!({"Name": self.name, "VersionId": id}))
            }
            "UpdateSecretVersionStage" => {
                let label = text("VersionStage").unwrap_or_default();
                let has = self.with_label(&label);
                if has.is_some() && has != text("RemoveFromVersionId") {
                    return Err(("InvalidParameterException", format!("{label} is on another version")));
                }
                self.move_label(&label, &text("MoveToVersionId").unwrap_or_default());
                Ok(json!({"Name": self.name}))
            }
            other => Err(("InvalidRequestException", format!("{other} is not known here"))),
        }
    }
}

async fn answer(
    State(secret): State<Arc<Mutex<Secret>>>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, Json<Value>) {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let operation = target.strip_prefix("secretsmanager.").unwrap_or_default();
    let input = serde_json::from_str(&body).unwrap_or_default();
    match lock(&secret).call(operation, &input) {
        Ok(output) => (StatusCode::OK, Json(output)),
        Err((kind, message)) => (StatusCode::BAD_REQUEST, Json(json!({"__type": kind, "Message": message}))),
    }
}
