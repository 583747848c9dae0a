//! Setting the counts of a queue right: after an upgrade from a version that did not count, or a restore.

use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::change::{Change, Write};
use portico_domain::jobs::Job;
use portico_domain::tickets::counts::SETTLES_IN;
use portico_domain::tickets::jobs::RecountQueue;

impl Run for RecountQueue {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let now = cx.act.now;
        // Read before the list: what changes a part meanwhile also changes its version.
        let stored = store.stored_counts(self.queue).await?;
        let listed = store.listed_counts(self.queue).await?;
        let mut parts = Vec::new();
        for (seen, right) in stored.into_iter().zip(listed).filter(|(seen, _)| self.parts.contains(&seen.part)) {
            if !seen.settled(now) || !seen.says(right) && !store.correct_count(&seen, right, now).await? {
                parts.push(seen.part);
            }
        }
        if parts.is_empty() {
            return Ok(Completion::Row);
        }
        let rest = Job::due(cx.act, &Self { parts, ..self }, now + SETTLES_IN);
        store.commit(Change::new(cx.act.touch(None, None)).job(rest).write(Write::remove(cx.job))).await?;
        Ok(Completion::Nothing)
    }
}
