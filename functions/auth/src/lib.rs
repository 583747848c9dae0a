//! Signing in and out. Only here are access tokens minted, and only these functions may have the signing key.

pub mod accept_invitation;
pub mod create_session;
pub mod end_session;
pub mod password;
pub mod refresh_session;
pub mod rotate_key;
pub mod session_cookie;
pub mod session_start;
pub mod switch_hat;
pub mod throttle;
pub mod view;

portico_http::endpoints! {
    CREATE_SESSION: POST "/v1/session" "create_session" "auth-create-session" SignIn Set => create_session::create_session;
    REFRESH_SESSION: POST "/v1/session/refresh" "refresh_session" "auth-refresh-session" RefreshSession Set => refresh_session::refresh_session;
    END_SESSION: DELETE "/v1/session" "end_session" "auth-end-session" SignOut Set => end_session::end_session;
    ACCEPT_INVITATION: POST "/v1/invitations/accept" "accept_invitation" "auth-accept-invitation" AcceptInvitation Set => accept_invitation::accept_invitation;
    SWITCH_HAT: POST "/v1/session/hat" "switch_hat" "auth-switch-hat" SwitchHat Set => switch_hat::switch_hat;
}
