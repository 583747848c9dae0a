//! A mock store that does as a test says, for cases that are rare with a real one. A new port is added here when the
//! first test needs it.

use jiff::Timestamp;
use mockall::mock;
use portico_domain::accounts::list::{AccountList, AccountLists, AccountNumbers, AccountRow};
use portico_domain::accounts::products::{Product, ProductCodes, ProductList, Products};
use portico_domain::accounts::{Account, Accounts, Entitlement, Purchases};
use portico_domain::attempts::{Attempts, Rates};
use portico_domain::change::{Change, Claim, Commit};
use portico_domain::drafts::{Draft, Drafts, KeptForm, KeptForms};
use portico_domain::files::ports::{FileReader, FileStore, Uploads};
use portico_domain::files::{FileRef, Link, StoredObject, Upload};
use portico_domain::identity_provider::ProviderClaims;
use portico_domain::identity_provider::begun::BegunSignIn;
use portico_domain::identity_provider::ports::{
    BegunSignIns, ProviderAnswer, ProviderError, ProviderPageRequest, ProviderPages, ProviderTokens,
};
use portico_domain::identity_provider::settings::IdentityProviderSettings;
use portico_domain::ids::{
    AccountId, ArticleId, CannedReplyId, EntitlementId, HatId, ImportId, InboundMailId, InvitationId, ItemId, JobId,
    PasswordResetId, PersonId, ProductId, QueueId, SessionId, TicketId, UploadId, VersionId,
};
use portico_domain::imports::lines::{ImportLine, LineOutcome};
use portico_domain::imports::ports::Imports;
use portico_domain::imports::{Import, ImportList, ImportRow};
use portico_domain::invitations::{Invitations, Invited};
use portico_domain::jobs::{DueJobs, Job, Jobs, ParkedJobs};
use portico_domain::knowledge::editing::Manuscript;
use portico_domain::knowledge::ports::{Articles, Manuscripts};
use portico_domain::knowledge::versions::ArticleHistory;
use portico_domain::knowledge::{Article, ArticleList, ManuscriptList, Vote};
use portico_domain::mail::{Mail, MailError, Mailer};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::people::colleagues::{ColleagueList, Colleagues};
use portico_domain::people::listing::{PeopleDirectory, PeopleList, PersonRow};
use portico_domain::people::ports::{Credentials, Layouts, People, SessionLists, Sessions};
use portico_domain::people::{
    Credential, EmailChange, EmailChanges, Layout, PasswordReset, PasswordResets, Person, SecondFactor, SecondFactors,
    Session, SessionRow, SignInCode, SignInCodes,
};
use portico_domain::policy::{Guarded, PartOf, Scope};
use portico_domain::ports::{Identity, RequestStore};
use portico_domain::record::Resource;
use portico_domain::search::{
    Rebuild, SearchDocument, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader, SearchWriter,
};
use portico_domain::settings::draft::SectionDraft;
use portico_domain::settings::{FormerSection, Section, Settings, SettingsDocuments, SettingsDrafts, StoredSection};
use portico_domain::signing::SigningKey;
use portico_domain::store::{CommitError, StoreResult};
use portico_domain::tickets::Ticket;
use portico_domain::tickets::availability::{AgentAvailability, AgentLoads};
use portico_domain::tickets::canned::{CannedReplies, CannedReply, CannedReplyList};
use portico_domain::tickets::counts::{CountPart, QueueCount, QueueCounts, QueueRecount};
use portico_domain::tickets::inbound::ports::{
    InboundMails, MailFile, MailLinks, RawMail, RawMails, ReplyAddressBook, ReplyAddresses,
};
use portico_domain::tickets::inbound::{InboundMail, InboundMailList, InboundMailRow, ReplyAddress};
use portico_domain::tickets::list::{TicketList, TicketRow, TicketStatus};
use portico_domain::tickets::ports::{AgentRota, TicketNumbers, Tickets};
use portico_domain::tickets::presence::{Presence, Presences};
use portico_domain::tickets::search::{
    SearchableTickets, TicketDocument, TicketEngine, TicketHits, TicketIndex, TicketSearch, TicketsToIndex,
};
use portico_domain::tickets::timeline::{InternalItem, PublicItem, StaffItem};
use portico_domain::touch::Touch;
use portico_domain::touch_list::{TouchList, Touches};
use std::collections::HashMap;
use std::pin::Pin;

mock! {
    /// A store of all ports. A test says which calls it expects; any other call panics.
    pub Store {}
    impl RequestStore for Store {
        fn identity(&self, session: SessionId, person: PersonId) -> impl Future<Output = StoreResult<Option<Identity>>> + Send;
        fn viewed(&self, person: PersonId) -> impl Future<Output = StoreResult<Option<Person>>> + Send;
        fn claim(&self, person: PersonId, key: &str, now: Timestamp) -> impl Future<Output = StoreResult<Option<Claim>>> + Send;
        fn touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<()>> + Send;
        fn touch_once(&self, touch: &Touch) -> impl Future<Output = StoreResult<Touch>> + Send;
        fn correct_touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<bool>> + Send;
        fn verification_keys(&self) -> impl Future<Output = StoreResult<String>> + Send;
    }
    impl Commit for Store {
        fn commit(&self, change: Change) -> impl Future<Output = Result<(), CommitError>> + Send;
    }
    impl Credentials for Store {
        fn credential(&self, email: &str) -> impl Future<Output = StoreResult<Option<Credential>>> + Send;
    }
    impl Rates for Store {
        fn attempt(&self, key: &str, now: Timestamp, window_seconds: u32) -> impl Future<Output = StoreResult<Attempts>> + Send;
        fn attempts(&self, key: &str, now: Timestamp, window_seconds: u32) -> impl Future<Output = StoreResult<Attempts>> + Send;
        fn forget_attempts(&self, key: &str, now: Timestamp, window_seconds: u32) -> impl Future<Output = StoreResult<()>> + Send;
        fn uncount_attempt(&self, key: &str, at: Timestamp, window_seconds: u32) -> impl Future<Output = StoreResult<()>> + Send;
    }
    impl SigningKey for Store {
        fn signing_key(&self) -> impl Future<Output = StoreResult<(String, Vec<u8>)>> + Send;
    }
    impl Sessions for Store {
        fn session(&self, id: SessionId) -> impl Future<Output = StoreResult<Option<Session>>> + Send;
    }
    impl SessionLists for Store {
        fn sessions_of(&self, person: PersonId, page: PageRequest) -> impl Future<Output = StoreResult<Page<SessionRow>>> + Send;
    }
    impl EmailChanges for Store {
        fn email_change(&self, person: PersonId) -> impl Future<Output = StoreResult<Option<(EmailChange, Person)>>> + Send;
    }
    impl PasswordResets for Store {
        fn password_reset(&self, person: PersonId, id: PasswordResetId) -> impl Future<Output = StoreResult<Option<(PasswordReset, Person)>>> + Send;
    }
    impl SignInCodes for Store {
        fn sign_in_code(&self, email: &str) -> impl Future<Output = StoreResult<Option<(SignInCode, Person)>>> + Send;
    }
    impl BegunSignIns for Store {
        fn begun_sign_in(&self, state_hash: &str) -> impl Future<Output = StoreResult<Option<BegunSignIn>>> + Send;
    }
    impl ProviderPages for Store {
        fn provider_page(&self, settings: &IdentityProviderSettings, request: &ProviderPageRequest) -> impl Future<Output = Result<String, ProviderError>> + Send;
    }
    impl ProviderTokens for Store {
        fn provider_claims(&self, settings: &IdentityProviderSettings, answer: &ProviderAnswer) -> impl Future<Output = Result<ProviderClaims, ProviderError>> + Send;
    }
    impl SecondFactors for Store {
        fn second_factor(&self, person: PersonId) -> impl Future<Output = StoreResult<Option<SecondFactor>>> + Send;
    }
    impl People for Store {
        fn person(&self, id: PersonId) -> impl Future<Output = StoreResult<Guarded<Person>>> + Send;
        fn people(&self, ids: &[PersonId]) -> impl Future<Output = StoreResult<Vec<Person>>> + Send;
    }
    impl Colleagues for Store {
        fn colleagues(&self, list: ColleagueList, page: PageRequest) -> impl Future<Output = StoreResult<Page<PersonRow>>> + Send;
        fn contacts(&self, account: AccountId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Account, Page<PersonRow>>>> + Send;
    }
    impl PeopleDirectory for Store {
        fn people_listed(&self, list: &PeopleList, page: PageRequest) -> impl Future<Output = StoreResult<Page<PersonRow>>> + Send;
    }
    impl Invitations for Store {
        fn invited(&self, person: PersonId, invitation: InvitationId) -> impl Future<Output = StoreResult<Option<Invited>>> + Send;
    }
    impl Layouts for Store {
        fn layout(&self, person: PersonId, hat: HatId) -> impl Future<Output = StoreResult<Option<Layout>>> + Send;
    }
    impl Drafts for Store {
        fn draft(&self, person: PersonId, form: &str) -> impl Future<Output = StoreResult<Option<Draft>>> + Send;
    }
    impl KeptForms for Store {
        fn kept_forms(&self, person: PersonId) -> impl Future<Output = StoreResult<Vec<KeptForm>>> + Send;
    }
    impl Accounts for Store {
        fn account(&self, id: AccountId) -> impl Future<Output = StoreResult<Guarded<Account>>> + Send;
        fn entitlements(&self, account: AccountId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Account, Page<Entitlement>>>> + Send;
        fn entitlement(&self, account: AccountId, product: ProductId, version: VersionId, id: EntitlementId) -> impl Future<Output = StoreResult<Guarded<Entitlement>>> + Send;
        fn purchases(&self, account: AccountId, product: ProductId, version: VersionId) -> impl Future<Output = StoreResult<PartOf<Account, Purchases>>> + Send;
    }
    impl AccountLists for Store {
        fn accounts(&self, list: &AccountList, page: PageRequest) -> impl Future<Output = StoreResult<Page<AccountRow>>> + Send;
    }
    impl AccountNumbers for Store {
        fn next_account_number(&self) -> impl Future<Output = StoreResult<u64>> + Send;
        fn reserve_account_numbers(&self, up_to: u64) -> impl Future<Output = StoreResult<()>> + Send;
    }
    impl Products for Store {
        fn product(&self, id: ProductId) -> impl Future<Output = StoreResult<Guarded<Product>>> + Send;
        fn products(&self, list: &ProductList, page: PageRequest) -> impl Future<Output = StoreResult<Page<Product>>> + Send;
    }
    impl ProductCodes for Store {
        fn product_with_code(&self, code: &str) -> impl Future<Output = StoreResult<Option<ProductId>>> + Send;
    }
    impl Uploads for Store {
        fn upload(&self, id: UploadId) -> impl Future<Output = StoreResult<Guarded<Upload>>> + Send;
        fn uploads(&self, ids: &[UploadId]) -> impl Future<Output = StoreResult<Vec<Upload>>> + Send;
    }
    impl FileStore for Store {
        fn upload_link(&self, upload: &Upload, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
        fn store_file(&self, upload: &Upload, bytes: Vec<u8>) -> impl Future<Output = StoreResult<()>> + Send;
        fn stored_object(&self, upload: UploadId) -> impl Future<Output = StoreResult<Option<StoredObject>>> + Send;
        fn download_link(&self, file: &FileRef, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
        fn delete_file(&self, upload: UploadId) -> impl Future<Output = StoreResult<()>> + Send;
    }
    impl FileReader for Store {
        fn file_bytes(&self, file: UploadId) -> impl Future<Output = StoreResult<Option<Vec<u8>>>> + Send;
    }
    impl Imports for Store {
        fn import(&self, id: ImportId) -> impl Future<Output = StoreResult<Guarded<Import>>> + Send;
        fn imports(&self, list: &ImportList, page: PageRequest) -> impl Future<Output = StoreResult<Page<ImportRow>>> + Send;
        fn import_lines(&self, import: ImportId, outcome: Option<LineOutcome>, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Import, Page<ImportLine>>>> + Send;
        fn import_lines_between(&self, import: ImportId, first: u32, last: u32) -> impl Future<Output = StoreResult<PartOf<Import, Vec<ImportLine>>>> + Send;
    }
    impl Tickets for Store {
        fn ticket(&self, id: TicketId) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
        fn ticket_by_number(&self, number: u64) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
        fn tickets(&self, list: &TicketList, page: PageRequest) -> impl Future<Output = StoreResult<Page<TicketRow>>> + Send;
        fn tickets_found(&self, among: &SearchableTickets, ids: &[TicketId]) -> impl Future<Output = StoreResult<Vec<Ticket>>> + Send;
        fn tickets_listed(&self, list: &TicketList, ids: &[TicketId]) -> impl Future<Output = StoreResult<Vec<Ticket>>> + Send;
        fn timeline(&self, ticket: TicketId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<PublicItem>>>> + Send;
        fn staff_timeline(&self, ticket: TicketId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<StaffItem>>>> + Send;
        fn item(&self, ticket: TicketId, item: ItemId) -> impl Future<Output = StoreResult<PartOf<Ticket, Option<PublicItem>>>> + Send;
        fn internal_item(&self, ticket: TicketId, item: ItemId) -> impl Future<Output = StoreResult<PartOf<Ticket, Option<InternalItem>>>> + Send;
    }
    impl Presences for Store {
        fn presences(&self, ticket: TicketId) -> impl Future<Output = StoreResult<PartOf<Ticket, Vec<Presence>>>> + Send;
        fn note_presence(&self, presence: &Presence) -> impl Future<Output = StoreResult<()>> + Send;
    }
    impl AgentRota for Store {
        fn rota(&self) -> impl Future<Output = StoreResult<AgentAvailability>> + Send;
        fn loads(&self, queue: QueueId) -> impl Future<Output = StoreResult<AgentLoads>> + Send;
    }
    impl QueueCounts for Store {
        fn queue_counts(&self, scope: &Scope) -> impl Future<Output = StoreResult<HashMap<QueueId, QueueCount>>> + Send;
    }
    impl QueueRecount for Store {
        fn stored_counts(&self, queue: QueueId) -> impl Future<Output = StoreResult<Vec<CountPart>>> + Send;
        fn listed_counts(&self, queue: QueueId) -> impl Future<Output = StoreResult<Vec<QueueCount>>> + Send;
        fn correct_count(&self, seen: &CountPart, right: QueueCount, now: Timestamp) -> impl Future<Output = StoreResult<bool>> + Send;
    }
    impl CannedReplies for Store {
        fn canned_reply(&self, id: CannedReplyId) -> impl Future<Output = StoreResult<Guarded<CannedReply>>> + Send;
        fn canned_replies(&self, list: &CannedReplyList, page: PageRequest) -> impl Future<Output = StoreResult<Page<CannedReply>>> + Send;
    }
    impl InboundMails for Store {
        fn inbound_mail(&self, id: InboundMailId) -> impl Future<Output = StoreResult<Guarded<InboundMail>>> + Send;
        fn inbound_mails(&self, list: &InboundMailList, page: PageRequest) -> impl Future<Output = StoreResult<Page<InboundMailRow>>> + Send;
    }
    impl ReplyAddresses for Store {
        fn reply_address(&self, hash: &str) -> impl Future<Output = StoreResult<Option<ReplyAddress>>> + Send;
    }
    impl ReplyAddressBook for Store {
        fn keep_reply_address(&self, address: &ReplyAddress) -> impl Future<Output = StoreResult<()>> + Send;
    }
    impl MailLinks for Store {
        fn raw_mail_link(&self, object: &str, now: Timestamp) -> impl Future<Output = StoreResult<Option<Link>>> + Send;
        fn mail_file_link(&self, file: MailFile, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
    }
    impl RawMails for Store {
        fn raw_mail(&self, object: &str, most: u64) -> impl Future<Output = StoreResult<Option<RawMail>>> + Send;
        fn delete_raw_mail(&self, object: &str) -> impl Future<Output = StoreResult<()>> + Send;
    }
    impl TicketNumbers for Store {
        fn next_ticket_number(&self) -> impl Future<Output = StoreResult<u64>> + Send;
    }
    impl TicketSearch for Store {
        fn find_tickets(&self, among: &SearchableTickets, text: &str, page: PageRequest) -> impl Future<Output = StoreResult<TicketHits>> + Send;
    }
    impl TicketIndex for Store {
        fn index_ticket(&self, document: &TicketDocument) -> impl Future<Output = StoreResult<()>> + Send;
    }
    impl TicketsToIndex for Store {
        fn tickets_of_queue(&self, queue: QueueId, status: TicketStatus, page: PageRequest) -> impl Future<Output = StoreResult<Page<TicketId>>> + Send;
    }
    impl Settings for Store {
        fn section<T: Section>(&self) -> impl Future<Output = StoreResult<Option<T>>> + Send;
    }
    impl SettingsDocuments for Store {
        fn document(&self, section: &str) -> impl Future<Output = StoreResult<Guarded<StoredSection>>> + Send;
        fn former_documents(&self, section: &str, page: PageRequest) -> impl Future<Output = StoreResult<Page<FormerSection>>> + Send;
        fn former_document(&self, section: &str, version: u64) -> impl Future<Output = StoreResult<Option<FormerSection>>> + Send;
    }
    impl SettingsDrafts for Store {
        fn section_draft(&self, section: &str) -> impl Future<Output = StoreResult<Guarded<SectionDraft>>> + Send;
    }
    impl Articles for Store {
        fn article(&self, id: ArticleId) -> impl Future<Output = StoreResult<Guarded<Article>>> + Send;
        fn articles(&self, ids: &[ArticleId]) -> impl Future<Output = StoreResult<Vec<Article>>> + Send;
        fn newest(&self, list: &ArticleList, page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
        fn by_words(&self, list: &ArticleList, words: &[String], page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
        fn vote(&self, article: ArticleId, person: PersonId) -> impl Future<Output = StoreResult<PartOf<Article, Option<Vote>>>> + Send;
        fn all_articles(&self, page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
    }
    impl Manuscripts for Store {
        fn manuscript(&self, id: ArticleId) -> impl Future<Output = StoreResult<Guarded<Manuscript>>> + Send;
        fn manuscripts(&self, list: &ManuscriptList, page: PageRequest) -> impl Future<Output = StoreResult<Page<Manuscript>>> + Send;
        fn article_history(&self, id: ArticleId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Manuscript, ArticleHistory>>> + Send;
    }
    impl Touches for Store {
        fn touches(&self, list: &TouchList, page: PageRequest) -> impl Future<Output = StoreResult<Page<Touch>>> + Send;
        fn record_touches<R: Resource + 'static>(&self, id: &str, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<R, Page<Touch>>>> + Send;
    }
    impl Jobs for Store {
        fn parked(&self, list: &ParkedJobs, page: PageRequest) -> impl Future<Output = StoreResult<Page<Job>>> + Send;
        fn job(&self, id: JobId) -> impl Future<Output = StoreResult<Guarded<Job>>> + Send;
    }
    impl DueJobs for Store {
        fn due(&self, now: Timestamp, limit: u32, knows: fn(&Job) -> bool) -> impl Future<Output = StoreResult<Vec<Job>>> + Send;
        fn replace(&self, job: JobId, expected: u64, next: Option<Job>) -> impl Future<Output = Result<(), CommitError>> + Send;
    }
    impl SearchReader for Store {
        fn search(&self, query: &SearchQuery) -> impl Future<Output = Result<SearchHits, SearchError>> + Send;
        fn suggest(&self, query: &SearchQuery) -> impl Future<Output = Result<Vec<SearchHit>, SearchError>> + Send;
        fn health(&self) -> impl Future<Output = Result<SearchHealth, SearchError>> + Send;
    }
    impl SearchWriter for Store {
        fn put(&self, documents: &[SearchDocument]) -> impl Future<Output = Result<(), SearchError>> + Send;
        fn remove(&self, id: ArticleId, version: u64) -> impl Future<Output = Result<(), SearchError>> + Send;
        fn replace_all(&self, rebuild: Rebuild) -> impl Future<Output = Result<(), SearchError>> + Send;
        fn is_current(&self) -> impl Future<Output = Result<bool, SearchError>> + Send;
    }
    impl Mailer for Store {
        fn send(&self, mail: &Mail) -> impl Future<Output = Result<(), MailError>> + Send;
    }
}

/// The mock is also a search part, without an index of tickets.
impl TicketEngine for MockStore {
    type Index = Self;

    fn tickets(&self) -> Option<&Self> {
        None
    }
}

/// Returns the future of a port that answers at once.
pub fn at_once<T: Send + 'static>(answer: T) -> Pin<Box<dyn Future<Output = T> + Send>> {
    Box::pin(std::future::ready(answer))
}

/// Keeps the store until the test's process ends, like the store of a Lambda function.
pub fn kept(store: MockStore) -> &'static MockStore {
    Box::leak(Box::new(store))
}
