//! `POST /v1/invitations`: ask somebody to join.

use crate::get::PersonView;
use futures::future::{try_join_all, try_join4};
use portico_domain::accounts::Accounts;
use portico_domain::change::Commit;
use portico_domain::hats::{HatKind, Role};
use portico_domain::ids::{AccountId, QueueId};
use portico_domain::invitations::{Newcomer, WantedHat, hats, invite};
use portico_domain::people::ports::{Credentials, People};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::settings::TicketSettings;
use portico_http::{Body, Call, HandlerResult, created, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to invite a person while their record changes in between.
const TRIES: usize = 3;
/// Locale for invitees without one.
const LOCALE: &str = "en";

/// Hat that an invited person gets.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHat {
    /// Portal of the hat. A hat of a partner company cannot be invited yet.
    pub kind: HatKind,
    /// Role of the hat.
    pub role: Role,
    /// The account of a customer's hat.
    pub account_id: Option<AccountId>,
    /// The queues an agent works on.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub queue_ids: Vec<QueueId>,
}

/// Person to be invited, with hats.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// Full name of the person.
    #[schema(min_length = 2, max_length = 100, pattern = r"^[^\r\n\t]*$")]
    pub name: String,
    /// E-mail address that the person will sign in with.
    #[schema(min_length = 3, max_length = 254, pattern = r"^[^\r\n\t]*$")]
    pub email: String,
    /// Language as a BCP 47 tag; English if it is left out.
    #[schema(min_length = 2, max_length = 20, pattern = r"^[^\r\n\t]*$")]
    pub locale: Option<String>,
    /// Time zone by its IANA name; without one, that of the company's desk.
    #[schema(min_length = 2, max_length = 60, pattern = r"^[^\r\n\t]*$")]
    pub time_zone: Option<String>,
    /// Hats of the person, the usual one first.
    #[schema(max_items = 5)]
    pub hats: Vec<NewHat>,
}

/// Invites a person: sends a link by which they choose a password and are signed in. A person who has not accepted an
/// earlier invitation gets a new one; the earlier link stops working.
#[utoipa::path(post, path = "/v1/invitations", operation_id = "invite_person", tag = "people", request_body = NewInvitation,
    responses((status = 201, description = "The invitation", body = PersonView)))]
pub async fn invite_person<S>(store: &S, call: Call<(), Body<NewInvitation>>) -> HandlerResult<PersonView>
where
    S: RequestStore + Credentials + People + Accounts + Settings + Commit + Sync,
{
    retry!(TRIES, |_| { invite_once(store, &call).await })
}

async fn invite_once<S>(store: &S, call: &Call<(), Body<NewInvitation>>) -> HandlerResult<PersonView>
where
    S: RequestStore + Credentials + People + Accounts + Settings + Commit + Sync,
{
    let input = &call.input.0;
    let email = input.email.trim().to_lowercase();
    let accounts = input.hats.iter().filter_map(|hat| hat.account_id).map(|id| store.account(id));
    let (before, accounts, portal, tickets) = try_join4(
        store.credential(&email),
        try_join_all(accounts),
        store.section::<PortalSettings>(),
        store.section::<TicketSettings>(),
    )
    .await?;
    let act = call.act().await?;
    // A missing account is reported below, by the hat that names it.
    let accounts: Vec<_> =
        accounts.into_iter().filter_map(|account| account.open(&act.caller, act.action).ok()).collect();
    let wanted: Vec<WantedHat> = input.hats.iter().map(WantedHat::from).collect();
    let queues = tickets.as_ref().map(|tickets| &*tickets.queues).unwrap_or_default();
    let company = portal.unwrap_or_default().company_name;
    let newcomer = Newcomer {
        name: input.name.clone(),
        email,
        locale: input.locale.clone().unwrap_or_else(|| LOCALE.into()),
        time_zone: match (&input.time_zone, &tickets) {
            (Some(zone), _) => zone.clone(),
            (None, Some(tickets)) => tickets.calendar.time_zone.clone(),
            (None, None) => "UTC".into(),
        },
        hats: hats(&act, &wanted, &[], &company, &accounts, queues)?,
    };
    let (person, change) = invite(&act, newcomer, before.map(|before| before.person))?;
    let (version, location) = (person.version, format!("/v1/people/{}", person.id));
    call.commit(store, change, created(PersonView::of(person, &act.caller)).version(version).location(location)).await
}

impl From<&NewHat> for WantedHat {
    fn from(hat: &NewHat) -> Self {
        Self { id: None, kind: hat.kind, role: hat.role, account: hat.account_id, queues: hat.queue_ids.clone() }
    }
}
