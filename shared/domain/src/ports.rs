//! The port that every endpoint needs, and all ports together. The ports of an area are in the module of the area.
//!
//! A port is an interface to storage or another service. A handler names in its signature exactly the ports it uses.
//! The code that its binary links and the permissions of its role in AWS follow from that.
//!
//! Absent on purpose: any way to list records without a scope, to write outside a [`Change`](crate::change::Change),
//! and to send mail from an endpoint.

use crate::accounts::Accounts;
use crate::accounts::list::{AccountLists, AccountNumbers};
use crate::accounts::products::{ProductCodes, Products};
use crate::attempts::Rates;
use crate::caller::Caller;
use crate::change::{Claim, Commit};
use crate::drafts::{Drafts, KeptForms};
use crate::files::ports::{FileReader, FileStore, Uploads};
use crate::identity_provider::ports::{BegunSignIns, ProviderPages, ProviderTokens};
use crate::ids::{PersonId, SessionId};
use crate::imports::ports::Imports;
use crate::invitations::Invitations;
use crate::jobs::{DueJobs, Jobs};
use crate::knowledge::ports::{Articles, KnowledgeInsights, Manuscripts, MissedSearches};
use crate::mail::Mailer;
use crate::people::colleagues::Colleagues;
use crate::people::listing::PeopleDirectory;
use crate::people::ports::{Credentials, Layouts, People, SessionLists, Sessions};
use crate::people::{EmailChanges, LostSecondFactors, PasswordResets, Person, SecondFactors, Session, SignInCodes};
use crate::portal::PortalSettings;
use crate::search::{SearchReader, SearchWriter};
use crate::settings::{Settings, SettingsDocuments, SettingsDrafts};
use crate::signing::SigningKey;
use crate::store::StoreResult;
use crate::tickets::canned::CannedReplies;
use crate::tickets::counts::{QueueCounts, QueueRecount};
use crate::tickets::inbound::ports::{InboundMails, MailLinks, RawMails, ReplyAddressBook, ReplyAddresses};
use crate::tickets::ports::{AgentRota, TicketNumbers, Tickets};
use crate::tickets::presence::Presences;
use crate::tickets::search::{TicketIndex, TicketSearch, TicketsToIndex};
use crate::touch::Touch;
use crate::touch_list::Touches;
use jiff::Timestamp;
use std::future::Future;

/// Session, person and portal settings of an access token, read in parallel with every signed-in call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The session.
    pub session: Session,
    /// The person.
    pub person: Person,
    /// Settings of the portals.
    pub portal: PortalSettings,
}

impl Identity {
    /// Caller of the session at `now`; nothing if the session is over, or the person may not wear its hat.
    pub fn caller(&self, now: Timestamp) -> Option<Caller> {
        let lasts = now.duration_since(self.session.created_at) < self.portal.longest_session();
        self.session.caller(&self.person, now).filter(|_| lasts)
    }
}

/// Port that every endpoint needs: the caller's identity, idempotency keys, and the ledger.
pub trait RequestStore {
    /// The session, the person and the portal's settings, in one read; nothing if any is missing.
    fn identity(
        &self,
        session: SessionId,
        person: PersonId,
    ) -> impl Future<Output = StoreResult<Option<Identity>>> + Send;
    /// A person whom the caller looks at the portal as, in the batch of the same moment.
    fn viewed(&self, person: PersonId) -> impl Future<Output = StoreResult<Option<Person>>> + Send;
    /// The claim of an idempotency key that is still kept.
    fn claim(
        &self,
        person: PersonId,
        key: &str,
        now: Timestamp,
    ) -> impl Future<Output = StoreResult<Option<Claim>>> + Send;
    /// Writes the touch of something that changes nothing else, or corrects it.
    fn touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<()>> + Send;
    /// Writes a touch unless one with its ID is stored, and returns the stored one: of several at once, the first.
    fn touch_once(&self, touch: &Touch) -> impl Future<Output = StoreResult<Touch>> + Send;
    /// Replaces a touch that `touch_once` wrote, unless that has returned it to another call too. Reports whether it
    /// did.
    fn correct_touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<bool>> + Send;
    /// Reads the public halves of the keys that access tokens are signed with, as a JSON Web Key Set (RFC 7517).
    fn verification_keys(&self) -> impl Future<Output = StoreResult<String>> + Send;
}

macro_rules! every_port {
    ($($port:ident),+ $(,)?) => {
        /// Every port of the routed endpoints, for the places that serve them all.
        pub trait EveryPort: $($port +)+ Send + Sync + 'static {}

        impl<T> EveryPort for T where T: $($port +)+ Send + Sync + 'static {}
    };
}

every_port!(
    RequestStore,
    Commit,
    Credentials,
    Rates,
    SigningKey,
    Sessions,
    SessionLists,
    PasswordResets,
    EmailChanges,
    SignInCodes,
    BegunSignIns,
    ProviderPages,
    ProviderTokens,
    SecondFactors,
    LostSecondFactors,
    People,
    Colleagues,
    PeopleDirectory,
    Invitations,
    Layouts,
    Drafts,
    KeptForms,
    Accounts,
    AccountLists,
    AccountNumbers,
    Products,
    ProductCodes,
    Uploads,
    FileStore,
    FileReader,
    Imports,
    Tickets,
    AgentRota,
    QueueCounts,
    CannedReplies,
    InboundMails,
    ReplyAddresses,
    ReplyAddressBook,
    RawMails,
    MailLinks,
    Presences,
    TicketNumbers,
    TicketSearch,
    TicketIndex,
    TicketsToIndex,
    QueueRecount,
    Settings,
    SettingsDocuments,
    SettingsDrafts,
    Articles,
    Manuscripts,
    KnowledgeInsights,
    MissedSearches,
    Touches,
    Jobs,
    DueJobs,
    SearchReader,
    SearchWriter,
    Mailer,
);
