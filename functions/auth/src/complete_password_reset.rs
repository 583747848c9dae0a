//! `POST /v1/password-resets/complete`: set a new password by the link in a mail.

use crate::password;
use crate::session_start::{denied_touch, device, own_caller};
use crate::throttle::Throttle;
use futures::future::try_join3;
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::people::ports::People;
use portico_domain::people::{PasswordReset, PasswordResets, Person, ResetLink};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::store::StoreResult;
use portico_http::hash::sha256_hex;
use portico_http::{Body, Call, HandlerResult, no_content, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to set the password while the person's record changes in between.
const MOST_TRIES: usize = 3;

/// Token of the link, and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletePasswordReset {
    /// Token: the part of the mail's link after the `#`.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub token: String,
    /// New password, of any characters.
    #[schema(min_length = 15, max_length = 200, format = Password)]
    pub password: String,
}

/// Sets a new password. One that is easy to guess is refused. All sessions end, and a second factor stays on. A link that was used, has expired or never
/// existed gets the same answer.
#[utoipa::path(post, path = "/v1/password-resets/complete", operation_id = "complete_password_reset", tag = "session",
    request_body = CompletePasswordReset, responses((status = 204, description = "The password is set")))]
pub async fn complete_password_reset<S>(store: &S, call: Call<(), Body<CompletePasswordReset>>) -> HandlerResult<()>
where
    S: RequestStore + Rates + PasswordResets + People + Settings + Commit + Sync,
{
    call.from_own_page()?;
    let CompletePasswordReset { token, password } = &call.input.0;
    let link = ResetLink::read(token);
    let throttle = Throttle::reset(link.as_ref(), &call.address);
    let portal = store.section::<PortalSettings>();
    let (found, portal, wait) = try_join3(find(store, link.as_ref()), portal, throttle.count(store, call.now)).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let hash = password::hash(password)?;
    let company = portal.unwrap_or_default().company_name;
    let mut first = Some(found);
    retry!(MOST_TRIES, |_| {
        // Read again, it may have been used in another tab, or the person disabled.
        let found = match first.take() {
            Some(first) => first,
            None => find(store, link.as_ref()).await?,
        };
        let link_hash = link.as_ref().map(|link| sha256_hex(link.secret.as_bytes())).unwrap_or_default();
        let good = found.filter(|(reset, person)| reset.stands(person, &link_hash, call.now));
        let Some((reset, person, caller)) =
            good.and_then(|(reset, person)| own_caller(&person).map(|caller| (reset, person, caller)))
        else {
            store.touch(&denied_touch(&call, Action::ResetPassword)).await?;
            return Err(over().into());
        };
        password::strong(password, &person, &company, "/password")?;
        let email = person.email.clone();
        let change = reset.complete(&call.act_as(caller), person, hash.clone(), &device(&call));
        let done = call.commit(store, change, no_content()).await;
        if done.is_ok() {
            throttle.forgive(store, &call, &email).await;
        }
        done
    })
}

async fn find<S: PasswordResets>(store: &S, link: Option<&ResetLink>) -> StoreResult<Option<(PasswordReset, Person)>> {
    match link {
        Some(link) => store.password_reset(link.person, link.id).await,
        None => Ok(None),
    }
}

/// Returns the error for every unusable link. It gives no reason, because a reason would tell who exists.
fn over() -> Error {
    let detail = "This link is not good any more. It was used, is older than an hour, or your password was changed. \
                  Ask for a new one.";
    Error::Refused { code: "reset_over", detail: detail.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::COMPLETE_PASSWORD_RESET;
    use jiff::{SignedDuration, Timestamp};
    use portico_domain::attempts::Attempts;
    use portico_domain::hats::{HatKind, Role};
    use portico_domain::store::CommitError;
    use portico_testing::{answered, at_once, kept, records, request, store_for_nobody};
    use serde_json::json;

    #[tokio::test]
    async fn attempts_are_forgiven_once_the_password_is_set_and_not_before() {
        for (commits, forgotten, status) in [(false, 0, 409), (true, 2, 204)] {
            let now = Timestamp::now();
            let person = records::person(vec![records::hat(HatKind::Employee, Role::Employee)], now);
            let link = ResetLink { person: person.id, id: records::fresh(), secret: "a secret".into() };
            let reset = PasswordReset {
                id: link.id,
                person: person.id,
                epoch: person.epoch,
                link_hash: sha256_hex(link.secret.as_bytes()),
                expires_at: now + SignedDuration::from_mins(5),
            };
            let mut store = store_for_nobody();
            let found = (reset, person.clone());
            store.expect_password_reset().returning(move |_, _| at_once(Ok(Some(found.clone()))));
            store.expect_section::<PortalSettings>().returning(|| at_once(Ok(None)));
            store.expect_attempt().returning(|_, _, _| at_once(Ok(Attempts::default())));
            store.expect_uncount_attempt().returning(|_, _, _| at_once(Ok(())));
            store.expect_forget_attempts().times(forgotten).returning(|_, _, _| at_once(Ok(())));
            store.expect_commit().returning(move |_| at_once(if commits { Ok(()) } else { Err(CommitError::Stale) }));
            let body = json!({"token": link.text(), "password": "another sentence that is easy"});
            let asked = request(&COMPLETE_PASSWORD_RESET, &person, None, &body);
            let answer = portico_http::serve(&COMPLETE_PASSWORD_RESET, kept(store), asked, complete_password_reset);
            assert_eq!(answered(&answer.await).0, status);
        }
    }
}
