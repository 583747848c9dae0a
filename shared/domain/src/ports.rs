//! The ports: what an endpoint may ask of the world. A handler names in its signature exactly those it uses, and from
//! that follow what its binary links and what its role in AWS may do.
//!
//! Absent on purpose: any way to list records without a scope, to write outside a [`Change`], to send mail from an endpoint.

use crate::accounts::{Account, Entitlement, Purchases};
use crate::attempts::Attempts;
use crate::caller::Caller;
use crate::change::{Change, Claim};
use crate::drafts::{Draft, KeptForm};
use crate::error::Error;
use crate::files::{FileRef, Link, StoredObject, Upload};
use crate::ids::{
    AccountId, ArticleId, HatId, InvitationId, ItemId, JobId, PersonId, ProductId, SessionId, TicketId, UploadId,
    VersionId,
};
use crate::invitations::Invited;
use crate::jobs::{Job, ParkedJobs};
use crate::knowledge::{Article, ArticleList, Vote};
use crate::paging::{Page, PageRequest};
use crate::people::{Credential, Layout, Person, Session};
use crate::policy::{Guarded, PartOf};
use crate::search::{SearchReader, SearchWriter};
use crate::settings::record::Versioned;
use crate::settings::{PortalSettings, Section};
use crate::signing::KeySet;
use crate::tickets::Ticket;
use crate::tickets::availability::AgentAvailability;
use crate::tickets::list::{TicketList, TicketRow};
use crate::tickets::timeline::{PublicItem, StaffItem};
use crate::touch::{Touch, TouchList};
use jiff::Timestamp;
use std::future::Future;

/// Why a port did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It is away or overloaded; later it may answer.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// It answered something that should not be.
    #[error("broken: {0}")]
    Broken(String),
}

impl From<StoreError> for Error {
    fn from(failure: StoreError) -> Self {
        match failure {
            StoreError::Unavailable(text) => Self::Unavailable(text),
            StoreError::Broken(text) => Self::Internal(text),
        }
    }
}

/// Result of a port.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// A record has another version than the change expects, or exists, or is gone.
    #[error("a record has changed")]
    Stale,
    /// The idempotency key has been taken.
    #[error("the idempotency key has been taken")]
    Claimed,
    /// Another change of the same records is under way.
    #[error("another change is under way")]
    Busy,
    /// The store did not answer.
    #[error(transparent)]
    Port(#[from] StoreError),
}

impl From<CommitError> for Error {
    fn from(failure: CommitError) -> Self {
        match failure {
            CommitError::Stale => Self::Stale,
            CommitError::Claimed | CommitError::Busy => Self::StillRunning,
            CommitError::Port(port) => port.into(),
        }
    }
}

/// What stands behind an access token: read beside every signed-in call.
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
    /// The caller that the session stands for at `now`. Nothing if it is over, or the person may not wear its hat.
    pub fn caller(&self, now: Timestamp) -> Option<Caller> {
        let lasts = now.duration_since(self.session.created_at) < self.portal.longest_session();
        self.session.caller(&self.person, now).filter(|_| lasts)
    }
}

/// Every endpoint's own needs: who calls, whether it was asked before, and the ledger.
pub trait RequestStore {
    /// The session, the person and the portal's settings, in one read; nothing if any is missing.
    fn identity(
        &self,
        session: SessionId,
        person: PersonId,
    ) -> impl Future<Output = StoreResult<Option<Identity>>> + Send;
    /// The claim of an idempotency key that is still kept.
    fn claim(
        &self,
        person: PersonId,
        key: &str,
        now: Timestamp,
    ) -> impl Future<Output = StoreResult<Option<Claim>>> + Send;
    /// Writes the touch of something that changes nothing else, or corrects it.
    fn touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<()>> + Send;
    /// Writes a touch unless one with its ID is kept, and gives the one that is: of several at once, the first.
    fn touch_once(&self, touch: &Touch) -> impl Future<Output = StoreResult<Touch>> + Send;
    /// Replaces a touch that `touch_once` wrote, unless that has given it to another call as well. Whether it did.
    fn correct_touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<bool>> + Send;
    /// The public halves of the keys that access tokens are signed with, as a JSON Web Key Set (RFC 7517).
    fn verification_keys(&self) -> impl Future<Output = StoreResult<String>> + Send;
}

/// Makes changes.
pub trait Commit {
    /// Writes all of a change, or nothing.
    fn commit(&self, change: Change) -> impl Future<Output = Result<(), CommitError>> + Send;
}

/// Credentials, for signing in.
pub trait Credentials {
    /// The credential of an e-mail address, in lower case.
    fn credential(&self, email: &str) -> impl Future<Output = StoreResult<Option<Credential>>> + Send;
}

/// Attempts, counted in windows of time that slide.
pub trait Rates {
    /// Counts an attempt under `key` and gives all of the window that ends now.
    fn attempt(
        &self,
        key: &str,
        now: Timestamp,
        window_seconds: u32,
    ) -> impl Future<Output = StoreResult<Attempts>> + Send;
    /// Attempts under `key` in the window that ends now.
    fn attempts(
        &self,
        key: &str,
        now: Timestamp,
        window_seconds: u32,
    ) -> impl Future<Output = StoreResult<Attempts>> + Send;
    /// Takes back an attempt that was counted at `at`: it was none.
    fn uncount_attempt(
        &self,
        key: &str,
        at: Timestamp,
        window_seconds: u32,
    ) -> impl Future<Output = StoreResult<()>> + Send;
}

/// The private half of the signing key. Only the functions of the auth area may have it.
pub trait SigningKey {
    /// The key pair that signs now: its id and its PKCS #8 bytes (RFC 8410).
    fn signing_key(&self) -> impl Future<Output = StoreResult<(String, Vec<u8>)>> + Send;
}

/// The public halves of the signing keys, to be changed.
pub trait KeySets {
    /// The keys that are known, with the version that a change must expect.
    fn key_set(&self) -> impl Future<Output = StoreResult<Versioned<KeySet>>> + Send;
}

/// Where the key pair of a rotation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStage {
    /// It is to take the place of the current one, and nothing is signed with it.
    Pending,
    /// It signs.
    Current,
}

/// The secret with the signing key, as it is rotated: the one function that does so may have it. A rotation is named by its
/// token, and what is asked twice is done once.
pub trait KeyVault {
    /// Where the pair of a rotation of `secret` stands; nothing if there is no such rotation under way.
    fn stage(&self, secret: &str, rotation: &str) -> impl Future<Output = StoreResult<Option<KeyStage>>> + Send;
    /// The pair of a rotation: its id and its PKCS #8 bytes; nothing before one was kept.
    fn pending_key(&self, rotation: &str) -> impl Future<Output = StoreResult<Option<(String, Vec<u8>)>>> + Send;
    /// The id of the key that signs now; nothing before the first.
    fn current_kid(&self) -> impl Future<Output = StoreResult<Option<String>>> + Send;
    /// Keeps a new pair for a rotation, unless it has one.
    fn keep(&self, rotation: &str, key: &(String, Vec<u8>)) -> impl Future<Output = StoreResult<()>> + Send;
    /// Has the pair of a rotation sign from now on.
    fn promote(&self, rotation: &str) -> impl Future<Output = StoreResult<()>> + Send;
}

/// Sessions.
pub trait Sessions {
    /// A session, by id alone.
    fn session(&self, id: SessionId) -> impl Future<Output = StoreResult<Option<Session>>> + Send;
}

/// People.
pub trait People {
    /// A person.
    fn person(&self, id: PersonId) -> impl Future<Output = StoreResult<Guarded<Person>>> + Send;
    /// People by id; those that do not exist are left out.
    fn people(&self, ids: &[PersonId]) -> impl Future<Output = StoreResult<Vec<Person>>> + Send;
}

/// Invitations under way.
pub trait Invitations {
    /// An invitation with whom it is for; nothing if either is missing.
    fn invited(
        &self,
        person: PersonId,
        invitation: InvitationId,
    ) -> impl Future<Output = StoreResult<Option<Invited>>> + Send;
}

/// Home pages.
pub trait Layouts {
    /// The arrangement of one hat, if it was ever changed.
    fn layout(&self, person: PersonId, hat: HatId) -> impl Future<Output = StoreResult<Option<Layout>>> + Send;
}

/// Text being typed.
pub trait Drafts {
    /// The draft of a form.
    fn draft(&self, person: PersonId, form: &str) -> impl Future<Output = StoreResult<Option<Draft>>> + Send;
}

/// Drafts of a person, without their contents.
pub trait KeptForms {
    /// The drafts of a person without their contents, the latest first: a hundred at most.
    fn kept_forms(&self, person: PersonId) -> impl Future<Output = StoreResult<Vec<KeptForm>>> + Send;
}

/// Accounts and what they purchased.
pub trait Accounts {
    /// An account.
    fn account(&self, id: AccountId) -> impl Future<Output = StoreResult<Guarded<Account>>> + Send;
    /// Purchases of an account, by product.
    fn entitlements(
        &self,
        account: AccountId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Account, Page<Entitlement>>>> + Send;
    /// What an account purchased of one product in one version.
    fn purchases(
        &self,
        account: AccountId,
        product: ProductId,
        version: VersionId,
    ) -> impl Future<Output = StoreResult<PartOf<Account, Purchases>>> + Send;
}

/// Uploads.
pub trait Uploads {
    /// An upload.
    fn upload(&self, id: UploadId) -> impl Future<Output = StoreResult<Guarded<Upload>>> + Send;
    /// Uploads by id; those that do not exist are left out.
    fn uploads(&self, ids: &[UploadId]) -> impl Future<Output = StoreResult<Vec<Upload>>> + Send;
}

/// The bytes of uploads and files.
pub trait FileStore {
    /// A link that takes exactly the bytes announced.
    fn upload_link(&self, upload: &Upload, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
    /// What arrived under an upload's link, if anything did.
    fn stored_object(&self, upload: UploadId) -> impl Future<Output = StoreResult<Option<StoredObject>>> + Send;
    /// A link that gives a file, as an attachment of its name.
    fn download_link(&self, file: &FileRef, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
    /// Throws the bytes away.
    fn delete_file(&self, upload: UploadId) -> impl Future<Output = StoreResult<()>> + Send;
}

/// Tickets.
pub trait Tickets {
    /// A ticket.
    fn ticket(&self, id: TicketId) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
    /// A ticket by its number.
    fn ticket_by_number(&self, number: u64) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
    /// A page of a list.
    fn tickets(
        &self,
        list: &TicketList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<TicketRow>>> + Send;
    /// What everybody on a ticket sees, oldest first.
    fn timeline(
        &self,
        ticket: TicketId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<PublicItem>>>> + Send;
    /// What staff see, oldest first.
    fn staff_timeline(
        &self,
        ticket: TicketId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<StaffItem>>>> + Send;
    /// One item that everybody on a ticket sees.
    fn item(
        &self,
        ticket: TicketId,
        item: ItemId,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Option<PublicItem>>>> + Send;
}

/// The agents: who can be given tickets, and whose turn it is.
pub trait AgentRota {
    /// Who is away, and where the turns of the queues stand.
    fn rota(&self) -> impl Future<Output = StoreResult<AgentAvailability>> + Send;
}

/// Numbers for people.
pub trait TicketNumbers {
    /// The next ticket number. Gaps are fine.
    fn next_ticket_number(&self) -> impl Future<Output = StoreResult<u64>> + Send;
}

/// Settings.
pub trait Settings {
    /// A section, if it was ever written.
    fn section<T: Section>(&self) -> impl Future<Output = StoreResult<Option<T>>> + Send;
}

/// Articles.
pub trait Articles {
    /// An article.
    fn article(&self, id: ArticleId) -> impl Future<Output = StoreResult<Guarded<Article>>> + Send;
    /// Articles by id, in that order; those that do not exist are left out.
    fn articles(&self, ids: &[ArticleId]) -> impl Future<Output = StoreResult<Vec<Article>>> + Send;
    /// A page of a list, the newest first.
    fn newest(&self, list: &ArticleList, page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
    /// The articles of a list with one of the words in title or tags, those with most of them first: what is left to do when
    /// search is away.
    fn by_words(
        &self,
        list: &ArticleList,
        words: &[String],
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
    /// The vote of a person on an article.
    fn vote(
        &self,
        article: ArticleId,
        person: PersonId,
    ) -> impl Future<Output = StoreResult<PartOf<Article, Option<Vote>>>> + Send;
    /// All articles, for the index.
    fn all_articles(&self, page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
}

/// The touch ledger, to be read.
pub trait Touches {
    /// Touches, newest first.
    fn touches(&self, list: &TouchList, page: PageRequest) -> impl Future<Output = StoreResult<Page<Touch>>> + Send;
    /// What was done on a ticket, newest first.
    fn ticket_touches(
        &self,
        ticket: TicketId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<Touch>>>> + Send;
}

/// Side effects owed.
pub trait Jobs {
    /// Jobs that are due, the longest due first.
    fn due(&self, now: Timestamp, limit: u32) -> impl Future<Output = StoreResult<Vec<Job>>> + Send;
    /// Jobs left to people, newest first.
    fn parked(&self, list: &ParkedJobs, page: PageRequest) -> impl Future<Output = StoreResult<Page<Job>>> + Send;
    /// A job.
    fn job(&self, id: JobId) -> impl Future<Output = StoreResult<Guarded<Job>>> + Send;
    /// Takes, releases or ends a job: succeeds only if the job is still as `expected` says.
    fn replace(
        &self,
        job: JobId,
        expected: u64,
        next: Option<Job>,
    ) -> impl Future<Output = Result<(), CommitError>> + Send;
}

/// A mail to be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Recipient of the mail.
    pub to: String,
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
    /// Which job owes it: repeated deliveries can be recognised by it.
    pub job: JobId,
}

/// Why a mail was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Later it may be.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// It never will be: the address or the content was refused.
    #[error("refused: {0}")]
    Refused(String),
}

/// Hands mail over.
pub trait Mailer {
    /// Hands a mail over.
    fn send(&self, mail: &Mail) -> impl Future<Output = Result<(), MailError>> + Send;
}

/// Every port of the routed endpoints, for the places that serve them all.
pub trait EveryPort:
    RequestStore
    + Commit
    + Credentials
    + Rates
    + SigningKey
    + Sessions
    + People
    + Invitations
    + Layouts
    + Drafts
    + KeptForms
    + Accounts
    + Uploads
    + FileStore
    + Tickets
    + AgentRota
    + TicketNumbers
    + Settings
    + Articles
    + Touches
    + Jobs
    + SearchReader
    + SearchWriter
    + Mailer
    + Send
    + Sync
    + 'static
{
}

impl<T> EveryPort for T where
    T: RequestStore
        + Commit
        + Credentials
        + Rates
        + SigningKey
        + Sessions
        + People
        + Invitations
        + Layouts
        + Drafts
        + KeptForms
        + Accounts
        + Uploads
        + FileStore
        + Tickets
        + AgentRota
        + TicketNumbers
        + Settings
        + Articles
        + Touches
        + Jobs
        + SearchReader
        + SearchWriter
        + Mailer
        + Send
        + Sync
        + 'static
{
}
