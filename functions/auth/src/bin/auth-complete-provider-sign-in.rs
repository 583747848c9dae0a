//! Deployed as `auth-complete-provider-sign-in`: `POST /v1/session/oidc/complete`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, Provider};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::COMPLETE_PROVIDER_SIGN_IN,
        Aws::<(), (), (), Provider>::from_env,
        portico_auth::complete_provider_sign_in::complete_provider_sign_in,
    )
}
