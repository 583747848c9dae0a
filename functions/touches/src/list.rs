//! `GET /v1/touches`: what a person did, what was done on an account's records, what was done on one record.

use crate::tickets;
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::error::Error;
use portico_domain::hats::HatRef;
use portico_domain::ids::{AccountId, PersonId, TouchId};
use portico_domain::ports::RequestStore;
use portico_domain::record::RecordRef;
use portico_domain::tickets::ports::Tickets;
use portico_domain::touch::{Outcome, Touch};
use portico_domain::touch_list::{TouchList, Touches, TouchesOf};
use portico_http::{Call, HandlerResult, List, Params, ok};
use serde::Serialize;
use utoipa::ToSchema;

portico_http::list_query! {
    /// Part of the ledger: by person, account or record.
    pub struct ListTouchesQuery {
        /// ID of the person whose acts are listed.
        pub person: Option<PersonId>,
        /// ID of the account whose records' touches are listed.
        pub account: Option<AccountId>,
        /// ID of the record whose touches are listed; of a section of the settings, its name.
        #[schema(min_length = 1, max_length = 60)]
        #[param(min_length = 1, max_length = 60)]
        pub record: Option<String>,
    }
}

/// A person as the ledger names them.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToucherView {
    /// ID of the person.
    pub id: PersonId,
    /// Name of the person at the time.
    pub name: String,
}

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct TouchView {
    /// ID of the touch.
    pub id: TouchId,
    /// Time of the touch.
    pub at: Timestamp,
    /// Person who acted; none for the system's own acts.
    pub person: Option<ToucherView>,
    /// Hat that the person wore; in a view as somebody else, the hat of the one who was seen.
    pub hat: Option<HatRef>,
    /// Person as whom the one who acted looked at the portal; none outside of such a view.
    pub viewed_as: Option<ToucherView>,
    /// Action that was carried out.
    pub action: Action,
    /// Action in words.
    pub action_label: String,
    /// Record that was acted on.
    pub record: Option<RecordRef>,
    /// Account of the record.
    pub account_id: Option<AccountId>,
    /// Outcome of the interaction.
    pub outcome: Outcome,
    /// A fact worth keeping: the routing rule that matched, the states it went from and to.
    pub detail: Option<String>,
    /// ID of the request that left the touch.
    pub request_id: String,
}

impl From<Touch> for TouchView {
    fn from(touch: Touch) -> Self {
        let name = touch.person_name;
        Self {
            id: touch.id,
            at: touch.at,
            person: touch.person.map(|id| ToucherView { id, name }),
            hat: touch.hat,
            viewed_as: touch.viewed_as.map(|viewed| ToucherView { id: viewed.id, name: viewed.name }),
            action: touch.action,
            action_label: touch.action.label().into(),
            record: touch.record,
            account_id: touch.account,
            outcome: touch.outcome,
            detail: touch.detail,
            request_id: touch.request_id,
        }
    }
}

/// Reads the ledger, newest first. An agent may read the touches of a ticket within reach, and their own.
#[utoipa::path(get, path = "/v1/touches", operation_id = "list_touches", tag = "touches", params(ListTouchesQuery),
    responses((status = 200, description = "A page", body = List<TouchView>)))]
pub async fn list_touches<S: RequestStore + Tickets + Touches + Sync>(
    store: &S,
    call: Call<(), Params<ListTouchesQuery>>,
) -> HandlerResult<List<TouchView>> {
    let scope = call.scope()?;
    let wanted = &call.input.0;
    let of = match (wanted.person, wanted.account, wanted.record.clone()) {
        (Some(person), None, None) => TouchesOf::Person(person),
        (None, Some(account), None) => TouchesOf::Account(account),
        (None, None, Some(record)) => TouchesOf::Record(record.to_ascii_lowercase()),
        _ => {
            let detail = "Say whose touches: person=, account= or record=, one of them.";
            return Err(Error::field("person", "required", detail).into());
        }
    };
    let paged = call.paged(wanted, &format!("{of:?}"))?;
    let mut page = match of {
        TouchesOf::Record(id) if !scope.holds_all(Action::ListTouches) => {
            tickets::touches(store, &call, &id, paged.request()).await?
        }
        of => store.touches(&TouchList::within(&scope, of)?, paged.request()).await?,
    };
    tickets::add_labels(store, &call.act().await?, &mut page.items).await?;
    Ok(ok(paged.list(page, TouchView::from)?))
}
