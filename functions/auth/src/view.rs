//! Answer to signing in: the session and its person.

use jiff::Timestamp;
use portico_domain::caller::Caller;
use portico_domain::error::Error;
use portico_domain::ids::{HatId, PersonId};
use portico_domain::people::{HatView, Person};
use portico_http::token;
use serde::Serialize;
use utoipa::ToSchema;

/// Session as its person's browser needs it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Access token, sent as `Authorization: Bearer`. A JSON Web Token; its content is no part of the contract.
    pub access_token: String,
    /// Type of the token: `Bearer`.
    pub token_type: String,
    /// Seconds until the token has to be renewed.
    pub expires_in: i64,
    /// Person who is signed in.
    pub person: SessionPerson,
    /// Hats that the person may put on.
    pub hats: Vec<HatView>,
    /// Hat that the person wears.
    pub hat_id: HatId,
}

/// Person who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionPerson {
    /// ID of the person.
    pub id: PersonId,
    /// Full name of the person.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Language of the person, as a BCP 47 tag.
    pub locale: String,
}

impl SessionView {
    /// Makes the view of the caller's session, with a new access token signed by `key`.
    pub fn new(key: &(String, Vec<u8>), person: &Person, caller: &Caller, now: Timestamp) -> Result<Self, Error> {
        Ok(Self {
            access_token: token::mint(key, caller, now)?,
            token_type: "Bearer".into(),
            expires_in: token::LIFETIME.as_secs(),
            person: SessionPerson {
                id: person.id,
                name: person.name.clone(),
                email: person.email.clone(),
                locale: person.locale.clone(),
            },
            hats: person.hats.iter().map(HatView::from).collect(),
            hat_id: caller.hat.id,
        })
    }
}
