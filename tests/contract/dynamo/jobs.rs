//! Tests of stored jobs: their due times, their leases, and parking.

use super::samples::*;
use futures::future::join_all;
use portico_aws::Aws;
use portico_domain::action::Action;
use portico_domain::change::{Commit, Write};
use portico_domain::files::jobs::DiscardUpload;
use portico_domain::ids::{JobId, TicketId};
use portico_domain::jobs::{DueJobs, Job, Jobs, MOST_TRIES};
use portico_domain::knowledge::jobs::{IndexArticle, Reindex};
use portico_domain::paging::PageRequest;
use portico_domain::people::jobs::SendInvitation;
use portico_domain::store::CommitError;
use portico_domain::tickets::clocks::{Clock, SlaThreshold};
use portico_domain::tickets::jobs::{
    ClockMark, CloseResolved, EndHold, Mail, MailTemplate, RemindWaiting, ResolveWaiting,
};

fn mail() -> Mail {
    Mail { template: MailTemplate::TicketOpened, to: fresh(), ticket: fresh::<TicketId>(), item: Some(fresh()) }
}

async fn owed(store: &Aws, minutes: i64) -> Job {
    let job = Job::new(fresh(), &mail(), at(0), at(minutes));
    commit(store, [Write::create(&job)]).await.unwrap();
    job
}

async fn parked(store: &Aws, minutes: i64) -> Job {
    let mut job = owed(store, minutes).await;
    job.tries = MOST_TRIES;
    let failed = job.failed(at(minutes), "away".into());
    store.replace(job.id, 1, Some(failed.clone())).await.unwrap();
    failed
}

async fn due(store: &Aws, minutes: i64) -> Vec<JobId> {
    store.due(at(minutes), 100, |_| true).await.unwrap().iter().map(|job| job.id).collect()
}

pub(super) async fn a_job_is_due_at_its_time(store: &Aws) {
    let job = owed(store, 5).await;
    assert_eq!(store.due(at(4), 10, |_| true).await.unwrap(), []);
    assert_eq!(store.due(at(5), 10, |_| true).await.unwrap(), std::slice::from_ref(&job));
    let found = store.job(job.id).await.unwrap().open(&administrator(), Action::RetryJob).unwrap();
    assert_eq!(found, job);
    let jobs = [
        Job::new(fresh(), &Reindex {}, at(0), at(0)),
        Job::new(fresh(), &IndexArticle { article: fresh() }, at(0), at(0)),
        Job::new(fresh(), &DiscardUpload { upload: fresh() }, at(0), at(0)),
        Job::new(fresh(), &SendInvitation { person: fresh(), invitation: fresh() }, at(0), at(0)),
        Job::new(fresh(), &CloseResolved { ticket: fresh(), resolved_at: at(1) }, at(0), at(0)),
        Job::new(fresh(), &EndHold { ticket: fresh(), until: at(2) }, at(0), at(0)),
        Job::new(fresh(), &RemindWaiting { ticket: fresh(), since: at(3), question: fresh() }, at(0), at(0)),
        Job::new(fresh(), &ResolveWaiting { ticket: fresh(), since: at(4) }, at(0), at(0)),
        Job::new(
            fresh(),
            &ClockMark { ticket: fresh(), clock: Clock::Resolution, mark: SlaThreshold::Warning, at: at(5) },
            at(0),
            at(0),
        ),
        Job::new(
            fresh(),
            &Mail { template: MailTemplate::CustomerReplied, to: fresh(), ticket: fresh(), item: None },
            at(0),
            at(0),
        ),
    ];
    for job in jobs {
        commit(store, [Write::create(&job)]).await.unwrap();
        let found = store.job(job.id).await.unwrap().open(&administrator(), Action::RetryJob).unwrap();
        assert_eq!(found, job);
    }
}

pub(super) async fn the_longest_due_comes_first(store: &Aws) {
    let mut order = Vec::new();
    for minutes in [7, 3, 9, 1, 5, 8, 2, 6, 4, 0] {
        order.push((minutes, owed(store, minutes).await.id));
    }
    order.sort_unstable();
    assert_eq!(due(store, 10).await, order.iter().map(|(_, id)| *id).collect::<Vec<_>>());
}

pub(super) async fn what_is_not_known_holds_back_nothing(store: &Aws) {
    for minutes in 0..12 {
        let job = Job { kind: "of_a_newer_version".into(), ..Job::new(fresh(), &mail(), at(0), at(minutes)) };
        commit(store, [Write::create(&job)]).await.unwrap();
    }
    let known = owed(store, 20).await;
    let found = store.due(at(30), 5, Job::is::<Mail>).await.unwrap();
    assert_eq!(found, [known]);
    assert_eq!(store.due(at(30), 100, |_| true).await.unwrap().len(), 13);
}

pub(super) async fn no_more_than_asked_for(store: &Aws) {
    for minutes in 0..12 {
        owed(store, minutes).await;
    }
    let first = store.due(at(20), 5, |_| true).await.unwrap();
    assert_eq!(first.iter().map(|job| job.due).collect::<Vec<_>>(), (0..5).map(at).collect::<Vec<_>>());
}

pub(super) async fn a_leased_job_is_not_due(store: &Aws) {
    let job = owed(store, 0).await;
    let leased = job.leased(at(0));
    store.replace(job.id, 1, Some(leased.clone())).await.unwrap();
    assert_eq!(due(store, 0).await, []);
    // The runner that had the job died: it is due again when the lease is over.
    assert_eq!(store.due(leased.due, 10, |_| true).await.unwrap(), [leased]);
}

pub(super) async fn of_concurrent_leases_one_wins(store: &Aws) {
    let job = owed(store, 0).await;
    let outcomes = join_all((0..6).map(|_| store.replace(job.id, 1, Some(job.leased(at(0)))))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(CommitError::Stale))), "{outcomes:?}");
}

pub(super) async fn a_job_that_is_done_is_gone(store: &Aws) {
    let (one, other) = (owed(store, 0).await, owed(store, 0).await);
    assert_eq!(store.replace(one.id, 2, None).await, Err(CommitError::Stale));
    store.replace(one.id, 1, None).await.unwrap();
    assert_eq!(due(store, 0).await, [other.id]);
    assert_eq!(store.replace(one.id, 1, None).await, Err(CommitError::Stale));
    assert_eq!(store.replace(one.id, 1, Some(one.leased(at(0)))).await, Err(CommitError::Stale));
    let leased = other.leased(at(0));
    assert_eq!(commit(store, [Write::remove(&leased)]).await, Err(CommitError::Stale));
    commit(store, [Write::remove(&other)]).await.unwrap();
    assert_eq!(due(store, 0).await, []);
}

pub(super) async fn a_parked_job_is_for_people(store: &Aws) {
    let job = parked(store, 0).await;
    assert_eq!(due(store, 10_000).await, []);
    assert_eq!(store.parked(&parked_jobs(), PageRequest::first(10)).await.unwrap().items, std::slice::from_ref(&job));
    let again = job.again(at(1));
    commit(store, [Write::replace(&again, job.version)]).await.unwrap();
    assert_eq!(store.parked(&parked_jobs(), PageRequest::first(10)).await.unwrap().items, []);
    assert_eq!(due(store, 1).await, [again.id]);
}

pub(super) async fn parked_jobs_are_newest_first(store: &Aws) {
    let mut order = Vec::new();
    for minutes in [1, 2, 3, 4, 5] {
        order.insert(0, parked(store, minutes).await);
    }
    let read = async |page: PageRequest| store.parked(&parked_jobs(), page).await.unwrap();
    assert_eq!(all_pages(2, read).await, order);
}

pub(super) async fn jobs_of_a_change_come_with_it(store: &Aws) {
    let jobs: Vec<Job> = (0..12).map(|minutes| Job::new(fresh(), &mail(), at(0), at(minutes))).collect();
    let mut owing = change([]);
    owing.jobs.clone_from(&jobs);
    store.commit(owing).await.unwrap();
    assert_eq!(store.due(at(60), 100, |_| true).await.unwrap(), jobs);
}
