//! `GET /v1/inbound-mails/{id}/download`: fetch a mail that came in as it was sent, or one of its files.

use crate::inbound::ReadMail;
use jiff::Timestamp;
use portico_domain::error::Error;
use portico_domain::files::Link;
use portico_domain::ids::InboundMailId;
use portico_domain::ports::RequestStore;
use portico_domain::store::StoreResult;
use portico_domain::tickets::inbound::ports::{InboundMails, MailFile, MailLinks, RawMails};
use portico_domain::tickets::inbound::{InboundMail, LARGEST_MAIL};
use portico_http::{Call, HandlerResult, Params, ok, see_other};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Part of the mail that is downloaded.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DownloadInboundMailQuery {
    /// Number of a file among those of the mail, from 0; the whole mail if absent.
    #[schema(maximum = 100)]
    #[param(maximum = 100)]
    pub file: Option<u32>,
}

/// Link to a mail or its file, valid for some seconds.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailDownloadLink {
    /// The link.
    pub url: String,
    /// Time at which the link expires.
    pub expires_at: Timestamp,
}

/// Gives a link that is valid for some seconds. Mails and their files come from outside and were not checked.
#[utoipa::path(get, path = "/v1/inbound-mails/{id}/download", operation_id = "download_inbound_mail",
    tag = "inbound-mails", params(("id" = InboundMailId, Path), DownloadInboundMailQuery),
    responses((status = 303, description = "The link, as `Location`"),
        (status = 200, description = "The link, for clients that accept application/json", body = MailDownloadLink)))]
pub async fn download_inbound_mail<S: RequestStore + InboundMails + RawMails + MailLinks + Sync>(
    store: &S,
    call: Call<InboundMailId, Params<DownloadInboundMailQuery>>,
) -> HandlerResult<MailDownloadLink> {
    let mail = store.inbound_mail(call.path).await?;
    let (act, mail) = call.authorize(mail).await?;
    mail.require_reach(&act.caller)?;
    let link = match call.input.0.file.map(|number| usize::try_from(number).unwrap_or(usize::MAX)) {
        _ if mail.object.is_empty() => None,
        None => store.raw_mail_link(&mail.object, act.now).await?,
        Some(number) => file_link(store, &mail, number, act.now).await?,
    };
    // After a decision, the mail is deleted.
    let link = link.ok_or(Error::NotFound)?;
    if call.wants_json {
        return Ok(ok(MailDownloadLink { url: link.url, expires_at: link.expires_at }));
    }
    Ok(see_other(link.url))
}

/// Link to a file of a mail, if the mail is there and has it.
async fn file_link<S: RawMails + MailLinks + Sync>(
    store: &S,
    mail: &InboundMail,
    number: usize,
    now: Timestamp,
) -> StoreResult<Option<Link>> {
    let Some(raw) = store.raw_mail(&mail.object, LARGEST_MAIL).await? else { return Ok(None) };
    let mut found = ReadMail::of(&raw, &mail.object, mail.received_at).attachments.into_iter();
    let (Some(file), Some(shown)) = (found.nth(number), mail.files.get(number)) else { return Ok(None) };
    let file = MailFile { mail: mail.id, number, name: shown.name.clone(), bytes: file.bytes };
    store.mail_file_link(file, now).await.map(Some)
}
