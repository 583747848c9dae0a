//! Texts that one sign-in through the identity provider is made of. They follow from its state, and are stored nowhere.

use portico_domain::error::Error;
use portico_http::Call;
use portico_http::sealing::{Purpose, keyed_hash};

/// Page of the portal that the provider returns to.
const RETURN_PAGE: &str = "/sign-in/company";

/// Address of the page that the provider returns to, as it must be registered there.
pub(crate) fn return_page<P, I>(call: &Call<P, I>) -> String {
    call.portal_page(RETURN_PAGE)
}

/// Text that the provider's token repeats.
pub(crate) fn nonce(state: &str) -> Result<String, Error> {
    keyed_hash(Purpose::ProviderSignIn, &format!("nonce {state}"))
}

/// Secret whose holder alone can use the code (PKCE, RFC 7636).
pub(crate) fn verifier(state: &str) -> Result<String, Error> {
    keyed_hash(Purpose::ProviderSignIn, &format!("verifier {state}"))
}
