//! The kinds of jobs: one row each.

use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::accounts::jobs::CarryAccountName;
use portico_domain::files::jobs::DiscardUpload;
use portico_domain::imports::jobs::{ForgetImport, WorkOnImport};
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::{ExpireArticle, IndexArticle, PublishArticle, Reindex, RemindOfReview};
use portico_domain::people::jobs::{
    SendEmailChange, SendEmailChanged, SendHatsChanged, SendInvitation, SendPasswordReset, SendSecurityNotice,
    SendSignInCode,
};
use portico_domain::settings::jobs::PublishSection;
use portico_domain::tickets::jobs::{
    ClockMark, CloseResolved, EndHold, IndexQueue, IndexTicket, Mail, RecountQueue, RemindWaiting, ResolveWaiting,
    TellMentioned, TellQueue,
};

macro_rules! jobs {
    ($($task:ident),+ $(,)?) => {
        /// Whether this version knows the kind of a job. A job that it does not know is left to a newer version.
        pub fn is_known(job: &Job) -> bool {
            $(job.is::<$task>())||+
        }

        /// Carries out one job, under a lease.
        pub(crate) async fn run_job<S: Effects>(store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
            $(if let Some(task) = cx.job.task::<$task>() {
                // Boxed: the largest of them would make each run as large.
                return Box::pin(task.run(store, cx)).await;
            })+
            Err(JobError::Permanent("its data cannot be read".into()))
        }
    };
}

jobs!(
    Mail,
    TellQueue,
    TellMentioned,
    CloseResolved,
    EndHold,
    RemindWaiting,
    ResolveWaiting,
    ClockMark,
    IndexTicket,
    IndexQueue,
    RecountQueue,
    CarryAccountName,
    SendInvitation,
    SendSecurityNotice,
    SendHatsChanged,
    SendPasswordReset,
    SendSignInCode,
    SendEmailChange,
    SendEmailChanged,
    IndexArticle,
    Reindex,
    PublishArticle,
    ExpireArticle,
    RemindOfReview,
    DiscardUpload,
    PublishSection,
    WorkOnImport,
    ForgetImport,
);
