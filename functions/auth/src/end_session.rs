//! `DELETE /v1/session`: sign out.

use crate::session_cookie::removed;
use futures::future::join;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::people::ports::Sessions;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, no_content, retry};

/// Largest number of tries to end the session while it changes in between.
const MOST_TRIES: usize = 4;

/// Ends the session. Its access tokens are refused from the next call on.
#[utoipa::path(delete, path = "/v1/session", operation_id = "end_session", tag = "session",
    responses((status = 204, description = "Signed out")))]
pub async fn end_session<S: RequestStore + Sessions + Commit + Sync>(store: &S, call: Call) -> HandlerResult<()> {
    let id = call.token_caller()?.session;
    // Another tab may be renewing the session: that must not keep it alive.
    retry!(MOST_TRIES, |_| {
        let (session, act) = join(store.session(id), call.act()).await;
        let (session, act) = (session?.ok_or(Error::NotSignedIn("session_ended"))?, act?);
        let expected = session.version;
        let session = session.ended(act.now);
        let change = Change::new(act.touch(Some(session.record()), None)).write(Write::replace(&session, expected));
        call.commit(store, change, no_content().cookie(removed())).await
    })
}
