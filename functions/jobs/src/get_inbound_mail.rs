//! `GET /v1/inbound-mails/{id}`: one mail that came in.

use crate::inbound_view::InboundMailView;
use portico_domain::ids::InboundMailId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::inbound::ports::InboundMails;
use portico_http::{Call, HandlerResult, ok};

/// Returns a mail as plain text, with the reason why it joined no ticket.
#[utoipa::path(get, path = "/v1/inbound-mails/{id}", operation_id = "get_inbound_mail", tag = "inbound-mails",
    params(("id" = InboundMailId, Path)),
    responses((status = 200, description = "The mail", body = InboundMailView)))]
pub async fn get_inbound_mail<S: RequestStore + InboundMails + Sync>(
    store: &S,
    call: Call<InboundMailId>,
) -> HandlerResult<InboundMailView> {
    let (act, mail) = call.authorize(store.inbound_mail(call.path).await?).await?;
    mail.require_reach(&act.caller)?;
    let version = mail.version;
    Ok(ok(InboundMailView::from(mail)).version(version))
}
