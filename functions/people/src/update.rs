//! `PATCH /v1/people/{id}`: disable or enable a person, resume mail to them, and change their hats.

use crate::get::PersonView;
use futures::future::{try_join, try_join_all, try_join3};
use portico_domain::accounts::{Account, Accounts};
use portico_domain::act::ActionContext;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::ids::{AccountId, HatId, PersonId, QueueId};
use portico_domain::invitations::{WantedHat, hats};
use portico_domain::people::PersonStatus;
use portico_domain::people::ports::People;
use portico_domain::policy::Guarded;
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::{Section, Settings, SettingsDocuments, StoredSection, Versioned};
use portico_domain::standing::{NewHats, StandingChange};
use portico_domain::store::StoreResult;
use portico_domain::tickets::settings::TicketSettings;
use portico_http::{Body, Call, EarlyResponse, HandlerResult, ok, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to change a person while the queues or the administrator's own record change in between.
const TRIES: usize = 3;

/// Whether a person may sign in.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewStatus {
    /// The person may sign in, or be invited again if they have not joined yet. The earlier link stays invalid.
    Active,
    /// The person may not sign in; open sessions are refused on their next call.
    Disabled,
}

/// Whether a person is sent mail.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewMail {
    /// Mail is sent again after a bounce or complaint. Another one stops it again.
    Again,
}

/// Hat that a person keeps or gets.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedHat {
    /// ID of a hat that the person keeps, with its portal and account; left out for a new one.
    pub id: Option<HatId>,
    /// Portal of the hat. A hat of a partner company can be kept, and not given.
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

/// Fields to change; those left out stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePerson {
    /// Whether the person may sign in.
    pub status: Option<NewStatus>,
    /// Whether the person is sent mail.
    pub mail: Option<NewMail>,
    /// All hats of the person from now on, the usual one first. Those that are left out are gone.
    #[schema(max_items = 5)]
    pub hats: Option<Vec<ChangedHat>>,
}

/// Disables or enables a person, or gives them other hats, from their next call on. Sessions of a hat that is gone have
/// ended; in another role they go on. Agents of queues follow the hats, and the person is notified by mail. Can also
/// resume mail that was stopped after a bounce or complaint. Without a difference nothing is written, and the version
/// stays.
#[utoipa::path(patch, path = "/v1/people/{id}", operation_id = "update_person", tag = "people", params(("id" = PersonId, Path)),
    request_body = UpdatePerson, responses((status = 200, description = "The person as it is now", body = PersonView)))]
pub async fn update_person<S>(store: &S, call: Call<PersonId, Body<UpdatePerson>>) -> HandlerResult<PersonView>
where
    S: RequestStore + People + Accounts + Settings + SettingsDocuments + Commit + Sync,
{
    retry!(TRIES, |_| { update_once(store, &call).await })?
}

/// Result of one try: an error if another change crossed with it, and else the answer.
async fn update_once<S>(
    store: &S,
    call: &Call<PersonId, Body<UpdatePerson>>,
) -> Result<HandlerResult<PersonView>, EarlyResponse>
where
    S: RequestStore + People + Accounts + Settings + SettingsDocuments + Commit + Sync,
{
    let UpdatePerson { status, mail, hats } = &call.input.0;
    let me = [call.token_caller()?.person];
    let read = try_join3(store.person(call.path), store.people(&me), hat_facts(store, hats.as_deref()));
    let (person, by, facts) = read.await?;
    let (act, person) = match call.authorize(person).await {
        Ok(opened) => opened,
        // Of another version than the caller saw: no further try makes it that version.
        Err(refused) => return Ok(Err(refused)),
    };
    let by = by.into_iter().next().ok_or(Error::NotSignedIn("session_ended"))?;
    let wanted = StandingChange {
        status: status.map(PersonStatus::from),
        mail_again: mail.is_some(),
        hats: match (hats, facts) {
            (Some(hats), Some(facts)) => Some(facts.hats(&act, hats, &person.hats)?),
            _ => None,
        },
    };
    let (person, change) = person.change_standing(&act, wanted, &by)?;
    let version = person.version;
    let done = ok(PersonView::of(person, &act.caller)).version(version);
    Ok(match change {
        Some(change) => Ok(call.commit(store, change, done).await?),
        None => Ok(done),
    })
}

/// Facts by which wanted hats are judged.
struct HatFacts {
    accounts: Vec<Guarded<Account>>,
    company: String,
    tickets: Guarded<StoredSection>,
}

/// Reads what the wanted hats are judged by; nothing if none are sent.
async fn hat_facts<S>(store: &S, wanted: Option<&[ChangedHat]>) -> StoreResult<Option<HatFacts>>
where
    S: Accounts + Settings + SettingsDocuments + Sync,
{
    let Some(wanted) = wanted else { return Ok(None) };
    let accounts = wanted.iter().filter_map(|hat| hat.account_id).map(|id| store.account(id));
    let settings = try_join(store.section::<PortalSettings>(), store.document(TicketSettings::NAME));
    let (accounts, (portal, tickets)) = try_join(try_join_all(accounts), settings).await?;
    Ok(Some(HatFacts { accounts, company: portal.unwrap_or_default().company_name, tickets }))
}

impl HatFacts {
    /// The wanted hats of a person who has those of `before`, or the errors in them.
    fn hats(self, act: &ActionContext, wanted: &[ChangedHat], before: &[Hat]) -> Result<NewHats, Error> {
        let opened = |account: Guarded<Account>| account.open(&act.caller, act.action).ok();
        // A missing account is reported by the hat that names it.
        let accounts: Vec<Account> = self.accounts.into_iter().filter_map(opened).collect();
        let settings: Option<Versioned<TicketSettings>> = self.tickets.open(&act.caller, act.action)?.typed()?;
        let queues = settings.as_ref().map(|stored| &*stored.section.queues).unwrap_or_default();
        let wanted: Vec<WantedHat> = wanted.iter().map(WantedHat::from).collect();
        let hats = hats(act, &wanted, before, &self.company, &accounts, queues)?;
        Ok(NewHats { hats, settings })
    }
}

impl From<NewStatus> for PersonStatus {
    fn from(status: NewStatus) -> Self {
        match status {
            NewStatus::Active => Self::Active,
            NewStatus::Disabled => Self::Disabled,
        }
    }
}

impl From<&ChangedHat> for WantedHat {
    fn from(hat: &ChangedHat) -> Self {
        let (account, queues) = (hat.account_id, hat.queue_ids.clone());
        Self { id: hat.id, kind: hat.kind, role: hat.role, account, queues }
    }
}
