//! `POST /v1/me/totp`: begin to set up a second factor.

use crate::password;
use crate::throttle::Throttle;
use crate::totp::SharedSecret;
use futures::future::{join, try_join, try_join3};
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::people::ports::{Credentials, People};
use portico_domain::people::{SecondFactor, SecondFactors};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_http::{Body, Call, HandlerResult, ok, retry};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Largest number of tries to begin while the person or the second factor changes in between.
const MOST_TRIES: usize = 3;

/// Present password of the person: a session that was left open sets up nothing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginSecondFactor {
    /// Password that the person has now.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub password: String,
}

/// Secret of a second factor that is being set up, for the person's authenticator app.
#[derive(Serialize, ToSchema)]
pub struct SecondFactorSecret {
    /// The secret in base32 (RFC 4648), to be typed into an app.
    pub secret: String,
    /// Address with the secret, `otpauth://totp/…`, to be shown to an app as a QR code.
    pub url: String,
}

/// Begins to set up a second factor: makes a secret for an authenticator app. The factor is on once a code of the app
/// confirms it. Beginning again makes another secret. One that is on has to be turned off first.
#[utoipa::path(post, path = "/v1/me/totp", operation_id = "begin_second_factor", tag = "session",
    request_body = BeginSecondFactor, responses((status = 200, description = "The secret", body = SecondFactorSecret)))]
pub async fn begin_second_factor<S>(
    store: &S,
    call: Call<(), Body<BeginSecondFactor>>,
) -> HandlerResult<SecondFactorSecret>
where
    S: RequestStore + Credentials + Rates + People + SecondFactors + Settings + Commit + Sync,
{
    let caller = call.token_caller()?;
    let throttle = Throttle::password(caller.person);
    let own = || try_join(store.person(caller.person), store.second_factor(caller.person));
    let (first, portal, wait) =
        try_join3(own(), store.section::<PortalSettings>(), throttle.count(store, call.now)).await?;
    let (company, mut first) = (portal.unwrap_or_default().company_name, Some(first));
    retry!(MOST_TRIES, |number| {
        let (person, before) = match first.take() {
            Some(first) => first,
            None => own().await?,
        };
        let (act, person) = call.authorize(person).await?;
        if let Some(seconds) = wait {
            return Err(Error::TooMany(seconds).into());
        }
        let credential = store.credential(&person.email).await?.ok_or(Error::NotSignedIn("session_ended"))?;
        password::present(&call.input.0.password, &credential, "/password")?;
        let secret = SharedSecret::new()?;
        let change = SecondFactor::begin(&act, &person, before.as_ref(), secret.sealed(person.id)?)?;
        let url = secret.url(&person.email, &company)?;
        let done = ok(SecondFactorSecret { secret: secret.text(), url });
        let forgiven = async {
            if number == 1 {
                throttle.uncount_quietly(store, &call).await;
            }
        };
        join(call.commit(store, change, done), forgiven).await.0
    })
}
