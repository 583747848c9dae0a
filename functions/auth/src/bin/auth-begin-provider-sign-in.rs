//! Deployed as `auth-begin-provider-sign-in`: `POST /v1/session/oidc`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, ProviderPage};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::BEGIN_PROVIDER_SIGN_IN,
        Aws::<(), (), (), ProviderPage>::from_env,
        portico_auth::begin_provider_sign_in::begin_provider_sign_in,
    )
}
