//! Tasks about people.

use crate::ids::{InvitationId, PersonId};
use crate::jobs::Task;
use serde::{Deserialize, Serialize};

/// A mail with the link by which somebody joins. The link is made when it is sent, and kept nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendInvitation {
    /// Recipient of the mail.
    pub person: PersonId,
    /// For which invitation: nothing is sent for one that a newer one took the place of.
    pub invitation: InvitationId,
}

impl Task for SendInvitation {
    const KIND: &'static str = "invitation";
    fn subject(&self) -> String {
        format!("invitation of {}", self.person)
    }
}
