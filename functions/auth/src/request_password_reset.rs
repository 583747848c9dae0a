//! `POST /v1/password-resets`: ask for a mail with a link to set a new password.

use crate::session_start::{anonymous_touch, device};
use crate::throttle::Throttle;
use crate::view::RequestedMail;
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::change::{Change, Commit};
use portico_domain::error::Error;
use portico_domain::jobs::Job;
use portico_domain::people::RESET_LIFETIME;
use portico_domain::people::jobs::SendPasswordReset;
use portico_domain::ports::RequestStore;
use portico_domain::touch::Outcome;
use portico_http::{Body, Call, HandlerResult, accepted};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Address of the person who has forgotten the password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestPasswordReset {
    /// E-mail address.
    #[schema(min_length = 3, max_length = 254, pattern = r"^[^\r\n\t]*$")]
    pub email: String,
}

/// Sends a mail with a link to set a new password, if somebody signs in with the address. The answer is the same for
/// every address: nothing is looked up before the mail is sent.
#[utoipa::path(post, path = "/v1/password-resets", operation_id = "request_password_reset", tag = "session",
    request_body = RequestPasswordReset,
    responses((status = 202, description = "A mail is sent, if somebody signs in with the address", body = RequestedMail)))]
pub async fn request_password_reset<S: RequestStore + Rates + Commit + Sync>(
    store: &S,
    call: Call<(), Body<RequestPasswordReset>>,
) -> HandlerResult<RequestedMail> {
    call.from_own_page()?;
    let email = call.input.0.email.trim().to_lowercase();
    if let Some(seconds) = Throttle::mail("password-reset", &email, &call.address).count(store, call.now).await? {
        return Err(Error::TooMany(seconds).into());
    }
    let task = SendPasswordReset { email, device: device(&call).words() };
    let job = Job::new(Uuid::now_v7(), &task, call.now, call.now);
    let change = Change::new(anonymous_touch(&call, Action::RequestPasswordReset, Outcome::Done)).job(job);
    call.commit(store, change, accepted(RequestedMail::valid_for(RESET_LIFETIME))).await
}
