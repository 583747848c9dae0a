//! Events as they are kept in `events/`, made complete: what only a running server knows is filled in, as `scripts/invoke`
//! does, and what of it must stay out of logs is told.

#![allow(clippy::missing_panics_doc, reason = "an event that cannot be filled ends the test")]

use crate::client::Client;
use crate::logs::{tells, told_in};
use crate::steps::send_file;
use crate::world::{PASSWORD, World};
use portico_http::hash::sha256_hex;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use uuid::Uuid;

/// An event that can be handed to a function.
pub struct Filled {
    /// It.
    pub event: Value,
    /// What it holds of people.
    pub secrets: Vec<String>,
}

struct Session {
    client: Client,
    cookie: String,
}

/// Fills events.
pub struct Filling<'a> {
    world: &'a World,
    sessions: HashMap<String, Session>,
}

impl<'a> Filling<'a> {
    /// In a world.
    pub fn of(world: &'a World) -> Self {
        Self { world, sessions: HashMap::new() }
    }

    /// The event of a binary, filled. What ends or replaces a session gets one of its own.
    pub async fn event(&mut self, binary: &str) -> Filled {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../events/{binary}.json"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        if binary.starts_with("auth-") {
            self.sessions.clear();
        }
        let (mut filled, mut secrets, mut rest) = (String::new(), Vec::new(), text.as_str());
        let mut found: HashMap<String, String> = HashMap::new();
        while let Some((before, opening)) = rest.split_once("${") {
            let (opening, after) = opening.split_once('}').expect("an opening has an end");
            if !found.contains_key(opening) {
                let value = self.value(opening).await;
                found.insert(opening.to_owned(), value);
            }
            let value = &found[opening];
            if ["token", "cookie", "email", "password", "invitation"].iter().any(|secret| opening.starts_with(secret)) {
                secrets.push(value.clone());
            }
            filled.push_str(before);
            // It stands within a JSON string.
            let quoted = Value::from(value.as_str()).to_string();
            filled.push_str(&quoted[1..quoted.len() - 1]);
            rest = after;
        }
        filled.push_str(rest);
        let event: Value = serde_json::from_str(&filled).unwrap_or_else(|error| panic!("{binary}: {error}"));
        if let Some(body) = event["body"].as_str() {
            told_in(&serde_json::from_str(body).unwrap_or_default(), &mut secrets);
        }
        let asked = event["queryStringParameters"].as_object().into_iter().flat_map(|query| query.values());
        secrets.extend(asked.filter_map(Value::as_str).filter(|text| tells(text)).map(str::to_owned));
        Filled { event, secrets }
    }

    async fn value(&mut self, opening: &str) -> String {
        let mut parts = opening.split(':');
        let name = parts.next().unwrap_or_default();
        let given: Vec<&str> = parts.collect();
        match (name, given.as_slice()) {
            ("uuid", []) => Uuid::now_v7().to_string(),
            ("sha256", text) => sha256_hex(text.join(":").as_bytes()),
            ("password", _) => PASSWORD.to_owned(),
            ("email", [face, role]) => self.world.login(face, role).email.clone(),
            ("token", [face, role]) => self.session(face, role).await.client.token().to_owned(),
            ("cookie", [face, role]) => self.session(face, role).await.cookie.clone(),
            ("invitation", [face, role]) => {
                let email = format!("i{}@people.example", Uuid::now_v7().simple());
                let wanted =
                    json!({"name": "Ida Lund", "email": email, "hats": [{"kind": "employee", "role": "employee"}]});
                self.session(face, role).await.client.post("/v1/invitations", wanted).await.expect(201);
                self.world.sweep().await;
                self.world.invitation(&email)
            }
            ("etag", [face, role, path]) => self.session(face, role).await.client.get(*path).await.expect(200).etag(),
            ("upload", [face, role]) => {
                let sent =
                    send_file(&self.session(face, role).await.client, "pairing.txt", "text/plain", b"lost at 08:14")
                        .await;
                sent["id"].as_str().expect("an id").to_owned()
            }
            ("job", [face, role]) => {
                let parked =
                    self.session(face, role).await.client.get("/v1/jobs?state=parked").await.expect(200).json();
                parked["items"][0]["id"].as_str().expect("a parked job").to_owned()
            }
            _ => panic!("nothing is known to fill ${{{opening}}}: tell tests/src/filling.rs, and scripts/invoke"),
        }
    }

    async fn session(&mut self, face: &str, role: &str) -> &Session {
        let who = format!("{face}:{role}");
        if !self.sessions.contains_key(&who) {
            let login = self.world.login(face, role);
            let input = json!({"email": login.email, "password": PASSWORD});
            let answer = self.world.nobody().post("/v1/session", input).await.expect(200);
            let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
            let client = self.world.nobody().with_session(&answer.json());
            self.sessions.insert(who.clone(), Session { client, cookie });
        }
        &self.sessions[&who]
    }
}
