//! `GET /v1/people`: the list of all people.

use portico_domain::caller::Caller;
use portico_domain::hats::HatKind;
use portico_domain::ids::{AccountId, PartnerId, PersonId};
use portico_domain::people::listing::{HatRow, PeopleDirectory, PeopleFilter, PeopleList, PersonRow};
use portico_domain::people::{HatView, PersonAct, PersonStatus};
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, Params, ok};
use serde::Serialize;
use utoipa::ToSchema;

portico_http::list_query! {
    /// Query of a list of people.
    pub struct ListPeopleQuery {
        /// Beginning of a name, of one of its last words, or of an e-mail address.
        #[schema(max_length = 254)]
        #[param(max_length = 254)]
        pub q: Option<String>,
        /// Only people with a hat of this kind.
        pub kind: Option<HatKind>,
        /// Only people of this account.
        pub account: Option<AccountId>,
        /// Only people of this partner company.
        pub partner: Option<PartnerId>,
        /// Only people of this status.
        pub status: Option<PersonStatus>,
    }
}

/// A hat of a person in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedHat {
    /// Hat as its wearer sees it.
    #[serde(flatten)]
    pub hat: HatView,
    /// The account of a customer's hat.
    pub account_id: Option<AccountId>,
    /// The company of a partner's hat.
    pub partner_id: Option<PartnerId>,
}

impl From<HatRow> for ListedHat {
    fn from(row: HatRow) -> Self {
        Self { hat: HatView::from(&row), account_id: row.account, partner_id: row.partner }
    }
}

/// A person in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonSummary {
    /// ID of the person.
    pub id: PersonId,
    /// Full name of the person.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Whether they can sign in.
    pub status: PersonStatus,
    /// Hats of the person, the usual one first.
    pub hats: Vec<ListedHat>,
    /// Acts that are open to the caller now.
    pub allowed: Vec<PersonAct>,
    /// Version: counts the changes of the person.
    pub version: u64,
}

impl PersonSummary {
    /// Makes the view of a row for a caller.
    pub fn of(row: PersonRow, caller: &Caller) -> Self {
        let allowed = row.allowed(caller);
        let PersonRow { person, name, email, status, hats, version, .. } = row;
        let hats = hats.into_iter().map(ListedHat::from).collect();
        Self { id: person, name, email, status, hats, allowed, version }
    }
}

/// People with any hat, by name. With `q`, by the text that begins with it.
#[utoipa::path(get, path = "/v1/people", operation_id = "list_people", tag = "people", params(ListPeopleQuery),
    responses((status = 200, description = "A page", body = List<PersonSummary>)))]
pub async fn list_people<S: RequestStore + PeopleDirectory + Sync>(
    store: &S,
    call: Call<(), Params<ListPeopleQuery>>,
) -> HandlerResult<List<PersonSummary>> {
    let ListPeopleQuery { q, kind, account, partner, status, .. } = &call.input.0;
    let filter =
        PeopleFilter { beginning: q.clone(), kind: *kind, account: *account, partner: *partner, status: *status };
    let list = PeopleList::within(&call.scope()?, filter)?;
    let paged = call.paged(&call.input.0, &format!("{list:?}"))?;
    let page = store.people_listed(&list, paged.request()).await?;
    let reader = call.act().await?.caller;
    Ok(ok(paged.list(page, |row| PersonSummary::of(row, &reader))?))
}
