//! Beginnings of sessions, the devices they are on, and touches of callers that nobody knows, for all ways to sign in.

use crate::place::place;
use crate::session_cookie::RefreshToken;
use crate::view::{SecondStepChallenge, SessionView, SignedIn};
use portico_domain::act::ActionContext;
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Write};
use portico_domain::error::Error;
use portico_domain::ids::{SessionId, TouchId};
use portico_domain::people::{Device, Person, SESSION_LIFETIME, Session};
use portico_domain::record::Resource as _;
use portico_domain::touch::{Outcome, Touch};
use portico_http::{Call, Reply, ok};
use uuid::Uuid;

/// Key pair that signs access tokens: its ID and its PKCS #8 bytes.
type Key = (String, Vec<u8>);

/// Device that a request comes from.
pub fn device<P, I>(call: &Call<P, I>) -> Device {
    let agent = call.headers.get(http::header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Device::new(agent.unwrap_or_default(), place(&call.address))
}

/// The person as a caller with their usual hat on, in a session that may begin; nothing if they have no hat.
pub fn own_caller(person: &Person) -> Option<Caller> {
    let hat = person.hats.first()?.clone();
    Some(Caller { person: person.id, name: person.name.clone(), hat, session: SessionId(Uuid::now_v7()) })
}

/// Makes a session of a person that begins with this act on this device, and its first refresh token.
pub fn new_session(act: &ActionContext, person: &Person, device: Device) -> Result<(Session, RefreshToken), Error> {
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
        device,
    };
    Ok((session, refresh))
}

/// The change and the reply by which a person is signed in.
pub fn begin_session(
    act: &ActionContext,
    key: &Key,
    person: &Person,
    device: Device,
) -> Result<(Change, Reply<SessionView>), Error> {
    let (session, refresh) = new_session(act, person, device)?;
    let change = Change::new(act.touch(Some(session.record()), None)).write(Write::create(&session));
    let view = SessionView::new(key, person, &act.caller, act.now)?;
    Ok((change, ok(view).cookie(refresh.cookie(SESSION_LIFETIME))))
}

/// The change and the reply for a person who has taken the first step: they are signed in, or asked for the second one.
pub fn start<I>(
    call: &Call<(), I>,
    key: &Key,
    person: &Person,
    caller: Caller,
) -> Result<(Change, Reply<SignedIn>), Error> {
    let act = call.act_as(caller);
    if person.second_factor {
        let touch = act.touch(person.record(), None).with_detail("the second step is asked for");
        let challenge = SecondStepChallenge::new(person, act.now)?;
        return Ok((Change::new(touch), ok(SignedIn::SecondStep(challenge))));
    }
    let (change, done) = begin_session(&act, key, person, device(call))?;
    Ok((change, done.map(SignedIn::Session)))
}

/// Touch of a caller that nobody knows. It names no person, because it must not tell who exists.
pub fn anonymous_touch<I>(call: &Call<(), I>, action: Action, outcome: Outcome) -> Touch {
    Touch {
        id: TouchId(Uuid::now_v7()),
        at: call.now,
        person: None,
        person_name: String::new(),
        hat: None,
        action,
        record: None,
        account: None,
        outcome,
        detail: None,
        viewed_as: None,
        request_id: call.request_id.clone(),
    }
}

/// Touch of a failed attempt.
pub fn denied_touch<I>(call: &Call<(), I>, action: Action) -> Touch {
    anonymous_touch(call, action, Outcome::Denied)
}
