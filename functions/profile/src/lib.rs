//! Endpoints for a person's own home page, profile, layout and mail preferences, and the company's name for people who are not signed
//! in.

pub mod branding;
pub mod home;
pub mod layout;
pub mod me;
pub mod notifications;

portico_http::endpoints! {
    GET_BRANDING: GET "/v1/branding" "get_branding" "profile-get-branding" ViewBranding Read => branding::get_branding;
    GET_HOME: GET "/v1/home" "get_home" "profile-get-home" ViewHome Read => home::get_home;
    GET_ME: GET "/v1/me" "get_me" "profile-get-me" ViewProfile Read => me::get_me;
    UPDATE_ME: PATCH "/v1/me" "update_me" "profile-update-me" ChangeProfile Change => me::update_me;
    GET_LAYOUT: GET "/v1/me/layout" "get_layout" "profile-get-layout" ArrangeHome Read => layout::get_layout;
    REPLACE_LAYOUT: PUT "/v1/me/layout" "replace_layout" "profile-replace-layout" ArrangeHome Change => layout::replace_layout;
    GET_NOTIFICATIONS: GET "/v1/me/notifications" "get_notifications" "profile-get-notifications" ViewNotifications Read => notifications::get_notifications;
    REPLACE_NOTIFICATIONS: PUT "/v1/me/notifications" "replace_notifications" "profile-replace-notifications" ChangeNotifications Change => notifications::replace_notifications;
}
