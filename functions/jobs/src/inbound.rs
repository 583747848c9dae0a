//! Mails that come in, as the function that takes them in and the page of those left to people both need them: reading
//! a raw mail, and taking its files through the checks of uploads.

use jiff::Timestamp;
use portico_domain::act::ActionContext;
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::files::ports::FileStore;
use portico_domain::files::settings::FileSettings;
use portico_domain::files::{Announcement, FILES_PER_REPLY, Upload};
use portico_domain::ids::{InboundMailId, TicketId};
use portico_domain::mail::JOB_HEADER;
use portico_domain::policy::Guarded;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::inbound::ports::RawMail;
use portico_domain::tickets::inbound::{InboundFile, InboundMail, InboundReason, InboundState};
use portico_domain::tickets::merge::where_it_goes_on;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::timeline::RefusedFile;
use portico_http::hash::sha256_hex;
use portico_mail::{Attachment, Automatic, Incoming};
use std::future::ready;
use uuid::Builder;

/// Folder of the bucket that the mail service puts mails in.
pub const FOLDER: &str = "inbound/";
/// Longest text that the record of a mail keeps, in bytes. A mail with a longer one is too large.
const LONGEST_KEPT: usize = 64_000;
/// Longest quotation that the record of a mail keeps, in bytes.
const LONGEST_QUOTED: usize = 10_000;
/// Longest subject and name that the record of a mail keeps, in characters.
const LONGEST_LINE: usize = 300;
/// Most files that the record of a mail names.
const MOST_FILES: usize = 40;
/// Most files of a mail that are looked at.
const MOST_TRIED: usize = 2 * FILES_PER_REPLY;
/// Longest file name that the record of a mail keeps, in characters.
const LONGEST_NAME: usize = 120;

/// A mail that was read.
#[derive(Debug)]
pub(crate) struct ReadMail {
    /// Record of the mail, which waits.
    pub(crate) mail: InboundMail,
    /// Token of the address that the mail was sent to.
    pub(crate) token: Option<String>,
    /// Ticket that the mail refers to, if it answers a mail of Portico.
    pub(crate) refers_to: Option<TicketId>,
    /// Reason why the mail joins no ticket, if that shows without looking at any record.
    pub(crate) reason: Option<InboundReason>,
    /// Files of the mail.
    pub(crate) attachments: Vec<Attachment>,
}

impl ReadMail {
    /// Reads a raw mail that came at `at`.
    pub(crate) fn of(raw: &RawMail, object: &str, at: Timestamp) -> Self {
        let (bytes, whole) = match raw {
            RawMail::Whole(bytes) => (bytes, true),
            RawMail::Beginning(bytes) => (bytes, false),
        };
        let read = portico_mail::read(bytes, JOB_HEADER);
        let reason = reason(read.as_ref(), whole);
        let incoming = read.unwrap_or_default();
        let from = incoming.from.clone().unwrap_or_default();
        let files = incoming.attachments.iter().take(MOST_FILES).map(|file| InboundFile {
            name: first(&file.name, LONGEST_NAME),
            size: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
        });
        let mail = InboundMail {
            id: id(&incoming, bytes),
            version: 1,
            state: InboundState::Waiting,
            reason: None,
            from: first(&from.address, LONGEST_LINE),
            from_name: first(&from.name, LONGEST_LINE),
            subject: first(&incoming.subject, LONGEST_LINE),
            text: first_bytes(&incoming.text, LONGEST_KEPT),
            quoted: first_bytes(&incoming.quoted, LONGEST_QUOTED),
            files: if whole { files.collect() } else { Vec::new() },
            object: object.to_owned(),
            sender: None,
            ticket: None,
            queue: None,
            further: None,
            received_at: at,
            updated_at: at,
        };
        let refers_to = incoming.references.iter().rev().find_map(|id| ticket_of(id));
        Self { mail, token: incoming.token, refers_to, reason, attachments: incoming.attachments }
    }
}

fn reason(mail: Option<&Incoming>, whole: bool) -> Option<InboundReason> {
    let Some(mail) = mail else { return Some(InboundReason::Unreadable) };
    match mail.automatic {
        Some(Automatic::AutoReply) => return Some(InboundReason::AutoReply),
        Some(Automatic::Bounce) => return Some(InboundReason::Bounce),
        Some(Automatic::Loop) => return Some(InboundReason::Loop),
        Some(Automatic::List) => return Some(InboundReason::MailingList),
        None => {}
    }
    if mail.harmful {
        return Some(InboundReason::Harmful);
    }
    if mail.from.is_none() {
        return Some(InboundReason::Unreadable);
    }
    (!whole || mail.text.len() > LONGEST_KEPT).then_some(InboundReason::TooLarge)
}

/// ID of a mail, made of its Message-ID, sender, address and text. The same mail, delivered twice, has the same ID.
fn id(mail: &Incoming, bytes: &[u8]) -> InboundMailId {
    let from = mail.from.as_ref().map_or("", |sender| sender.address.as_str());
    let token = mail.token.as_deref().unwrap_or_default();
    let hash = match &mail.message_id {
        Some(message) => sha256_hex(format!("{message}\n{from}\n{token}\n{}", mail.text).as_bytes()),
        None => sha256_hex(bytes),
    };
    id_of(&hash)
}

/// ID of the count of an address's mails that are not shown. No mail has it.
pub(crate) fn count_of(from: &str) -> InboundMailId {
    id_of(&sha256_hex(format!("not kept\n{from}").as_bytes()))
}

fn id_of(hash: &str) -> InboundMailId {
    let mut digits = [0_u8; 16];
    for (byte, pair) in digits.iter_mut().zip(hash.as_bytes().chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).unwrap_or_default();
        *byte = u8::from_str_radix(pair, 16).unwrap_or_default();
    }
    Builder::from_custom_bytes(digits).into_uuid().into()
}

/// The ticket in which one that was found goes on, if there is one.
pub(crate) async fn going_on<S: Tickets + Sync>(store: &S, found: Option<Ticket>) -> Result<Option<Ticket>, Error> {
    let Some(ticket) = found else { return Ok(None) };
    let open = |next: Guarded<Ticket>| ready(next.open_for_system(&Caller::system()).ok_or(Error::NotFound));
    match where_it_goes_on(store, ticket, open).await {
        Ok(ticket) => Ok(Some(ticket)),
        Err(Error::NotFound) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Message ID that all mails about a ticket refer to, at the domain that answers come to.
pub(crate) fn thread(ticket: &Ticket, domain: &str) -> String {
    format!("<ticket.{}@{domain}>", ticket.id)
}

/// Ticket of such a Message ID.
fn ticket_of(message_id: &str) -> Option<TicketId> {
    message_id.trim_start_matches('<').strip_prefix("ticket.")?.split_once('@')?.0.parse().ok()
}

fn first(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn first_bytes(text: &str, most: usize) -> String {
    text[..text.floor_char_boundary(most)].to_owned()
}

/// Takes the files of a mail as uploads of its sender, through the same checks as in the portal. Returns those that
/// are taken, and the others with the reason.
pub(crate) async fn take_files<S: FileStore + Commit + Sync>(
    store: &S,
    act: &ActionContext,
    files: Vec<Attachment>,
    settings: &FileSettings,
) -> Result<(Vec<Upload>, Vec<RefusedFile>), Error> {
    let act = ActionContext { action: Action::UploadFile, ..act.clone() };
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for (index, file) in files.into_iter().enumerate() {
        let name = file.name.clone();
        if taken.len() == FILES_PER_REPLY || index >= MOST_TRIED {
            let reason = format!("A reply can have {FILES_PER_REPLY} files at most.");
            refused.push(RefusedFile { name, code: "too_many".into(), reason });
            continue;
        }
        match take(store, &act, file, settings).await {
            Ok(upload) => taken.push(upload),
            Err(Error::Input(errors)) => {
                let code = errors.first().map(|error| error.code.clone()).unwrap_or_default();
                let reasons: Vec<&str> = errors.iter().map(|error| error.detail.as_str()).collect();
                refused.push(RefusedFile { name, code, reason: reasons.join(" ") });
            }
            Err(error) => return Err(error),
        }
    }
    refused.truncate(MOST_TRIED);
    Ok((taken, refused))
}

/// Announces, stores and completes one upload. One that fails on the way is deleted by the job of its announcement.
async fn take<S: FileStore + Commit + Sync>(
    store: &S,
    act: &ActionContext,
    Attachment { name, bytes }: Attachment,
    settings: &FileSettings,
) -> Result<Upload, Error> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let announced = Announcement { name, size, sha256: sha256_hex(&bytes) };
    let (upload, change) = Upload::announce(act, announced, settings)?;
    store.commit(change).await?;
    store.store_file(&upload, bytes).await?;
    let arrived = store.stored_object(upload.id).await?;
    let (upload, change) = upload.complete(act, arrived)?;
    if let Some(change) = change {
        store.commit(change).await?;
    }
    Ok(upload)
}
