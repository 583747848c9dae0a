//! `GET`, `PUT` and `DELETE /v1/drafts/{form}`: drafts of unsent text, which survive a lost session or device.

use futures::future::{try_join, try_join3};
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::drafts::{Draft, Drafts, KeptForms, TICKET_FORM, outlived, ticket_draft, ticket_form_of};
use portico_domain::error::Error;
use portico_domain::ids::TicketId;
use portico_domain::policy::scope;
use portico_domain::ports::RequestStore;
use portico_domain::store::StoreResult;
use portico_domain::tickets::ports::Tickets;
use portico_http::{Body, Call, EarlyResponse, HandlerResult, no_content, ok};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Largest size of a draft, in bytes of JSON.
const LARGEST: usize = 64 * 1024;

/// Fields of a form to keep as a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepDraft {
    /// The form's fields, as the form itself understands them.
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
}

/// Draft of a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftView {
    /// Fields of the form; null without a draft.
    #[schema(value_type = Option<Object>)]
    pub data: Option<Map<String, Value>>,
    /// Time at which the draft was last saved; null without a draft.
    pub updated_at: Option<Timestamp>,
}

/// Form that can have drafts.
enum Form {
    /// `ticket`: a new ticket.
    Ticket,
    /// `reply-` and a ticket's ID: a message on that ticket.
    Reply(TicketId),
}

impl Form {
    fn of(name: &str) -> Result<Self, Error> {
        if name == TICKET_FORM {
            return Ok(Self::Ticket);
        }
        let ticket = name.strip_prefix("reply-").and_then(|id| id.parse().ok());
        ticket.map(Self::Reply).ok_or(Error::NotFound)
    }

    /// Fails for a form of a record that the caller's hat may not write on.
    async fn writable<S: Tickets + Sync, P: Send, I: Send>(
        &self,
        store: &S,
        call: &Call<P, I>,
    ) -> Result<(), EarlyResponse> {
        if let Self::Reply(ticket) = self {
            // A caller who may write on no ticket is refused before one is read.
            scope(&call.token_caller()?, Action::ReplyToTicket)?;
            call.open_for(store.ticket(*ticket).await?, Action::ReplyToTicket).await?;
        }
        Ok(())
    }

    /// Returns the key that the draft of `writer` is stored under. All hats that reach a ticket share the draft of a
    /// reply.
    async fn place<S: Drafts + Sync>(&self, store: &S, writer: &Caller) -> StoreResult<String> {
        match self {
            Self::Ticket => Ok(of_ticket(store, writer).await?.0),
            Self::Reply(ticket) => Ok(format!("reply-{ticket}")),
        }
    }
}

/// Reads the draft of a new ticket for the hat of `writer`, and the key that it is stored under.
pub(crate) async fn of_ticket<S: Drafts + Sync>(store: &S, writer: &Caller) -> StoreResult<(String, Option<Draft>)> {
    let own = ticket_form_of(writer.hat.id);
    let (first, own) = try_join(store.draft(writer.person, TICKET_FORM), store.draft(writer.person, &own)).await?;
    Ok(ticket_draft(writer.hat.id, first, own))
}

/// Reads the caller's draft of a form. A draft of a new ticket belongs to the hat that wrote it.
/// Without a draft, `data` and `updated_at` are null.
#[utoipa::path(get, path = "/v1/drafts/{form}", operation_id = "get_draft", tag = "drafts", params(("form" = String, Path)),
    responses((status = 200, description = "The draft; with nothing in it where there is none", body = DraftView)))]
pub async fn get_draft<S: RequestStore + Drafts + Tickets + Sync>(
    store: &S,
    call: Call<String>,
) -> HandlerResult<DraftView> {
    let form = Form::of(&call.path)?;
    let reader = call.token_caller()?;
    let draft = async {
        let draft = match &form {
            Form::Ticket => of_ticket(store, &reader).await.map(|(_, draft)| draft),
            Form::Reply(ticket) => store.draft(reader.person, &format!("reply-{ticket}")).await,
        };
        draft.map_err(EarlyResponse::from)
    };
    let (draft, ()) = try_join(draft, form.writable(store, &call)).await?;
    let (data, updated_at) = draft.map(|draft| (draft.data, draft.updated_at)).unzip();
    Ok(ok(DraftView { data, updated_at }))
}

/// Keeps a draft, in place of the previous one. A person has at most 50 drafts: one more replaces the draft that was
/// saved least recently.
#[utoipa::path(put, path = "/v1/drafts/{form}", operation_id = "keep_draft", tag = "drafts", params(("form" = String, Path)),
    request_body = KeepDraft, responses((status = 200, description = "The draft as kept", body = DraftView)))]
pub async fn keep_draft<S: RequestStore + Drafts + KeptForms + Tickets + Commit + Sync>(
    store: &S,
    call: Call<String, Body<KeepDraft>>,
) -> HandlerResult<DraftView> {
    let form = Form::of(&call.path)?;
    let data = call.input.0.data.clone();
    if serde_json::to_string(&data).map_or(usize::MAX, |text| text.len()) > LARGEST {
        return Err(Error::field("/data", "too_long", "A draft can have 64 kB at most.").into());
    }
    let writer = call.token_caller()?;
    let person = writer.person;
    let kept = async { store.kept_forms(person).await.map_err(EarlyResponse::from) };
    let place = async { form.place(store, &writer).await.map_err(EarlyResponse::from) };
    let (kept, place, ()) = try_join3(kept, place, form.writable(store, &call)).await?;
    let act = call.act().await?;
    let outlived = outlived(kept, &place).into_iter().map(|form| Draft::discard(person, &form));
    let hat = matches!(form, Form::Ticket).then_some(writer.hat.id);
    let draft = Draft { person, hat, form: place, data: data.clone(), updated_at: act.now };
    let change = Change::new(act.touch(None, None)).writes(outlived).write(Write::put(&draft));
    call.commit(store, change, ok(DraftView { data: Some(data), updated_at: Some(act.now) })).await
}

/// Deletes a draft. A draft that does not exist, or is of a record that the caller may no longer write on, is no
/// error.
#[utoipa::path(delete, path = "/v1/drafts/{form}", operation_id = "drop_draft", tag = "drafts", params(("form" = String, Path)),
    responses((status = 204, description = "There is no draft any more")))]
pub async fn drop_draft<S: RequestStore + Drafts + Commit + Sync>(store: &S, call: Call<String>) -> HandlerResult<()> {
    let form = Form::of(&call.path)?;
    let writer = call.token_caller()?;
    let kept = async {
        match &form {
            // A draft that another hat saves at this moment under the same form is not deleted.
            Form::Ticket => of_ticket(store, &writer).await.map(|(_, draft)| draft.map(|draft| draft.form)),
            Form::Reply(_) => form.place(store, &writer).await.map(Some),
        }
        .map_err(EarlyResponse::from)
    };
    let (kept, act) = try_join(kept, call.act()).await?;
    let drop = kept.map(|form| Draft::discard(writer.person, &form));
    call.commit(store, Change::new(act.touch(None, None)).writes(drop), no_content()).await
}
