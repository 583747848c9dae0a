//! `GET /v1/inbound-mails`: mails that came in and joined no ticket.

use crate::inbound_view::InboundMailSummary;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::inbound::ports::InboundMails;
use portico_domain::tickets::inbound::{InboundMailList, InboundReason};
use portico_http::{Call, HandlerResult, List, Params, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// State of mails that can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListedInboundState {
    /// Waiting for a person.
    Waiting,
    /// Written by nobody, and kept for thirty days.
    SetAside,
}

portico_http::list_query! {
    /// Query of a list of mails that came in.
    pub struct ListInboundMailsQuery {
        /// State to list. Without it: those that wait.
        pub state: Option<ListedInboundState>,
        /// Only mails that are here for this reason.
        pub reason: Option<InboundReason>,
        /// Only mails of this address, or of all addresses of a domain: `@pumps.example`.
        #[schema(min_length = 1, max_length = 254)]
        #[param(min_length = 1, max_length = 254)]
        pub from: Option<String>,
    }
}

/// Mails that joined no ticket, newest first. A page of a list with a filter can hold fewer than asked for, and go on.
#[utoipa::path(get, path = "/v1/inbound-mails", operation_id = "list_inbound_mails", tag = "inbound-mails",
    params(ListInboundMailsQuery),
    responses((status = 200, description = "A page", body = List<InboundMailSummary>)))]
pub async fn list_inbound_mails<S: RequestStore + InboundMails + Sync>(
    store: &S,
    call: Call<(), Params<ListInboundMailsQuery>>,
) -> HandlerResult<List<InboundMailSummary>> {
    let ListInboundMailsQuery { state, reason, from, .. } = &call.input.0;
    let set_aside = *state == Some(ListedInboundState::SetAside);
    let list = InboundMailList::within(&call.scope()?, set_aside)?.filtered(*reason, from.as_deref());
    let paged = call.paged(&call.input.0, &format!("{list:?}"))?;
    let mut page = store.inbound_mails(&list, paged.request()).await?;
    let reader = call.act().await?.caller;
    page.items.retain(|mail| mail.is_for(&reader));
    Ok(ok(paged.list(page, InboundMailSummary::from)?))
}
