//! Taking in a mail that the mail service has put into the bucket. An answer joins its ticket, as a reply in the portal
//! would; everything else is recorded with the reason.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>
//!
//! An event may come twice, and so may a mail. The record of a mail is written in the transaction of its reply, and its
//! ID is made of the Message-ID and the text: it joins once.

use crate::inbound::{FOLDER, ReadMail, count_of, going_on, take_files};
use futures::future::{try_join, try_join3};
use jiff::Timestamp;
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::caller::Caller;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::files::ports::FileStore;
use portico_domain::files::settings::FileSettings;
use portico_domain::ids::TicketId;
use portico_domain::people::ports::{Credentials, People};
use portico_domain::portal::PortalSettings;
use portico_domain::settings::Settings;
use portico_domain::store::StoreResult;
use portico_domain::tickets::PersonRef;
use portico_domain::tickets::inbound::joining::{Addressed, MailedReply};
use portico_domain::tickets::inbound::ports::{InboundMails, RawMails, ReplyAddresses};
use portico_domain::tickets::inbound::{InboundMail, InboundReason, LARGEST_MAIL, MOST_AN_HOUR, MOST_WAITING_A_DAY};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::settings::TicketSettings;
use portico_http::hash::sha256_hex;
use portico_http::retry;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Largest number of tries to add an answer while its ticket changes.
const MOST_TRIES: usize = 8;
/// Window in which the answers of a person on a ticket are counted, in seconds.
const HOUR: u32 = 60 * 60;
/// Window in which the mails of an address that wait are counted, in seconds.
const DAY: u32 = 24 * HOUR;
/// End of the key of the mail by which the mail service tries whether it can write.
const SET_UP: &str = "AMAZON_SES_SETUP_NOTIFICATION";

/// Event as EventBridge delivers it: an object was created.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    id: String,
    time: Timestamp,
    detail: Detail,
}

#[derive(Clone, Debug, Deserialize)]
struct Detail {
    object: Object,
}

#[derive(Clone, Debug, Deserialize)]
struct Object {
    key: String,
}

/// Outcome of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The mail came before.
    Known,
    /// The mail has joined a ticket.
    Joined,
    /// The mail was recorded, with the reason.
    Recorded(InboundReason),
    /// The mail was counted, and lies in the bucket alone: too many of its address wait.
    Counted,
}

/// Takes in one mail.
pub async fn receive_mail<S>(store: &S, event: Event) -> Result<(), Error>
where
    S: RawMails
        + InboundMails
        + ReplyAddresses
        + Tickets
        + People
        + Credentials
        + Settings
        + Rates
        + FileStore
        + Commit
        + Sync,
{
    let object = &event.detail.object.key;
    if !object.starts_with(FOLDER) || object.ends_with(SET_UP) {
        return Ok(());
    }
    let Some(raw) = store.raw_mail(object, LARGEST_MAIL).await? else { return Ok(()) };
    let read = ReadMail::of(&raw, object, event.time);
    let act = ActionContext {
        caller: Caller::system(),
        action: Action::ReceiveMail,
        now: Timestamp::now(),
        request_id: event.id,
        ids: IdGenerator(Arc::new(Uuid::now_v7)),
    };
    let outcome = settle(store, read, &act).await?;
    // A mail that waits keeps its files for the person who decides. One that is only counted is not lost either.
    let waits = matches!(outcome, Outcome::Recorded(reason) if !reason.is_automatic());
    if !waits && outcome != Outcome::Counted {
        store.delete_raw_mail(object).await?;
    }
    tracing::info!(
        operation = "receive_mail",
        request_id = act.request_id,
        joined = u8::from(outcome == Outcome::Joined),
        waiting = u8::from(waits),
        set_aside = u8::from(matches!(outcome, Outcome::Recorded(_)) && !waits),
        further = u8::from(outcome == Outcome::Counted),
        reason = ?outcome,
        "mail received"
    );
    Ok(())
}

async fn settle<S>(store: &S, read: ReadMail, act: &ActionContext) -> Result<Outcome, Error>
where
    S: InboundMails + ReplyAddresses + Tickets + People + Credentials + Settings + Rates + FileStore + Commit + Sync,
{
    let known = store.inbound_mail(read.mail.id).await?.open_for_system(&act.caller);
    if let Some(known) = known {
        // The first event of a mail that waits is delivered again: its raw mail stays.
        let same = known.object == read.mail.object && known.undecided().is_ok();
        return Ok(known.reason.filter(|_| same).map_or(Outcome::Known, Outcome::Recorded));
    }
    let (mail, refers_to) = (read.mail.clone(), read.refers_to);
    let (reason, answers) = match join(store, read, act).await? {
        (Ok(()), _) => return Ok(Outcome::Joined),
        (Err(reason), answers) => (reason, answers),
    };
    if !reason.is_automatic() && too_many_wait(store, &mail, act).await? {
        count(store, &mail, act).await?;
        return Ok(Outcome::Counted);
    }
    record(store, mail, answers.or(refers_to), reason, act).await?;
    Ok(Outcome::Recorded(reason))
}

/// Counts a mail that is to wait, and reports whether its address has more within a day than are shown.
async fn too_many_wait<S: Rates>(store: &S, mail: &InboundMail, act: &ActionContext) -> StoreResult<bool> {
    // Mails without an address have nothing in common.
    if mail.from.is_empty() {
        return Ok(false);
    }
    let counted = store.attempt(&format!("unmatched_mail#{}", mail.from), act.now, DAY).await?;
    Ok(counted.full_until(MOST_WAITING_A_DAY).is_some())
}

/// Counts a mail among those of its address that are not shown.
async fn count<S>(store: &S, mail: &InboundMail, act: &ActionContext) -> Result<(), Error>
where
    S: InboundMails + Credentials + Commit + Sync,
{
    let id = count_of(&mail.from);
    retry!(MOST_TRIES, |_| {
        let (before, credential) = try_join(store.inbound_mail(id), store.credential(&mail.from)).await?;
        let sender = credential.map(|found| PersonRef { id: found.person.id, name: found.person.name });
        let mail = InboundMail { sender, ..mail.clone() };
        match mail.counted(id, before.open_for_system(&act.caller), act) {
            Some(change) => store.commit(change).await.map_err(Error::from),
            None => Ok(()),
        }
    })
}

/// Joins a mail to the ticket that it answers. Returns the reason if it does not fit, and the ticket if it has one.
async fn join<S>(
    store: &S,
    read: ReadMail,
    act: &ActionContext,
) -> Result<(Result<(), InboundReason>, Option<TicketId>), Error>
where
    S: InboundMails + ReplyAddresses + Tickets + People + Settings + Rates + FileStore + Commit + Sync,
{
    let ReadMail { mail, token, reason, attachments, .. } = read;
    let address = match &token {
        Some(token) => store.reply_address(&sha256_hex(token.as_bytes())).await?,
        None => None,
    };
    let answers = address.as_ref().map(|address| address.ticket);
    if let Some(reason) = reason {
        return Ok((Err(reason), answers));
    }
    let Some(address) = address else { return Ok((Err(InboundReason::UnknownAddress), None)) };
    let (person, ticket) = (address.person, address.ticket);
    let (found, who, portal) =
        try_join3(store.ticket(ticket), store.person(person), store.section::<PortalSettings>()).await?;
    let found = going_on(store, found.open_for_system(&act.caller)).await?;
    let answers = found.as_ref().map(|ticket| ticket.id).or(answers);
    let addressed = Addressed {
        address: Some(address),
        ticket: found,
        person: who.open_for_system(&act.caller),
        portal: portal.unwrap_or_default(),
    };
    let sender = match addressed.judge(&mail, act) {
        Ok((_, sender)) => sender,
        Err(reason) => return Ok((Err(reason), answers)),
    };
    // Two people whose programs answer each other end here.
    let counted = store.attempt(&format!("reply_by_mail#{person}#{ticket}"), act.now, HOUR).await?;
    if counted.full_until(MOST_AN_HOUR).is_some() {
        return Ok((Err(InboundReason::TooMany), answers));
    }
    let act = ActionContext { caller: sender, action: Action::ReplyToTicket, ..act.clone() };
    let settings = store.section::<FileSettings>().await?.unwrap_or_default();
    let (uploads, refused) = take_files(store, &act, attachments, &settings).await?;
    let mailed = MailedReply { text: mail.text.clone(), quoted: mail.quoted.clone(), uploads, refused };
    Ok((reply(store, &mail, ticket, &act, &mailed).await?, answers))
}

/// Commits the reply, with the record of its mail.
async fn reply<S>(
    store: &S,
    mail: &InboundMail,
    ticket: TicketId,
    act: &ActionContext,
    mailed: &MailedReply,
) -> Result<Result<(), InboundReason>, Error>
where
    S: InboundMails + Tickets + Settings + Commit + Sync,
{
    retry!(MOST_TRIES, |_| {
        let (found, settings) = try_join(store.ticket(ticket), store.section::<TicketSettings>()).await?;
        let settings = settings.ok_or_else(|| Error::internal("the ticket settings are missing"))?;
        let system = Caller::system();
        // Another event of the same mail was faster.
        if store.inbound_mail(mail.id).await?.open_for_system(&system).is_some() {
            return Ok(Ok(()));
        }
        let found = going_on(store, found.open_for_system(&system)).await?;
        let Some(ticket) = found else { return Ok(Err(InboundReason::UnknownAddress)) };
        let (reference, queue) = (ticket.reference(), ticket.queue.id);
        match ticket.reply_by_mail(act, mailed.clone(), &settings) {
            Ok((_, change)) => {
                store.commit(mail.join(reference, queue, act, change)).await.map(Ok).map_err(Error::from)
            }
            Err(Error::Conflict { .. }) => Ok(Err(InboundReason::TicketClosed)),
            Err(Error::Input(errors)) if errors.iter().any(|error| error.pointer == "/text") => {
                Ok(Err(InboundReason::TooLong))
            }
            Err(Error::Input(_)) => Ok(Err(InboundReason::TooManyFiles)),
            Err(error) => Err(error),
        }
    })
}

/// Records a mail that joins no ticket, with everything that helps a person to decide.
async fn record<S>(
    store: &S,
    mail: InboundMail,
    ticket: Option<TicketId>,
    reason: InboundReason,
    act: &ActionContext,
) -> Result<(), Error>
where
    S: Tickets + Credentials + Commit + Sync,
{
    let ticket = async {
        match ticket {
            Some(ticket) => store.ticket(ticket).await.map(|found| found.open_for_system(&act.caller)),
            None => Ok(None),
        }
    };
    let (ticket, credential) = try_join(ticket, store.credential(&mail.from)).await?;
    let sender = credential.map(|found| PersonRef { id: found.person.id, name: found.person.name });
    let queue = ticket.as_ref().map(|ticket| ticket.queue.id);
    let mail = InboundMail { sender, ticket: ticket.map(|ticket| ticket.reference()), queue, ..mail };
    let (_, change) = mail.put_by(act, reason);
    store.commit(change).await.map_err(Error::from)
}
