//! `POST /v1/me/totp/confirm`: turn a second factor on.

use crate::session_start::device;
use crate::throttle::Throttle;
use crate::totp::{SharedSecret, plain, recovery_codes, recovery_hash};
use futures::future::{join, try_join, try_join3};
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::people::SecondFactors;
use portico_domain::people::ports::{People, Sessions};
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Code of the app that has the secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSecondFactor {
    /// Code that the app shows now. Spaces do not matter.
    #[schema(min_length = 6, max_length = 20, format = Password)]
    pub code: String,
}

/// Recovery codes, each in the place of one code of the app. They are shown this once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    pub recovery_codes: Vec<String>,
}

/// Turns the second factor on, and makes recovery codes. All other sessions end, and the person is notified by mail.
#[utoipa::path(post, path = "/v1/me/totp/confirm", operation_id = "confirm_second_factor", tag = "session",
    request_body = ConfirmSecondFactor, responses((status = 200, description = "The recovery codes", body = RecoveryCodes)))]
pub async fn confirm_second_factor<S>(
    store: &S,
    call: Call<(), Body<ConfirmSecondFactor>>,
) -> HandlerResult<RecoveryCodes>
where
    S: RequestStore + Rates + People + Sessions + SecondFactors + Commit + Sync,
{
    let caller = call.token_caller()?;
    let throttle = Throttle::second_factor(caller.person);
    let own = try_join(store.person(caller.person), store.session(caller.session));
    let ((person, session), factor, wait) =
        try_join3(own, store.second_factor(caller.person), throttle.count(store, call.now)).await?;
    let (act, person) = call.authorize(person).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let factor = factor.ok_or_else(|| Error::state("Begin to set up the second step first."))?;
    let step = SharedSecret::of(&factor)?.step(&plain(&call.input.0.code), call.now)?;
    let step = step.ok_or_else(|| {
        Error::field(
            "/code",
            "wrong_code",
            "This code is not right. Check the time of your device and try the next one.",
        )
    })?;
    let codes = recovery_codes()?;
    let hashes = codes.iter().map(|code| recovery_hash(&plain(code))).collect();
    let session = session.ok_or(Error::NotSignedIn("session_ended"))?;
    let change = factor.confirm(&act, person, session, step, hashes, &device(&call))?;
    let done = ok(RecoveryCodes { recovery_codes: codes });
    join(call.commit(store, change, done), throttle.uncount_quietly(store, &call)).await.0
}
