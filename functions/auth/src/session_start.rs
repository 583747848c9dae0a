//! New sessions and denied touches, for signing in and for accepting an invitation.

use crate::session_cookie::RefreshToken;
use portico_domain::act::ActionContext;
use portico_domain::action::Action;
use portico_domain::error::Error;
use portico_domain::ids::TouchId;
use portico_domain::people::{Person, SESSION_LIFETIME, Session};
use portico_domain::touch::{Outcome, Touch};
use portico_http::Call;
use uuid::Uuid;

/// Makes a session of a person that begins with this act, and its first refresh token.
pub fn new_session(act: &ActionContext, person: &Person) -> Result<(Session, RefreshToken), Error> {
    let caller = &act.caller;
    let refresh = RefreshToken::new(caller.session, caller.person)?;
    let session = Session {
        id: caller.session,
        version: 1,
        person: caller.person,
        hat: caller.hat.id,
        epoch: person.epoch,
        family_hash: refresh.family_hash(),
        refresh_hash: refresh.hash(),
        previous_hash: None,
        sibling_hashes: Vec::new(),
        rotated_at: act.now,
        created_at: act.now,
        expires_at: act.now + SESSION_LIFETIME,
        ended_at: None,
    };
    Ok((session, refresh))
}

/// Touch of a failed attempt. It names no person, because it must not tell who exists.
pub fn denied_touch<I>(call: &Call<(), I>, action: Action) -> Touch {
    Touch {
        id: TouchId(Uuid::now_v7()),
        at: call.now,
        person: None,
        person_name: String::new(),
        hat: None,
        action,
        record: None,
        account: None,
        outcome: Outcome::Denied,
        detail: None,
        request_id: call.request_id.clone(),
    }
}
