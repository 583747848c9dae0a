//! Events of `events/`, made complete: values that only a running server knows are filled in, as `scripts/invoke` does.
//! Values that must stay out of logs are listed.

#![allow(clippy::missing_panics_doc, reason = "an event that cannot be filled ends the test")]

use crate::client::Client;
use crate::function::PROVIDER_SECRET;
use crate::logs::{tells, told_in};
use crate::provider::{Answer as Returned, Provider};
use crate::steps::{accept, act, app_code, open, send_file, upload};
use crate::world::{PASSWORD, World};
use http::Method;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit};
use portico_domain::ids::PersonId;
use portico_http::hash::sha256_hex;
use portico_local::seed::id_of;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use uuid::Uuid;

/// Returns the same time of day, so many days from now.
pub fn in_days(days: i64) -> Timestamp {
    let there = Timestamp::now() + SignedDuration::from_hours(24 * days);
    there.round(Unit::Millisecond).expect("a time")
}

/// Text of an article with this body.
fn text(body: &str) -> Value {
    json!({
        "kind": "faq", "title": "How do I start the pump?", "summary": "In two steps.", "body": body,
        "product_ids": [], "audiences": ["customer"], "tags": [], "language": "en",
        "publish_at": null, "expires_at": null, "review_by": null,
    })
}

/// Uploads a file of accounts that can be imported, and gives its ID.
async fn import_file(client: &Client) -> String {
    let csv = format!("name,territory,address\nPump {},Nordics,14 Kaigata\n", Uuid::now_v7().simple());
    upload(client, "accounts.csv", "text/csv", csv.as_bytes()).await
}

/// An event that can be handed to a function.
pub struct Filled {
    /// The event.
    pub event: Value,
    /// Texts about people in the event, and credentials. No log may contain them.
    pub secrets: Vec<String>,
}

struct Session {
    client: Client,
    cookie: String,
}

/// Somebody new, whom an event may change.
struct Joined {
    email: String,
    client: Client,
    /// Secret of their second factor, once it was begun.
    secret: Option<String>,
    /// Whether their second factor is on.
    protected: bool,
}

/// Fills events.
pub struct Filling<'a> {
    world: &'a World,
    sessions: HashMap<String, Session>,
    joined: Option<Joined>,
    provider: Option<Provided>,
}

/// The company's identity provider.
struct Provided {
    provider: Provider,
    /// An answer of the provider, with the secret to finish with.
    answer: Option<(Returned, String)>,
}

impl<'a> Filling<'a> {
    /// Returns a filling with the values of a world.
    pub fn of(world: &'a World) -> Self {
        Self { world, sessions: HashMap::new(), joined: None, provider: None }
    }

    /// Returns the filled event of a binary. An event that ends or replaces a session gets a session of its own.
    pub async fn event(&mut self, binary: &str) -> Filled {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../events/{binary}.json"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        if binary.starts_with("auth-") {
            self.sessions.clear();
        }
        self.joined = None;
        if binary == "auth-begin-provider-sign-in" {
            self.has_provider().await;
        }
        let (mut filled, mut secrets) = (text, Vec::new());
        let mut found: HashMap<String, String> = HashMap::new();
        // The last one first: a placeholder may be within another.
        while let Some(start) = filled.rfind("${") {
            let length = filled[start..].find('}').expect("a placeholder has an end");
            let placeholder = filled[start + 2..start + length].to_owned();
            if !found.contains_key(&placeholder) {
                let value = self.value(&placeholder).await;
                found.insert(placeholder.clone(), value);
            }
            let value = &found[&placeholder];
            if ["token", "cookie", "email", "password", "invitation", "joined", "provider"]
                .iter()
                .any(|secret| placeholder.starts_with(secret))
                && tells(value)
            {
                secrets.push(value.clone());
            }
            // The value is within a JSON string.
            let quoted = Value::from(value.as_str()).to_string();
            filled.replace_range(start..=start + length, &quoted[1..quoted.len() - 1]);
        }
        let event: Value = serde_json::from_str(&filled).unwrap_or_else(|error| panic!("{binary}: {error}"));
        if let Some(body) = event["body"].as_str() {
            told_in(&serde_json::from_str(body).unwrap_or_default(), &mut secrets);
        }
        let asked = event["queryStringParameters"].as_object().into_iter().flat_map(|query| query.values());
        secrets.extend(asked.filter_map(Value::as_str).filter(|text| tells(text)).map(str::to_owned));
        Filled { event, secrets }
    }

    async fn value(&mut self, placeholder: &str) -> String {
        let mut parts = placeholder.split(':');
        let name = parts.next().unwrap_or_default();
        let given: Vec<&str> = parts.collect();
        match (name, given.as_slice()) {
            ("uuid", []) => Uuid::now_v7().to_string(),
            ("in_days", [days]) => in_days(days.parse().expect("a number of days")).to_string(),
            ("day_in", [days]) => {
                let there = in_days(days.parse().expect("a number of days"));
                there.to_zoned(TimeZone::UTC).date().to_string()
            }
            ("sha256", text) => sha256_hex(text.join(":").as_bytes()),
            ("password", _) => PASSWORD.to_owned(),
            ("email", [face, role]) => self.world.login(face, role).email.clone(),
            ("token", ["joined"]) => self.joined("token").await,
            ("token", ["protected"]) => self.joined("protected").await,
            ("token", [face, role]) => self.session(face, role).await.client.token().to_owned(),
            ("cookie", [face, role]) => self.session(face, role).await.cookie.clone(),
            ("invitation", [face, role]) => self.invitation(face, role).await.1,
            ("joined", [what]) => self.joined(what).await,
            ("provider", [what]) => self.provider(what).await,
            ("etag", [face, role, path]) => self.session(face, role).await.client.get(*path).await.expect(200).etag(),
            ("upload", [face, role]) => {
                let sent =
                    send_file(&self.session(face, role).await.client, "pairing.txt", "text/plain", b"lost at 08:14")
                        .await;
                sent["id"].as_str().expect("an id").to_owned()
            }
            ("solved", [face, role]) => {
                self.ticket(face, role, "resolve", json!({"text": "A licence was missing."})).await
            }
            ("shared", [face, role]) => {
                let colleague: PersonId = id_of("person", "jon-arne-eide");
                let client = &self.session(face, role).await.client;
                open(client, &json!({"participant_ids": [colleague]})).await.id()
            }
            ("held", [face, role]) => self.ticket(face, role, "hold", json!({"until": in_days(7)})).await,
            ("inbound", []) => {
                let fresh = Uuid::now_v7().simple();
                let subject = format!("A question {fresh}");
                let mail = format!("From: {fresh}@example.com\r\nSubject: {subject}\r\n\r\nDo you have pumps?");
                self.world.receive(mail).await;
                let client = &self.session("staff", "administrator").await.client;
                let all = client.all("/v1/inbound-mails", 100).await;
                let mail = all.iter().find(|mail| mail["subject"] == subject.as_str()).expect("it waits");
                mail["id"].as_str().expect("an id").to_owned()
            }
            ("import_file", [face, role]) => import_file(&self.session(face, role).await.client).await,
            ("import", [face, role]) => self.import(face, role).await,
            ("job", [face, role]) => {
                let parked =
                    self.session(face, role).await.client.get("/v1/jobs?state=parked").await.expect(200).json();
                parked["items"][0]["id"].as_str().expect("a parked job").to_owned()
            }
            ("article", [face, role]) => self.article(face, role).await,
            ("reviewed", [face, role]) => self.reviewed(face, role).await,
            ("redrafted", [face, role]) => {
                let id = self.reviewed(face, role).await;
                let client = &self.session(face, role).await.client;
                let publish = client.post(format!("/v1/articles/{id}/publish"), json!({})).if_match("\"2\"");
                publish.await.expect(200);
                client.put(format!("/v1/articles/{id}"), text("Wait.")).if_match("\"3\"").await.expect(200);
                id
            }
            ("canned", [face, role]) => {
                let name = format!("Restart {}", Uuid::now_v7().simple());
                let wanted = json!({"name": name, "text": "Turn it off and on.", "queue_id": null});
                let client = &self.session(face, role).await.client;
                client.post("/v1/canned-replies", wanted).await.expect(201).id()
            }
            ("product", [face, role]) => {
                let code = format!("P{}", &Uuid::now_v7().simple().to_string()[20..]);
                let wanted = json!({"name": format!("Pump {code}"), "code": code});
                self.session(face, role).await.client.post("/v1/products", wanted).await.expect(201).id()
            }
            ("purchase", [face, role, account, product, version]) => {
                let wanted = json!({"product_id": product, "version_id": version, "quantity": 1,
                    "purchased_on": "2026-03-02", "support_until": "2027-03-01"});
                let path = format!("/v1/accounts/{account}/entitlements");
                self.session(face, role).await.client.post(path, wanted).await.expect(201).id()
            }
            ("settings_draft", [face, role, section]) => {
                settings_draft(&self.session(face, role).await.client, section).await
            }
            ("settings_former", [face, role, section]) => {
                let admin = &self.session(face, role).await.client;
                let etag = settings_draft(admin, section).await;
                let publish = admin.post(format!("/v1/settings/{section}/publish"), json!({}));
                publish.if_match(etag).await.expect(200);
                admin.get(format!("/v1/settings/{section}")).await.expect(200).etag()
            }
            _ => panic!("nothing is known to fill ${{{placeholder}}}: tell tests/src/filling.rs, and scripts/invoke"),
        }
    }

    /// An import of accounts that this login has begun, and that is checked.
    async fn import(&mut self, face: &str, role: &str) -> String {
        let client = &self.session(face, role).await.client;
        let wanted = json!({"kind": "accounts", "key": "name", "upload_id": import_file(client).await});
        let id = client.post("/v1/imports", wanted).await.expect(201).id();
        self.world.sweep().await;
        id
    }

    /// An article that this login has just written.
    async fn article(&mut self, face: &str, role: &str) -> String {
        self.session(face, role).await.client.post("/v1/articles", text("Open the valve.")).await.expect(201).id()
    }

    /// An article that this login has just written and sent to review.
    async fn reviewed(&mut self, face: &str, role: &str) -> String {
        let id = self.article(face, role).await;
        let client = &self.session(face, role).await.client;
        client.post(format!("/v1/articles/{id}/review"), json!({})).if_match("\"1\"").await.expect(200);
        id
    }

    /// A new ticket of this login, which an agent has taken and done this to.
    async fn ticket(&mut self, face: &str, role: &str, wanted: &str, body: Value) -> String {
        let ticket = open(&self.session(face, role).await.client, &json!({})).await.id();
        let agent = &self.session("staff", "agent").await.client;
        act(agent, &ticket, "take", json!({})).await.expect(200);
        act(agent, &ticket, wanted, body).await.expect(200);
        ticket
    }

    /// Invites a new person; gives their e-mail address and the token of their link.
    async fn invitation(&mut self, face: &str, role: &str) -> (String, String) {
        let email = format!("i{}@people.example", Uuid::now_v7().simple());
        let wanted = json!({"name": "Ida Lund", "email": email, "hats": [{"kind": "employee", "role": "employee"}]});
        self.session(face, role).await.client.post("/v1/invitations", wanted).await.expect(201);
        self.world.sweep().await;
        let token = self.world.invitation(&email);
        (email, token)
    }

    /// A value of somebody who has just joined: the same person within an event.
    async fn joined(&mut self, what: &str) -> String {
        if self.joined.is_none() {
            let (email, token) = self.invitation("staff", "administrator").await;
            let answer = accept(self.world, &token, PASSWORD).await.expect(200);
            let client = self.world.nobody().with_session(&answer.json());
            self.joined = Some(Joined { email, client, secret: None, protected: false });
        }
        let (world, joined) = (self.world, self.joined.as_mut().expect("somebody"));
        match what {
            "email" => joined.email.clone(),
            "password" => PASSWORD.to_owned(),
            "token" => joined.client.token().to_owned(),
            "session" => {
                world.sign_in(&joined.email).await;
                let sessions = joined.client.get("/v1/me/sessions").await.expect(200).json();
                let items = sessions["items"].as_array().expect("sessions");
                let other = items.iter().find(|session| session["current"] == false).expect("another session");
                other["id"].as_str().expect("an id").to_owned()
            }
            "reset" => {
                let body = json!({"email": joined.email});
                world.nobody().post("/v1/password-resets", body).await.expect(202);
                world.sweep().await;
                world.mailed_link(&joined.email, "password")
            }
            "moving" => {
                let email = format!("m{}@people.example", Uuid::now_v7().simple());
                let body = json!({"email": email, "password": PASSWORD});
                joined.client.post("/v1/me/email", body).await.expect(202);
                world.sweep().await;
                world.mailed_link(&email, "email-change")
            }
            "code" => {
                world.nobody().post("/v1/sign-in-codes", json!({"email": joined.email})).await.expect(202);
                world.sweep().await;
                world.mailed_code(&joined.email)
            }
            "locked" => {
                joined.protect().await;
                let me = joined.client.get("/v1/me").await.expect(200).json();
                me["id"].as_str().expect("an id").to_owned()
            }
            "first" => joined.code().await,
            "protected" => {
                joined.protect().await;
                joined.client.token().to_owned()
            }
            "second" => {
                joined.protect().await;
                joined.code().await
            }
            "challenge" => {
                joined.protect().await;
                let body = json!({"email": joined.email, "password": PASSWORD});
                let answer = world.nobody().post("/v1/session", body).await.expect(200).json();
                answer["challenge"].as_str().expect("a challenge").to_owned()
            }
            _ => panic!("nothing is known of somebody's {what}"),
        }
    }

    /// Lets people sign in through an identity provider.
    async fn has_provider(&mut self) -> &mut Provided {
        if self.provider.is_none() {
            let provider = Provider::start(Some(PROVIDER_SECRET));
            let body = json!({"document": provider.settings(&["people.example"])});
            let (admin, path) =
                (&self.session("staff", "administrator").await.client, "/v1/settings/identity_provider");
            let etag = admin.get(path).await.expect(200).etag();
            admin.put(path, body).if_match(etag).await.expect(200);
            std::fs::write(self.world.provider_secrets(), json!({"test": PROVIDER_SECRET}).to_string())
                .expect("a file");
            self.provider = Some(Provided { provider, answer: None });
        }
        self.provider.as_mut().expect("a provider")
    }

    /// A value of an answer of the identity provider for somebody who has just joined.
    async fn provider(&mut self, what: &str) -> String {
        let email = self.joined("email").await;
        let nobody = self.world.nobody();
        let Provided { provider, answer } = self.has_provider().await;
        if answer.is_none() {
            let begin = nobody.request(Method::POST, "/v1/session/oidc").header("host", "portal.xyz.example");
            let begun = begin.await.expect(200).json();
            let returned = provider.sign_in(begun["url"].as_str().expect("an address"), &email);
            *answer = Some((returned, begun["secret"].as_str().expect("a secret").to_owned()));
        }
        let (returned, secret) = answer.as_ref().expect("an answer");
        match what {
            "state" => returned.state.clone(),
            "code" => returned.code.clone(),
            "secret" => secret.clone(),
            _ => panic!("nothing is known of the provider's {what}"),
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

/// Saves a draft of a section of the settings with another telephone number of support; gives its ETag.
async fn settings_draft(admin: &Client, section: &str) -> String {
    let published = admin.get(format!("/v1/settings/{section}")).await.expect(200).json();
    let path = format!("/v1/settings/{section}/draft");
    let etag = admin.get(&*path).await.expect(200).etag();
    let mut document = published["document"].clone();
    document["support_phone"] = json!(format!("+47 {}", Uuid::now_v7().as_u128() % 100_000_000));
    let body = json!({"document": document, "based_on": published["version"]});
    admin.put(&*path, body).if_match(etag).await.expect(200).etag()
}

impl Joined {
    /// The code of their app, which is set up if it was not.
    async fn code(&mut self) -> String {
        let secret = if let Some(secret) = &self.secret {
            secret.clone()
        } else {
            let begun = self.client.post("/v1/me/totp", json!({"password": PASSWORD})).await.expect(200).json();
            begun["secret"].as_str().expect("a secret").to_owned()
        };
        self.secret = Some(secret.clone());
        app_code(&secret, 0)
    }

    /// Turns their second factor on.
    async fn protect(&mut self) {
        if !self.protected {
            self.code().await;
            let secret = self.secret.as_deref().expect("a secret");
            // The code of the step before leaves the present one to sign in with.
            let body = json!({"code": app_code(secret, -1)});
            self.client.post("/v1/me/totp/confirm", body).await.expect(200);
            self.protected = true;
        }
    }
}
