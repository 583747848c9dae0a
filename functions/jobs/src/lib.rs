//! Side effects: background jobs that changes require, and the list of parked jobs.
//!
//! The stream and the schedule in AWS and the sweep of the dev server call the same [`run::Runner`].

mod accounts;
pub mod attach_inbound_mail;
pub mod discard_inbound_mail;
pub mod download_inbound_mail;
pub mod feedback;
mod files;
mod footer;
pub mod get_inbound_mail;
mod imports;
pub mod inbound;
pub mod inbound_view;
pub mod kinds;
mod knowledge;
pub mod lambda;
mod language;
pub mod list;
pub mod list_inbound_mails;
mod mail;
mod people;
pub mod receive;
pub mod retry;
pub mod run;
mod settings;
pub mod task;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod tickets;

portico_http::endpoints! {
    schemas(list::JobState, list_inbound_mails::ListedInboundState);
    LIST_JOBS: GET "/v1/jobs" "list_jobs" "jobs-list" ListJobs Read => list::list_jobs;
    LIST_INBOUND_MAILS: GET "/v1/inbound-mails" "list_inbound_mails" "jobs-list-inbound-mails" ListInboundMails Read => list_inbound_mails::list_inbound_mails;
    GET_INBOUND_MAIL: GET "/v1/inbound-mails/{id}" "get_inbound_mail" "jobs-get-inbound-mail" ViewInboundMail Read InboundMail => get_inbound_mail::get_inbound_mail;
    DOWNLOAD_INBOUND_MAIL: GET "/v1/inbound-mails/{id}/download" "download_inbound_mail" "jobs-download-inbound-mail" DownloadInboundMail Read InboundMail => download_inbound_mail::download_inbound_mail;
    ATTACH_INBOUND_MAIL: POST "/v1/inbound-mails/{id}/attach" "attach_inbound_mail" "jobs-attach-inbound-mail" AttachInboundMail Change InboundMail => attach_inbound_mail::attach_inbound_mail;
    DISCARD_INBOUND_MAIL: POST "/v1/inbound-mails/{id}/discard" "discard_inbound_mail" "jobs-discard-inbound-mail" DiscardInboundMail Change InboundMail => discard_inbound_mail::discard_inbound_mail;
    RETRY_JOB: POST "/v1/jobs/{id}/retry" "retry_job" "jobs-retry" RetryJob Set Job => retry::retry_job;
}
