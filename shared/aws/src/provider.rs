//! The company's identity provider, by OpenID Connect: its sign-in page, and the claims in its tokens. Signature,
//! issuer, audience, time and nonce of a token are checked by `openidconnect`; whom the claims let in is decided in
//! the domain.

mod requests;
mod secret;

use crate::config::{Config, Misconfigured};
use crate::parts::{Aws, Component, FromEnv};
use crate::secrets::Secrets;
use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdToken, CoreIdTokenClaims,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseMode,
    CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, TokenResponse as _, UserInfoError, UserInfoRequest,
};
use portico_domain::fault::Fault;
use portico_domain::identity_provider::ProviderClaims;
use portico_domain::identity_provider::ports::{
    ProviderAnswer, ProviderError, ProviderPageRequest, ProviderPages, ProviderTokens,
};
use portico_domain::identity_provider::settings::IdentityProviderSettings;
use portico_domain::signing::SigningKey;
use portico_domain::store::StoreResult;
use requests::Http;
use secret::ClientSecrets;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Time for which the provider's configuration and keys are used before they are fetched again.
const KNOWN_FOR: Duration = Duration::from_mins(5);

/// Longest time of all requests of one call. A function has 15 seconds.
const IN_ALL: Duration = Duration::from_secs(10);

/// Signatures that are accepted: those that need no shared secret.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Client of a provider whose configuration is known.
type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Request for the user information.
type UserInfo<'a> = UserInfoRequest<'a, CoreJweContentEncryptionAlgorithm, CoreJsonWebKey>;

/// The provider's public side: its configuration and its keys.
#[derive(Clone, Debug)]
pub struct ProviderPage {
    http: Http,
    known: Arc<Mutex<Option<(Instant, CoreProviderMetadata)>>>,
}

impl FromEnv for ProviderPage {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        Ok(Self { http: Http::new(config)?, known: Arc::default() })
    }
}

/// The provider, with the secret that it knows this portal by, and the key that signs the sessions which follow.
#[derive(Clone, Debug)]
pub struct Provider<K = Secrets> {
    page: ProviderPage,
    secrets: ClientSecrets,
    key: K,
}

impl<K: FromEnv> FromEnv for Provider<K> {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        Ok(Self {
            page: ProviderPage::from_config(config)?,
            secrets: ClientSecrets::from_config(config)?,
            key: K::from_config(config)?,
        })
    }
}

impl<K> Provider<K> {
    /// The provider of a dev server: a file has its secrets by their names, as a JSON object.
    pub fn with_secrets_in(file: PathBuf, config: &Config, key: K) -> Result<Self, Misconfigured> {
        Ok(Self { page: ProviderPage::from_config(config)?, secrets: ClientSecrets::File(file), key })
    }
}

fn unavailable(what: &str, error: impl std::error::Error + Send + Sync + 'static) -> ProviderError {
    ProviderError::Unavailable(Fault::caused(what, error))
}

/// The result of some requests, unless they take too long.
async fn in_time<T>(requests: impl Future<Output = Result<T, ProviderError>>) -> Result<T, ProviderError> {
    let late = || ProviderError::Unavailable(Fault::new("the provider answers too late"));
    tokio::time::timeout(IN_ALL, requests).await.unwrap_or_else(|_| Err(late()))
}

impl ProviderPage {
    /// Configuration and keys of a provider, and whether they were fetched now.
    async fn metadata(&self, issuer: &str, again: bool) -> Result<(CoreProviderMetadata, bool), ProviderError> {
        let mut known = self.known.lock().await;
        if let Some((since, metadata)) = &*known
            && metadata.issuer().as_str() == issuer
            && since.elapsed() < KNOWN_FOR
            && !again
        {
            return Ok((metadata.clone(), false));
        }
        let url = IssuerUrl::new(issuer.to_owned()).map_err(|error| unavailable("the issuer", error))?;
        let fetched = CoreProviderMetadata::discover_async(url, &self.http).await;
        let metadata = fetched.map_err(|error| unavailable("the provider's configuration", error))?;
        *known = Some((Instant::now(), metadata.clone()));
        Ok((metadata, true))
    }

    fn client(
        metadata: CoreProviderMetadata,
        settings: &IdentityProviderSettings,
        secret: Option<String>,
        return_to: &str,
    ) -> Result<Client, ProviderError> {
        let methods = metadata.token_endpoint_auth_methods_supported();
        let named = |method| methods.is_some_and(|methods| methods.contains(&method));
        let in_body = !named(CoreClientAuthMethod::ClientSecretBasic) && named(CoreClientAuthMethod::ClientSecretPost);
        let id = ClientId::new(settings.client_id.clone());
        let return_to = RedirectUrl::new(return_to.to_owned());
        let client = CoreClient::from_provider_metadata(metadata, id, secret.map(ClientSecret::new))
            .set_redirect_uri(return_to.map_err(|error| unavailable("the address of the portal", error))?);
        Ok(if in_body { client.set_auth_type(AuthType::RequestBody) } else { client })
    }

    async fn page(
        &self,
        settings: &IdentityProviderSettings,
        request: &ProviderPageRequest,
    ) -> Result<String, ProviderError> {
        let (metadata, _) = self.metadata(&settings.issuer, false).await?;
        // A fragment reaches no log. A provider that names no modes knows this one (Discovery, section 3).
        let modes = metadata.response_modes_supported();
        let fragment = modes.is_none_or(|modes| modes.contains(&CoreResponseMode::Fragment));
        let client = Self::client(metadata, settings, None, &request.return_to)?;
        let verifier = PkceCodeVerifier::new(request.verifier.clone());
        let (state, nonce) = (request.state.clone(), request.nonce.clone());
        let mut page = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if fragment {
            page = page.add_extra_param("response_mode", "fragment");
        }
        Ok(page.url().0.into())
    }

    async fn claims(&self, exchange: Exchange<'_>) -> Result<ProviderClaims, ProviderError> {
        let issuer = &exchange.settings.issuer;
        let (metadata, fresh) = self.metadata(issuer, false).await?;
        let client = exchange.client(metadata)?;
        let tokens = self.tokens(&client, exchange.answer).await?;
        let token = tokens.id_token().ok_or_else(|| ProviderError::Refused(Fault::new("there is no ID token")))?;
        let checked = match exchange.checked(&client, token) {
            // The provider may have changed its keys since they were fetched.
            Err(ClaimsVerificationError::SignatureVerification(_)) if !fresh => {
                let (metadata, _) = self.metadata(issuer, true).await?;
                exchange.checked(&exchange.client(metadata)?, token)
            }
            checked => checked,
        };
        let claims = checked.map_err(|error| ProviderError::Refused(Fault::caused("the ID token", error)))?;
        let said = ProviderClaims {
            email: claims.email().map(|email| email.to_string()),
            email_verified: claims.email_verified().unwrap_or_default(),
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
            locale: claims.locale().map(ToString::to_string),
            time_zone: claims.zoneinfo().map(|zone| zone.to_string()),
        };
        if said.email.is_some() && claims.email_verified().is_some() {
            return Ok(said);
        }
        // Many providers keep the token small, and give its holder the rest.
        let access = tokens.access_token().clone();
        match client.user_info(access, Some(claims.subject().clone())) {
            Ok(request) => self.completed(said, request).await,
            Err(_) => Ok(said),
        }
    }

    /// Exchanges the code for tokens.
    async fn tokens(&self, client: &Client, answer: &ProviderAnswer) -> Result<CoreTokenResponse, ProviderError> {
        let exchange = client
            .exchange_code(AuthorizationCode::new(answer.code.clone()))
            .map_err(|error| unavailable("the provider's configuration", error))?
            .set_pkce_verifier(PkceCodeVerifier::new(answer.verifier.clone()));
        exchange.request_async(&self.http).await.map_err(|error| match &error {
            RequestTokenError::ServerResponse(said) if *said.error() == CoreErrorResponseType::InvalidGrant => {
                ProviderError::Refused(Fault::new("the code is not good"))
            }
            RequestTokenError::ServerResponse(said) => {
                ProviderError::Unavailable(Fault::new(format!("the token endpoint says {}", said.error().as_ref())))
            }
            // The error's text may hold the answer, and so a token.
            RequestTokenError::Parse(..) => ProviderError::Unavailable(Fault::new("the token endpoint's answer")),
            RequestTokenError::Request(_) | RequestTokenError::Other(_) => unavailable("the token endpoint", error),
        })
    }

    /// The claims with the user information, which has the address that the token left out.
    async fn completed(&self, said: ProviderClaims, request: UserInfo<'_>) -> Result<ProviderClaims, ProviderError> {
        let more: CoreUserInfoClaims = request.request_async(&self.http).await.map_err(|error| match error {
            // The error's text has the subject, which may be an address.
            UserInfoError::ClaimsVerification(_) => {
                ProviderError::Refused(Fault::new("the user information is of another subject"))
            }
            UserInfoError::Request(error) => unavailable("the user information", error),
            _ => ProviderError::Unavailable(Fault::new("the user information's answer")),
        })?;
        let name = || more.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        Ok(ProviderClaims {
            email: more.email().map(|email| email.to_string()),
            email_verified: more.email_verified().unwrap_or_default(),
            name: said.name.or_else(name),
            locale: said.locale.or_else(|| more.locale().map(ToString::to_string)),
            time_zone: said.time_zone.or_else(|| more.zoneinfo().map(|zone| zone.to_string())),
        })
    }
}

/// Answer of the provider that is exchanged for claims.
struct Exchange<'a> {
    settings: &'a IdentityProviderSettings,
    secret: Option<String>,
    answer: &'a ProviderAnswer,
}

impl Exchange<'_> {
    fn client(&self, metadata: CoreProviderMetadata) -> Result<Client, ProviderError> {
        ProviderPage::client(metadata, self.settings, self.secret.clone(), &self.answer.return_to)
    }

    /// The claims of a token, if it was signed by the provider, for this portal and for this sign-in.
    fn checked(&self, client: &Client, token: &CoreIdToken) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
        let now = i64::try_from(self.answer.now.as_nanosecond()).unwrap_or(i64::MAX);
        let now = DateTime::<Utc>::from_timestamp_nanos(now);
        let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS).set_time_fn(move || now);
        token.claims(&verifier, &Nonce::new(self.answer.nonce.clone())).cloned()
    }
}

impl<F: Component, X: Component, M: Component, K: Page + Component> ProviderPages for Aws<F, X, M, K> {
    async fn provider_page(
        &self,
        settings: &IdentityProviderSettings,
        request: &ProviderPageRequest,
    ) -> Result<String, ProviderError> {
        in_time(self.key.page().page(settings, request)).await
    }
}

impl<F: Component, X: Component, M: Component, K: Component> ProviderTokens for Aws<F, X, M, Provider<K>> {
    async fn provider_claims(
        &self,
        settings: &IdentityProviderSettings,
        answer: &ProviderAnswer,
    ) -> Result<ProviderClaims, ProviderError> {
        let secret = match &settings.client_secret {
            Some(name) => Some(self.key.secrets.secret(name).await?),
            None => None,
        };
        in_time(self.key.page.claims(Exchange { settings, secret, answer })).await
    }
}

/// A part that has the provider's public side.
pub(crate) trait Page {
    /// The public side.
    fn page(&self) -> &ProviderPage;
}

impl Page for ProviderPage {
    fn page(&self) -> &ProviderPage {
        self
    }
}

impl<K> Page for Provider<K> {
    fn page(&self) -> &ProviderPage {
        &self.page
    }
}

impl<K: SigningKey + Sync> SigningKey for Provider<K> {
    async fn signing_key(&self) -> StoreResult<(String, Vec<u8>)> {
        self.key.signing_key().await
    }
}
