//! What each kind of job does. Each can be done twice without harm, but for mail (see [`crate::run`]). What is done to a
//! ticket is decided in the domain, and made in one transaction with the end of its job.

use crate::invitation;
use crate::mail;
use crate::mail::TicketMail;
use futures::future::try_join;
use jiff::Timestamp;
use portico_domain::act::ActionContext;
use portico_domain::action::{Action, rule};
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::files::UploadState;
use portico_domain::files::ports::{FileStore, Uploads};
use portico_domain::ids::{ArticleId, ItemId, PersonId, SessionId, TicketId, UploadId};
use portico_domain::invitations::Invitations;
use portico_domain::jobs::{Job, JobKind, Jobs, MailTemplate};
use portico_domain::knowledge::ports::Articles;
use portico_domain::knowledge::settings::KnowledgeSettings;
use portico_domain::mail::{Mail, MailError, Mailer};
use portico_domain::paging::PageRequest;
use portico_domain::people::mail::StopReason;
use portico_domain::people::ports::People;
use portico_domain::people::{Person, PersonStatus};
use portico_domain::policy::permits;
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::record::Resource;
use portico_domain::search::{Rebuild, SearchDocument, SearchError, SearchWriter, Synonyms};
use portico_domain::settings::Settings;
use portico_domain::store::{CommitError, StoreError};
use portico_domain::tickets::Ticket;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::timeline::{PublicItem, Reply};
use portico_domain::touch::{Outcome, Touch};
use uuid::Uuid;

/// The ports that jobs need.
pub trait Effects:
    RequestStore
    + Commit
    + Jobs
    + Tickets
    + People
    + Invitations
    + Settings
    + Articles
    + Uploads
    + FileStore
    + SearchWriter
    + Mailer
    + Send
    + Sync
{
}

impl<T> Effects for T where
    T: RequestStore
        + Commit
        + Jobs
        + Tickets
        + People
        + Invitations
        + Settings
        + Articles
        + Uploads
        + FileStore
        + SearchWriter
        + Mailer
        + Send
        + Sync
{
}

/// Why a job was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// Later it may be.
    Retry(String),
    /// It never will be without somebody doing something about it.
    Permanent(String),
}

impl From<StoreError> for JobError {
    fn from(failure: StoreError) -> Self {
        Self::Retry(failure.to_string())
    }
}

impl From<CommitError> for JobError {
    fn from(failure: CommitError) -> Self {
        Self::Retry(failure.to_string())
    }
}

impl From<Error> for JobError {
    fn from(failure: Error) -> Self {
        Self::Retry(failure.to_string())
    }
}

impl From<SearchError> for JobError {
    fn from(failure: SearchError) -> Self {
        match failure {
            SearchError::Unavailable(text) => Self::Retry(text),
            SearchError::Refused(text) => Self::Permanent(text),
        }
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

/// What is left of a job that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Its row, which goes now.
    Row,
    /// Nothing: its row went in the transaction that carried it out.
    Nothing,
}

/// Carries out one job, under a lease.
pub async fn run_job<S: Effects>(
    store: &S,
    portal_url: &str,
    act: &ActionContext,
    job: &Job,
) -> Result<Completion, JobError> {
    match &job.kind {
        JobKind::Mail { template, to, ticket, item } => {
            let mail_job = MailJob { template: *template, to: *to, ticket: *ticket, item: *item };
            send(store, portal_url, act, job, mail_job).await?;
        }
        JobKind::Invitation { person, invitation } => {
            invitation::send(store, portal_url, act, job, (*person, *invitation)).await?;
        }
        JobKind::IndexArticle { article } => index(store, &[*article]).await?,
        JobKind::Reindex => reindex(store, act.now).await?,
        JobKind::DiscardUpload { upload } => discard(store, act, *upload).await?,
        JobKind::TellQueue { ticket, .. }
        | JobKind::CloseResolved { ticket, .. }
        | JobKind::EndHold { ticket, .. }
        | JobKind::RemindWaiting { ticket, .. }
        | JobKind::ResolveWaiting { ticket, .. }
        | JobKind::Clock { ticket, .. } => return on_ticket(store, act, job, *ticket).await,
    }
    Ok(Completion::Row)
}

/// A job that sends a mail about a ticket.
struct MailJob {
    template: MailTemplate,
    to: PersonId,
    ticket: TicketId,
    item: Option<ItemId>,
}

async fn send<S: Effects>(
    store: &S,
    portal_url: &str,
    act: &ActionContext,
    job: &Job,
    mail_job: MailJob,
) -> Result<(), JobError> {
    let (ticket, person) = try_join(store.ticket(mail_job.ticket), store.person(mail_job.to)).await?;
    let (item, portal) = try_join(
        async {
            match mail_job.item {
                Some(item) => store.item(mail_job.ticket, item).await.map(Some),
                None => Ok(None),
            }
        },
        store.section::<PortalSettings>(),
    )
    .await?;
    // Whoever is no longer there is owed nothing.
    let (Some(ticket), Some(person)) = (ticket.open_for_system(&act.caller), person.open_for_system(&act.caller))
    else {
        return Ok(());
    };
    let portal = portal.unwrap_or_default();
    if !may_read(&person, &ticket, &portal) {
        let touch = act.touch(ticket.record(), ticket.account.as_ref().map(|account| account.id));
        let touch = Touch { outcome: Outcome::Denied, ..touch.with_detail(format!("mail to {}", person.name)) };
        return Ok(store.touch(&touch).await?);
    }
    if mail_job.template == MailTemplate::TicketReminder && !ticket.still_waits(job.created_at) {
        let touch = act.touch(ticket.record(), ticket.account.as_ref().map(|account| account.id));
        let detail = format!("mail to {} not sent: nobody waits for an answer any more", person.name);
        return Ok(store.touch(&touch.with_detail(detail)).await?);
    }
    if let Some(why) = stopped(&person) {
        let touch = act.touch(ticket.record(), ticket.account.as_ref().map(|account| account.id));
        let detail = format!("mail to {} not sent: {why}", person.name);
        return Ok(store.touch(&Touch { outcome: Outcome::Failed, ..touch.with_detail(detail) }).await?);
    }
    let item = item.map(|item| item.of(&ticket)).transpose();
    let item = item.map_err(|failure| JobError::Permanent(failure.to_string()))?.flatten();
    let message: Option<Reply> = item.and_then(|item| match item {
        PublicItem::Reply(reply) => Some(reply),
        PublicItem::Event(_) => None,
    });
    let ticket_mail =
        TicketMail { template: mail_job.template, ticket: &ticket, to: &person, message: message.as_ref() };
    let mail = mail::write(&ticket_mail, &portal, portal_url, job.id)
        .map_err(|error| JobError::Permanent(error.to_string()))?;
    let account = ticket.account.as_ref().map(|account| account.id);
    let touch = act.touch(ticket.record(), account).with_detail(format!("mail sent to {}", person.name));
    deliver(store, &mail, &touch).await
}

/// Hands a mail over, and leaves its touch.
pub(crate) async fn deliver<S: Effects>(store: &S, mail: &Mail, touch: &Touch) -> Result<(), JobError> {
    store.send(mail).await?;
    // The mail has been handed over: trying again for the ledger's sake would send a second one.
    if let Err(failure) = store.touch(touch).await {
        tracing::error!(job = %mail.job, cause = %failure, "the touch of a mail was not written");
    }
    Ok(())
}

/// Reason why nothing is sent to a person.
pub(crate) fn stopped(person: &Person) -> Option<&'static str> {
    person.stopped().map(|stop| match stop.reason {
        StopReason::Bounced => "what was sent to the address before bounced",
        StopReason::Complained => "they complained of one before",
    })
}

/// Whether a person who is owed a mail about a ticket may read it now, with any of their hats. The mail asks the same rule
/// as the page.
fn may_read(person: &Person, ticket: &Ticket, portal: &PortalSettings) -> bool {
    person.status == PersonStatus::Active
        && person.hats.iter().any(|hat| {
            let caller = Caller {
                person: person.id,
                name: person.name.clone(),
                hat: hat.clone(),
                session: SessionId(Uuid::nil()),
            };
            permits(&caller, Action::ViewTicket, &ticket.ownership())
                && portal.has(rule(Action::ViewTicket).capability, hat.kind, hat.role)
        })
}

/// Puts articles into the index as they stand now, all of them in one change. Those that are not published are taken out.
pub async fn index<S: Effects>(store: &S, articles: &[ArticleId]) -> Result<(), JobError> {
    let mut articles = articles.to_vec();
    articles.sort_unstable();
    articles.dedup();
    if articles.is_empty() {
        return Ok(());
    }
    let documents: Vec<SearchDocument> = store.articles(&articles).await?.iter().map(SearchDocument::from).collect();
    if documents.is_empty() {
        return Ok(());
    }
    Ok(store.put(&documents).await?)
}

/// Builds the index anew if another version of this code made it: it takes nothing and finds nothing until then.
pub(crate) async fn renew_index<S: Effects>(store: &S, now: Timestamp) -> Result<(), JobError> {
    if store.is_current().await? {
        return Ok(());
    }
    tracing::info!("the search index has another format and is built anew");
    reindex(store, now).await
}

async fn reindex<S: Effects>(store: &S, now: Timestamp) -> Result<(), JobError> {
    let synonyms = store.section::<KnowledgeSettings>().await?.unwrap_or_default().synonyms;
    let mut documents = Vec::new();
    let mut page = PageRequest::first(100);
    loop {
        let found = store.all_articles(page).await?;
        documents.extend(found.items.iter().map(SearchDocument::from));
        match found.next {
            Some(next) => page = PageRequest { limit: 100, after: Some(next) },
            None => break,
        }
    }
    store.replace_all(Rebuild { documents, synonyms: Synonyms(synonyms), as_of: now }).await?;
    Ok(())
}

async fn discard<S: Effects>(store: &S, act: &ActionContext, id: UploadId) -> Result<(), JobError> {
    let Some(upload) = store.upload(id).await?.open_for_system(&act.caller) else {
        // Its row went in an earlier try; the bytes may be there still.
        return Ok(store.delete_file(id).await?);
    };
    if upload.state == UploadState::Claimed {
        return Ok(());
    }
    // The row first: from then on no record can claim what is about to go.
    let change = Change::new(act.touch(upload.record(), None)).write(Write::remove(&upload));
    store.commit(change).await?;
    store.delete_file(id).await?;
    Ok(())
}

async fn on_ticket<S: Effects>(
    store: &S,
    act: &ActionContext,
    job: &Job,
    id: TicketId,
) -> Result<Completion, JobError> {
    let (ticket, settings) = try_join(store.ticket(id), store.section::<TicketSettings>()).await?;
    let settings = settings.ok_or_else(|| JobError::Retry("the ticket settings are missing".into()))?;
    let Some(change) =
        ticket.open_for_system(&act.caller).and_then(|ticket| ticket_transition(act, &job.kind, ticket, &settings))
    else {
        return Ok(Completion::Row);
    };
    // Whoever is told of something is told once, whenever a runner dies.
    store.commit(change.write(Write::remove(job))).await?;
    Ok(Completion::Nothing)
}

/// What comes of a ticket by itself; nothing if it has moved on since it was promised.
fn ticket_transition(act: &ActionContext, kind: &JobKind, ticket: Ticket, settings: &TicketSettings) -> Option<Change> {
    match *kind {
        JobKind::TellQueue { template, item, .. } => ticket.tell_its_queue(act, template, item, settings),
        JobKind::CloseResolved { resolved_at, .. } => ticket.close_unanswered(act, resolved_at, settings),
        JobKind::EndHold { until, .. } => ticket.end_hold(act, until, settings),
        JobKind::RemindWaiting { since, question, .. } => ticket.remind(act, since, question),
        JobKind::ResolveWaiting { since, .. } => ticket.resolve_unanswered(act, since, settings),
        JobKind::Clock { clock, mark, at, .. } => ticket.notify_sla(act, (clock, mark), at, settings),
        JobKind::Mail { .. }
        | JobKind::Invitation { .. }
        | JobKind::IndexArticle { .. }
        | JobKind::Reindex
        | JobKind::DiscardUpload { .. } => None,
    }
}
