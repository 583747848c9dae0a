//! Tasks about people.

use crate::ids::{InvitationId, PersonId};
use crate::jobs::Task;
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
