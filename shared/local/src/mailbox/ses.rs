//! `SendEmail` of the SES API v2, with the checks of SES a sender could trip over.
//! <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html>

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Shared;
use super::store::{Mail, bare};
use crate::ACCESS_KEY_ID;

/// Limits of SES.
const MOST_RECIPIENTS: usize = 50;
const MOST_HEADERS: usize = 15;
const LONGEST_HEADER_NAME: usize = 126;
const LONGEST_HEADER_VALUE: usize = 870;
const LONGEST_TAG: usize = 256;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendEmail {
    from_email_address: Option<String>,
    #[serde(default)]
    destination: Destination,
    #[serde(default)]
    reply_to_addresses: Vec<String>,
    content: Content,
    #[serde(default)]
    email_tags: Vec<NameAndValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Destination {
    #[serde(rename = "ToAddresses")]
    to: Vec<String>,
    #[serde(rename = "CcAddresses")]
    cc: Vec<String>,
    #[serde(rename = "BccAddresses")]
    bcc: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Content {
    simple: Option<Simple>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Simple {
    subject: Part,
    body: Body,
    #[serde(default)]
    headers: Vec<NameAndValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    text: Option<Part>,
    html: Option<Part>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Part {
    data: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NameAndValue {
    name: String,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Sent<'a> {
    message_id: &'a str,
}

/// A refusal in the shape of AWS's JSON protocols: the kind in a header, the words in the body.
#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    kind: &'static str,
    message: String,
}

#[derive(Serialize)]
struct RefusalJson {
    message: String,
}

impl Refusal {
    fn bad_request(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, kind: "BadRequestException", message: message.into() }
    }

    fn rejected(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, kind: "MessageRejected", message: message.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, [("x-amzn-errortype", self.kind)], Json(RefusalJson { message: self.message })).into_response()
    }
}

pub(super) async fn send_email(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    match accept(&shared, &headers, &body).await {
        Ok(id) => Json(Sent { message_id: &id }).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

async fn accept(shared: &Shared, headers: &HeaderMap, body: &[u8]) -> Result<String, Refusal> {
    must_be_signed(headers)?;
    if shared.throttling.load(Ordering::SeqCst) {
        return Err(Refusal {
            status: StatusCode::TOO_MANY_REQUESTS,
            kind: "TooManyRequestsException",
            message: "Maximum sending rate exceeded.".to_owned(),
        });
    }
    let email: SendEmail = serde_json::from_slice(body)
        .map_err(|error| Refusal::bad_request(format!("The request cannot be read: {error}")))?;
    let mail = check(email)?;
    let id = mail.id.clone();
    shared.store.add(mail).await.map_err(|error| {
        tracing::error!(%error, "a mail could not be kept");
        Refusal {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            kind: "InternalServiceErrorException",
            message: "The mail could not be kept.".to_owned(),
        }
    })?;
    Ok(id)
}

/// The signature itself is not verified: the mailbox is reached from this machine only.
fn must_be_signed(headers: &HeaderMap) -> Result<(), Refusal> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let credential = authorization.strip_prefix("AWS4-HMAC-SHA256 Credential=").unwrap_or_default();
    let scope = credential.split(',').next().unwrap_or_default();
    if scope.starts_with(&format!("{ACCESS_KEY_ID}/")) && scope.ends_with("/ses/aws4_request") {
        return Ok(());
    }
    Err(Refusal {
        status: StatusCode::FORBIDDEN,
        kind: "UnrecognizedClientException",
        message: "The security token included in the request is invalid.".to_owned(),
    })
}

fn check(email: SendEmail) -> Result<Mail, Refusal> {
    let Some(simple) = email.content.simple else {
        return Err(Refusal::bad_request("Only simple content is taken here."));
    };
    let Some(from) = email.from_email_address else {
        return Err(Refusal::bad_request("The from address is missing."));
    };
    if simple.body.text.is_none() && simple.body.html.is_none() {
        return Err(Refusal::bad_request("The body has neither text nor HTML."));
    }
    let mail = Mail {
        id: Uuid::now_v7().to_string(),
        to: email.destination.to,
        cc: email.destination.cc,
        bcc: email.destination.bcc,
        reply_to: email.reply_to_addresses,
        from,
        subject: simple.subject.data,
        text: simple.body.text.map(|part| part.data),
        html: simple.body.html.map(|part| part.data),
        headers: pairs(simple.headers, MOST_HEADERS, "header", is_header)?,
        tags: pairs(email.email_tags, usize::MAX, "tag", is_tag)?,
        at: Timestamp::now(),
    };
    check_addresses(&mail)?;
    Ok(mail)
}

fn check_addresses(mail: &Mail) -> Result<(), Refusal> {
    let count = mail.recipients().count();
    if count == 0 {
        return Err(Refusal::bad_request("There is no recipient."));
    }
    if count > MOST_RECIPIENTS {
        return Err(Refusal::rejected(format!("There are {count} recipients; at most {MOST_RECIPIENTS} are taken.")));
    }
    let others = mail.reply_to.iter().map(String::as_str).chain([mail.from.as_str()]);
    for address in mail.recipients().chain(others) {
        let address = bare(address);
        let parts = address.rsplit_once('@').filter(|(local, domain)| !local.is_empty() && !domain.is_empty());
        if parts.is_none() || address.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(Refusal::bad_request("An address is not of the form local@domain."));
        }
    }
    // The stand-in for the addresses SES refuses to send to.
    if mail.recipients().any(|address| bare(address).to_ascii_lowercase().starts_with("reject")) {
        return Err(Refusal::rejected("Address is on the suppression list."));
    }
    if mail.subject.contains(['\r', '\n']) {
        return Err(Refusal::bad_request("The subject has more than one line."));
    }
    Ok(())
}

fn pairs(
    given: Vec<NameAndValue>,
    most: usize,
    what: &str,
    acceptable: fn(&NameAndValue) -> bool,
) -> Result<BTreeMap<String, String>, Refusal> {
    if given.len() > most {
        return Err(Refusal::bad_request(format!("At most {most} {what}s are taken.")));
    }
    if let Some(bad) = given.iter().find(|pair| !acceptable(pair)) {
        return Err(Refusal::bad_request(format!("The {what} {} has a name or value that is not allowed.", bad.name)));
    }
    let count = given.len();
    let pairs: BTreeMap<_, _> = given.into_iter().map(|pair| (pair.name, pair.value)).collect();
    if pairs.len() < count {
        return Err(Refusal::bad_request(format!("A {what} is given twice.")));
    }
    Ok(pairs)
}

fn is_header(pair: &NameAndValue) -> bool {
    let name_fits = (1..=LONGEST_HEADER_NAME).contains(&pair.name.len());
    let value_fits = (1..=LONGEST_HEADER_VALUE).contains(&pair.value.len());
    name_fits
        && value_fits
        && pair.name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':')
        && pair.value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

fn is_tag(pair: &NameAndValue) -> bool {
    let plain = |text: &str| {
        (1..=LONGEST_TAG).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    };
    plain(&pair.name) && plain(&pair.value)
}
