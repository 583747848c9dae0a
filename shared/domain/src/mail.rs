//! A mail to be handed over, and the port that takes it.

use crate::ids::JobId;
use std::future::Future;

/// Header of every mail that is handed over, with the ID of its job. A mail that comes in with it has gone in a circle.
pub const JOB_HEADER: &str = "X-Portico-Job";

/// A mail to be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Recipient of the mail.
    pub to: String,
    /// Subject, on one line.
    pub subject: String,
    /// Body as plain text.
    pub text: String,
    /// Body as HTML.
    pub html: String,
    /// Job that sends the mail. It identifies repeated deliveries.
    pub job: JobId,
    /// Address that answers go to, if they are read.
    pub reply_to: Option<String>,
    /// Message ID that all mails about the same record refer to, so that mail programs show them together.
    pub thread: Option<String>,
}

/// Reason why a mail was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The mail may be accepted later.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// The mail will never be accepted: the address or the content was refused.
    #[error("refused: {0}")]
    Refused(String),
}

/// Port that hands mails over to the mail service.
pub trait Mailer {
    /// Hands a mail over.
    fn send(&self, mail: &Mail) -> impl Future<Output = Result<(), MailError>> + Send;
}
