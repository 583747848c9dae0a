//! Sending through the real SDK, and reading what was sent.

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::retry::RetryConfig;
use aws_sdk_sesv2::config::{BehaviorVersion, Region};
use aws_sdk_sesv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader, MessageTag};
use serde_json::{Value, json};

use super::*;
use crate::testing;

fn client(mailbox: &Mailbox) -> Client {
    let config = aws_sdk_sesv2::Config::builder()
        .region(Region::new(crate::REGION))
        .credentials_provider(testing::credentials())
        .http_client(testing::http_client())
        .endpoint_url(mailbox.url())
        .retry_config(RetryConfig::disabled())
        .behavior_version(BehaviorVersion::latest())
        .build();
    Client::from_conf(config)
}

fn part(text: &str) -> Content {
    Content::builder().data(text).charset("UTF-8").build().unwrap()
}

fn message(subject: &str) -> aws_sdk_sesv2::types::builders::MessageBuilder {
    let body = Body::builder().text(part("Plain.")).html(part("<p>Rich & <b>bold</b>.</p>")).build();
    Message::builder().subject(part(subject)).body(body)
}

async fn send(client: &Client, to: &str, message: Message) -> Result<String, SdkError<SendEmailError>> {
    let sent = client
        .send_email()
        .from_email_address("XYZ Co. <support@xyz.example>")
        .destination(Destination::builder().to_addresses(to).build())
        .content(EmailContent::builder().simple(message).build())
        .email_tags(MessageTag::builder().name("kind").value("ticket_opened").build().unwrap())
        .send()
        .await?;
    Ok(sent.message_id.unwrap())
}

async fn get(mailbox: &Mailbox, path: &str) -> (u16, String) {
    let answer = reqwest::get(format!("{}{path}", mailbox.url())).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn get_json(mailbox: &Mailbox, path: &str) -> Value {
    serde_json::from_str(&get(mailbox, path).await.1).unwrap()
}

#[tokio::test]
async fn what_is_sent_can_be_read_newest_first() {
    let mailbox = Mailbox::in_memory().unwrap();
    let client = client(&mailbox);
    let header = MessageHeader::builder().name("X-Portico-Ticket").value("T-1042").build().unwrap();
    let first = send(&client, "Ann <ann@customer.example>", message("First").headers(header).build()).await.unwrap();
    let second = send(&client, "ann@customer.example", message("Second").build()).await.unwrap();
    send(&client, "bob@customer.example", message("Third").build()).await.unwrap();

    let listed = get_json(&mailbox, "/messages?to=ANN@customer.example").await;
    let ids: Vec<_> = listed["items"].as_array().unwrap().iter().map(|mail| mail["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [second.as_str(), first.as_str()]);
    assert_eq!(listed["total"], 2);
    assert_eq!(get_json(&mailbox, "/messages").await["total"], 3);
    assert_eq!(get_json(&mailbox, "/messages?limit=1").await["items"].as_array().unwrap().len(), 1);
    assert_eq!(get_json(&mailbox, "/messages?to=nobody@customer.example").await["items"], json!([]));

    let mut one = get_json(&mailbox, &format!("/messages/{first}")).await;
    let at: jiff::Timestamp = one["at"].take().as_str().unwrap().parse().unwrap();
    assert!(at <= jiff::Timestamp::now());
    one.as_object_mut().unwrap().remove("at");
    assert_eq!(
        one,
        json!({
            "id": first,
            "to": ["Ann <ann@customer.example>"],
            "from": "XYZ Co. <support@xyz.example>",
            "subject": "First",
            "text": "Plain.",
            "html": "<p>Rich & <b>bold</b>.</p>",
            "headers": {"X-Portico-Ticket": "T-1042"},
            "tags": {"kind": "ticket_opened"}
        })
    );
    assert_eq!(get(&mailbox, "/messages/unknown").await.0, 404);
}

#[tokio::test]
async fn refusals_are_the_sdks_own_errors() {
    let mailbox = Mailbox::in_memory().unwrap();
    let client = client(&mailbox);
    let rejected = send(&client, "Rejected <reject.me@customer.example>", message("No").build()).await.unwrap_err();
    assert!(rejected.into_service_error().is_message_rejected());

    mailbox.throttle(true);
    let throttled = send(&client, "ann@customer.example", message("Later").build()).await.unwrap_err();
    assert_eq!(throttled.raw_response().unwrap().status().as_u16(), 429);
    assert!(throttled.into_service_error().is_too_many_requests_exception());
    let switch = reqwest::Client::new().put(format!("{}/throttling", mailbox.url()));
    assert!(switch.json(&json!({"on": false})).send().await.unwrap().status().is_success());
    send(&client, "ann@customer.example", message("Now").build()).await.unwrap();

    let address = send(&client, "nowhere", message("No").build()).await.unwrap_err();
    assert!(address.into_service_error().is_bad_request_exception());
    let broken = MessageHeader::builder().name("X-Broken").value("a\r\nBcc: all@customer.example").build().unwrap();
    let header = send(&client, "ann@customer.example", message("No").headers(broken).build()).await.unwrap_err();
    assert!(header.into_service_error().is_bad_request_exception());
    let empty = Message::builder().subject(part("No")).body(Body::builder().build()).build();
    assert!(
        send(&client, "ann@customer.example", empty).await.unwrap_err().into_service_error().is_bad_request_exception()
    );
    let tag = client
        .send_email()
        .from_email_address("support@xyz.example")
        .destination(Destination::builder().to_addresses("ann@customer.example").build())
        .content(EmailContent::builder().simple(message("No").build()).build())
        .email_tags(MessageTag::builder().name("kind").value("with a blank").build().unwrap());
    let refused = tag.send().await.unwrap_err().into_service_error();
    assert_eq!(refused.code(), Some("BadRequestException"));
    assert!(refused.message().unwrap().contains("tag"));

    assert_eq!(mailbox.messages(None).len(), 1);
}

#[tokio::test]
async fn what_is_not_a_signed_request_is_refused_in_the_shape_of_aws() {
    let mailbox = Mailbox::in_memory().unwrap();
    let url = format!("{}/v2/email/outbound-emails", mailbox.url());
    let unsigned = reqwest::Client::new().post(&url).body("{}").send().await.unwrap();
    assert_eq!(unsigned.status(), 403);
    assert_eq!(unsigned.headers()["x-amzn-errortype"], "UnrecognizedClientException");
    let signed = format!(
        "AWS4-HMAC-SHA256 Credential={ACCESS}/20260101/us-east-1/ses/aws4_request, SignedHeaders=host, Signature=0",
        ACCESS = crate::ACCESS_KEY_ID
    );
    let broken = reqwest::Client::new().post(&url).header("authorization", signed).body("{").send().await.unwrap();
    assert_eq!(broken.status(), 400);
    assert_eq!(broken.headers()["x-amzn-errortype"], "BadRequestException");
    assert!(broken.json::<Value>().await.unwrap()["message"].is_string());
}

#[tokio::test]
async fn mails_on_disk_are_there_after_a_restart_without_what_was_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let first = Mailbox::start(net::listen(0).unwrap(), Storage::Folder(folder.path())).unwrap();
    let kept = send(&client(&first), "ann@customer.example", message("Kept\u{2028}é").build()).await.unwrap();
    first.stop().await;
    let file = file_in(folder.path());
    let mut bytes = std::fs::read(&file).unwrap();
    let whole = bytes.len();
    bytes.extend_from_slice(b"{\"id\":\"half");
    std::fs::write(&file, bytes).unwrap();

    let second = Mailbox::start(net::listen(0).unwrap(), Storage::Folder(folder.path())).unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().len(), u64::try_from(whole).unwrap());
    send(&client(&second), "bob@customer.example", message("Next").build()).await.unwrap();
    second.stop().await;

    let third = Mailbox::start(net::listen(0).unwrap(), Storage::Folder(folder.path())).unwrap();
    let subjects: Vec<_> = third.messages(None).iter().map(|mail| mail.subject.clone()).collect();
    assert_eq!(subjects, ["Next", "Kept\u{2028}é"]);
    assert_eq!(third.messages(Some("ann@customer.example"))[0].id, kept);
}

#[tokio::test]
async fn the_page_shows_a_mail_and_lets_nothing_of_it_out() {
    let mailbox = Mailbox::in_memory().unwrap();
    assert!(get(&mailbox, "/").await.1.contains("No mail yet"));

    let evil = "\"><script>alert(1)</script>";
    let body =
        Body::builder().text(part(&format!("text {evil}"))).html(part(&format!("<p title='a'>{evil}</p>"))).build();
    let mail = Message::builder().subject(part(&format!("Subject {evil}"))).body(body).build();
    let id = send(&client(&mailbox), "ann@customer.example", mail).await.unwrap();

    let answer = reqwest::get(format!("{}/?id={id}", mailbox.url())).await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"), "{policy}");
    let page = answer.text().await.unwrap();
    assert!(!page.contains("<script"), "{page}");
    let frame = page.split("<iframe").nth(1).unwrap().split("></iframe>").next().unwrap();
    assert!(frame.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""), "{frame}");
    assert!(frame.contains("&lt;script&gt;") && !frame.contains('<'), "{frame}");
    assert!(page.contains("text &quot;&gt;&lt;script&gt;"), "{page}");

    let filtered = get(&mailbox, "/?to=%22%3E%3Cscript%3E").await.1;
    assert!(!filtered.contains("<script") && filtered.contains("Nothing was sent to"), "{filtered}");
    assert_eq!(get(&mailbox, "/?id=unknown").await.0, 404);
}

async fn post(mailbox: &Mailbox, path: &str, body: &str) -> (u16, String) {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = client.post(format!("{}{path}", mailbox.url())).body(body.to_owned()).send().await.unwrap();
    let to = answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    (answer.status().as_u16(), to)
}

#[tokio::test]
async fn an_answer_from_the_page_is_a_raw_message() {
    let mailbox = Mailbox::in_memory().unwrap();
    let address = "reply+00112233445566778899aabbccddeeff@reply.xyz.example";
    let subject = "T-1042: Pumpen står";
    let references = MessageHeader::builder().name("References").value("<ticket.1@reply.xyz.example>").build().unwrap();
    let sent = client(&mailbox)
        .send_email()
        .from_email_address("XYZ Co. <support@xyz.example>")
        .reply_to_addresses(address)
        .destination(Destination::builder().to_addresses("ann@customer.example").build())
        .content(EmailContent::builder().simple(message(subject).headers(references).build()).build())
        .send()
        .await
        .unwrap();
    let id = sent.message_id.unwrap();
    assert!(!get(&mailbox, &format!("/?id={id}")).await.1.contains("Your answer"), "nobody reads it");
    assert_eq!(post(&mailbox, "/reply", &format!("id={id}&text=Yes")).await.0, 404);

    let received = Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = Arc::clone(&received);
    mailbox.receive_by(Arc::new(move |raw| {
        kept.lock().unwrap().push(String::from_utf8(raw).unwrap());
        Box::pin(async { Ok(()) })
    }));
    assert!(get(&mailbox, &format!("/?id={id}")).await.1.contains("Your answer"));
    let (status, to) = post(&mailbox, "/reply", &format!("id={id}&text=It+is+back%0D%0AThanks")).await;
    assert_eq!((status, to.as_str()), (303, format!("/?id={id}&answered=1").as_str()));
    assert!(get(&mailbox, &to).await.1.contains("The answer was handed over."));
    assert_eq!(post(&mailbox, "/inbound", "From: a@b.example\r\n\r\nHello").await.0, 204);
    assert_eq!(post(&mailbox, "/reply", "id=none&text=x").await.0, 404);
    assert_eq!(post(&mailbox, "/reply", "text=x").await.0, 400);

    let received = received.lock().unwrap();
    assert_eq!(received.len(), 2);
    let (head, body) = received[0].split_once("\r\n\r\n").unwrap();
    for line in [
        "From: ann@customer.example",
        &format!("To: {address}"),
        "Subject: =?UTF-8?B?",
        "Message-ID: <",
        &format!("References: <ticket.1@reply.xyz.example> <{id}@mailbox.example>"),
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    let body: String = body.split_whitespace().collect();
    let text = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.starts_with("It is back\nThanks\n\nOn ") && text.ends_with("wrote:\n\n> Plain.\n"), "{text}");
}
