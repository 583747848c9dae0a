//! The contract of the mail port, on the embedded mailbox.

use portico_aws::{FromEnv, Ses};
use portico_domain::ids::JobId;
use portico_domain::mail::{Mail, MailError, Mailer};
use portico_local::mailbox::Mailbox;
use portico_tests::stores::{MAIL_FROM, local_config};
use uuid::Uuid;

fn stand() -> (Ses, Mailbox) {
    let mailbox = Mailbox::in_memory().unwrap();
    let mut config = local_config();
    config.endpoints.ses = Some(mailbox.url());
    (Ses::from_config(&config).unwrap(), mailbox)
}

fn mail(to: &str) -> Mail {
    Mail {
        to: to.into(),
        subject: "T-1042: Pumpen står 🚢".into(),
        text: "We have it.\nBergen, søndag.".into(),
        html: "<p>We have it.</p>".into(),
        job: JobId(Uuid::now_v7()),
        reply_to: None,
        thread: None,
    }
}

#[tokio::test]
async fn answers_go_to_their_own_address_and_mails_of_a_record_are_together() {
    let (ses, mailbox) = stand();
    let address = "reply+00112233445566778899aabbccddeeff@reply.xyz.example";
    let thread = "<ticket.1@xyz.example>";
    let answered = Mail { reply_to: Some(address.into()), thread: Some(thread.into()), ..mail("ola@example.com") };
    ses.send(&answered).await.unwrap();
    let arrived = &mailbox.messages(Some("ola@example.com"))[0];
    assert_eq!(arrived.reply_to, [address]);
    for name in ["In-Reply-To", "References"] {
        assert_eq!(arrived.headers.get(name).map(String::as_str), Some(thread), "{name}");
    }
    ses.send(&mail("kim@example.com")).await.unwrap();
    let arrived = &mailbox.messages(Some("kim@example.com"))[0];
    assert!(arrived.reply_to.is_empty() && !arrived.headers.contains_key("References"));
}

#[tokio::test]
async fn a_mail_arrives_with_both_its_parts() {
    let (ses, mailbox) = stand();
    let mail = mail("kari@example.com");
    ses.send(&mail).await.unwrap();
    let messages = mailbox.messages(Some("kari@example.com"));
    assert_eq!(messages.len(), 1);
    let arrived = &messages[0];
    assert_eq!((arrived.from.as_str(), &arrived.to), (MAIL_FROM, &vec![mail.to]));
    assert_eq!(arrived.subject, mail.subject);
    assert_eq!((arrived.text.as_ref(), arrived.html.as_ref()), (Some(&mail.text), Some(&mail.html)));
}

#[tokio::test]
async fn a_repeated_mail_can_be_recognised() {
    let (ses, mailbox) = stand();
    let mail = mail("kari@example.com");
    ses.send(&mail).await.unwrap();
    ses.send(&mail).await.unwrap();
    let messages = mailbox.messages(None);
    assert_eq!(messages.len(), 2);
    let job = mail.job.to_string();
    assert!(messages.iter().all(|arrived| arrived.headers.get("X-Portico-Job") == Some(&job)));
}

#[tokio::test]
async fn what_will_never_be_taken_is_refused() {
    let (ses, mailbox) = stand();
    for to in ["reject.me@example.com", "no address"] {
        let failure = ses.send(&mail(to)).await.unwrap_err();
        assert!(matches!(failure, MailError::Refused(_)), "{to}: {failure:?}");
    }
    assert_eq!(mailbox.messages(None), []);
}

#[tokio::test]
async fn too_many_at_once_may_go_later() {
    let (ses, mailbox) = stand();
    mailbox.throttle(true);
    let failure = ses.send(&mail("kari@example.com")).await.unwrap_err();
    assert!(matches!(failure, MailError::Unavailable(_)), "{failure:?}");
    mailbox.throttle(false);
    ses.send(&mail("kari@example.com")).await.unwrap();
}

#[tokio::test]
async fn a_service_that_is_away_may_come_back() {
    let mut config = local_config();
    // Nothing listens on the port of discard.
    config.endpoints.ses = Some("http://127.0.0.1:9".into());
    let failure = Ses::from_config(&config).unwrap().send(&mail("kari@example.com")).await.unwrap_err();
    assert!(matches!(failure, MailError::Unavailable(_)), "{failure:?}");
}
