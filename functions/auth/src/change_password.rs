//! `PUT /v1/me/password`: change one's own password.

use crate::password;
use crate::session_start::device;
use crate::throttle::Throttle;
use futures::future::{join, try_join, try_join3};
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::people::ports::{Credentials, People, Sessions};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_http::{Body, Call, HandlerResult, no_content, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to change the password while the person or the session changes in between.
const MOST_TRIES: usize = 4;

/// Present and new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// Password that the person has now.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub old_password: String,
    /// New password, of any characters.
    #[schema(min_length = 15, max_length = 200, format = Password)]
    pub new_password: String,
}

/// Changes one's own password. One that is easy to guess is refused. All other sessions end, and the person is notified by mail.
#[utoipa::path(put, path = "/v1/me/password", operation_id = "change_password", tag = "session",
    request_body = ChangePassword, responses((status = 204, description = "The password is changed")))]
pub async fn change_password<S>(store: &S, call: Call<(), Body<ChangePassword>>) -> HandlerResult<()>
where
    S: RequestStore + Credentials + Rates + Sessions + People + Settings + Commit + Sync,
{
    let ChangePassword { old_password, new_password } = &call.input.0;
    let caller = call.token_caller()?;
    let throttle = Throttle::password(caller.person);
    let (person, portal, wait) =
        try_join3(store.person(caller.person), store.section::<PortalSettings>(), throttle.count(store, call.now))
            .await?;
    let (act, person) = call.authorize(person).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let company = portal.unwrap_or_default().company_name;
    if let Err(weak) = password::strong(new_password, &person, &company, "/new_password") {
        // The present password was not looked at, so it is no guess.
        throttle.uncount_quietly(store, &call).await;
        return Err(weak.into());
    }
    let hash = password::hash(new_password)?;
    retry!(MOST_TRIES, |number| {
        let (credential, session) = try_join(store.credential(&person.email), store.session(caller.session)).await?;
        let (credential, session) = credential.zip(session).ok_or(Error::NotSignedIn("session_ended"))?;
        password::present(old_password, &credential, "/old_password")?;
        if old_password == new_password {
            return Err(Error::field("/new_password", "unchanged", "This is the password you have already.").into());
        }
        let change = credential.change_password(&act, session, hash.clone(), &device(&call))?;
        let forgiven = async {
            if number == 1 {
                throttle.uncount_quietly(store, &call).await;
            }
        };
        join(call.commit(store, change, no_content()), forgiven).await.0
    })
}
