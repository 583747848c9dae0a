//! Storage layout of jobs: due jobs are in a few partitions by due time, parked ones in a list of their own.

use super::Job;
use crate::ids::JobId;
use crate::record::{List, ListHome, ListQuery, Membership, Record, RecordKey, RowContent, SortRange, time_text};
use jiff::Timestamp;

/// Number of partitions that due jobs are spread over.
pub const JOB_SHARDS: u8 = 4;

impl Job {
    /// Key of the job with this id.
    pub fn key_of(id: JobId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }

    /// Id of the job with this partition key.
    pub fn id_in(partition: &str) -> Option<JobId> {
        partition.strip_prefix("job#")?.parse().ok()
    }

    /// Query of the jobs of one shard that are due at `now`, the longest due first.
    pub fn due_query(shard: u8, now: Timestamp) -> ListQuery {
        ListQuery::all(due_jobs(shard)).within(SortRange::UpTo(format!("{}~", time_text(now))))
    }

    /// Query of parked jobs, newest first.
    pub fn parked_query() -> ListQuery {
        ListQuery::all(parked_jobs()).newest_first()
    }
}

fn due_jobs(shard: u8) -> List {
    List::new(ListHome::Index1, format!("due#{shard}"))
}

fn parked_jobs() -> List {
    List::new(ListHome::Index1, "parked")
}

impl Record for Job {
    const KIND: &'static str = "job";
    const ROW: RowContent = RowContent::Whole;
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
    fn memberships(&self) -> Vec<Membership> {
        let list = if self.parked { parked_jobs() } else { due_jobs(self.id.0.as_bytes()[15] % JOB_SHARDS) };
        vec![list.at(format!("{}#{}", time_text(self.due), self.id))]
    }
}
