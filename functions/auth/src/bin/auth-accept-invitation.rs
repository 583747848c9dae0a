//! Deployed as `auth-accept-invitation`: `POST /v1/invitations/accept`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, Secrets};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::ACCEPT_INVITATION,
        Aws::<(), (), (), Secrets>::from_env,
        portico_auth::accept_invitation::accept_invitation,
    )
}
