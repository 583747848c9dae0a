//! People, for administrators.

mod get;
pub(crate) mod invite;
mod update;

crate::matrix_fixtures::drives! { portico_people:
    INVITE_PERSON => invite::drive,
    GET_PERSON => get::drive,
    UPDATE_PERSON => update::drive,
}
