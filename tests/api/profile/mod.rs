//! Tests of the company's name, and of a signed-in person's home page, its layout and their profile.

mod branding;
mod home;
mod layout;
mod me;
mod notifications;

crate::matrix_fixtures::drives! { portico_profile:
    GET_BRANDING => branding::drive,
    GET_HOME => home::drive,
    GET_ME => me::drive_get,
    UPDATE_ME => me::drive_update,
    GET_LAYOUT => layout::drive_get,
    REPLACE_LAYOUT => layout::drive_replace,
    GET_NOTIFICATIONS => notifications::drive_get,
    REPLACE_NOTIFICATIONS => notifications::drive_replace,
}
