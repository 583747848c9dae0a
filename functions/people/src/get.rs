//! `GET /v1/people/{id}`: a person.

use jiff::Timestamp;
use portico_domain::caller::Caller;
use portico_domain::ids::{AccountId, PartnerId, PersonId, QueueId};
use portico_domain::people::mail::StopReason;
use portico_domain::people::ports::People;
use portico_domain::people::{HatView, Person, PersonAct, PersonStatus};
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// A hat of a person, as staff see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonHat {
    /// Hat as its wearer sees it.
    #[serde(flatten)]
    pub hat: HatView,
    /// The account of a customer's hat.
    pub account_id: Option<AccountId>,
    /// The company of a partner's hat.
    pub partner_id: Option<PartnerId>,
    /// The queues an agent works on.
    pub queue_ids: Vec<QueueId>,
}

/// A person, as staff see them.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// ID of the person.
    pub id: PersonId,
    /// Full name of the person.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Phone.
    pub phone: Option<String>,
    /// Language as a BCP 47 tag.
    pub locale: String,
    /// Time zone by its IANA name.
    pub time_zone: String,
    /// Whether they can sign in.
    pub status: PersonStatus,
    /// Hats of the person.
    pub hats: Vec<PersonHat>,
    /// Reason and time of a stop of mail; null while mail is sent.
    pub mail_stopped: Option<MailStopped>,
    /// Acts that are open to the caller now.
    pub allowed: Vec<PersonAct>,
    /// Version: counts the changes of the person.
    pub version: u64,
}

/// Stop of mail to a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailStopped {
    /// Reason why no mail is sent.
    pub reason: StopReason,
    /// Time since which no mail is sent.
    pub since: Timestamp,
}

impl PersonView {
    /// Makes the view of a person for a caller.
    pub fn of(person: Person, caller: &Caller) -> Self {
        let allowed = person.allowed(caller);
        let hats = person.hats.iter().map(|hat| PersonHat {
            hat: hat.into(),
            account_id: hat.account,
            partner_id: hat.partner,
            queue_ids: hat.queues.clone(),
        });
        let stopped = person.stopped().map(|stop| MailStopped { reason: stop.reason, since: stop.since });
        Self {
            id: person.id,
            mail_stopped: stopped,
            allowed,
            hats: hats.collect(),
            name: person.name,
            email: person.email,
            phone: person.phone,
            locale: person.locale,
            time_zone: person.time_zone,
            status: person.status,
            version: person.version,
        }
    }
}

/// A person.
#[utoipa::path(get, path = "/v1/people/{id}", operation_id = "get_person", tag = "people", params(("id" = PersonId, Path)),
    responses((status = 200, description = "The person", body = PersonView)))]
pub async fn get_person<S: RequestStore + People + Sync>(store: &S, call: Call<PersonId>) -> HandlerResult<PersonView> {
    let person = store.person(call.path).await?;
    let (act, person) = call.authorize(person).await?;
    let version = person.version;
    Ok(ok(PersonView::of(person, &act.caller)).version(version))
}
