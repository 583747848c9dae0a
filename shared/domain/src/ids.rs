//! Identifiers. Each record has its own type, so an account's id cannot be passed where a ticket's is wanted.
//!
//! All are UUID version 7 (RFC 9562): opaque to clients, ordered by the millisecond they were made in.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Input that an endpoint reads from its path. Text that cannot be an ID is treated like the ID of a missing record.
pub trait PathInput: Sized + Send + 'static {
    /// Reads the input from the path's parameters.
    fn read(path: &HashMap<String, String>) -> Option<Self>;
}

impl PathInput for () {
    fn read(_: &HashMap<String, String>) -> Option<Self> {
        Some(())
    }
}

impl PathInput for String {
    fn read(path: &HashMap<String, String>) -> Option<Self> {
        path.values().next().filter(|name| !name.is_empty() && name.len() <= 60).cloned()
    }
}

impl PathInput for (TicketId, UploadId) {
    fn read(path: &HashMap<String, String>) -> Option<Self> {
        Some((named(path, "id")?, named(path, "file_id")?))
    }
}

impl PathInput for (TicketId, ItemId, UploadId) {
    fn read(path: &HashMap<String, String>) -> Option<Self> {
        Some((named(path, "id")?, named(path, "note_id")?, named(path, "file_id")?))
    }
}

impl PathInput for (AccountId, EntitlementId) {
    fn read(path: &HashMap<String, String>) -> Option<Self> {
        Some((named(path, "id")?, named(path, "entitlement_id")?))
    }
}

impl PathInput for (TicketId, PersonId) {
    fn read(path: &HashMap<String, String>) -> Option<Self> {
        Some((named(path, "id")?, named(path, "person_id")?))
    }
}

fn named<T: FromStr>(path: &HashMap<String, String>, name: &str) -> Option<T> {
    path.get(name)?.parse().ok()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            /// Accepts only the spelling that is also printed, because the ledger finds a record by that spelling.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let id = Uuid::try_parse(text)?;
                if id.hyphenated().to_string() == text { Ok(Self(id)) } else { Uuid::try_parse("").map(Self) }
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Uuid)))
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}
        impl PathInput for $name {
            fn read(path: &HashMap<String, String>) -> Option<Self> {
                named(path, "id")
            }
        }
    )*};
}

ids! {
    /// A person, whatever hats they wear.
    PersonId,
    /// One hat of a person.
    HatId,
    /// A signed-in session; also the family of its refresh tokens.
    SessionId,
    /// A canned reply.
    CannedReplyId,
    /// A mail that came in.
    InboundMailId,
    /// A customer account.
    AccountId,
    /// A partner company.
    PartnerId,
    /// A product.
    ProductId,
    /// A version of a product.
    VersionId,
    /// A purchase of an account: a product in a version.
    EntitlementId,
    /// A ticket.
    TicketId,
    /// An item on a record's timeline.
    ItemId,
    /// A queue that tickets are routed to.
    QueueId,
    /// A file being uploaded, or uploaded and claimed by a record.
    UploadId,
    /// A knowledge-base article.
    ArticleId,
    /// A line of the touch ledger.
    TouchId,
    /// A background job.
    JobId,
    /// An invitation of somebody to join.
    InvitationId,
    /// A change of an e-mail address.
    EmailChangeId,
    /// A password reset.
    PasswordResetId,
    /// An import of a file.
    ImportId,
}
