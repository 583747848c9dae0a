//! `DELETE /v1/me/sessions/{id}`: end a session of one's own, on another device for example.

use crate::session_cookie::removed;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::ids::SessionId;
use portico_domain::people::ports::Sessions;
use portico_domain::policy::Guarded;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, no_content, retry};

/// Largest number of tries to end the session while it changes in between.
const MOST_TRIES: usize = 4;

/// Ends a session of the caller. It is refused from its next call on. A session that is over is not found.
#[utoipa::path(delete, path = "/v1/me/sessions/{id}", operation_id = "end_own_session", tag = "session",
    params(("id" = SessionId, Path)), responses((status = 204, description = "The session has ended")))]
pub async fn end_own_session<S: RequestStore + Sessions + Commit + Sync>(
    store: &S,
    call: Call<SessionId>,
) -> HandlerResult<()> {
    // The other device may be renewing the session: that must not keep it alive.
    retry!(MOST_TRIES, |_| {
        let found = store.session(call.path).await?.filter(|session| session.live(call.now));
        let (act, session) = call.authorize(Guarded::seal(found)).await?;
        let expected = session.version;
        let session = session.ended(act.now);
        let change = Change::new(act.touch(Some(session.record()), None)).write(Write::replace(&session, expected));
        let done = if session.id == act.caller.session { no_content().cookie(removed()) } else { no_content() };
        call.commit(store, change, done).await
    })
}
