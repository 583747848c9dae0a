//! Tasks about people.

use crate::ids::{EmailChangeId, InvitationId, PersonId};
use crate::jobs::Task;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A mail with the link by which somebody joins. The link is made when it is sent, and kept nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendInvitation {
    /// Recipient of the mail.
    pub person: PersonId,
    /// Invitation that the mail is for. Nothing is sent if a newer one has replaced it.
    pub invitation: InvitationId,
}

impl Task for SendInvitation {
    const KIND: &'static str = "invitation";
    fn subject(&self) -> String {
        format!("invitation of {}", self.person)
    }
}

/// Change to the way a person signs in, of which they are notified whatever their preferences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityNotice {
    /// The person changed their password.
    PasswordChanged,
    /// A password was set by the link in a mail.
    PasswordReset,
    /// The second step of signing in was turned on.
    SecondFactorOn,
    /// The second step of signing in was turned off.
    SecondFactorOff,
    /// Somebody signed in with a recovery code.
    RecoveryCodeUsed,
    /// The person made new recovery codes.
    RecoveryCodesRenewed,
}

/// A mail that notifies a person of a change to the way they sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendSecurityNotice {
    /// Recipient of the mail.
    pub person: PersonId,
    /// The change.
    pub notice: SecurityNotice,
    /// Time of the change.
    pub at: Timestamp,
    /// Device from which it was made, in words.
    pub device: Option<String>,
    /// Whether an administrator made the change.
    #[serde(default)]
    pub by_administrator: bool,
}

impl Task for SendSecurityNotice {
    const KIND: &'static str = "security_notice";
    fn subject(&self) -> String {
        format!("security notice to {}", self.person)
    }
}

/// A mail that tells a person that an administrator changed their hats. It names those that they have when it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendHatsChanged {
    /// Recipient of the mail.
    pub person: PersonId,
    /// Time of the change.
    pub at: Timestamp,
}

impl Task for SendHatsChanged {
    const KIND: &'static str = "hats_changed";
    fn subject(&self) -> String {
        format!("notice of other hats to {}", self.person)
    }
}

/// A mail with a link to set a new password, to a person who signs in with an address; nothing if nobody does. It is
/// written before anybody knows which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendPasswordReset {
    /// E-mail address in lower case.
    pub email: String,
    /// Device from which the mail was requested, in words.
    pub device: Option<String>,
}

impl Task for SendPasswordReset {
    const KIND: &'static str = "password_reset";
    fn subject(&self) -> String {
        "link to a new password".into()
    }
}

/// A mail with a code to sign in, to a person who signs in with an address; nothing if nobody does. It is written
/// before anybody knows which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendSignInCode {
    /// E-mail address in lower case.
    pub email: String,
    /// Device from which the mail was requested, in words.
    pub device: Option<String>,
}

impl Task for SendSignInCode {
    const KIND: &'static str = "sign_in_code";
    fn subject(&self) -> String {
        "code to sign in".into()
    }
}

/// A mail to a new address with the link by which its reader confirms it; nothing if somebody has the address. It is
/// written before anybody knows which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendEmailChange {
    /// Person who asked.
    pub person: PersonId,
    /// Request that the mail is for. Nothing is sent if a newer one has replaced it.
    pub change: EmailChangeId,
}

impl Task for SendEmailChange {
    const KIND: &'static str = "email_change";
    fn subject(&self) -> String {
        format!("link to a new address of {}", self.person)
    }
}

/// A mail that notifies the previous address of a person that they have another one now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendEmailChanged {
    /// Person who has another address.
    pub person: PersonId,
    /// Previous e-mail address.
    pub email: String,
    /// Time of the change.
    pub at: Timestamp,
    /// Device from which it was confirmed, in words.
    pub device: Option<String>,
}

impl Task for SendEmailChanged {
    const KIND: &'static str = "email_changed";
    fn subject(&self) -> String {
        format!("notice to the previous address of {}", self.person)
    }
}
