//! A store that does as a test says, for what a real one seldom does, and records to go with it.

use crate::effects::Effects;
use crate::run::Runner;
use jiff::{SignedDuration, Timestamp};
use mockall::mock;
use portico_domain::change::{Change, Claim};
use portico_domain::files::{Arrived, FileRef, Link, Upload};
use portico_domain::ids::{ArticleId, InvitationId, ItemId, JobId, PersonId, SessionId, TicketId, UploadId};
use portico_domain::invitations::Invited;
use portico_domain::jobs::{Job, JobKind, ParkedJobs};
use portico_domain::knowledge::{Article, ArticleList, Vote};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::people::Person;
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::ports::{
    Articles, Commit, CommitFailure, Files, Found, Gate, Identity, Invitations, Jobs, Mail, MailFailure, Mailer,
    People, Settings, Tickets, Uploads,
};
use portico_domain::search::{Rebuild, SearchDocument, SearchFailure, SearchWriter};
use portico_domain::settings::Section;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::list::{TicketList, TicketRow};
use portico_domain::tickets::timeline::{PublicItem, StaffItem};
use portico_domain::touch::Touch;
use uuid::Uuid;

mock! {
    pub(crate) Store {}
    impl Gate for Store {
        fn identity(&self, session: SessionId, person: PersonId) -> impl Future<Output = Found<Option<Identity>>> + Send;
        fn claim(&self, person: PersonId, key: &str, now: Timestamp) -> impl Future<Output = Found<Option<Claim>>> + Send;
        fn touch(&self, touch: &Touch) -> impl Future<Output = Found<()>> + Send;
        fn touch_once(&self, touch: &Touch) -> impl Future<Output = Found<Touch>> + Send;
        fn correct_touch(&self, touch: &Touch) -> impl Future<Output = Found<bool>> + Send;
        fn verification_keys(&self) -> impl Future<Output = Found<String>> + Send;
    }
    impl Commit for Store {
        fn commit(&self, change: Change) -> impl Future<Output = Result<(), CommitFailure>> + Send;
    }
    impl Jobs for Store {
        fn due(&self, now: Timestamp, limit: u32) -> impl Future<Output = Found<Vec<Job>>> + Send;
        fn parked(&self, list: &ParkedJobs, page: PageRequest) -> impl Future<Output = Found<Page<Job>>> + Send;
        fn job(&self, id: JobId) -> impl Future<Output = Found<Guarded<Job>>> + Send;
        fn replace(&self, job: JobId, expected: u64, next: Option<Job>) -> impl Future<Output = Result<(), CommitFailure>> + Send;
    }
    impl Tickets for Store {
        fn ticket(&self, id: TicketId) -> impl Future<Output = Found<Guarded<Ticket>>> + Send;
        fn ticket_by_number(&self, number: u64) -> impl Future<Output = Found<Guarded<Ticket>>> + Send;
        fn tickets(&self, list: &TicketList, page: PageRequest) -> impl Future<Output = Found<Page<TicketRow>>> + Send;
        fn timeline(&self, ticket: TicketId, page: PageRequest) -> impl Future<Output = Found<PartOf<Ticket, Page<PublicItem>>>> + Send;
        fn staff_timeline(&self, ticket: TicketId, page: PageRequest) -> impl Future<Output = Found<PartOf<Ticket, Page<StaffItem>>>> + Send;
        fn item(&self, ticket: TicketId, item: ItemId) -> impl Future<Output = Found<PartOf<Ticket, Option<PublicItem>>>> + Send;
    }
    impl People for Store {
        fn person(&self, id: PersonId) -> impl Future<Output = Found<Guarded<Person>>> + Send;
        fn people(&self, ids: &[PersonId]) -> impl Future<Output = Found<Vec<Person>>> + Send;
    }
    impl Invitations for Store {
        fn invited(&self, person: PersonId, invitation: InvitationId) -> impl Future<Output = Found<Option<Invited>>> + Send;
    }
    impl Settings for Store {
        fn section<T: Section>(&self) -> impl Future<Output = Found<Option<T>>> + Send;
    }
    impl Articles for Store {
        fn article(&self, id: ArticleId) -> impl Future<Output = Found<Guarded<Article>>> + Send;
        fn articles(&self, ids: &[ArticleId]) -> impl Future<Output = Found<Vec<Article>>> + Send;
        fn newest(&self, list: &ArticleList, page: PageRequest) -> impl Future<Output = Found<Page<Article>>> + Send;
        fn by_words(&self, list: &ArticleList, words: &[String], page: PageRequest) -> impl Future<Output = Found<Page<Article>>> + Send;
        fn vote(&self, article: ArticleId, person: PersonId) -> impl Future<Output = Found<PartOf<Article, Option<Vote>>>> + Send;
        fn all_articles(&self, page: PageRequest) -> impl Future<Output = Found<Page<Article>>> + Send;
    }
    impl Uploads for Store {
        fn upload(&self, id: UploadId) -> impl Future<Output = Found<Guarded<Upload>>> + Send;
        fn uploads(&self, ids: &[UploadId]) -> impl Future<Output = Found<Vec<Upload>>> + Send;
    }
    impl Files for Store {
        fn upload_link(&self, upload: &Upload, now: Timestamp) -> impl Future<Output = Found<Link>> + Send;
        fn arrived(&self, upload: UploadId) -> impl Future<Output = Found<Option<Arrived>>> + Send;
        fn download_link(&self, file: &FileRef, now: Timestamp) -> impl Future<Output = Found<Link>> + Send;
        fn discard(&self, upload: UploadId) -> impl Future<Output = Found<()>> + Send;
    }
    impl SearchWriter for Store {
        fn put(&self, documents: &[SearchDocument]) -> impl Future<Output = Result<(), SearchFailure>> + Send;
        fn remove(&self, id: ArticleId, version: u64) -> impl Future<Output = Result<(), SearchFailure>> + Send;
        fn replace_all(&self, rebuild: Rebuild) -> impl Future<Output = Result<(), SearchFailure>> + Send;
        fn is_current(&self) -> impl Future<Output = Result<bool, SearchFailure>> + Send;
    }
    impl Mailer for Store {
        fn send(&self, mail: &Mail) -> impl Future<Output = Result<(), MailFailure>> + Send;
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
pub(crate) fn job(kind: JobKind) -> Job {
    let now = Timestamp::now();
    Job::new(Uuid::now_v7(), kind, now, now - SignedDuration::from_secs(5))
}
