//! `GET /v1/touches`: what a person did, what was done on an account's records, what was done on one record.

use jiff::Timestamp;
use portico_domain::failure::Failure;
use portico_domain::ids::{AccountId, PersonId, TouchId};
use portico_domain::policy::Action;
use portico_domain::ports::{Gate, Ledger};
use portico_domain::touch::{Outcome, RecordRef, Touch, TouchesOf, Wearer};
use portico_http::{Answer, Call, List, Params, ok};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose touches: one of the three.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Whose {
    /// What this person did.
    pub person: Option<PersonId>,
    /// What was done on this account's records.
    pub account: Option<AccountId>,
    /// What was done on this record, by its id.
    #[schema(min_length = 36, max_length = 36, format = Uuid)]
    #[param(min_length = 36, max_length = 36)]
    pub record: Option<String>,
    /// How many.
    #[schema(minimum = 1, maximum = 100)]
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[schema(max_length = 2000)]
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
}

/// A person as the ledger names them.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToucherView {
    /// Their id.
    pub id: PersonId,
    /// The name they had then.
    pub name: String,
}

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct TouchView {
    /// Its id.
    pub id: TouchId,
    /// When.
    pub at: Timestamp,
    /// Who; nobody for the system's own acts.
    pub person: Option<ToucherView>,
    /// The hat they wore.
    pub hat: Option<Wearer>,
    /// What they did.
    pub action: Action,
    /// The same in words.
    pub action_label: String,
    /// On which record.
    pub record: Option<RecordRef>,
    /// Of which account.
    pub account_id: Option<AccountId>,
    /// How it ended.
    pub outcome: Outcome,
    /// A fact worth keeping: the routing rule that matched, the states it went from and to.
    pub detail: Option<String>,
    /// The request it came by.
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

/// Reads the ledger, newest first.
#[utoipa::path(get, path = "/v1/touches", operation_id = "list_touches", tag = "touches", params(Whose),
    responses((status = 200, description = "A page", body = List<TouchView>)))]
pub async fn list_touches<S: Gate + Ledger + Sync>(
    store: &S,
    call: Call<(), Params<Whose>>,
) -> Answer<List<TouchView>> {
    call.scope()?;
    let wanted = &call.input.0;
    let of = match (wanted.person, wanted.account, wanted.record.clone()) {
        (Some(person), None, None) => TouchesOf::Person(person),
        (None, Some(account), None) => TouchesOf::Account(account),
        (None, None, Some(record)) => TouchesOf::Record(record),
        _ => {
            let detail = "Say whose touches: person=, account= or record=, one of them.";
            return Err(Failure::field("person", "required", detail).into());
        }
    };
    let filter = format!("{of:?}");
    let page = store.touches(&of, call.page(wanted.limit, wanted.cursor.as_deref(), &filter)?).await?;
    Ok(ok(call.list(page, &filter, TouchView::from)?))
}
