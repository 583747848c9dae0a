//! `POST /v1/session/refresh`: a new access token for the refresh cookie, which is replaced by each use.

use crate::session_cookie::RefreshToken;
use crate::session_start::device;
use crate::view::SessionView;
use futures::future::try_join;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::people::ports::Sessions;
use portico_domain::people::{Refresh, Session};
use portico_domain::ports::RequestStore;
use portico_domain::signing::SigningKey;
use portico_domain::store::CommitError;
use portico_domain::touch::{Outcome, Touch};
use portico_http::{Call, HandlerResult, ok};

/// Largest number of times the session is read while other requests renew it.
const LOOKS: usize = 4;

/// Renews the session. Using a token again that had been replaced ends the session and all of its tokens. The previous
/// token is accepted for some more seconds: for tabs that renew at the same moment, and for responses that did not
/// arrive.
#[utoipa::path(post, path = "/v1/session/refresh", operation_id = "refresh_session", tag = "session",
    params(("X-Portico-Refresh" = String, Header, description = "Any value: a form on another site cannot send it")),
    responses((status = 200, description = "Renewed; the next refresh token comes as a cookie", body = SessionView)))]
pub async fn refresh_session<S: RequestStore + Sessions + SigningKey + Commit + Sync>(
    store: &S,
    call: Call,
) -> HandlerResult<SessionView> {
    let ended = || Error::NotSignedIn("session_ended");
    let sent = RefreshToken::sent(&call.headers).filter(|_| call.headers.contains_key("x-portico-refresh"));
    let sent = sent.ok_or_else(ended)?;
    // Renewals can cross. The second one sees the first one's rotation when it reads again. It gets a token of its
    // own, because the response to the first may never arrive. After the last read a renewal goes without one.
    for look in 1..=LOOKS {
        let (identity, key) = try_join(store.identity(sent.session, sent.person), store.signing_key()).await?;
        let identity = identity.ok_or_else(ended)?;
        let caller = identity.caller(call.now).ok_or_else(ended)?;
        let longest = identity.portal.longest_session();
        let act = call.act_as(caller);
        let next = sent.next()?;
        let expected = identity.session.version;
        let touch = act.touch(Some(identity.session.record()), None);
        let without_token = || Ok(ok(SessionView::new(&key, &identity.person, &act.caller, act.now)?));
        let hashes = (sent.family_hash(), sent.hash(), next.hash());
        let (session, reused) = match identity.session.refresh(&hashes.0, &hashes.1, hashes.2, call.now, longest) {
            Refresh::Ended => return Err(ended().into()),
            Refresh::Enough => return without_token(),
            Refresh::Again(_) if look == LOOKS => return without_token(),
            Refresh::Rotated(session) | Refresh::Again(session) => {
                (Session { device: device(&call), ..session }, false)
            }
            Refresh::Reused(session) => (session, true),
        };
        let touch = if reused {
            Touch { outcome: Outcome::Denied, ..touch.with_detail("a replaced refresh token was used again") }
        } else {
            touch
        };
        let lasts = session.expires_at.duration_since(call.now);
        let change = Change::new(touch).write(Write::replace(&session, expected));
        match store.commit(change).await {
            Err(CommitError::Stale | CommitError::Busy) => {}
            Err(failure) => return Err(failure.into()),
            Ok(()) if reused => return Err(ended().into()),
            Ok(()) => {
                let view = SessionView::new(&key, &identity.person, &act.caller, act.now)?;
                return Ok(ok(view).cookie(next.cookie(lasts)));
            }
        }
    }
    Err(Error::StillRunning.into())
}
