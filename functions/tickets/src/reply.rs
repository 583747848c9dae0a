//! `POST /v1/tickets/{id}/replies`: a message to everybody on the ticket.

use crate::settings_of;
use futures::future::try_join4;
use jiff::Timestamp;
use portico_domain::act::ActionContext;
use portico_domain::action::Action;
use portico_domain::change::Commit;
use portico_domain::drafts::Drafts;
use portico_domain::error::Error;
use portico_domain::files::ports::Uploads;
use portico_domain::hats::HatKind;
use portico_domain::ids::{ArticleId, TicketId, UploadId};
use portico_domain::knowledge::Article;
use portico_domain::knowledge::links::{linked_articles, refuse_unreadable};
use portico_domain::knowledge::ports::Articles;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::store::StoreResult;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::merge::where_it_goes_on;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::reply_then::ReplyThen;
use portico_domain::tickets::view::TimelineItem;
use portico_http::{Body, Call, HandlerResult, created, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Step that a message is sent with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReplyStep {
    /// The ticket waits for an answer: the message is a question.
    Wait,
    /// The ticket is solved: the message is the solution.
    Resolve,
    /// The ticket is put on hold.
    Hold,
}

/// A message.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReply {
    /// Text in plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
    /// Completed uploads to attach.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub upload_ids: Vec<UploadId>,
    /// Step of the ticket in the same change, for staff.
    pub step: Option<ReplyStep>,
    /// End of the hold. `hold` requires it.
    pub until: Option<Timestamp>,
    /// Version of the ticket that the caller saw. `step` requires it; a message alone depends on no version.
    pub version: Option<u64>,
}

/// Largest number of tries to add a reply while the ticket changes: a message does not depend on other changes.
const TRIES: usize = 8;

/// Adds a message for everybody on the ticket. A customer's message opens a waiting, on-hold or resolved ticket. On a
/// merged ticket it is added to the one in which that goes on. With `step`, a message of staff moves the ticket on. What
/// staff link to must be readable for the requester.
#[utoipa::path(post, path = "/v1/tickets/{id}/replies", operation_id = "reply_to_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = NewReply,
    responses((status = 201, description = "The message on the timeline", body = TimelineItem)))]
pub async fn reply_to_ticket<S>(store: &S, call: Call<TicketId, Body<NewReply>>) -> HandlerResult<TimelineItem>
where
    S: RequestStore + Tickets + Uploads + Drafts + Settings + Articles + Commit + Sync,
{
    let NewReply { text, upload_ids, step, .. } = &call.input.0;
    if let Some(step) = step {
        return reply_with_step(store, &call, *step).await;
    }
    let linked = linked_articles(text);
    retry!(TRIES, |_| {
        let (ticket, uploads, settings, articles) = try_join4(
            store.ticket(call.path),
            store.uploads(upload_ids),
            settings_of(store),
            articles_of(store, &linked),
        )
        .await?;
        let (act, ticket) = call.authorize(ticket).await?;
        readable(&act, &ticket, &articles)?;
        let ticket = where_it_goes_on(store, ticket, |found| call.open_for(found, Action::ReplyToTicket)).await?;
        let (reply, change) = ticket.reply(&act, text.clone(), upload_ids, uploads, &settings)?;
        call.commit(store, change, created(TimelineItem::from(&reply))).await
    })
}

/// Adds a message and moves the ticket on, if it still has the version that the caller saw.
async fn reply_with_step<S>(
    store: &S,
    call: &Call<TicketId, Body<NewReply>>,
    step: ReplyStep,
) -> HandlerResult<TimelineItem>
where
    S: RequestStore + Tickets + Uploads + Drafts + Settings + Articles + Commit + Sync,
{
    let NewReply { text, upload_ids, until, version, .. } = &call.input.0;
    let linked = linked_articles(text);
    let (ticket, uploads, settings, articles) =
        try_join4(store.ticket(call.path), store.uploads(upload_ids), settings_of(store), articles_of(store, &linked))
            .await?;
    let (act, ticket) = call.authorize(ticket).await?;
    readable(&act, &ticket, &articles)?;
    match version {
        Some(seen) if *seen == ticket.version => {}
        Some(_) => return Err(Error::Stale.into()),
        None => return Err(Error::field("/version", "required", "Say which version of the ticket you saw.").into()),
    }
    let then = match (step, until) {
        (ReplyStep::Wait, _) => ReplyThen::Wait,
        (ReplyStep::Resolve, _) => ReplyThen::Resolve,
        (ReplyStep::Hold, Some(until)) => ReplyThen::Hold(*until),
        (ReplyStep::Hold, None) => return Err(Error::field("/until", "required", "Say until when.").into()),
    };
    let (reply, change) = ticket.reply_then(&act, text.clone(), (upload_ids, uploads), then, &settings)?;
    call.commit(store, change, created(TimelineItem::from(&reply))).await
}

/// Reads the articles that a message links to; most messages link to none.
async fn articles_of<S: Articles + Sync>(store: &S, linked: &[ArticleId]) -> StoreResult<Vec<Article>> {
    if linked.is_empty() { Ok(Vec::new()) } else { store.articles(linked).await }
}

/// Refuses links of staff to articles that the requester may not read. Others write whatever address they know.
fn readable(act: &ActionContext, ticket: &Ticket, articles: &[Article]) -> Result<(), Error> {
    if act.caller.hat.kind != HatKind::Staff {
        return Ok(());
    }
    refuse_unreadable(articles, ticket.kind.face().audiences(), act.now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::REPLY_TO_TICKET;
    use crate::testing::{member, store};
    use portico_domain::policy::Guarded;
    use portico_domain::store::{CommitError, StoreError};
    use portico_domain::tickets::{QueueRef, TicketState};
    use portico_testing::{MockStore, answered, at_once, kept, records, request};
    use serde_json::json;
    use uuid::Uuid;

    fn ticket() -> Ticket {
        let (person, now) = (member(), jiff::Timestamp::now());
        Ticket {
            id: Uuid::from_u128(5).into(),
            version: 3,
            state: TicketState::Open,
            queue: QueueRef { id: Uuid::from_u128(7).into(), name: "Pumps".into() },
            ..records::ticket(&person, &person.hats[0], now)
        }
    }

    /// Store that expects `looks` reads of its ticket.
    fn with_ticket(looks: usize) -> MockStore {
        let mut store = store();
        store.expect_ticket().times(looks).returning(|_| at_once(Ok(Guarded::seal(Some(ticket())))));
        store.expect_uploads().returning(|_| at_once(Ok(Vec::new())));
        store
    }

    async fn replied(store: MockStore) -> (u16, String) {
        let asked = request(&REPLY_TO_TICKET, &member(), Some(&ticket().id), &json!({"text": "It is back."}));
        answered(&portico_http::serve(&REPLY_TO_TICKET, kept(store), asked, reply_to_ticket).await)
    }

    #[tokio::test]
    async fn a_reply_does_not_depend_on_what_it_crosses_with() {
        for crossed in [CommitError::Stale, CommitError::Busy] {
            let mut store = with_ticket(3);
            store.expect_commit().times(2).returning(move |_| at_once(Err(crossed.clone())));
            store.expect_commit().times(1).returning(|_| at_once(Ok(())));
            assert_eq!(replied(store).await, (201, String::new()));
        }
    }

    #[tokio::test]
    async fn a_reply_that_always_crosses_is_given_up() {
        let mut store = with_ticket(TRIES);
        store.expect_commit().times(TRIES).returning(|_| at_once(Err(CommitError::Stale)));
        assert_eq!(replied(store).await, (409, "still_running".into()));
    }

    #[tokio::test]
    async fn a_reply_that_may_have_been_written_is_not_written_twice() {
        let mut store = with_ticket(1);
        let timeout = || StoreError::unavailable("no answer in time");
        store.expect_commit().times(1).returning(move |_| at_once(Err(timeout().into())));
        assert_eq!(replied(store).await, (503, "unavailable".into()));
    }
}
