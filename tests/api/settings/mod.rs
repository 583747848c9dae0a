//! Settings of the company.

pub(crate) mod drafts;
mod get;
mod health;
mod history;
mod replace;
mod ticket_fields;
mod try_routing;
mod undo;

crate::matrix_fixtures::drives! { portico_settings:
    GET_SETTINGS => get::drive,
    GET_SETTINGS_HEALTH => health::drive,
    LIST_SETTINGS_HISTORY => history::drive,
    REPLACE_SETTINGS => replace::drive,
    GET_SETTINGS_DRAFT => drafts::drive_get,
    SAVE_SETTINGS_DRAFT => drafts::drive_save,
    DISCARD_SETTINGS_DRAFT => drafts::drive_discard,
    PUBLISH_SETTINGS => drafts::drive_publish,
    TRY_ROUTING => try_routing::drive,
    UNDO_SETTINGS => undo::drive,
}
