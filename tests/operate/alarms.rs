//! Tests of the alarms that no single run of the runner can raise: hours of metric values against the alarm's periods.

use jiff::{SignedDuration, Timestamp};
use portico_domain::jobs::{Job, MOST_TRIES};
use portico_domain::knowledge::jobs::Reindex;
use serde_yaml_ng::Value;

fn alarm(name: &str) -> Value {
    let template: Value = serde_yaml_ng::from_str(include_str!("../../infra/monitoring.yaml")).unwrap();
    template["Resources"][name]["Properties"].clone()
}

fn number(of: &Value, name: &str) -> i64 {
    of[name].as_i64().unwrap_or_else(|| panic!("no number {name} in {of:?}"))
}

/// Returns the tries of a job that always fails: the time of each, and how late the runner finds it. It looks every
/// minute.
fn tries_of_an_outage() -> Vec<(SignedDuration, SignedDuration)> {
    let begin = Timestamp::UNIX_EPOCH;
    let mut job = Job::new(uuid::Uuid::nil(), &Reindex {}, begin, begin);
    let (mut now, mut tries) = (begin, Vec::new());
    while !job.parked {
        tries.push((now.duration_since(begin), now.duration_since(job.due_since())));
        job = job.leased(now).failed(now, "the mail service is away".into());
        while now < job.due {
            now += SignedDuration::from_mins(1);
        }
    }
    tries
}

#[test]
fn one_mail_that_cannot_be_sent_raises_an_alarm_within_minutes_that_lasts() {
    let late = alarm("JobsLate");
    assert_eq!((&late["MetricName"], &late["Statistic"]), (&"oldest_due_s".into(), &"Maximum".into()));
    let (period, threshold) = (number(&late, "Period"), SignedDuration::from_secs(number(&late, "Threshold")));
    let listens = SignedDuration::from_secs(period * number(&late, "EvaluationPeriods"));
    assert_eq!(number(&late, "DatapointsToAlarm"), 1, "of a single job there is one figure in an hour");
    let tries = tries_of_an_outage();
    assert_eq!(tries.len(), usize::try_from(MOST_TRIES).unwrap());
    let told: Vec<SignedDuration> = tries.iter().filter(|(_, late)| *late > threshold).map(|(at, _)| *at).collect();
    assert!(told[0] <= SignedDuration::from_mins(15), "the first alarm comes after {:?}", told[0]);
    // It does not say that all is well while the job only waits for its next try.
    for pair in told.windows(2) {
        assert!(pair[1] - pair[0] < listens, "{pair:?} are further apart than the alarm listens: {listens:?}");
    }
    // In the end it is parked, of which another alarm tells.
    assert!(*told.last().unwrap() > SignedDuration::from_hours(3));
}
