//! Tests of signing in, staying signed in, changing the hat, and losing access.

mod accept_invitation;
mod change_password;
mod create_session;
mod email_changes;
mod end_session;
mod own_sessions;
mod password_resets;
pub(crate) mod provider_sign_in;
mod rate_limits;
mod refresh_session;
mod revocation;
mod rotate_key;
pub(crate) mod second_factor;
mod sign_in_codes;
mod switch_hat;
pub(crate) mod view_as_person;

use portico_domain::hats::{HatKind, Role};
use portico_domain::people::Person;
use portico_tests::client::{Answer, Client, Request};
use portico_tests::samples;
use portico_tests::world::World;
use serde_json::json;

crate::matrix_fixtures::drives! { portico_auth:
    CREATE_SESSION => create_session::drive,
    REFRESH_SESSION => refresh_session::drive,
    END_SESSION => end_session::drive,
    SWITCH_HAT => switch_hat::drive,
    ACCEPT_INVITATION => accept_invitation::drive,
    CHANGE_PASSWORD => change_password::drive,
    LIST_SESSIONS => own_sessions::drive_list,
    END_OTHER_SESSIONS => own_sessions::drive_end_others,
    END_OWN_SESSION => own_sessions::drive_end,
    REQUEST_PASSWORD_RESET => password_resets::drive_request,
    COMPLETE_PASSWORD_RESET => password_resets::drive_complete,
    REQUEST_EMAIL_CHANGE => email_changes::drive_request,
    CONFIRM_EMAIL_CHANGE => email_changes::drive_confirm,
    REQUEST_SIGN_IN_CODE => sign_in_codes::drive_request,
    COMPLETE_SIGN_IN_CODE => sign_in_codes::drive_complete,
    BEGIN_PROVIDER_SIGN_IN => provider_sign_in::drive_begin,
    COMPLETE_PROVIDER_SIGN_IN => provider_sign_in::drive_complete,
    TAKE_SECOND_STEP => second_factor::drive_step,
    BEGIN_SECOND_FACTOR => second_factor::drive_begin,
    CONFIRM_SECOND_FACTOR => second_factor::drive_confirm,
    RENEW_RECOVERY_CODES => second_factor::drive_renew,
    REMOVE_SECOND_FACTOR => second_factor::drive_remove,
    VIEW_AS_PERSON => view_as_person::drive,
}

pub(crate) const COOKIE: &str = "__Host-portico_refresh";

pub(crate) fn sign_in(client: &Client, email: &str, password: &str) -> Request {
    client.post("/v1/session", json!({"email": email, "password": password}))
}

/// Adds a person who can sign in with the password of the tests.
pub(crate) async fn with_password(world: &World, person: Person) -> Person {
    world.add(&person).await;
    world.give_password(&person).await;
    person
}

pub(crate) fn employee() -> Person {
    samples::person(vec![samples::hat(HatKind::Employee, Role::Employee)])
}

/// The value of the cookie an answer sets.
pub(crate) fn cookie(answer: &Answer) -> String {
    let line = answer.header("set-cookie");
    let value = line.strip_prefix(&format!("{COOKIE}=")).unwrap_or_else(|| panic!("no cookie: {line:?}"));
    value.split(';').next().unwrap().to_owned()
}

pub(crate) fn refresh(world: &World, cookie: &str) -> Request {
    let request = world.nobody().post("/v1/session/refresh", json!({}));
    request.header("cookie", format!("theme=dark; {COOKIE}={cookie}; x=y")).header("x-portico-refresh", "1")
}

pub(crate) fn token(answer: &Answer) -> String {
    answer.json()["access_token"].as_str().unwrap().to_owned()
}
