//! Ports of mails that come in.

use super::{InboundMail, InboundMailList, InboundMailRow, ReplyAddress};
use crate::files::Link;
use crate::ids::InboundMailId;
use crate::paging::{Page, PageRequest};
use crate::policy::Guarded;
use crate::store::StoreResult;
use jiff::Timestamp;
use std::future::Future;

/// Port of mails that came in.
pub trait InboundMails {
    /// A mail.
    fn inbound_mail(&self, id: InboundMailId) -> impl Future<Output = StoreResult<Guarded<InboundMail>>> + Send;
    /// A page of a list, newest first.
    fn inbound_mails(
        &self,
        list: &InboundMailList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<InboundMailRow>>> + Send;
}

/// Port that finds the addresses that answers go to.
pub trait ReplyAddresses {
    /// The address whose token has this hash.
    fn reply_address(&self, hash: &str) -> impl Future<Output = StoreResult<Option<ReplyAddress>>> + Send;
}

/// Port that keeps the addresses that answers go to.
pub trait ReplyAddressBook {
    /// Stores an address, before its mail is handed over.
    fn keep_reply_address(&self, address: &ReplyAddress) -> impl Future<Output = StoreResult<()>> + Send;
}

/// A raw mail among the objects of the bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawMail {
    /// The whole mail.
    Whole(Vec<u8>),
    /// The beginning of a mail that is too large.
    Beginning(Vec<u8>),
}

/// Port of raw mails.
pub trait RawMails {
    /// Reads a raw mail of at most `most` bytes, or the beginning of a larger one; nothing if it is gone.
    fn raw_mail(&self, object: &str, most: u64) -> impl Future<Output = StoreResult<Option<RawMail>>> + Send;
    /// Deletes a raw mail.
    fn delete_raw_mail(&self, object: &str) -> impl Future<Output = StoreResult<()>> + Send;
}

/// A file of a mail, to be downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFile {
    /// The mail.
    pub mail: InboundMailId,
    /// Number of the file among those of the mail, from 0.
    pub number: usize,
    /// File name.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Port of links that download mails and their files. Both are attachments, and of no type that a browser shows.
pub trait MailLinks {
    /// Returns a link that downloads a raw mail; nothing if the mail is gone.
    fn raw_mail_link(&self, object: &str, now: Timestamp) -> impl Future<Output = StoreResult<Option<Link>>> + Send;
    /// Stores a file of a mail for a day, and returns a link that downloads it.
    fn mail_file_link(&self, file: MailFile, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
}
