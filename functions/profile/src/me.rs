//! `GET` and `PATCH /v1/me`: one's own profile.

use portico_domain::change::Commit;
use portico_domain::ids::PersonId;
use portico_domain::people::ports::People;
use portico_domain::people::{HatView, Person, PersonStatus, ProfileChange};
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One's own profile.
#[derive(Debug, Serialize, ToSchema)]
pub struct Profile {
    /// One's id.
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
    /// Whether one can sign in.
    pub status: PersonStatus,
    /// One's hats.
    pub hats: Vec<HatView>,
    /// Whether signing in takes a second step.
    pub second_factor: bool,
    /// Version: counts the changes of the person.
    pub version: u64,
}

impl From<Person> for Profile {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            hats: person.hats.iter().map(HatView::from).collect(),
            name: person.name,
            email: person.email,
            phone: person.phone,
            locale: person.locale,
            time_zone: person.time_zone,
            status: person.status,
            second_factor: person.second_factor,
            version: person.version,
        }
    }
}

/// Changes to the caller's own profile. Absent fields keep their values.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateProfile {
    /// Full name of the person.
    #[schema(min_length = 2, max_length = 100, pattern = r"^[^\r\n\t]*$")]
    pub name: Option<String>,
    /// Phone; an empty text removes it.
    #[schema(max_length = 40, pattern = r"^[^\r\n\t]*$")]
    pub phone: Option<String>,
    /// Language as a BCP 47 tag.
    #[schema(min_length = 2, max_length = 20, pattern = r"^[^\r\n\t]*$")]
    pub locale: Option<String>,
    /// Time zone by its IANA name.
    #[schema(min_length = 2, max_length = 60, pattern = r"^[^\r\n\t]*$")]
    pub time_zone: Option<String>,
}

/// One's own profile.
#[utoipa::path(get, path = "/v1/me", operation_id = "get_me", tag = "profile",
    responses((status = 200, description = "The profile", body = Profile)))]
pub async fn get_me<S: RequestStore + People + Sync>(store: &S, call: Call) -> HandlerResult<Profile> {
    let person = store.person(call.token_caller()?.person).await?;
    let (_, person) = call.authorize(person).await?;
    let version = person.version;
    Ok(ok(person.into()).version(version))
}

/// Changes one's own profile. What changes nothing is no change: the version stays.
#[utoipa::path(patch, path = "/v1/me", operation_id = "update_me", tag = "profile", request_body = UpdateProfile,
    responses((status = 200, description = "The profile as it is now", body = Profile)))]
pub async fn update_me<S: RequestStore + People + Commit + Sync>(
    store: &S,
    call: Call<(), Body<UpdateProfile>>,
) -> HandlerResult<Profile> {
    let UpdateProfile { name, phone, locale, time_zone } = &call.input.0;
    let wanted = ProfileChange {
        name: name.clone(),
        phone: phone.clone(),
        locale: locale.clone(),
        time_zone: time_zone.clone(),
    };
    // An impossible value is refused as such, whatever version the caller saw.
    let wanted = wanted.checked()?;
    let person = store.person(call.token_caller()?.person).await?;
    let (act, person) = call.authorize(person).await?;
    let (person, change) = person.change_profile(&act, wanted)?;
    let version = person.version;
    let done = ok(person.into()).version(version);
    match change {
        Some(change) => call.commit(store, change, done).await,
        None => Ok(done),
    }
}
