//! `POST /v1/me/email/confirm`: confirm a new e-mail address by the link in a mail to it.

use crate::session_start::{denied_touch, device, own_caller};
use crate::throttle::Throttle;
use futures::future::{join, try_join, try_join3};
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::people::ports::{Credentials, People, Sessions};
use portico_domain::people::{EmailChange, EmailChangeLink, EmailChanges, Person};
use portico_domain::ports::RequestStore;
use portico_domain::store::StoreResult;
use portico_http::hash::sha256_hex;
use portico_http::{Body, Call, HandlerResult, no_content, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to confirm while the person's record changes in between.
const MOST_TRIES: usize = 3;

/// Token of the link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmEmailChange {
    /// Token: the part of the mail's link after the `#`.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub token: String,
}

/// Confirms a new e-mail address: the person signs in with it from now on. All sessions end but the one that asked for
/// the change, and the previous address is notified by mail. A link that was used, has expired, was replaced by a newer
/// one or never existed gets the same answer.
#[utoipa::path(post, path = "/v1/me/email/confirm", operation_id = "confirm_email_change", tag = "session",
    request_body = ConfirmEmailChange, responses((status = 204, description = "The address is changed")))]
pub async fn confirm_email_change<S>(store: &S, call: Call<(), Body<ConfirmEmailChange>>) -> HandlerResult<()>
where
    S: RequestStore + Rates + EmailChanges + Credentials + Sessions + People + Commit + Sync,
{
    call.from_own_page()?;
    let link = EmailChangeLink::read(&call.input.0.token);
    let throttle = Throttle::email_change_link(link.as_ref(), &call.address);
    let (found, wait) = try_join(find(store, link.as_ref()), throttle.count(store, call.now)).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let mut first = Some(found);
    retry!(MOST_TRIES, |number| {
        // Read again, it may have been used in another tab, or the person disabled.
        let found = match first.take() {
            Some(first) => first,
            None => find(store, link.as_ref()).await?,
        };
        let good = found.filter(|(change, person)| change.stands(person, call.now));
        let Some((change, person, caller)) =
            good.and_then(|(change, person)| own_caller(&person).map(|caller| (change, person, caller)))
        else {
            store.touch(&denied_touch(&call, Action::ConfirmEmailChange)).await?;
            return Err(over().into());
        };
        let (credential, other, session) =
            try_join3(store.credential(&person.email), store.credential(&change.email), store.session(change.session))
                .await?;
        if other.is_some() {
            store.touch(&denied_touch(&call, Action::ConfirmEmailChange)).await?;
            return Err(taken().into());
        }
        // Without the credential, the person has been moved since they were read.
        let credential = credential.filter(|credential| credential.person == person).ok_or(Error::Stale)?;
        let change = change.confirm(&call.act_as(caller), &credential, session, &device(&call));
        let forgiven = async {
            if number == 1 {
                throttle.uncount_quietly(store, &call).await;
            }
        };
        join(call.commit(store, change, no_content()), forgiven).await.0
    })
}

/// Reads the change that a link is of, with its person.
async fn find<S: EmailChanges>(
    store: &S,
    link: Option<&EmailChangeLink>,
) -> StoreResult<Option<(EmailChange, Person)>> {
    let Some(link) = link else { return Ok(None) };
    let hash = sha256_hex(link.secret.as_bytes());
    let found = store.email_change(link.person).await?;
    Ok(found.filter(|(change, _)| change.is_link(link.id, &hash)))
}

/// Returns the error for every unusable link. It gives no reason, because a reason would tell who exists.
fn over() -> Error {
    let detail = "This link is not good any more. It was used, is older than a day, or there is a newer one. \
                  Ask for a new one on your profile.";
    Error::Refused { code: "email_change_over", detail: detail.into() }
}

/// Returns the error for an address that somebody has been given since the mail was sent.
fn taken() -> Error {
    let detail = "Somebody else signs in with this address now. Your address stays as it is.";
    Error::Conflict { code: "email_taken", detail: detail.into() }
}
