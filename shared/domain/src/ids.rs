//! Identifiers. Each record has its own type, so an account's id cannot be passed where a ticket's is wanted.
//!
//! All are UUID version 7 (RFC 9562): opaque to clients, ordered by the millisecond they were made in.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

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
            /// Only the one spelling that is also printed: the ledger finds a record by it.
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
    /// A customer account.
    AccountId,
    /// A partner company.
    PartnerId,
    /// A product.
    ProductId,
    /// A version of a product.
    VersionId,
    /// What an account bought: a product in a version.
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
    /// A side effect owed.
    JobId,
    /// An invitation of somebody to join.
    InvitationId,
}
