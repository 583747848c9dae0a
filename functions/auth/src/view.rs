//! Answers to signing in: the session and its person, or the challenge of the second step.

use crate::second_step::{CHALLENGE_LIFETIME, Challenge};
use jiff::{SignedDuration, Timestamp};
use portico_domain::act::ActionContext;
use portico_domain::caller::Caller;
use portico_domain::error::Error;
use portico_domain::ids::{HatId, PersonId};
use portico_domain::people::{HatView, Person};
use portico_http::token;
use serde::Serialize;
use utoipa::ToSchema;

/// Session as its person's browser needs it.
#[derive(Serialize, ToSchema)]
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

impl From<&Person> for SessionPerson {
    fn from(person: &Person) -> Self {
        let Person { id, name, email, locale, .. } = person.clone();
        Self { id, name, email, locale }
    }
}

impl SessionView {
    /// Makes the view of the caller's session, with a new access token signed by `key`.
    pub fn new(key: &(String, Vec<u8>), person: &Person, caller: &Caller, now: Timestamp) -> Result<Self, Error> {
        Ok(Self {
            access_token: token::mint(key, caller, now)?,
            token_type: "Bearer".into(),
            expires_in: token::LIFETIME.as_secs(),
            person: SessionPerson::from(person),
            hats: person.hats.iter().map(HatView::from).collect(),
            hat_id: caller.hat.id,
        })
    }
}

/// View of the portal as another person has it: a session in which nothing can be changed and which cannot be renewed.
#[derive(Serialize, ToSchema)]
pub struct ViewedSession {
    /// Session as the person's browser would need it, with the one hat in which they are seen.
    #[serde(flatten)]
    pub session: SessionView,
    /// Person who looks.
    pub viewer: Viewer,
}

/// Person who looks at the portal as another one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Viewer {
    /// ID of the person.
    pub id: PersonId,
    /// Full name of the person.
    pub name: String,
}

impl ViewedSession {
    /// Makes the view of a person for the caller of an act, with a token that names both, signed by `key`.
    pub fn new(key: &(String, Vec<u8>), person: &Person, viewed: &Caller, act: &ActionContext) -> Result<Self, Error> {
        let session = SessionView {
            access_token: token::mint_view(key, viewed, &act.caller, act.now)?,
            token_type: "Bearer".into(),
            expires_in: token::LIFETIME.as_secs(),
            person: SessionPerson::from(person),
            hats: vec![HatView::from(&viewed.hat)],
            hat_id: viewed.hat.id,
        };
        Ok(Self { session, viewer: Viewer { id: act.caller.person, name: act.caller.name.clone() } })
    }
}

/// Challenge for the second step of signing in, for a person who has a second factor.
#[derive(Serialize, ToSchema)]
pub struct SecondStepChallenge {
    /// Challenge, to be sent with the code. Its content is no part of the contract.
    pub challenge: String,
    /// Seconds until the challenge is over.
    pub expires_in: i64,
}

impl SecondStepChallenge {
    /// Makes the challenge of a person who has taken the first step at `now`.
    pub fn new(person: &Person, now: Timestamp) -> Result<Self, Error> {
        let challenge = Challenge::new(person, now).sealed()?;
        Ok(Self { challenge, expires_in: CHALLENGE_LIFETIME.as_secs() })
    }
}

/// Answer to the first step of signing in.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum SignedIn {
    /// The person is signed in.
    Session(SessionView),
    /// The person has to take the second step.
    SecondStep(SecondStepChallenge),
}

/// Answer to the request for a mail, the same for every address.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestedMail {
    /// Minutes for which the link or code in the mail is good.
    pub valid_for_minutes: i64,
}

impl RequestedMail {
    /// Makes the answer for a mail whose content is good for this time.
    pub fn valid_for(time: SignedDuration) -> Self {
        Self { valid_for_minutes: time.as_mins() }
    }
}
