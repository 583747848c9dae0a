//! Settings of the portal, as administrators edit them. Each section is declared by its area; its row is in
//! `portico_domain::sections`.

pub mod discard_draft;
pub mod draft;
pub mod get;
pub mod get_draft;
pub mod health;
pub mod history;
pub mod publish;
pub mod replace;
pub mod save_draft;
pub mod try_routing;
pub mod undo;

portico_http::endpoints! {
    GET_SETTINGS_HEALTH: GET "/v1/settings/health" "get_settings_health" "settings-health" ViewSettings Read => health::get_settings_health;
    GET_SETTINGS: GET "/v1/settings/{section}" "get_settings" "settings-get" ViewSettings Read => get::get_settings;
    REPLACE_SETTINGS: PUT "/v1/settings/{section}" "replace_settings" "settings-replace" ChangeSettings Change => replace::replace_settings;
    GET_SETTINGS_DRAFT: GET "/v1/settings/{section}/draft" "get_settings_draft" "settings-get-draft" ViewSettings Read => get_draft::get_settings_draft;
    SAVE_SETTINGS_DRAFT: PUT "/v1/settings/{section}/draft" "save_settings_draft" "settings-save-draft" DraftSettings Change => save_draft::save_settings_draft;
    DISCARD_SETTINGS_DRAFT: DELETE "/v1/settings/{section}/draft" "discard_settings_draft" "settings-discard-draft" DraftSettings Change => discard_draft::discard_settings_draft;
    PUBLISH_SETTINGS: POST "/v1/settings/{section}/publish" "publish_settings" "settings-publish" PublishSettings Change => publish::publish_settings;
    UNDO_SETTINGS: POST "/v1/settings/{section}/undo" "undo_settings" "settings-undo" UndoSettings Change => undo::undo_settings;
    TRY_ROUTING: GET "/v1/settings/tickets/trial" "try_routing" "settings-try-routing" ViewSettings Read => try_routing::try_routing;
    LIST_SETTINGS_HISTORY: GET "/v1/settings/{section}/history" "list_settings_history" "settings-history" ViewSettings Read => history::list_settings_history;
}
