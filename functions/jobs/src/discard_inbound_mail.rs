//! `POST /v1/inbound-mails/{id}/discard`: discard a mail that came in.

use crate::inbound_view::InboundMailView;
use portico_domain::change::Commit;
use portico_domain::fault::chain;
use portico_domain::ids::InboundMailId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::inbound::ports::{InboundMails, RawMails};
use portico_http::{Call, HandlerResult, ok};

/// Discards a mail with its files. That it came stays known for thirty days.
#[utoipa::path(post, path = "/v1/inbound-mails/{id}/discard", operation_id = "discard_inbound_mail",
    tag = "inbound-mails", params(("id" = InboundMailId, Path)),
    responses((status = 200, description = "The mail, without its text", body = InboundMailView)))]
pub async fn discard_inbound_mail<S: RequestStore + InboundMails + RawMails + Commit + Sync>(
    store: &S,
    call: Call<InboundMailId>,
) -> HandlerResult<InboundMailView> {
    let mail = store.inbound_mail(call.path).await?;
    let (act, mail) = call.authorize(mail).await?;
    mail.require_reach(&act.caller)?;
    let (mail, change) = mail.discard(&act)?;
    let (object, version) = (mail.object.clone(), mail.version);
    let done = call.commit(store, change, ok(InboundMailView::from(mail)).version(version)).await?;
    delete_raw(store, &object).await;
    Ok(done)
}

/// Deletes a raw mail that nobody needs any more, if there is one. One that stays is deleted by the rule of the bucket.
pub(crate) async fn delete_raw<S: RawMails + Sync>(store: &S, object: &str) {
    if object.is_empty() {
        return;
    }
    if let Err(failure) = store.delete_raw_mail(object).await {
        tracing::warn!(cause = %chain(&failure), "a raw mail was not deleted");
    }
}
