//! Ports of people.

use super::{Credential, Layout, Person, Session, SessionRow};
use crate::ids::{HatId, PersonId, SessionId};
use crate::paging::{Page, PageRequest};
use crate::policy::Guarded;
use crate::store::StoreResult;
use std::future::Future;

/// Credentials, for signing in.
pub trait Credentials {
    /// The credential of an e-mail address, in lower case.
    fn credential(&self, email: &str) -> impl Future<Output = StoreResult<Option<Credential>>> + Send;
}

/// Sessions.
pub trait Sessions {
    /// A session, by id alone.
    fn session(&self, id: SessionId) -> impl Future<Output = StoreResult<Option<Session>>> + Send;
}

/// Lists of sessions.
pub trait SessionLists {
    /// Reads a page of the sessions of a person that were not ended, the newest first. Some may be over for other
    /// reasons.
    fn sessions_of(
        &self,
        person: PersonId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<SessionRow>>> + Send;
}

/// People.
pub trait People {
    /// A person.
    fn person(&self, id: PersonId) -> impl Future<Output = StoreResult<Guarded<Person>>> + Send;
    /// People by id; those that do not exist are left out.
    fn people(&self, ids: &[PersonId]) -> impl Future<Output = StoreResult<Vec<Person>>> + Send;
}

/// Home pages.
pub trait Layouts {
    /// The arrangement of one hat, if it was ever changed.
    fn layout(&self, person: PersonId, hat: HatId) -> impl Future<Output = StoreResult<Option<Layout>>> + Send;
}
