//! `DELETE /v1/me/sessions`: end all of one's own sessions but this one.

use futures::future::try_join;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::people::ports::{People, Sessions};
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, no_content, retry};

/// Largest number of tries to end the sessions while the person or the caller's session changes in between.
const MOST_TRIES: usize = 4;

/// Ends all sessions of the caller but the one of this request. They are refused from their next call on.
#[utoipa::path(delete, path = "/v1/me/sessions", operation_id = "end_other_sessions", tag = "session",
    responses((status = 204, description = "The other sessions have ended")))]
pub async fn end_other_sessions<S: RequestStore + Sessions + People + Commit + Sync>(
    store: &S,
    call: Call,
) -> HandlerResult<()> {
    let caller = call.token_caller()?;
    retry!(MOST_TRIES, |_| {
        let (person, session) = try_join(store.person(caller.person), store.session(caller.session)).await?;
        let (act, person) = call.authorize(person).await?;
        let session = session.ok_or(Error::NotSignedIn("session_ended"))?;
        let (_, change) = person.end_other_sessions(&act, session)?;
        call.commit(store, change, no_content()).await
    })
}
