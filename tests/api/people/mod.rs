//! People, for administrators.

mod get;
pub(crate) mod invite;
mod list;
mod remove_lost_second_factor;
mod update;

crate::matrix_fixtures::drives! { portico_people:
    INVITE_PERSON => invite::drive,
    GET_PERSON => get::drive,
    LIST_PEOPLE => list::drive,
    REMOVE_LOST_SECOND_FACTOR => remove_lost_second_factor::drive,
    UPDATE_PERSON => update::drive,
}
