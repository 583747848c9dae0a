//! `POST /v1/session`: sign in with e-mail address and password.

use crate::password;
use crate::session_start::{denied_touch, own_caller, start};
use crate::throttle::Throttle;
use crate::view::SignedIn;
use futures::future::{join, try_join3};
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::people::ports::{Credentials, Sessions};
use portico_domain::people::{Credential, PersonStatus};
use portico_domain::ports::RequestStore;
use portico_domain::signing::SigningKey;
use portico_http::{Body, Call, HandlerResult, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to sign in while the password is replaced in between.
const MOST_TRIES: usize = 3;

/// E-mail address and password of the person who signs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// E-mail address.
    #[schema(min_length = 3, max_length = 254, pattern = r"^[^\r\n\t]*$")]
    pub email: String,
    /// Password.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub password: String,
}

/// Signs a person in, or asks for the second step if they have one. An unknown person and a wrong password get the same
/// answer, at the same cost.
#[utoipa::path(post, path = "/v1/session", operation_id = "create_session", tag = "session",
    request_body = SignIn, responses((status = 200, description = "Signed in, and the refresh token comes as a cookie; or a challenge", body = SignedIn)))]
pub async fn create_session<S: RequestStore + Credentials + Sessions + Rates + SigningKey + Commit + Sync>(
    store: &S,
    call: Call<(), Body<SignIn>>,
) -> HandlerResult<SignedIn> {
    call.from_own_page()?;
    let email = call.input.0.email.to_lowercase();
    let throttle = Throttle::sign_in(&email, &call.address);
    let (credential, wait, key) =
        try_join3(store.credential(&email), throttle.count(store, call.now), store.signing_key()).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let mut first = Some(credential);
    retry!(MOST_TRIES, |number| {
        // Read again, the password is another one and may not be the one that was given.
        let credential = match first.take() {
            Some(first) => first,
            None => store.credential(&email).await?,
        };
        let hash = credential.as_ref().and_then(|credential| credential.password_hash.clone());
        let right = password::verify(&call.input.0.password, hash.as_deref())?;
        let signed_in = credential.filter(|credential| right && credential.person.status == PersonStatus::Active);
        let Some((person, caller)) =
            signed_in.and_then(|found| own_caller(&found.person).map(|caller| (found.person, caller)))
        else {
            store.touch(&denied_touch(&call, Action::SignIn)).await?;
            return Err(Error::NotSignedIn("sign_in_failed").into());
        };
        let (mut change, done) = start(&call, &key, &person, caller)?;
        if let Some(old) = hash.filter(|hash| password::outdated(hash)) {
            let hash = password::hash(&call.input.0.password)?;
            change = change.write(Credential::set_password(&person.email, hash, Some(old)));
        }
        let forgiven = async {
            if number == 1 {
                throttle.uncount_quietly(store, &call).await;
            }
        };
        join(call.commit(store, change, done), forgiven).await.0
    })
}
