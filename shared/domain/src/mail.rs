//! A mail to be handed over, and the port that takes it.

use crate::ids::JobId;
use std::future::Future;

/// A mail to be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Recipient of the mail.
    pub to: String,
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
    /// Which job owes it: repeated deliveries can be recognised by it.
    pub job: JobId,
}

/// Why a mail was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Later it may be.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// It never will be: the address or the content was refused.
    #[error("refused: {0}")]
    Refused(String),
}

/// Hands mail over.
pub trait Mailer {
    /// Hands a mail over.
    fn send(&self, mail: &Mail) -> impl Future<Output = Result<(), MailError>> + Send;
}
