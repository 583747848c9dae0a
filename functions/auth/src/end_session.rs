//! `DELETE /v1/session`: sign out.

use crate::session_cookie::removed;
use portico_domain::change::{Change, Write};
use portico_domain::failure::Failure;
use portico_domain::ports::{Commit, Gate, Sessions};
use portico_http::{Answer, Call, deleted};

/// Ends the session. Its access tokens are refused from the next call on.
#[utoipa::path(delete, path = "/v1/session", operation_id = "end_session", tag = "session",
    responses((status = 204, description = "Signed out")))]
pub async fn end_session<S: Gate + Sessions + Commit + Sync>(store: &S, call: Call) -> Answer<()> {
    let session = store.session(call.claimed()?.session).await?;
    let act = call.act().await?;
    let mut session = session.ok_or(Failure::NotSignedIn("session_ended"))?;
    let expected = session.version;
    session.version += 1;
    session.ended_at = Some(act.now);
    let change = Change::new(act.touch(Some(session.record()), None)).write(Write::Session { session, expected });
    call.commit(store, change, deleted().cookie(removed())).await
}
