//! Ports of the identity provider, and of sign-ins that wait for its answer.

use super::ProviderClaims;
use super::begun::BegunSignIn;
use super::settings::IdentityProviderSettings;
use crate::error::Error;
use crate::fault::Fault;
use crate::store::{StoreError, StoreResult};
use jiff::Timestamp;
use std::fmt;
use std::future::Future;

/// Request for the address of the provider's sign-in page.
#[derive(Clone)]
pub struct ProviderPageRequest {
    /// Address of the portal's page that the provider returns to.
    pub return_to: String,
    /// Text that comes back with the answer.
    pub state: String,
    /// Text that the provider's token repeats.
    pub nonce: String,
    /// Secret whose hash goes to the provider; its holder alone can use the code (PKCE, RFC 7636).
    pub verifier: String,
}

/// Answer of the provider, as the portal's page got it.
#[derive(Clone)]
pub struct ProviderAnswer {
    /// The code.
    pub code: String,
    /// Address of the portal's page that the provider returned to.
    pub return_to: String,
    /// Text that the token must repeat.
    pub nonce: String,
    /// Secret of the request.
    pub verifier: String,
    /// Time at which the answer came.
    pub now: Timestamp,
}

impl fmt::Debug for ProviderPageRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderPageRequest").field("return_to", &self.return_to).finish_non_exhaustive()
    }
}

impl fmt::Debug for ProviderAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderAnswer").field("return_to", &self.return_to).finish_non_exhaustive()
    }
}

/// Reason why the provider vouches for nobody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The provider cannot be reached, gives no valid answer, or does not accept this portal.
    #[error("the identity provider does not answer")]
    Unavailable(#[source] Fault),
    /// The code or the token is not good.
    #[error("the identity provider refuses")]
    Refused(#[source] Fault),
    /// The secret of the portal cannot be read.
    #[error(transparent)]
    Secret(#[from] StoreError),
}

impl From<ProviderError> for Error {
    fn from(failure: ProviderError) -> Self {
        match failure {
            ProviderError::Unavailable(fault) => Self::Unavailable(fault),
            ProviderError::Refused(_) => over(),
            // A secret that is missing is a matter of the settings, and no fault of Portico.
            ProviderError::Secret(StoreError::Unavailable(fault) | StoreError::Corrupt(fault)) => {
                Self::Unavailable(fault)
            }
        }
    }
}

/// Error for every answer of the provider that cannot be used.
pub fn over() -> Error {
    let detail =
        "This sign-in is over: it was used, took longer than ten minutes, or began in another browser. Begin again.";
    Error::Refused { code: "provider_sign_in_over", detail: detail.into() }
}

/// Port of sign-ins that wait for the provider's answer.
pub trait BegunSignIns {
    /// The sign-in with this hash of its state.
    fn begun_sign_in(&self, state_hash: &str) -> impl Future<Output = StoreResult<Option<BegunSignIn>>> + Send;
}

/// Port of the provider's sign-in page.
pub trait ProviderPages {
    /// Address of the page at which a person signs in.
    fn provider_page(
        &self,
        settings: &IdentityProviderSettings,
        request: &ProviderPageRequest,
    ) -> impl Future<Output = Result<String, ProviderError>> + Send;
}

/// Port of the provider's claims. It reads the secret of this portal.
pub trait ProviderTokens {
    /// Exchanges a code for a token, checks the token, and returns its claims.
    fn provider_claims(
        &self,
        settings: &IdentityProviderSettings,
        answer: &ProviderAnswer,
    ) -> impl Future<Output = Result<ProviderClaims, ProviderError>> + Send;
}
