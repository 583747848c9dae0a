//! `POST /v1/inbound-mails/{id}/attach`: attach a mail that came in to a ticket.

use crate::discard_inbound_mail::delete_raw;
use crate::inbound::{ReadMail, take_files};
use crate::inbound_view::InboundMailView;
use futures::future::{try_join, try_join3};
use portico_domain::act::ActionContext;
use portico_domain::action::Action;
use portico_domain::change::{Change, Commit};
use portico_domain::error::Error;
use portico_domain::files::ports::{FileStore, Uploads};
use portico_domain::files::settings::FileSettings;
use portico_domain::hats::HatKind;
use portico_domain::ids::InboundMailId;
use portico_domain::people::ports::Credentials;
use portico_domain::policy::Guarded;
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::inbound::joining::{MailedReply, sender};
use portico_domain::tickets::inbound::ports::{InboundMails, RawMail, RawMails};
use portico_domain::tickets::inbound::{InboundMail, LARGEST_MAIL, LONGEST_TEXT};
use portico_domain::tickets::list::read_number;
use portico_domain::tickets::merge::where_it_goes_on;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::settings::TicketSettings;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Form of a mail on its ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttachedAs {
    /// A reply of the sender, who must be somebody that may reply there.
    Reply,
    /// A note that only staff see.
    Note,
}

/// Ticket that a mail is attached to, and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAttachment {
    /// Number of the ticket: `T-1042` or `1042`.
    #[schema(min_length = 1, max_length = 30, pattern = r"^[^\r\n\t]*$")]
    pub ticket_number: String,
    /// Form of the mail there: a reply or a note.
    pub r#as: AttachedAs,
}

/// Attaches a mail to a ticket, as a reply of its sender or as a note. A reply takes the files along, a note does not.
#[utoipa::path(post, path = "/v1/inbound-mails/{id}/attach", operation_id = "attach_inbound_mail",
    tag = "inbound-mails", params(("id" = InboundMailId, Path)), request_body = NewAttachment,
    responses((status = 200, description = "The mail, which is on the ticket", body = InboundMailView)))]
pub async fn attach_inbound_mail<S>(
    store: &S,
    call: Call<InboundMailId, Body<NewAttachment>>,
) -> HandlerResult<InboundMailView>
where
    S: RequestStore + InboundMails + RawMails + Tickets + Credentials + Uploads + FileStore + Settings + Commit + Sync,
{
    let NewAttachment { ticket_number, r#as } = &call.input.0;
    let refused = |code| Error::field("/ticket_number", code, "There is no such ticket that you can work on.");
    let number = read_number(ticket_number).ok_or_else(|| refused("wrong_format"))?;
    let (mail, ticket) = try_join(store.inbound_mail(call.path), store.ticket_by_number(number)).await?;
    let (act, mail) = call.authorize(mail).await?;
    mail.require_reach(&act.caller)?;
    mail.require_attachable()?;
    let call = &call;
    let open = |found: Guarded<Ticket>| async move {
        call.open_for(found, Action::NoteOnTicket).await.map_err(|error| match error {
            Error::NotFound => refused("not_found"),
            other => other,
        })
    };
    let ticket = where_it_goes_on(store, open(ticket).await?, open).await?;
    // Then the raw mail stays in the bucket, until its rule deletes it.
    let (keeps_raw, object) = (*r#as == AttachedAs::Note && mail.exceeds_a_note(), mail.object.clone());
    let (mail, change) = match r#as {
        AttachedAs::Note => {
            let (_, change) = ticket.note(&act, mail.as_note())?;
            mail.attach(&act, &ticket, "a note, from a mail", change)
        }
        AttachedAs::Reply => {
            let change = reply_of(store, &mail, &ticket, &act).await?;
            mail.attach(&act, &ticket, "as the sender's reply", change)
        }
    };
    let version = mail.version;
    let done = call.commit(store, change, ok(InboundMailView::from(mail)).version(version)).await?;
    if !keeps_raw {
        delete_raw(store, &object).await;
    }
    Ok(done)
}

/// The change by which a mail becomes a reply of its sender.
async fn reply_of<S>(store: &S, mail: &InboundMail, ticket: &Ticket, act: &ActionContext) -> Result<Change, Error>
where
    S: RawMails + Credentials + FileStore + Settings + Commit + Sync,
{
    if !mail.can_be_reply() {
        let detail = "This mail cannot become a reply of its sender. Attach it as a note instead.";
        return Err(Error::field("/as", "not_allowed", detail));
    }
    let nobody = || {
        let detail = "The sender is nobody who may reply on this ticket. Attach the mail as a note instead.";
        Error::field("/as", "not_allowed", detail)
    };
    let (found, portal, settings) =
        try_join3(store.credential(&mail.from), store.section::<PortalSettings>(), store.section::<TicketSettings>())
            .await?;
    let settings = settings.ok_or_else(|| Error::internal("the ticket settings are missing"))?;
    let person = found.ok_or_else(nobody)?.person;
    let caller = sender(&person, ticket, None, &portal.unwrap_or_default(), act).map_err(|_| nobody())?;
    let act = ActionContext { caller, ..act.clone() };
    let (files, raw) = try_join(store.section::<FileSettings>(), store.raw_mail(&mail.object, LARGEST_MAIL)).await?;
    let attachments = match raw {
        Some(raw @ RawMail::Whole(_)) => ReadMail::of(&raw, &mail.object, mail.received_at).attachments,
        _ if mail.files.is_empty() => Vec::new(),
        _ => {
            let detail = "The files of this mail are gone. Attach its text as a note instead.";
            return Err(Error::field("/as", "not_allowed", detail));
        }
    };
    // The rest of a text that is too long for a reply is kept with the quotation, which a reply of staff has not.
    let (text, rest) = halves(&mail.text);
    if !rest.is_empty() && act.caller.hat.kind == HatKind::Staff {
        let detail = "This is longer than a reply can be. Attach the mail as a note instead.";
        return Err(Error::field("/as", "not_allowed", detail));
    }
    let (uploads, refused) = take_files(store, &act, attachments, &files.unwrap_or_default()).await?;
    let quoted = [rest, &mail.quoted].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    let mailed = MailedReply { text: text.to_owned(), quoted, uploads, refused };
    Ok(ticket.clone().reply_by_mail(&act, mailed, &settings)?.1)
}

/// The part of a text that a reply can have, and the rest.
fn halves(text: &str) -> (&str, &str) {
    let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(end, _)| end);
    text.split_at(end)
}
