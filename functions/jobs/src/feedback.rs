//! Bounces and complaints, which the mail service reports as events of its configuration set. Each leaves a touch on
//! the recipient of the mail. An address that refuses mail permanently gets no more.
//! <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html>
//!
//! An event may come twice, and may fail after some of its recipients were dealt with. Repeating it writes the same
//! again, or nothing.

use jiff::Timestamp;
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::mail::JOB_HEADER;
use portico_domain::people::mail::MailFeedback;
use portico_domain::people::ports::Credentials;
use portico_http::hash::sha256_hex;
use portico_http::retry;
use serde::Deserialize;
use std::sync::Arc;
use uuid::{Builder, Uuid};

/// Largest number of tries to write one person's feedback while their record changes.
const MOST_TRIES: usize = 4;

/// Event as EventBridge delivers it.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    detail: Detail,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "eventType")]
enum Detail {
    Bounce {
        bounce: Bounce,
        mail: Sent,
    },
    Complaint {
        complaint: Complaint,
        mail: Sent,
    },
    /// Deliveries and all other events that a configuration set can report.
    #[serde(other)]
    Other,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    #[serde(rename = "bounceType")]
    lasts: String,
    #[serde(rename = "bounceSubType")]
    reason: String,
    bounced_recipients: Vec<Recipient>,
    timestamp: Timestamp,
    feedback_id: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    complained_recipients: Vec<Recipient>,
    #[serde(rename = "complaintFeedbackType")]
    reason: Option<String>,
    timestamp: Timestamp,
    feedback_id: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
}

/// Mail that the event is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    message_id: String,
    #[serde(default)]
    headers: Vec<Header>,
}

#[derive(Clone, Debug, Deserialize)]
struct Header {
    name: String,
    value: String,
}

/// Feedback of one event: its kind, addresses and mail.
struct Feedback {
    returned: MailFeedback,
    addresses: Vec<String>,
    detail: String,
    at: Timestamp,
    id: String,
    mail: Sent,
}

impl Event {
    fn feedback(self) -> Option<Feedback> {
        let addresses = |recipients: Vec<Recipient>| recipients.iter().map(Recipient::address).collect();
        match self.detail {
            Detail::Bounce { bounce, mail } => Some(Feedback {
                // An undetermined bounce may concern this mail alone.
                returned: if bounce.lasts == "Permanent" { MailFeedback::Permanent } else { MailFeedback::Transient },
                addresses: addresses(bounce.bounced_recipients),
                detail: word(&bounce.reason),
                at: bounce.timestamp,
                id: bounce.feedback_id,
                mail,
            }),
            // The recipient reported that the mail is not spam.
            Detail::Complaint { complaint, .. } if complaint.reason.as_deref() == Some("not-spam") => None,
            Detail::Complaint { complaint, mail } => Some(Feedback {
                returned: MailFeedback::Complaint,
                addresses: addresses(complaint.complained_recipients),
                detail: word(&complaint.reason.unwrap_or_default()),
                at: complaint.timestamp,
                id: complaint.feedback_id,
                mail,
            }),
            Detail::Other => None,
        }
    }
}

impl Recipient {
    /// Returns the bare address: the event may have `Kari <kari@example.com>`.
    fn address(&self) -> String {
        let bare = self.email_address.rsplit_once('<').map_or(&*self.email_address, |(_, rest)| rest);
        bare.trim_end_matches('>').trim().to_lowercase()
    }
}

impl Feedback {
    /// Act for one address and try. Its touch's ID is derived from the event, so a repeated event leaves one touch.
    fn act(&self, address: &str, tries: usize) -> ActionContext {
        let hash = sha256_hex(format!("{}\n{address}\n{tries}", self.id).as_bytes());
        let mut random = [0_u8; 10];
        let digits = hash.as_bytes().chunks_exact(2).map(|pair| std::str::from_utf8(pair).unwrap_or_default());
        for (byte, digits) in random.iter_mut().zip(digits) {
            *byte = u8::from_str_radix(digits, 16).unwrap_or_default();
        }
        let millis = u64::try_from(self.at.as_millisecond()).unwrap_or_default();
        let id = Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
        let job = self.mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case(JOB_HEADER));
        // The touch of the mail's own job has this as its request too.
        let job = job.filter(|header| Uuid::try_parse(&header.value).is_ok());
        ActionContext {
            caller: Caller::system(),
            action: Action::ReturnMail,
            now: self.at,
            request_id: job.map_or_else(|| self.mail.message_id.clone(), |header| header.value.clone()),
            ids: IdGenerator(Arc::new(move || id)),
        }
    }
}

/// Reduces a text of the mail service to one word, because it may name an address.
fn word(text: &str) -> String {
    text.chars().filter(|ticket_mail| ticket_mail.is_ascii_alphanumeric() || *ticket_mail == '-').take(40).collect()
}

/// Records the feedback of one event for each address.
pub async fn handle_feedback<S: Credentials + Commit + Sync>(store: &S, event: Event) -> Result<(), Error> {
    let Some(feedback) = event.feedback() else { return Ok(()) };
    let mut unknown = 0;
    for address in &feedback.addresses {
        if !of_one(store, &feedback, address).await? {
            unknown += 1;
        }
    }
    let returned = |what| if feedback.returned == what { feedback.addresses.len() } else { 0 };
    tracing::info!(
        operation = "take_back_mail",
        request_id = feedback.act("", 0).request_id,
        bounced = returned(MailFeedback::Permanent),
        delayed = returned(MailFeedback::Transient),
        complained = returned(MailFeedback::Complaint),
        // The person has another address by now, or is gone.
        unknown,
        "mail feedback"
    );
    Ok(())
}

/// Writes the feedback for one address; returns false if nobody has it.
async fn of_one<S: Credentials + Commit>(store: &S, feedback: &Feedback, address: &str) -> Result<bool, Error> {
    retry!(MOST_TRIES, |number| {
        let Some(credential) = store.credential(address).await? else { return Ok(false) };
        let act = feedback.act(address, number - 1);
        let change = credential.person.mail_returned(&act, feedback.returned, feedback.at, &feedback.detail);
        let Some(change) = change else { return Ok(true) };
        store.commit(change).await?;
        Ok(true)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_however_it_is_written() {
        for (written, address) in [
            ("kari@example.com", "kari@example.com"),
            ("Kari@Example.COM", "kari@example.com"),
            ("\"Lie, Kari\" <kari@example.com>", "kari@example.com"),
        ] {
            assert_eq!(Recipient { email_address: written.into() }.address(), address);
        }
    }

    #[test]
    fn what_the_service_says_is_kept_as_a_word() {
        assert_eq!(word("OnAccountSuppressionList"), "OnAccountSuppressionList");
        assert_eq!(word("smtp; 550 <kari@example.com> is unknown"), "smtp550kariexamplecomisunknown");
        assert_eq!(word(&"x".repeat(100)).len(), 40);
    }
}
