//! `DELETE /v1/me/totp`: turn the second factor off.

use crate::own_factor::OwnFactor;
use crate::session_start::device;
use futures::future::join;
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::people::SecondFactors;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, no_content};
use serde::Deserialize;
use utoipa::ToSchema;

/// Proof that it is the person who turns the second factor off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveSecondFactor {
    /// Code that the app shows now, or a recovery code. Spaces and dashes do not matter.
    #[schema(min_length = 6, max_length = 40, format = Password)]
    pub code: String,
}

/// Turns the second factor off. Its secret and recovery codes are forgotten, and the person is notified by mail.
#[utoipa::path(delete, path = "/v1/me/totp", operation_id = "remove_second_factor", tag = "session",
    request_body = RemoveSecondFactor, responses((status = 204, description = "The second factor is off")))]
pub async fn remove_second_factor<S>(store: &S, call: Call<(), Body<RemoveSecondFactor>>) -> HandlerResult<()>
where
    S: RequestStore + Rates + People + SecondFactors + Commit + Sync,
{
    let own = OwnFactor::proven_by(store, &call, &call.input.0.code).await?;
    let change = own.factor.remove(&own.act, own.person, &device(&call));
    join(call.commit(store, change, no_content()), own.throttle.uncount_quietly(store, &call)).await.0
}
