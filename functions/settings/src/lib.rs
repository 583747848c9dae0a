//! Settings of the portal, as administrators edit them. Each section is declared by its area; here is one row for each.

pub mod get;
pub mod history;
pub mod replace;
mod sections;

portico_http::endpoints! {
    GET_SETTINGS: GET "/v1/settings/{section}" "get_settings" "settings-get" ViewSettings Read => get::get_settings;
    REPLACE_SETTINGS: PUT "/v1/settings/{section}" "replace_settings" "settings-replace" ChangeSettings Change => replace::replace_settings;
    LIST_SETTINGS_HISTORY: GET "/v1/settings/{section}/history" "list_settings_history" "settings-history" ViewSettings Read => history::list_settings_history;
}
