//! Context of a decision, in addition to the records: the caller, the action, the time and a source of new IDs.

use crate::action::Action;
use crate::caller::Caller;
use crate::hats::HatRef;
use crate::ids::AccountId;
use crate::record::RecordRef;
use crate::touch::{Outcome, Touch};
use jiff::Timestamp;
use std::fmt;
use std::sync::Arc;
use uuid::Uuid;

/// One act of a caller, as decisions see it.
#[derive(Clone, Debug)]
pub struct ActionContext {
    /// Person who acts.
    pub caller: Caller,
    /// Action of the act.
    pub action: Action,
    /// Time of the act.
    pub now: Timestamp,
    /// ID of the request, for the touch and the log.
    pub request_id: String,
    /// Source of new IDs.
    pub ids: IdGenerator,
}

impl ActionContext {
    /// Returns a new ID.
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from((self.ids.0)())
    }

    /// The touch this act leaves on `record`.
    pub fn touch(&self, record: Option<RecordRef>, account: Option<AccountId>) -> Touch {
        Touch {
            id: self.id(),
            at: self.now,
            person: (!self.caller.is_system()).then_some(self.caller.person),
            person_name: self.caller.name.clone(),
            hat: (!self.caller.is_system())
                .then_some(HatRef { kind: self.caller.hat.kind, role: self.caller.hat.role }),
            action: self.action,
            record,
            account: account.or(self.caller.hat.account),
            outcome: Outcome::Done,
            detail: None,
            viewed_as: None,
            request_id: self.request_id.clone(),
        }
    }
}

/// Source of new IDs.
#[derive(Clone)]
pub struct IdGenerator(pub Arc<dyn Fn() -> Uuid + Send + Sync>);

impl fmt::Debug for IdGenerator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdGenerator")
    }
}
