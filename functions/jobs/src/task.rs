//! Kinds of jobs: the task of each, and the code that carries it out. Repeating a task is harmless, except for mail
//! (see [`crate::run`]).

use portico_domain::accounts::Accounts;
use portico_domain::accounts::list::{AccountLists, AccountNumbers};
use portico_domain::accounts::products::{ProductCodes, Products};
use portico_domain::act::ActionContext;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::fault::chain;
use portico_domain::files::ports::{FileReader, FileStore, Uploads};
use portico_domain::imports::ports::Imports;
use portico_domain::invitations::Invitations;
use portico_domain::jobs::{DueJobs, Job, Jobs, Task};
use portico_domain::knowledge::ports::{Articles, Manuscripts};
use portico_domain::mail::{MailError, Mailer};
use portico_domain::people::EmailChanges;
use portico_domain::people::listing::PeopleDirectory;
use portico_domain::people::ports::{Credentials, People};
use portico_domain::ports::RequestStore;
use portico_domain::search::{SearchError, SearchWriter};
use portico_domain::settings::{Settings, SettingsDocuments, SettingsDrafts};
use portico_domain::store::{CommitError, StoreError};
use portico_domain::tickets::counts::QueueRecount;
use portico_domain::tickets::inbound::ports::ReplyAddressBook;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::search::{TicketIndex, TicketsToIndex};

macro_rules! effects {
    ($($port:ident),+ $(,)?) => {
        /// Ports that jobs need.
        pub trait Effects: $($port +)+ Send + Sync {}

        impl<T> Effects for T where T: $($port +)+ Send + Sync {}
    };
}

effects!(
    RequestStore,
    Commit,
    Jobs,
    DueJobs,
    Tickets,
    ReplyAddressBook,
    TicketIndex,
    TicketsToIndex,
    QueueRecount,
    Accounts,
    AccountLists,
    AccountNumbers,
    Products,
    ProductCodes,
    Credentials,
    People,
    PeopleDirectory,
    Invitations,
    EmailChanges,
    Settings,
    SettingsDocuments,
    SettingsDrafts,
    Articles,
    Manuscripts,
    Uploads,
    FileStore,
    FileReader,
    Imports,
    SearchWriter,
    Mailer,
);

/// Reason why a job was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// The job may succeed later.
    #[error("to be tried again: {0}")]
    Retry(String),
    /// The job cannot succeed until a person mends its cause.
    #[error("not to be carried out: {0}")]
    Permanent(String),
}

impl From<StoreError> for JobError {
    fn from(failure: StoreError) -> Self {
        Self::Retry(chain(&failure))
    }
}

impl From<CommitError> for JobError {
    fn from(failure: CommitError) -> Self {
        Self::Retry(chain(&failure))
    }
}

impl From<Error> for JobError {
    fn from(failure: Error) -> Self {
        Self::Retry(chain(&failure))
    }
}

impl From<SearchError> for JobError {
    fn from(failure: SearchError) -> Self {
        let text = chain(&failure);
        if failure.is_transient() { Self::Retry(text) } else { Self::Permanent(text) }
    }
}

impl From<MailError> for JobError {
    fn from(failure: MailError) -> Self {
        match failure {
            MailError::Unavailable(text) => Self::Retry(text),
            MailError::Refused(text) => Self::Permanent(text),
        }
    }
}

/// Remainder of a job that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// The row of the job, which the runner deletes.
    Row,
    /// Nothing: the transaction of the task deleted the row.
    Nothing,
}

/// Context in which a job is carried out, in addition to the store.
#[derive(Clone, Copy, Debug)]
pub struct JobContext<'a> {
    /// The system's act: the time, new IDs and the touch.
    pub act: &'a ActionContext,
    /// The job, under a lease.
    pub job: &'a Job,
    /// Address of the portal, for links in mails.
    pub portal_url: &'a str,
    /// Domain that answers to mails go to; none if answers are not read.
    pub answers_at: Option<&'a str>,
}

/// Task that can be carried out.
pub(crate) trait Run: Task {
    /// Carries out the task.
    fn run<S: Effects>(
        self,
        store: &S,
        cx: JobContext<'_>,
    ) -> impl Future<Output = Result<Completion, JobError>> + Send;
}
