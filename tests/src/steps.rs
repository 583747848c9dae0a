//! Steps that many tests take on their way, each through the API as a portal would.

#![allow(clippy::missing_panics_doc, reason = "a step that fails ends the test")]

use crate::client::{Answer, Client, Request};
use crate::samples::supported;
use crate::world::World;
use portico_domain::ids::TicketId;
use portico_http::hash::sha256_hex;
use serde_json::{Value, json};

/// Ticket that a customer of Halvorsen Marine or Brink & Vos can submit as it is. It goes to the queue `powerplus`, and
/// with a premium plan to no particular agent.
pub fn new_ticket() -> Value {
    let (product, version) = supported();
    json!({
        "type": "issue",
        "severity": "critical",
        "synopsis": "Simultaneous login failure since the last update",
        "description": "Two people cannot sign in at once.\n\n* since this morning\n* on all machines",
        "product_id": product,
        "version_id": version,
    })
}

/// Fields of a ticket of which only its requester is notified by mail: no agent is given it, and it alarms no queue.
pub fn quiet() -> Value {
    json!({"type": "question", "severity": "high", "product_id": null, "version_id": null})
}

/// Request that a partner or an employee can submit as it is.
pub fn request() -> Value {
    json!({
        "type": "request",
        "severity": "medium",
        "synopsis": "Please open the demo system for next week",
        "description": "We show it on *Tuesday*.",
    })
}

/// Returns the time a day from now, as requests write it.
pub fn tomorrow() -> String {
    (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24)).to_string()
}

/// Returns the body with some other fields.
pub fn with(mut body: Value, fields: &Value) -> Value {
    let (Some(body_fields), Some(fields)) = (body.as_object_mut(), fields.as_object()) else {
        panic!("objects are wanted");
    };
    for (name, value) in fields {
        body_fields.insert(name.clone(), value.clone());
    }
    body
}

/// Returns the body without a field.
pub fn without(mut body: Value, field: &str) -> Value {
    body.as_object_mut().expect("an object").remove(field);
    body
}

/// Opens a ticket.
pub async fn open(client: &Client, fields: &Value) -> Answer {
    client.post("/v1/tickets", with(new_ticket(), fields)).await.expect(201)
}

/// The id in an answer, as the domain has it.
pub fn ticket_id(answer: &Answer) -> TicketId {
    answer.id().parse().expect("the id of a ticket")
}

/// Accepts an invitation.
pub fn accept(world: &World, token: &str, password: &str) -> Request {
    world.nobody().post("/v1/invitations/accept", json!({"token": token, "password": password}))
}

/// Code of an authenticator app that has this secret, so many steps from now.
pub fn app_code(secret: &str, steps: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("a secret in base32");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("a secret that is long enough");
    let at = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(30 * steps);
    totp.generate(at.as_second().unsigned_abs()).to_string()
}

/// Announcement of a file before its bytes are sent.
pub fn announcement(name: &str, media_type: &str, bytes: &[u8]) -> Value {
    json!({"name": name, "size": bytes.len(), "media_type": media_type, "sha256": sha256_hex(bytes)})
}

/// Announces a file and sends its bytes, as a browser would; the answer is that of the announcement.
pub async fn send_file(client: &Client, name: &str, media_type: &str, bytes: &[u8]) -> Value {
    let link = client.post("/v1/uploads", announcement(name, media_type, bytes)).await.expect(201).json();
    let sent = put(&link, bytes).await;
    assert!(sent.status().is_success(), "{name} was not taken: {}", sent.status());
    link
}

/// Sends bytes to the address in an announcement.
pub async fn put(link: &Value, bytes: &[u8]) -> reqwest::Response {
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let mut request = http.put(link["url"].as_str().expect("an address")).body(bytes.to_vec());
    // The client that sends the bytes also sends their number, as a browser does.
    let headers = link["headers"].as_object().expect("headers").iter().filter(|(name, _)| *name != "content-length");
    for (name, value) in headers {
        request = request.header(name, value.as_str().expect("a text"));
    }
    request.send().await.expect("an answer")
}

/// Uploads a file up to where a record can claim it, and gives its id.
pub async fn upload(client: &Client, name: &str, media_type: &str, bytes: &[u8]) -> String {
    let link = send_file(client, name, media_type, bytes).await;
    let id = link["id"].as_str().expect("an id").to_owned();
    client.post(format!("/v1/uploads/{id}/complete"), json!({})).await.expect(200);
    id
}

/// Fetches what a download link leads to: the media type, the disposition and the bytes.
pub async fn fetch(url: &str) -> (String, String, Vec<u8>) {
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let answer = http.get(url).send().await.expect("an answer").error_for_status().expect("a file");
    let text =
        |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (media_type, disposition) = (text("content-type"), text("content-disposition"));
    (media_type, disposition, answer.bytes().await.expect("the bytes").to_vec())
}

/// The current version of a ticket.
pub async fn etag(client: &Client, ticket: &str) -> String {
    client.get(format!("/v1/tickets/{ticket}")).await.expect(200).etag()
}

/// Does something to the current version of a ticket.
pub async fn act(client: &Client, ticket: &str, act: &str, body: Value) -> Answer {
    let etag = etag(client, ticket).await;
    client.post(format!("/v1/tickets/{ticket}/{act}"), body).if_match(etag).await
}

/// A time to put a ticket off until.
pub fn in_two_days() -> jiff::Timestamp {
    jiff::Timestamp::now() + jiff::SignedDuration::from_hours(48)
}
