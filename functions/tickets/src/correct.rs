//! `PATCH /v1/tickets/{id}`: staff correct fields of a ticket.

use crate::{fields_of, settings_of};
use futures::future::{try_join, try_join4};
use portico_domain::accounts::{Accounts, Purchases};
use portico_domain::action::Action;
use portico_domain::change::Commit;
use portico_domain::ids::{PersonId, ProductId, QueueId, TicketId, VersionId};
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::correction::{Correction, CorrectionFacts};
use portico_domain::tickets::fields::GivenValue;
use portico_domain::tickets::fields::values::{CorrectedValues, given_schema};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTicketView;
use portico_domain::tickets::{Severity, Ticket, TicketType};
use portico_http::{Body, Call, EarlyResponse, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// Fields to correct; those left out stay.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketCorrection {
    /// Type of the ticket. A customer's issue requires a product.
    pub r#type: Option<TicketType>,
    /// Severity of the ticket. The due times follow, counted from the opening.
    pub severity: Option<Severity>,
    /// Synopsis: the ticket in one line.
    #[schema(min_length = 5, max_length = 150, pattern = r"^[^\r\n\t]*$")]
    pub synopsis: Option<String>,
    /// The product, one of the account's.
    pub product_id: Option<ProductId>,
    /// Version of the product, one of the account's. Support for it may have ended.
    pub version_id: Option<VersionId>,
    /// Person who asks: somebody of the same account who can sign in. The former requester still takes part.
    pub requester_id: Option<PersonId>,
    /// The queue. The agent stays only if they work there too.
    pub queue_id: Option<QueueId>,
    /// Values of the company's fields by the field's ID; null empties a field.
    #[serde(default)]
    #[schema(schema_with = custom_fields)]
    pub custom_fields: CorrectedValues,
}

fn custom_fields() -> Object {
    given_schema(GivenValue::choices().item(ObjectBuilder::new().schema_type(Type::Null)))
}

impl From<&TicketCorrection> for Correction {
    fn from(input: &TicketCorrection) -> Self {
        Self {
            r#type: input.r#type,
            severity: input.severity,
            synopsis: input.synopsis.clone(),
            product: input.product_id,
            version: input.version_id,
            requester: input.requester_id,
            queue: input.queue_id,
            custom_fields: input.custom_fields.clone(),
        }
    }
}

/// Corrects type, severity, product, synopsis, requester, queue or the company's fields of a ticket. The due times follow the severity.
#[utoipa::path(patch, path = "/v1/tickets/{id}", operation_id = "correct_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = TicketCorrection,
    responses((status = 200, description = "The ticket as it is now", body = StaffTicketView)))]
pub async fn correct_ticket<S>(
    store: &S,
    call: Call<TicketId, Body<TicketCorrection>>,
) -> HandlerResult<StaffTicketView>
where
    S: RequestStore + People + Accounts + Tickets + Settings + Commit + Sync,
{
    let wanted = Correction::from(&call.input.0);
    let person: Vec<PersonId> = wanted.requester.into_iter().collect();
    let (ticket, settings, people, fields) =
        try_join4(store.ticket(call.path), settings_of(store), store.people(&person), fields_of(store)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let purchases = purchases_of(store, &call, &ticket, &wanted).await?;
    let facts = CorrectionFacts { purchases, people, fields };
    let (ticket, change) = ticket.correct(&act, &wanted, &facts, &settings)?;
    let done = ok(StaffTicketView::of(&ticket, &act.caller, act.now)).version(ticket.version);
    match change {
        Some(change) => call.commit(store, change, done).await,
        None => Ok(done),
    }
}

/// Purchases by the ticket's account of the product that the ticket is to have, if it is another one.
async fn purchases_of<S: Accounts + Sync>(
    store: &S,
    call: &Call<TicketId, Body<TicketCorrection>>,
    ticket: &Ticket,
    wanted: &Correction,
) -> Result<Purchases, EarlyResponse> {
    let account = ticket.account.as_ref().map(|account| account.id);
    let Some((account, (product, version))) = account.zip(wanted.looked_up(ticket)) else {
        return Ok(Purchases::default());
    };
    let (account, purchases) = try_join(store.account(account), store.purchases(account, product, version)).await?;
    let account = call.open_for(account, Action::ViewAccount).await?;
    Ok(purchases.of(&account)?)
}
