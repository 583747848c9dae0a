//! `GET /v1/people/{id}`: a person.

use portico_domain::caller::{HatKind, Role};
use portico_domain::ids::{AccountId, HatId, PersonId};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::ports::{Gate, People};
use portico_http::{Answer, Call, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// A hat of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonHat {
    /// Its id.
    pub id: HatId,
    /// What it belongs to.
    pub kind: HatKind,
    /// What it is for.
    pub role: Role,
    /// What the portal calls it.
    pub label: String,
    /// The account of a customer's hat.
    pub account_id: Option<AccountId>,
}

/// A person, as staff see them.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// Their id.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Phone.
    pub phone: Option<String>,
    /// BCP 47.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// Whether they can sign in.
    pub status: PersonStatus,
    /// Their hats.
    pub hats: Vec<PersonHat>,
    /// Counts the changes.
    pub version: u64,
}

impl From<Person> for PersonView {
    fn from(person: Person) -> Self {
        let hats = person.hats.iter().map(|hat| PersonHat {
            id: hat.id,
            kind: hat.kind,
            role: hat.role,
            label: hat.label(),
            account_id: hat.account,
        });
        Self {
            id: person.id,
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
pub async fn get_person<S: Gate + People + Sync>(store: &S, call: Call<PersonId>) -> Answer<PersonView> {
    let person = store.person(call.path).await?;
    let (_, person) = call.authorize(person).await?;
    let version = person.version;
    Ok(ok(person.into()).version(version))
}
