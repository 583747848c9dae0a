//! `POST /v1/session/hat`: put on another of one's hats.

use crate::view::SessionView;
use futures::future::try_join;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::ids::HatId;
use portico_domain::people::ports::Sessions;
use portico_domain::ports::RequestStore;
use portico_domain::signing::SigningKey;
use portico_http::{Body, Call, HandlerResult, ok, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to switch the hat while the session changes in between.
const MOST_TRIES: usize = 4;

/// Hat to put on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutOn {
    /// ID of the hat.
    pub hat_id: HatId,
}

/// Puts on another hat. Access tokens of the one before are refused from the next call on.
#[utoipa::path(post, path = "/v1/session/hat", operation_id = "switch_hat", tag = "session",
    request_body = PutOn, responses((status = 200, description = "The session with the other hat", body = SessionView)))]
pub async fn switch_hat<S: RequestStore + Sessions + SigningKey + Commit + Sync>(
    store: &S,
    call: Call<(), Body<PutOn>>,
) -> HandlerResult<SessionView> {
    let claimed = call.token_caller()?;
    // Another tab may be renewing the session meanwhile.
    retry!(MOST_TRIES, |_| {
        let (identity, key) = try_join(store.identity(claimed.session, claimed.person), store.signing_key()).await?;
        let mut act = call.act().await?;
        let identity = identity.ok_or(Error::NotSignedIn("session_ended"))?;
        let Some(hat) = identity.person.hat(call.input.0.hat_id) else {
            return Err(Error::field("/hat_id", "not_one_of", "This is not one of your hats.").into());
        };
        let touch = act.touch(Some(identity.session.record()), None).with_detail(hat.label());
        act.caller.hat = hat.clone();
        let mut session = identity.session;
        let expected = session.version;
        session.version += 1;
        session.hat = hat.id;
        let view = SessionView::new(&key, &identity.person, &act.caller, act.now)?;
        let change = Change::new(touch).write(Write::replace(&session, expected));
        call.commit(store, change, ok(view)).await
    })
}
