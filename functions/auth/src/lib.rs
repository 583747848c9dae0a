//! Signing in and out, and what a person signs in with. Only here are access tokens minted, and only these functions may
//! have the signing key.

pub mod accept_invitation;
pub mod begin_provider_sign_in;
pub mod begin_second_factor;
pub mod change_password;
pub mod complete_password_reset;
pub mod complete_provider_sign_in;
pub mod complete_sign_in_code;
pub mod confirm_email_change;
pub mod confirm_second_factor;
pub mod create_session;
pub mod end_other_sessions;
pub mod end_own_session;
pub mod end_session;
pub mod list_sessions;
mod own_factor;
pub mod password;
pub mod place;
mod provider;
pub mod refresh_session;
pub mod remove_second_factor;
pub mod renew_recovery_codes;
pub mod request_email_change;
pub mod request_password_reset;
pub mod request_sign_in_code;
pub mod rotate_key;
pub mod second_step;
pub mod session_cookie;
pub mod session_start;
pub mod switch_hat;
pub mod take_second_step;
pub mod throttle;
pub mod totp;
pub mod view;
pub mod view_as_person;

portico_http::endpoints! {
    CREATE_SESSION: POST "/v1/session" "create_session" "auth-create-session" SignIn Set => create_session::create_session;
    REFRESH_SESSION: POST "/v1/session/refresh" "refresh_session" "auth-refresh-session" RefreshSession Set => refresh_session::refresh_session;
    END_SESSION: DELETE "/v1/session" "end_session" "auth-end-session" SignOut Set => end_session::end_session;
    ACCEPT_INVITATION: POST "/v1/invitations/accept" "accept_invitation" "auth-accept-invitation" AcceptInvitation Set => accept_invitation::accept_invitation;
    SWITCH_HAT: POST "/v1/session/hat" "switch_hat" "auth-switch-hat" SwitchHat Set => switch_hat::switch_hat;
    CHANGE_PASSWORD: PUT "/v1/me/password" "change_password" "auth-change-password" ChangePassword Set => change_password::change_password;
    LIST_SESSIONS: GET "/v1/me/sessions" "list_sessions" "auth-list-sessions" ListSessions Read => list_sessions::list_sessions;
    END_OTHER_SESSIONS: DELETE "/v1/me/sessions" "end_other_sessions" "auth-end-other-sessions" EndSessions Set => end_other_sessions::end_other_sessions;
    END_OWN_SESSION: DELETE "/v1/me/sessions/{id}" "end_own_session" "auth-end-own-session" EndSessions Set Session => end_own_session::end_own_session;
    REQUEST_PASSWORD_RESET: POST "/v1/password-resets" "request_password_reset" "auth-request-password-reset" RequestPasswordReset Set => request_password_reset::request_password_reset;
    COMPLETE_PASSWORD_RESET: POST "/v1/password-resets/complete" "complete_password_reset" "auth-complete-password-reset" ResetPassword Set => complete_password_reset::complete_password_reset;
    REQUEST_EMAIL_CHANGE: POST "/v1/me/email" "request_email_change" "auth-request-email-change" RequestEmailChange Set => request_email_change::request_email_change;
    CONFIRM_EMAIL_CHANGE: POST "/v1/me/email/confirm" "confirm_email_change" "auth-confirm-email-change" ConfirmEmailChange Set => confirm_email_change::confirm_email_change;
    REQUEST_SIGN_IN_CODE: POST "/v1/sign-in-codes" "request_sign_in_code" "auth-request-sign-in-code" RequestSignInCode Set => request_sign_in_code::request_sign_in_code;
    COMPLETE_SIGN_IN_CODE: POST "/v1/sign-in-codes/complete" "complete_sign_in_code" "auth-complete-sign-in-code" SignInByCode Set => complete_sign_in_code::complete_sign_in_code;
    BEGIN_PROVIDER_SIGN_IN: POST "/v1/session/oidc" "begin_provider_sign_in" "auth-begin-provider-sign-in" BeginProviderSignIn Set => begin_provider_sign_in::begin_provider_sign_in;
    COMPLETE_PROVIDER_SIGN_IN: POST "/v1/session/oidc/complete" "complete_provider_sign_in" "auth-complete-provider-sign-in" SignInByProvider Set => complete_provider_sign_in::complete_provider_sign_in;
    TAKE_SECOND_STEP: POST "/v1/session/totp" "take_second_step" "auth-take-second-step" TakeSecondStep Set => take_second_step::take_second_step;
    BEGIN_SECOND_FACTOR: POST "/v1/me/totp" "begin_second_factor" "auth-begin-second-factor" SetUpSecondFactor Set => begin_second_factor::begin_second_factor;
    CONFIRM_SECOND_FACTOR: POST "/v1/me/totp/confirm" "confirm_second_factor" "auth-confirm-second-factor" SetUpSecondFactor Set => confirm_second_factor::confirm_second_factor;
    RENEW_RECOVERY_CODES: POST "/v1/me/totp/recovery-codes" "renew_recovery_codes" "auth-renew-recovery-codes" RenewRecoveryCodes Set => renew_recovery_codes::renew_recovery_codes;
    VIEW_AS_PERSON: POST "/v1/people/{id}/view-as" "view_as_person" "auth-view-as-person" ViewAsPerson Set Person => view_as_person::view_as_person;
    REMOVE_SECOND_FACTOR: DELETE "/v1/me/totp" "remove_second_factor" "auth-remove-second-factor" RemoveSecondFactor Set => remove_second_factor::remove_second_factor;
}
