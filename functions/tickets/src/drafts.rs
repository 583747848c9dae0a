//! `GET`, `PUT` and `DELETE /v1/drafts/{form}`: text being typed, kept so that it survives a lost session or device.

use jiff::Timestamp;
use portico_domain::change::{Change, Draft, Write};
use portico_domain::failure::Failure;
use portico_domain::ports::{Commit, Drafts, Gate};
use portico_http::{Answer, Body, Call, deleted, ok};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The largest draft, in bytes of JSON.
const LARGEST: usize = 64 * 1024;

/// What a form holds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepDraft {
    /// The form's fields, as the form itself understands them.
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
}

/// A draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftView {
    /// The form's fields.
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
    /// When it was last kept.
    pub updated_at: Timestamp,
}

/// The forms that can have drafts: `ticket`, and `reply-` with a ticket's id.
fn known(form: &str) -> Result<(), Failure> {
    let reply = form.strip_prefix("reply-").is_some_and(|id| id.parse::<portico_domain::ids::TicketId>().is_ok());
    if form == "ticket" || reply { Ok(()) } else { Err(Failure::NotFound) }
}

/// One's draft of a form.
#[utoipa::path(get, path = "/v1/drafts/{form}", operation_id = "get_draft", tag = "drafts", params(("form" = String, Path)),
    responses((status = 200, description = "The draft", body = DraftView)))]
pub async fn get_draft<S: Gate + Drafts + Sync>(store: &S, call: Call<String>) -> Answer<DraftView> {
    known(&call.path)?;
    let draft = store.draft(call.claimed()?.person, &call.path).await?.ok_or(Failure::NotFound)?;
    Ok(ok(DraftView { data: draft.data, updated_at: draft.updated_at }))
}

/// Keeps a draft, in place of the one before.
#[utoipa::path(put, path = "/v1/drafts/{form}", operation_id = "keep_draft", tag = "drafts", params(("form" = String, Path)),
    request_body = KeepDraft, responses((status = 200, description = "The draft as kept", body = DraftView)))]
pub async fn keep_draft<S: Gate + Commit + Sync>(store: &S, call: Call<String, Body<KeepDraft>>) -> Answer<DraftView> {
    known(&call.path)?;
    let data = call.input.0.data.clone();
    if serde_json::to_string(&data).map_or(usize::MAX, |text| text.len()) > LARGEST {
        return Err(Failure::field("/data", "too_long", "A draft can have 64 kB at most.").into());
    }
    let act = call.act().await?;
    let draft = Draft { person: act.caller.person, form: call.path.clone(), data: data.clone(), updated_at: act.now };
    let change = Change::new(act.touch(None, None)).write(Write::Draft(draft));
    call.commit(store, change, ok(DraftView { data, updated_at: act.now })).await
}

/// Drops a draft.
#[utoipa::path(delete, path = "/v1/drafts/{form}", operation_id = "drop_draft", tag = "drafts", params(("form" = String, Path)),
    responses((status = 204, description = "There is no draft any more")))]
pub async fn drop_draft<S: Gate + Commit + Sync>(store: &S, call: Call<String>) -> Answer<()> {
    known(&call.path)?;
    let act = call.act().await?;
    let write = Write::DropDraft { person: act.caller.person, form: call.path.clone() };
    call.commit(store, Change::new(act.touch(None, None)).write(write), deleted()).await
}
