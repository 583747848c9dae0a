//! `POST /v1/session/oidc`: go to the company's identity provider to sign in there.

use crate::provider::{nonce, return_page, verifier};
use crate::session_start::anonymous_touch;
use crate::throttle::Throttle;
use futures::future::try_join;
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::identity_provider::begun::{BEGUN_LIFETIME, BegunSignIn};
use portico_domain::identity_provider::ports::{BegunSignIns, ProviderPageRequest, ProviderPages};
use portico_domain::identity_provider::settings::IdentityProviderSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::touch::Outcome;
use portico_http::hash::{random_secret, sha256_hex};
use portico_http::{Call, HandlerResult, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// Sign-in that was begun: the page of the identity provider, and the secret to finish with.
#[derive(Serialize, ToSchema)]
pub struct BegunProviderSignIn {
    /// Address of the provider's page, for the browser to go to.
    pub url: String,
    /// Secret that the page keeps and sends with the provider's answer.
    pub secret: String,
    /// Seconds until the sign-in is over.
    pub expires_in: i64,
}

/// Begins to sign in through the company's identity provider. The browser goes to the provider's page, which returns to
/// the portal with a code and the state.
#[utoipa::path(post, path = "/v1/session/oidc", operation_id = "begin_provider_sign_in", tag = "session",
    responses((status = 200, description = "The page of the provider", body = BegunProviderSignIn)))]
pub async fn begin_provider_sign_in<S>(store: &S, call: Call) -> HandlerResult<BegunProviderSignIn>
where
    S: RequestStore + Rates + Settings + BegunSignIns + ProviderPages + Commit + Sync,
{
    call.from_own_page()?;
    let throttle = Throttle::begun(&call.address);
    let settings = store.section::<IdentityProviderSettings>();
    let (settings, wait) = try_join(settings, throttle.count(store, call.now)).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let settings = settings.filter(|settings| settings.enabled).ok_or(Error::CapabilityOff)?;
    let random = || random_secret().ok_or_else(|| Error::internal("no randomness"));
    let (state, secret) = (random()?, random()?);
    let begun = BegunSignIn::new(&settings, sha256_hex(state.as_bytes()), sha256_hex(secret.as_bytes()), call.now);
    let (nonce, verifier) = (nonce(&state)?, verifier(&state)?);
    let request = ProviderPageRequest { return_to: return_page(&call), state, nonce, verifier };
    let url = store.provider_page(&settings, &request).await.map_err(Error::from)?;
    let touch = anonymous_touch(&call, Action::BeginProviderSignIn, Outcome::Done);
    let done = ok(BegunProviderSignIn { url, secret, expires_in: BEGUN_LIFETIME.as_secs() });
    call.commit(store, Change::new(touch).write(Write::create(&begun)), done).await
}
