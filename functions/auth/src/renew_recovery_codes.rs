//! `POST /v1/me/totp/recovery-codes`: new recovery codes in place of all that were left.

use crate::confirm_second_factor::RecoveryCodes;
use crate::own_factor::OwnFactor;
use crate::session_start::device;
use crate::totp::{plain, recovery_codes, recovery_hash};
use futures::future::join;
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::people::SecondFactors;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Proof that it is the person who makes new recovery codes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewRecoveryCodes {
    /// Code that the app shows now, or a recovery code. Spaces and dashes do not matter.
    #[schema(min_length = 6, max_length = 40, format = Password)]
    pub code: String,
}

/// Makes new recovery codes. Those from before are not good any more, and the person is notified by mail.
#[utoipa::path(post, path = "/v1/me/totp/recovery-codes", operation_id = "renew_recovery_codes", tag = "session",
    request_body = RenewRecoveryCodes, responses((status = 200, description = "The recovery codes", body = RecoveryCodes)))]
pub async fn renew_recovery_codes<S>(
    store: &S,
    call: Call<(), Body<RenewRecoveryCodes>>,
) -> HandlerResult<RecoveryCodes>
where
    S: RequestStore + Rates + People + SecondFactors + Commit + Sync,
{
    let own = OwnFactor::proven_by(store, &call, &call.input.0.code).await?;
    let codes = recovery_codes()?;
    let hashes = codes.iter().map(|code| recovery_hash(&plain(code))).collect();
    let change = own.factor.renew_codes(&own.act, &own.person, own.used, hashes, &device(&call));
    let done = ok(RecoveryCodes { recovery_codes: codes });
    join(call.commit(store, change, done), own.throttle.uncount_quietly(store, &call)).await.0
}
