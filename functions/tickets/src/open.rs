//! `POST /v1/tickets`: open a ticket.

use crate::settings_of;
use futures::future::{try_join, try_join5};
use portico_domain::failure::Failure;
use portico_domain::ids::{PersonId, ProductId, UploadId, VersionId};
use portico_domain::paging::PageRequest;
use portico_domain::policy::Action;
use portico_domain::ports::{Accounts, Commit, Gate, Numbers, People, Settings, Uploads};
use portico_domain::tickets::open::{OpenTicket, OpeningFacts, open};
use portico_domain::tickets::view::TicketView;
use portico_domain::tickets::{Severity, TicketType};
use portico_http::{Answer, Body, Call, Stop, created};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// What a customer says when opening a ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTicket {
    /// What it is about.
    pub r#type: TicketType,
    /// How bad it is.
    pub severity: Severity,
    /// In one line.
    #[schema(min_length = 5, max_length = 150, pattern = r"^[^\r\n\t]*$")]
    pub synopsis: String,
    /// At length, plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub description: String,
    /// The product, one of the account's; required for an issue.
    pub product_id: Option<ProductId>,
    /// Its version, one of the account's; required for an issue.
    pub version_id: Option<VersionId>,
    /// Completed uploads to attach.
    #[serde(default)]
    #[schema(max_items = 4)]
    pub upload_ids: Vec<UploadId>,
    /// Colleagues of the same account to take part.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub participant_ids: Vec<PersonId>,
    /// Fields the company added, by name.
    #[serde(default)]
    #[schema(schema_with = custom_fields)]
    pub custom_fields: BTreeMap<String, String>,
}

/// At most 20 texts of at most 500 characters.
fn custom_fields() -> Object {
    let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(500));
    ObjectBuilder::new().schema_type(Type::Object).additional_properties(Some(text)).max_properties(Some(20)).build()
}

/// How often opening is tried when an upload changes under it.
const TRIES: usize = 3;

/// Opens a ticket. It is routed by the company's rules, and acknowledged by e-mail.
#[utoipa::path(post, path = "/v1/tickets", operation_id = "open_ticket", tag = "tickets", request_body = NewTicket,
    responses((status = 201, description = "The ticket", body = TicketView)))]
pub async fn open_ticket<S>(store: &S, call: Call<(), Body<NewTicket>>) -> Answer<TicketView>
where
    S: Gate + Accounts + Uploads + People + Settings + Numbers + Commit + Sync,
{
    let mut tries = 1;
    loop {
        match open_once(store, &call).await {
            // Only an upload can have changed: read again, it is what another record has claimed.
            Err(Stop::Failed(Failure::Stale)) if tries < TRIES => tries += 1,
            Err(Stop::Failed(Failure::Stale)) => return Err(Failure::StillRunning.into()),
            answer => return answer,
        }
    }
}

async fn open_once<S>(store: &S, call: &Call<(), Body<NewTicket>>) -> Answer<TicketView>
where
    S: Gate + Accounts + Uploads + People + Settings + Numbers + Commit + Sync,
{
    let input = &call.input.0;
    let scope = portico_domain::policy::scope(&call.claimed()?, Action::ListEntitlements)?;
    let account = scope.account().ok_or(Failure::Forbidden)?;
    let ((account, entitlements), uploads, participants, settings, number) = try_join5(
        try_join(store.account(account), store.entitlements(account, PageRequest::first(1000))),
        store.uploads(&input.upload_ids),
        store.people(&input.participant_ids),
        settings_of(store),
        store.next_ticket_number(),
    )
    .await?;
    let (act, account) = call.authorize(account).await?;
    let facts = OpeningFacts {
        number,
        entitlements: entitlements.of(&account).items,
        account,
        uploads,
        participants,
        settings,
    };
    let wanted = OpenTicket {
        r#type: input.r#type,
        severity: input.severity,
        synopsis: input.synopsis.clone(),
        description: input.description.clone(),
        product: input.product_id,
        version: input.version_id,
        uploads: input.upload_ids.clone(),
        participants: input.participant_ids.clone(),
        custom_fields: input.custom_fields.clone(),
    };
    let (ticket, change) = open(&act, wanted, facts)?;
    let view = TicketView::of(&ticket, act.caller.hat.kind, act.now);
    let done = created(view).version(ticket.version).location(format!("/v1/tickets/{}", ticket.id));
    call.commit(store, change, done).await
}
