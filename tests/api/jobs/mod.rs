//! Side effects, and the page of those left to people.

mod feedback;
mod inbound_mails;
mod list;
mod receive;
mod retry;
mod run;

crate::matrix_fixtures::drives! { portico_jobs:
    LIST_INBOUND_MAILS => inbound_mails::drive_list,
    GET_INBOUND_MAIL => inbound_mails::drive_get,
    DOWNLOAD_INBOUND_MAIL => inbound_mails::drive_download,
    ATTACH_INBOUND_MAIL => inbound_mails::drive_attach,
    DISCARD_INBOUND_MAIL => inbound_mails::drive_discard,
    LIST_JOBS => list::drive,
    RETRY_JOB => retry::drive,
}
