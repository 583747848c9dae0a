//! Sessions: their lifetime, and the rotation of their refresh tokens.

use crate::caller::Caller;
use crate::ids::{HatId, PersonId, SessionId};
use crate::people::{Device, Person, PersonStatus};
use crate::record::{Ownership, RecordKind, RecordRef, Resource};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Time after which an unused session ends.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Time after a rotation in which the previous refresh token is still accepted, for tabs that renew at the same moment.
pub const REFRESH_GRACE: SignedDuration = SignedDuration::from_secs(10);

/// Largest number of further refresh tokens that may replace the same token within [`REFRESH_GRACE`].
const MOST_SIBLINGS: usize = 8;

/// A signed-in session with its family of refresh tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// ID of the session.
    pub id: SessionId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Person who is signed in.
    pub person: PersonId,
    /// Hat that the person has on.
    pub hat: HatId,
    /// The person's epoch when they signed in.
    #[serde(default)]
    pub epoch: u64,
    /// Hash of the part that all refresh tokens of the family share. A caller with that part once had one of the
    /// tokens.
    #[serde(default)]
    pub family_hash: String,
    /// Hash of the refresh token that is good now.
    pub refresh_hash: String,
    /// Hash of the previous refresh token.
    pub previous_hash: Option<String>,
    /// Hashes of other tokens that replaced the previous one. The browser has the token of the response that arrived
    /// last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sibling_hashes: Vec<String>,
    /// Time at which this refresh token took the place of the one before.
    pub rotated_at: Timestamp,
    /// Time of the sign-in.
    pub created_at: Timestamp,
    /// Time at which the session ends if not used.
    pub expires_at: Timestamp,
    /// Time at which the session was ended.
    pub ended_at: Option<Timestamp>,
    /// Device from which the session was last renewed.
    #[serde(default)]
    pub device: Device,
}

/// A session as the list of a person's sessions has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// ID of the session.
    pub id: SessionId,
    /// The person's epoch when they signed in.
    pub epoch: u64,
    /// Time of the sign-in.
    pub created_at: Timestamp,
    /// Time at which the session was last renewed.
    pub rotated_at: Timestamp,
    /// Time at which the session ends if not used.
    pub expires_at: Timestamp,
    /// Device from which the session was last renewed.
    pub device: Device,
}

impl SessionRow {
    /// Whether the session can still be used by its person at `now`. `longest` is the longest duration of a session.
    pub fn live(&self, person: &Person, now: Timestamp, longest: SignedDuration) -> bool {
        let over = person.sessions_from.is_some_and(|from| self.created_at < from);
        self.expires_at > now && self.epoch == person.epoch && !over && now.duration_since(self.created_at) < longest
    }
}

/// A session of one's own, in the list of sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListedSession {
    /// ID of the session.
    pub id: SessionId,
    /// Whether it is the session of this request.
    pub current: bool,
    /// Name of the browser, if it is a known one.
    pub browser: Option<String>,
    /// Name of the operating system, if it is a known one.
    pub system: Option<String>,
    /// Network address without its last part: `203.0.113.x`.
    pub place: Option<String>,
    /// Time of the sign-in.
    pub signed_in_at: Timestamp,
    /// Time at which the session was last used, give or take ten minutes.
    pub last_used_at: Timestamp,
}

impl ListedSession {
    /// Makes the view of a session for its person, who looks at it from the session `current`.
    pub fn new(row: SessionRow, current: SessionId) -> Self {
        let SessionRow { id, created_at, rotated_at, device: Device { browser, system, place }, .. } = row;
        let (signed_in_at, last_used_at) = (created_at, rotated_at);
        Self { id, current: id == current, browser, system, place, signed_in_at, last_used_at }
    }
}

/// Result of presenting a refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// The token was good: the session with the next one.
    Rotated(Session),
    /// The token was replaced a moment ago, by another tab or in a response that was lost: the session with one more
    /// token.
    Again(Session),
    /// The token was replaced a moment ago, and no more tokens may take its place.
    Enough,
    /// A token that had been replaced was used again: the whole family ends.
    Reused(Session),
    /// There is nothing to renew.
    Ended,
}

impl Session {
    /// Whether the session can be used at `now`.
    pub fn live(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && self.expires_at > now
    }

    /// Checks a presented refresh token by the hash of its family and its own hash, and replaces a good one by that of
    /// `next_hash`. A guess is not of the family, and ends nothing. `longest` is the longest duration of a session.
    pub fn refresh(
        mut self,
        family_hash: &str,
        presented_hash: &str,
        next_hash: String,
        now: Timestamp,
        longest: SignedDuration,
    ) -> Refresh {
        if !self.live(now) || family_hash != self.family_hash {
            return Refresh::Ended;
        }
        self.version += 1;
        if presented_hash == self.refresh_hash || self.sibling_hashes.iter().any(|hash| hash == presented_hash) {
            self.previous_hash = Some(presented_hash.to_owned());
            self.sibling_hashes.clear();
            self.refresh_hash = next_hash;
            self.rotated_at = now;
            self.expires_at = (now + SESSION_LIFETIME).min(self.created_at + longest);
            Refresh::Rotated(self)
        } else if self.previous_hash.as_deref() == Some(presented_hash) && now < self.rotated_at + REFRESH_GRACE {
            if self.sibling_hashes.len() >= MOST_SIBLINGS {
                return Refresh::Enough;
            }
            self.sibling_hashes.push(std::mem::replace(&mut self.refresh_hash, next_hash));
            Refresh::Again(self)
        } else {
            self.ended_at = Some(now);
            Refresh::Reused(self)
        }
    }

    /// Caller of this session, if the person may still wear the hat.
    pub fn caller(&self, person: &Person, now: Timestamp) -> Option<Caller> {
        let hat = person.hat(self.hat)?;
        let over = self.epoch != person.epoch || person.sessions_from.is_some_and(|from| self.created_at < from);
        (self.live(now) && !over && person.status == PersonStatus::Active && person.id == self.person).then(|| Caller {
            person: person.id,
            name: person.name.clone(),
            hat: hat.clone(),
            session: self.id,
        })
    }

    /// Ends the session at `now`. The version that is stored must be the one before.
    pub fn ended(self, now: Timestamp) -> Self {
        Self { version: self.version + 1, ended_at: Some(now), ..self }
    }

    /// Reference to this record, as touches name it.
    pub fn record(&self) -> RecordRef {
        RecordRef { kind: RecordKind::Session, id: self.id.to_string(), label: String::new() }
    }
}

impl Resource for Session {
    fn ownership(&self) -> Ownership {
        Ownership { people: vec![self.person], ..Ownership::default() }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(Self::record(self))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::records;
    use crate::testing::{person_of, uuid};

    const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

    /// A session that has just begun.
    pub(in crate::people) fn session(now: Timestamp) -> Session {
        let person = person_of(2, PersonStatus::Active);
        Session {
            id: SessionId(uuid(1)),
            family_hash: "family".into(),
            refresh_hash: "one".into(),
            ..records::session(&person, &person.hats[0], now)
        }
    }

    #[test]
    fn a_good_token_is_replaced() {
        let now = Timestamp::UNIX_EPOCH;
        let Refresh::Rotated(next) = session(now).refresh("family", "one", "two".into(), now, LONGEST) else {
            panic!("not rotated")
        };
        assert_eq!((next.refresh_hash.as_str(), next.previous_hash.as_deref()), ("two", Some("one")));
    }

    #[test]
    fn the_one_before_is_taken_for_a_moment_only() {
        let now = Timestamp::UNIX_EPOCH;
        let Refresh::Rotated(next) = session(now).refresh("family", "one", "two".into(), now, LONGEST) else {
            panic!("not rotated")
        };
        let soon = now + SignedDuration::from_secs(9);
        assert!(matches!(next.clone().refresh("family", "one", "three".into(), soon, LONGEST), Refresh::Again(_)));
        let late = now + SignedDuration::from_secs(11);
        let Refresh::Reused(ended) = next.refresh("family", "one", "three".into(), late, LONGEST) else {
            panic!("not noticed")
        };
        assert!(!ended.live(late));
    }

    #[test]
    fn whichever_answer_arrives_its_token_is_good_and_then_no_other() {
        let now = Timestamp::UNIX_EPOCH;
        let later = now + SignedDuration::from_mins(20);
        let Refresh::Rotated(first) = session(now).refresh("family", "one", "two".into(), now, LONGEST) else {
            panic!("not rotated")
        };
        let Refresh::Again(both) = first.refresh("family", "one", "three".into(), now, LONGEST) else {
            panic!("not once more")
        };
        for (arrived, lost) in [("two", "three"), ("three", "two")] {
            let Refresh::Rotated(next) = both.clone().refresh("family", arrived, "four".into(), later, LONGEST) else {
                panic!("{arrived} is not good")
            };
            assert!(matches!(next.refresh("family", lost, "five".into(), later, LONGEST), Refresh::Reused(_)));
        }
    }

    #[test]
    fn so_many_tokens_take_the_place_of_one() {
        let now = Timestamp::UNIX_EPOCH;
        let mut held = session(now);
        for number in 0..=MOST_SIBLINGS {
            held = match held.refresh("family", "one", number.to_string(), now, LONGEST) {
                Refresh::Rotated(next) | Refresh::Again(next) => next,
                other => panic!("{number}: {other:?}"),
            };
        }
        assert_eq!(held.refresh("family", "one", "more".into(), now, LONGEST), Refresh::Enough);
    }

    #[test]
    fn a_token_of_the_family_that_is_not_good_ends_it() {
        let now = Timestamp::UNIX_EPOCH;
        assert!(matches!(session(now).refresh("family", "older", "two".into(), now, LONGEST), Refresh::Reused(_)));
    }

    #[test]
    fn a_guess_ends_nothing() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(session(now).refresh("guess", "one", "two".into(), now, LONGEST), Refresh::Ended);
    }

    #[test]
    fn an_unused_session_ends_by_itself() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(
            session(now).refresh("family", "one", "two".into(), now + SESSION_LIFETIME, LONGEST),
            Refresh::Ended
        );
    }

    #[test]
    fn a_session_that_is_used_ends_too() {
        let begun = Timestamp::UNIX_EPOCH;
        let day = |number: i64| begun + SignedDuration::from_hours(24 * number);
        let Refresh::Rotated(tenth) = session(begun).refresh("family", "one", "two".into(), day(10), LONGEST) else {
            panic!("not rotated")
        };
        assert_eq!(tenth.expires_at, day(24));
        let Refresh::Rotated(late) = tenth.refresh("family", "two", "three".into(), day(20), LONGEST) else {
            panic!("not rotated")
        };
        assert_eq!(late.expires_at, day(30));
        assert_eq!(late.refresh("family", "three", "four".into(), day(30), LONGEST), Refresh::Ended);
    }
}
