//! Settings of the company.

mod get;
mod history;
mod replace;
mod ticket_fields;

crate::matrix_fixtures::drives! { portico_settings:
    GET_SETTINGS => get::drive,
    LIST_SETTINGS_HISTORY => history::drive,
    REPLACE_SETTINGS => replace::drive,
}
