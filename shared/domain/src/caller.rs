//! The caller: a person, the hat they wear and the session they are in.

use crate::hats::{Hat, HatKind, Role};
use crate::ids::{HatId, PersonId, SessionId};
use uuid::Uuid;

/// A signed-in person with a hat on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Person who calls.
    pub person: PersonId,
    /// Name of the caller, for what they leave behind on records.
    pub name: String,
    /// Hat that the person wears.
    pub hat: Hat,
    /// The session.
    pub session: SessionId,
}

impl Caller {
    /// The system caller, for background jobs and schedules. It opens records without the access rule, with
    /// [`Guarded::open_for_system`](crate::policy::Guarded::open_for_system).
    pub fn system() -> Self {
        let nobody = Uuid::nil();
        Self {
            person: PersonId(nobody),
            name: "Portico".into(),
            hat: Hat {
                id: HatId(nobody),
                kind: HatKind::Staff,
                role: Role::Operations,
                account: None,
                partner: None,
                organisation: String::new(),
                queues: Vec::new(),
            },
            session: SessionId(nobody),
        }
    }

    /// Whether the caller is the system.
    pub fn is_system(&self) -> bool {
        self.session.0.is_nil()
    }
}
