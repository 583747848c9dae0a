//! `POST /v1/sign-in-codes/complete`: sign in with the code in a mail.

use crate::session_start::{denied_touch, own_caller, start};
use crate::throttle::Throttle;
use crate::view::SignedIn;
use futures::future::{join, try_join3};
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::change::{Commit, Write};
use portico_domain::error::Error;
use portico_domain::people::ports::Sessions;
use portico_domain::people::{SignInCode, SignInCodes};
use portico_domain::ports::RequestStore;
use portico_domain::signing::SigningKey;
use portico_http::sealing::{Purpose, keyed_hash};
use portico_http::{Body, Call, HandlerResult, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to sign in while the person changes in between.
const MOST_TRIES: usize = 3;

/// Address and code of the person who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteSignInCode {
    /// E-mail address that the code was sent to.
    #[schema(min_length = 3, max_length = 254, pattern = r"^[^\r\n\t]*$")]
    pub email: String,
    /// The code: six digits. Spaces do not matter.
    #[schema(min_length = 6, max_length = 20, format = Password)]
    pub code: String,
}

/// Signs a person in with a code that was sent to them, or asks for the second step. The code is good once; after five wrong ones the address has to wait.
/// A wrong code, one that is too old and an unknown address get the same answer.
#[utoipa::path(post, path = "/v1/sign-in-codes/complete", operation_id = "complete_sign_in_code", tag = "session",
    request_body = CompleteSignInCode, responses((status = 200, description = "Signed in, and the refresh token comes as a cookie; or a challenge", body = SignedIn)))]
pub async fn complete_sign_in_code<S>(store: &S, call: Call<(), Body<CompleteSignInCode>>) -> HandlerResult<SignedIn>
where
    S: RequestStore + Rates + SignInCodes + Sessions + SigningKey + Commit + Sync,
{
    call.from_own_page()?;
    let email = call.input.0.email.trim().to_lowercase();
    let code: String = call.input.0.code.split(' ').collect();
    let hash = keyed_hash(Purpose::SignInCode, &SignInCode::text(&email, &code))?;
    let throttle = Throttle::code(&email, &call.address);
    let (found, wait, key) =
        try_join3(store.sign_in_code(&email), throttle.count(store, call.now), store.signing_key()).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let mut first = Some(found);
    retry!(MOST_TRIES, |number| {
        // Read again, it may have been used in another tab, or the person disabled.
        let found = match first.take() {
            Some(first) => first,
            None => store.sign_in_code(&email).await?,
        };
        let good = found.filter(|(code, person)| code.stands(person, &hash, call.now));
        let Some((code, person, caller)) =
            good.and_then(|(code, person)| own_caller(&person).map(|caller| (code, person, caller)))
        else {
            store.touch(&denied_touch(&call, Action::SignInByCode)).await?;
            return Err(Error::NotSignedIn("sign_in_failed").into());
        };
        let (change, done) = start(&call, &key, &person, caller)?;
        let forgiven = async {
            if number == 1 {
                throttle.uncount_quietly(store, &call).await;
            }
        };
        join(call.commit(store, change.write(Write::remove(&code)), done), forgiven).await.0
    })
}
