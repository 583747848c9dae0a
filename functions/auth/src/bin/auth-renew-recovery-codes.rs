//! Deployed as `auth-renew-recovery-codes`: `POST /v1/me/totp/recovery-codes`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::RENEW_RECOVERY_CODES,
        <Aws>::from_env,
        portico_auth::renew_recovery_codes::renew_recovery_codes,
    )
}
