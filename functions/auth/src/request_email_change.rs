//! `POST /v1/me/email`: ask for another e-mail address of one's own.

use crate::password;
use crate::throttle::Throttle;
use crate::view::RequestedMail;
use futures::future::{join, try_join3};
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::people::ports::{Credentials, People};
use portico_domain::people::{EMAIL_CHANGE_LIFETIME, EmailChange};
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, accepted};
use serde::Deserialize;
use utoipa::ToSchema;

/// New address, and the present password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestEmailChange {
    /// New e-mail address.
    #[schema(min_length = 3, max_length = 254, pattern = r"^[^\r\n\t]*$")]
    pub email: String,
    /// Password that the person has now.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub password: String,
}

/// Sends a mail with a link to the new address, if nobody signs in with it yet. The person keeps the present address
/// until the link is confirmed. The answer is the same for every address, and a newer request replaces this one.
#[utoipa::path(post, path = "/v1/me/email", operation_id = "request_email_change", tag = "session",
    request_body = RequestEmailChange,
    responses((status = 202, description = "A mail is sent to the new address, if nobody has it", body = RequestedMail)))]
pub async fn request_email_change<S>(
    store: &S,
    call: Call<(), Body<RequestEmailChange>>,
) -> HandlerResult<RequestedMail>
where
    S: RequestStore + Credentials + Rates + People + Commit + Sync,
{
    let RequestEmailChange { email, password } = &call.input.0;
    let caller = call.token_caller()?;
    let (guesses, mails) = (Throttle::password(caller.person), Throttle::email_change(caller.person));
    let (person, guessed, mailed) =
        try_join3(store.person(caller.person), guesses.count(store, call.now), mails.count(store, call.now)).await?;
    let (act, person) = call.authorize(person).await?;
    if let Some(seconds) = guessed.max(mailed) {
        return Err(Error::TooMany(seconds).into());
    }
    let credential = store.credential(&person.email).await?.ok_or(Error::NotSignedIn("session_ended"))?;
    password::present(password, &credential, "/password")?;
    let change = EmailChange::request(&act, &person, email)?;
    let done = accepted(RequestedMail::valid_for(EMAIL_CHANGE_LIFETIME));
    join(call.commit(store, change, done), guesses.uncount_quietly(store, &call)).await.0
}
