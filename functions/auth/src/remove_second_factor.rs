//! `DELETE /v1/me/totp`: turn the second factor off.

use crate::password;
use crate::session_start::device;
use crate::throttle::Throttle;
use crate::totp::{SharedSecret, is_of_app, plain, recovery_hash};
use futures::future::{join, try_join3};
use jiff::Timestamp;
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::people::ports::{Credentials, People};
use portico_domain::people::{Person, SecondFactor, SecondFactors};
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, EarlyResponse, HandlerResult, no_content};
use serde::Deserialize;
use utoipa::ToSchema;

/// Proof that it is the person who turns the second factor off: the password, or a code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveSecondFactor {
    /// Password that the person has now.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub password: Option<String>,
    /// Code of the app, or a recovery code.
    #[schema(min_length = 6, max_length = 40, format = Password)]
    pub code: Option<String>,
}

/// Turns the second factor off. Its secret and recovery codes are forgotten, and the person is notified by mail.
#[utoipa::path(delete, path = "/v1/me/totp", operation_id = "remove_second_factor", tag = "session",
    request_body = RemoveSecondFactor, responses((status = 204, description = "The second factor is off")))]
pub async fn remove_second_factor<S>(store: &S, call: Call<(), Body<RemoveSecondFactor>>) -> HandlerResult<()>
where
    S: RequestStore + Credentials + Rates + People + SecondFactors + Commit + Sync,
{
    let caller = call.token_caller()?;
    let throttle = Throttle::second_factor(caller.person);
    let (person, factor, wait) =
        try_join3(store.person(caller.person), store.second_factor(caller.person), throttle.count(store, call.now))
            .await?;
    let (act, person) = call.authorize(person).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let factor = factor.filter(|factor| factor.confirmed).ok_or_else(|| Error::state("The second step is off."))?;
    prove(store, &call.input.0, &person, &factor, call.now).await?;
    let change = factor.remove(&act, person, &device(&call));
    join(call.commit(store, change, no_content()), throttle.uncount_quietly(store, &call)).await.0
}

/// Refuses unless the password is right, or the code is and was not used before.
async fn prove<S: Credentials>(
    store: &S,
    proof: &RemoveSecondFactor,
    person: &Person,
    factor: &SecondFactor,
    now: Timestamp,
) -> Result<(), EarlyResponse> {
    let RemoveSecondFactor { password, code } = proof;
    if let Some(password) = password {
        let credential = store.credential(&person.email).await?.ok_or(Error::NotSignedIn("session_ended"))?;
        return Ok(password::present(password, &credential, "/password")?);
    }
    let Some(code) = code.as_deref().map(plain) else {
        return Err(Error::field("/password", "required", "Give the password, or a code.").into());
    };
    let good = if is_of_app(&code) {
        SharedSecret::of(factor)?.step(&code, now)?.and_then(|step| factor.used(step)).is_some()
    } else {
        factor.recovered(&recovery_hash(&code)).is_some()
    };
    let wrong = || Error::field("/code", "wrong_code", "This code is not right, or it was used already.");
    if good { Ok(()) } else { Err(wrong().into()) }
}
