use super::{Cast, Sample, sample};
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::IndexArticle;
use portico_jobs::list::JobView;
use portico_testing::records;

pub(crate) fn all(cast: &Cast) -> Vec<Sample> {
    let task = IndexArticle { article: records::fresh() };
    let job = Job::new(records::fresh(), &task, cast.now, cast.now);
    let job = Job {
        subject: Some("Article E-41".into()),
        tries: 12,
        last_error: Some("the index does not answer".into()),
        ..job
    };
    vec![sample(&JobView::from(job))]
}
