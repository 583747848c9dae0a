//! `GET /v1/ticket-fields`: the fields that the company added to its tickets, as the caller's hat sees them.

use crate::fields_of;
use futures::future::try_join;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::fields::form::TicketFieldView;
use portico_http::{Call, HandlerResult, List, ok};

/// Fields that the company added to its tickets, in the order of the form and in the language of the caller's profile.
/// Retired ones are among them, because tickets can have their values. Staff see the hats that are asked.
#[utoipa::path(get, path = "/v1/ticket-fields", operation_id = "list_ticket_fields", tag = "tickets",
    responses((status = 200, description = "The fields", body = List<TicketFieldView>)))]
pub async fn list_ticket_fields<S: RequestStore + Settings + People + Sync>(
    store: &S,
    call: Call,
) -> HandlerResult<List<TicketFieldView>> {
    let reader = [call.token_caller()?.person];
    call.scope()?;
    let (fields, people) = try_join(fields_of(store), store.people(&reader)).await?;
    let caller = call.act().await?.caller;
    let locale = people.first().map(|person| person.locale.as_str()).unwrap_or_default();
    Ok(ok(List::whole(fields.form(caller.hat.kind, locale))))
}
