//! `POST /v1/tickets`: open a ticket.

use crate::drafts::of_ticket;
use crate::{fields_of, settings_of};
use futures::future::{try_join, try_join3, try_join4, try_join5};
use portico_domain::accounts::{Accounts, Purchases};
use portico_domain::action::Action;
use portico_domain::attempts::{Attempts, Rates};
use portico_domain::change::Commit;
use portico_domain::drafts::Drafts;
use portico_domain::error::Error;
use portico_domain::files::ports::Uploads;
use portico_domain::ids::{PersonId, ProductId, TicketId, UploadId, VersionId};
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::fields::GivenValue;
use portico_domain::tickets::fields::values::{GivenValues, given_schema};
use portico_domain::tickets::open::{OpenTicket, OpeningFacts, Side, open};
use portico_domain::tickets::ports::{AgentRota, TicketNumbers, Tickets};
use portico_domain::tickets::view::TicketView;
use portico_domain::tickets::{Severity, TicketType};
use portico_http::{Body, Call, HandlerResult, created, retry};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

/// Fields of a new ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTicket {
    /// Type of the ticket: issue, question or request.
    pub r#type: TicketType,
    /// Severity of the ticket.
    pub severity: Severity,
    /// Synopsis: the ticket in one line.
    #[schema(min_length = 5, max_length = 150, pattern = r"^[^\r\n\t]*$")]
    pub synopsis: String,
    /// Description of the ticket in plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub description: String,
    /// The product, one of the account's. A customer's issue requires one; partners and employees name none.
    pub product_id: Option<ProductId>,
    /// Version of the product, one of the account's. A customer's issue requires one.
    pub version_id: Option<VersionId>,
    /// Completed uploads to attach.
    #[serde(default)]
    #[schema(max_items = 4)]
    pub upload_ids: Vec<UploadId>,
    /// Colleagues of the same account or company to take part.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub participant_ids: Vec<PersonId>,
    /// Closed ticket that this one follows, which can no longer be reopened.
    pub follows: Option<TicketId>,
    /// Values of the company's fields by the field's ID, as `GET /v1/ticket-fields` asks them.
    #[serde(default)]
    #[schema(schema_with = custom_fields)]
    pub custom_fields: GivenValues,
}

fn custom_fields() -> Object {
    given_schema(GivenValue::choices())
}

impl From<&NewTicket> for OpenTicket {
    fn from(input: &NewTicket) -> Self {
        Self {
            r#type: input.r#type,
            severity: input.severity,
            synopsis: input.synopsis.clone(),
            description: input.description.clone(),
            product: input.product_id,
            version: input.version_id,
            uploads: input.upload_ids.clone(),
            participants: input.participant_ids.clone(),
            follows: input.follows,
            custom_fields: input.custom_fields.clone(),
        }
    }
}

/// Largest number of tries to open a ticket while an upload changes or another ticket takes the same agent's turn.
const TRIES: usize = 6;

/// Opens a ticket: a customer's is a support ticket, a partner's a partner request, an employee's for the help desk.
/// It is routed by the company's rules, and acknowledged by e-mail.
#[utoipa::path(post, path = "/v1/tickets", operation_id = "open_ticket", tag = "tickets", request_body = NewTicket,
    responses((status = 201, description = "The ticket", body = TicketView)))]
pub async fn open_ticket<S>(store: &S, call: Call<(), Body<NewTicket>>) -> HandlerResult<TicketView>
where
    S: RequestStore
        + Accounts
        + Uploads
        + People
        + Settings
        + AgentRota
        + TicketNumbers
        + Tickets
        + Rates
        + Drafts
        + Commit
        + Sync,
{
    retry!(TRIES, |number| { open_once(store, &call, number).await })
}

async fn open_once<S>(store: &S, call: &Call<(), Body<NewTicket>>, tries: usize) -> HandlerResult<TicketView>
where
    S: RequestStore
        + Accounts
        + Uploads
        + People
        + Settings
        + AgentRota
        + TicketNumbers
        + Tickets
        + Rates
        + Drafts
        + Commit
        + Sync,
{
    let input = &call.input.0;
    let account = call.scope()?.account();
    let caller = call.token_caller()?;
    let purchases = async {
        match (account, input.product_id, input.version_id) {
            (Some(account), Some(product), Some(version)) => store.purchases(account, product, version).await.map(Some),
            _ => Ok(None),
        }
    };
    let account = async {
        match account {
            Some(account) => store.account(account).await.map(Some),
            None => Ok(None),
        }
    };
    let followed = async {
        match input.follows {
            Some(ticket) => store.ticket(ticket).await.map(Some),
            None => Ok(None),
        }
    };
    // All tries open one ticket, so only the first is counted.
    let counted = async { if tries == 1 { call.count(store).await } else { Ok(Attempts::default()) } };
    let (
        (account, purchases, followed),
        uploads,
        participants,
        (settings, fields, mut rota, (_, draft)),
        (number, counted),
    ) = try_join5(
        try_join3(account, purchases, followed),
        store.uploads(&input.upload_ids),
        store.people(&input.participant_ids),
        try_join4(settings_of(store), fields_of(store), store.rota(), of_ticket(store, &caller)),
        try_join(store.next_ticket_number(), counted),
    )
    .await?;
    let (act, side, purchases) = if let Some(account) = account {
        let (act, account) = call.authorize(account).await?;
        let purchases = purchases.map(|purchases| purchases.of(&account)).transpose()?.unwrap_or_default();
        (act, Side::Account(account), purchases)
    } else {
        let act = call.act().await?;
        let side = Side::of(&act.caller.hat).ok_or(Error::Forbidden)?;
        (act, side, Purchases::default())
    };
    let followed = followed.and_then(|ticket| ticket.open(&act.caller, Action::ViewTicket).ok());
    call.within_rate(&counted, |rates| rates.tickets).await?;
    let wanted = OpenTicket::from(input);
    if let Some(queue) = wanted.balanced_queue(&side, &settings, &fields) {
        rota.loads.insert(queue, store.loads(queue).await?);
    }
    // Under so much load no turn could be taken: assigning the same agent twice is better than no ticket.
    let counts_turn = tries < TRIES;
    // A follow-up has a form of its own.
    let draft_form = draft.map(|draft| draft.form).filter(|_| input.follows.is_none());
    let facts = OpeningFacts {
        number,
        side,
        purchases,
        uploads,
        participants,
        followed,
        settings,
        fields,
        rota,
        counts_turn,
        draft_form,
    };
    let (ticket, change) = open(&act, wanted, facts)?;
    let view = TicketView::of(&ticket, &act.caller, act.now);
    let done = created(view).version(ticket.version).location(format!("/v1/tickets/{}", ticket.id));
    call.commit(store, change, done).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OPEN_TICKET;
    use crate::testing::{agents, member, store};
    use portico_domain::change::Change;
    use portico_domain::store::{CommitError, StoreError};
    use portico_domain::tickets::availability::{AgentAvailability, RoundRobinCursor};
    use portico_testing::{MockStore, answered, at_once, kept, request};
    use serde_json::json;
    use std::sync::atomic::{AtomicU64, Ordering};
    use uuid::Uuid;

    /// Store in which other tickets are opened at the same time: each read sees the next agent's turn.
    fn crowded() -> MockStore {
        let mut store = store();
        let looks = AtomicU64::new(0);
        store.expect_rota().returning(move || {
            let version = looks.fetch_add(1, Ordering::Relaxed) + 1;
            let agent = agents()[usize::try_from(version % 2).unwrap_or_default()];
            let turn = RoundRobinCursor { queue: Uuid::from_u128(7).into(), agent, version, recent: Vec::new() };
            at_once(Ok(AgentAvailability { turns: [(turn.queue, turn)].into(), ..AgentAvailability::default() }))
        });
        store.expect_uploads().returning(|_| at_once(Ok(Vec::new())));
        store.expect_people().returning(|_| at_once(Ok(Vec::new())));
        let numbers = AtomicU64::new(1000);
        store.expect_next_ticket_number().returning(move || at_once(Ok(numbers.fetch_add(1, Ordering::Relaxed))));
        store
    }

    fn turn(change: &Change) -> Option<RoundRobinCursor> {
        change.saved::<RoundRobinCursor>().next().cloned()
    }

    async fn opened(store: MockStore) -> (u16, String) {
        let body = json!({"type": "question", "severity": "low", "synopsis": "How many?", "description": "Seats."});
        let asked = request(&OPEN_TICKET, &member(), None, &body);
        answered(&portico_http::serve(&OPEN_TICKET, kept(store), asked, open_ticket).await)
    }

    #[tokio::test]
    async fn a_turn_that_another_ticket_took_is_taken_anew() {
        for crossed in [CommitError::Stale, CommitError::Busy] {
            let mut store = crowded();
            let first = move |change: &Change| turn(change).is_some_and(|turn| turn.version == 2);
            store.expect_commit().times(1).withf(first).returning(move |_| at_once(Err(crossed.clone())));
            let next = |change: &Change| turn(change).is_some_and(|turn| turn.version == 3);
            store.expect_commit().times(1).withf(next).returning(|_| at_once(Ok(())));
            assert_eq!(opened(store).await, (201, String::new()));
        }
    }

    #[tokio::test]
    async fn a_ticket_does_not_fail_for_want_of_a_turn() {
        let mut store = crowded();
        let counts = |change: &Change| turn(change).is_some();
        store.expect_commit().times(TRIES - 1).withf(counts).returning(|_| at_once(Err(CommitError::Stale)));
        let does_not = |change: &Change| turn(change).is_none();
        store.expect_commit().times(1).withf(does_not).returning(|_| at_once(Ok(())));
        assert_eq!(opened(store).await, (201, String::new()));
    }

    #[tokio::test]
    async fn what_is_always_crossed_is_given_up_and_can_be_asked_again() {
        let mut store = crowded();
        store.expect_commit().times(TRIES).returning(|_| at_once(Err(CommitError::Stale)));
        assert_eq!(opened(store).await, (409, "still_running".into()));
    }

    #[tokio::test]
    async fn a_store_that_is_away_makes_no_ticket() {
        let away = || StoreError::unavailable("throttled");
        let mut store = store();
        store.expect_rota().returning(move || at_once(Err(away())));
        store.expect_uploads().returning(|_| at_once(Ok(Vec::new())));
        store.expect_people().returning(|_| at_once(Ok(Vec::new())));
        store.expect_next_ticket_number().returning(|| at_once(Ok(1)));
        store.expect_commit().never();
        assert_eq!(opened(store).await, (503, "unavailable".into()));
        // A write without a clear outcome is not repeated: the client repeats it with the same key.
        let mut store = crowded();
        store.expect_commit().times(1).returning(move |_| at_once(Err(away().into())));
        assert_eq!(opened(store).await, (503, "unavailable".into()));
    }
}
