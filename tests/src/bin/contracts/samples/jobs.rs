use super::{Sample, Scenario, id, sample, sample_of};
use jiff::SignedDuration;
use portico_domain::jobs::{Job, MOST_TRIES};
use portico_domain::knowledge::jobs::IndexArticle;
use portico_jobs::list::JobView;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let task = IndexArticle { article: scenario.article.id };
    let owed = Job::new(id(20), &task, scenario.opened, scenario.opened);
    let parked = Job {
        tries: MOST_TRIES,
        parked: true,
        last_error: Some("the index does not answer".into()),
        due: scenario.opened + SignedDuration::from_hours(5),
        ..owed
    };
    let again = parked.again(scenario.opened + SignedDuration::from_hours(6));
    vec![sample(&JobView::from(parked)), sample_of("retry_job", &JobView::from(again))]
}
