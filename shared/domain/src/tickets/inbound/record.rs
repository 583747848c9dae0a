//! Storage layout of mails that came in, and of the addresses that answers go to.

use super::{
    InboundMail, InboundMailList, InboundMailRow, InboundState, KEPT_FOR, REPLY_ADDRESS_LIFETIME, ReplyAddress,
};
use crate::ids::InboundMailId;
use crate::record::{List, ListHome, ListQuery, Membership, Record, RecordKey, time_text};
use jiff::Timestamp;

impl ReplyAddress {
    /// Key of the address whose token has this hash.
    pub fn key_of(hash: &str) -> RecordKey {
        RecordKey::root(Self::KIND, hash)
    }
}

impl Record for ReplyAddress {
    const KIND: &'static str = "reply_address";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(&self.hash)
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) {}
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.created_at + REPLY_ADDRESS_LIFETIME)
    }
}

impl InboundMail {
    /// Key of the mail with this id.
    pub fn key_of(id: InboundMailId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }
}

/// Mails of a state, by the time at which they came.
fn mails(set_aside: bool) -> List {
    List::new(ListHome::Table, if set_aside { "inbound-mails#set-aside" } else { "inbound-mails#waiting" })
}

impl Record for InboundMail {
    const KIND: &'static str = "inbound_mail";
    type Row = InboundMailRow;

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> InboundMailRow {
        let mail = self.clone();
        InboundMailRow {
            id: mail.id,
            version: mail.version,
            state: mail.state,
            reason: mail.reason,
            from: mail.from,
            from_name: mail.from_name,
            subject: mail.subject,
            files: mail.files.len(),
            sender: mail.sender,
            ticket: mail.ticket,
            queue: mail.queue,
            further: mail.further,
            received_at: mail.received_at,
        }
    }
    fn memberships(&self) -> Vec<Membership> {
        let set_aside = match self.state {
            InboundState::Waiting => false,
            InboundState::SetAside => true,
            InboundState::Joined | InboundState::Discarded => return Vec::new(),
        };
        let place = format!("{}#{}", time_text(self.received_at), self.id);
        vec![mails(set_aside).at(place).in_table("listed_inbound_mail").until(self.expires_at())]
    }
    /// A mail that waits for a person never expires.
    fn expires_at(&self) -> Option<Timestamp> {
        (self.state != InboundState::Waiting).then(|| self.updated_at + KEPT_FOR)
    }
}

impl InboundMailList {
    /// Query that reads the list, newest first.
    pub fn query(&self) -> ListQuery {
        ListQuery::all(mails(self.set_aside)).newest_first()
    }
}
