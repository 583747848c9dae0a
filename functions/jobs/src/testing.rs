//! A store that does as a test says, for what a real one seldom does, and records to go with it.

use crate::run::Runner;
use crate::task::Effects;
use jiff::{SignedDuration, Timestamp};
use mockall::mock;
use portico_domain::change::{Change, Claim, Commit};
use portico_domain::files::ports::{FileStore, Uploads};
use portico_domain::files::{FileRef, Link, StoredObject, Upload};
use portico_domain::ids::{ArticleId, InvitationId, ItemId, JobId, PersonId, SessionId, TicketId, UploadId};
use portico_domain::invitations::{Invitations, Invited};
use portico_domain::jobs::{Job, Jobs, ParkedJobs, Task};
use portico_domain::knowledge::ports::Articles;
use portico_domain::knowledge::{Article, ArticleList, Vote};
use portico_domain::mail::{Mail, MailError, Mailer};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::people::Person;
use portico_domain::people::ports::People;
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::ports::{Identity, RequestStore};
use portico_domain::search::{Rebuild, SearchDocument, SearchError, SearchWriter};
use portico_domain::settings::{Section, Settings};
use portico_domain::store::{CommitError, StoreResult};
use portico_domain::tickets::Ticket;
use portico_domain::tickets::list::{TicketList, TicketRow};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::timeline::{PublicItem, StaffItem};
use portico_domain::touch::Touch;
use uuid::Uuid;

mock! {
    pub(crate) Store {}
    impl RequestStore for Store {
        fn identity(&self, session: SessionId, person: PersonId) -> impl Future<Output = StoreResult<Option<Identity>>> + Send;
        fn claim(&self, person: PersonId, key: &str, now: Timestamp) -> impl Future<Output = StoreResult<Option<Claim>>> + Send;
        fn touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<()>> + Send;
        fn touch_once(&self, touch: &Touch) -> impl Future<Output = StoreResult<Touch>> + Send;
        fn correct_touch(&self, touch: &Touch) -> impl Future<Output = StoreResult<bool>> + Send;
        fn verification_keys(&self) -> impl Future<Output = StoreResult<String>> + Send;
    }
    impl Commit for Store {
        fn commit(&self, change: Change) -> impl Future<Output = Result<(), CommitError>> + Send;
    }
    impl Jobs for Store {
        fn due(&self, now: Timestamp, limit: u32, knows: fn(&Job) -> bool) -> impl Future<Output = StoreResult<Vec<Job>>> + Send;
        fn parked(&self, list: &ParkedJobs, page: PageRequest) -> impl Future<Output = StoreResult<Page<Job>>> + Send;
        fn job(&self, id: JobId) -> impl Future<Output = StoreResult<Guarded<Job>>> + Send;
        fn replace(&self, job: JobId, expected: u64, next: Option<Job>) -> impl Future<Output = Result<(), CommitError>> + Send;
    }
    impl Tickets for Store {
        fn ticket(&self, id: TicketId) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
        fn ticket_by_number(&self, number: u64) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
        fn tickets(&self, list: &TicketList, page: PageRequest) -> impl Future<Output = StoreResult<Page<TicketRow>>> + Send;
        fn timeline(&self, ticket: TicketId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<PublicItem>>>> + Send;
        fn staff_timeline(&self, ticket: TicketId, page: PageRequest) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<StaffItem>>>> + Send;
        fn item(&self, ticket: TicketId, item: ItemId) -> impl Future<Output = StoreResult<PartOf<Ticket, Option<PublicItem>>>> + Send;
    }
    impl People for Store {
        fn person(&self, id: PersonId) -> impl Future<Output = StoreResult<Guarded<Person>>> + Send;
        fn people(&self, ids: &[PersonId]) -> impl Future<Output = StoreResult<Vec<Person>>> + Send;
    }
    impl Invitations for Store {
        fn invited(&self, person: PersonId, invitation: InvitationId) -> impl Future<Output = StoreResult<Option<Invited>>> + Send;
    }
    impl Settings for Store {
        fn section<T: Section>(&self) -> impl Future<Output = StoreResult<Option<T>>> + Send;
    }
    impl Articles for Store {
        fn article(&self, id: ArticleId) -> impl Future<Output = StoreResult<Guarded<Article>>> + Send;
        fn articles(&self, ids: &[ArticleId]) -> impl Future<Output = StoreResult<Vec<Article>>> + Send;
        fn newest(&self, list: &ArticleList, page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
        fn by_words(&self, list: &ArticleList, words: &[String], page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
        fn vote(&self, article: ArticleId, person: PersonId) -> impl Future<Output = StoreResult<PartOf<Article, Option<Vote>>>> + Send;
        fn all_articles(&self, page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
    }
    impl Uploads for Store {
        fn upload(&self, id: UploadId) -> impl Future<Output = StoreResult<Guarded<Upload>>> + Send;
        fn uploads(&self, ids: &[UploadId]) -> impl Future<Output = StoreResult<Vec<Upload>>> + Send;
    }
    impl FileStore for Store {
        fn upload_link(&self, upload: &Upload, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
        fn stored_object(&self, upload: UploadId) -> impl Future<Output = StoreResult<Option<StoredObject>>> + Send;
        fn download_link(&self, file: &FileRef, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
        fn delete_file(&self, upload: UploadId) -> impl Future<Output = StoreResult<()>> + Send;
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

/// What a port answers at once.
pub(crate) fn at_once<T: Send + 'static>(answer: T) -> std::pin::Pin<Box<dyn Future<Output = T> + Send>> {
    Box::pin(std::future::ready(answer))
}

/// A runner on this store, for as long as the test's process. The search index is current unless the store expects to
/// say something else.
pub(crate) fn runner(mut store: MockStore) -> Runner<MockStore> {
    fn carries_out<S: Effects>(store: S) -> &'static S {
        Box::leak(Box::new(store))
    }
    store.expect_is_current().returning(|| at_once(Ok(true)));
    Runner::new(carries_out(store), "https://portal.example".into())
}

/// A job that has been due for some seconds.
pub(crate) fn job(task: &impl Task) -> Job {
    let now = Timestamp::now();
    Job::new(Uuid::now_v7(), task, now, now - SignedDuration::from_secs(5))
}
