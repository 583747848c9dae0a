//! Tests of the company's name, and of a signed-in person's home page, its layout and their profile.

mod branding;
mod home;
mod layout;
mod me;

crate::matrix_fixtures::drives! { portico_profile:
    GET_BRANDING => branding::drive,
    GET_HOME => home::drive,
    GET_ME => me::drive_get,
    UPDATE_ME => me::drive_update,
    GET_LAYOUT => layout::drive_get,
    REPLACE_LAYOUT => layout::drive_replace,
}
