//! Order of a list of tickets, and the period that it shows. Both are of one time of a ticket, by which a partition is
//! kept: its target, its latest change or its opening. So a list is read where its period begins.

use crate::error::Error;
use crate::record::{SortRange, time_text};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Sorts after every character that a time or an ID can have.
const LAST: char = '~';
/// Sorts before every time.
const FIRST: char = '0';

/// Order of a list of tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketSort {
    /// The most urgent first: active tickets of a queue or an agent.
    Due,
    /// The latest change first.
    LatestChange,
    /// The ticket that is unchanged for the longest first.
    EarliestChange,
    /// The ticket that was opened last first.
    Newest,
    /// The ticket that was opened first first.
    Oldest,
}

impl TicketSort {
    /// Whether the order is that of the opening.
    pub const fn by_opening(self) -> bool {
        matches!(self, Self::Newest | Self::Oldest)
    }

    /// Whether later times come first.
    pub const fn descending(self) -> bool {
        matches!(self, Self::LatestChange | Self::Newest)
    }
}

/// Period of the time by which a list is sorted. An absent end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// Start of the period, included.
    pub from: Option<Timestamp>,
    /// End of the period, excluded.
    pub before: Option<Timestamp>,
}

impl Period {
    /// Returns the period between two times, unless it ends before it begins.
    pub fn between(from: Option<Timestamp>, before: Option<Timestamp>) -> Result<Self, Error> {
        if from.is_some_and(|from| before.is_some_and(|before| before <= from)) {
            return Err(Error::field("before", "out_of_range", "The period ends before it begins."));
        }
        Ok(Self { from, before })
    }

    /// Whether the period is open at both ends.
    pub fn is_whole(self) -> bool {
        self == Self::default()
    }

    /// Sort keys of the period, in a list whose sort keys are this prefix, a time and an ID.
    pub fn range(self, prefix: &str) -> SortRange {
        if self.is_whole() {
            return if prefix.is_empty() { SortRange::All } else { SortRange::Prefix(prefix.into()) };
        }
        // Years before the first do not sort as text, and no ticket is that old.
        let text = |at: Timestamp| time_text(at.max(Timestamp::UNIX_EPOCH));
        let end = |at: Option<Timestamp>, open: char| {
            at.map_or_else(|| format!("{prefix}{open}"), |at| format!("{prefix}{}", text(at)))
        };
        SortRange::Between(end(self.from, FIRST), end(self.before, LAST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::monday;
    use jiff::SignedDuration;
    use proptest::prelude::*;

    #[test]
    fn a_period_does_not_end_before_it_begins() {
        let later = monday() + SignedDuration::from_secs(1);
        assert!(Period::between(Some(monday()), Some(later)).is_ok());
        assert!(Period::between(None, Some(Timestamp::MIN)).is_ok());
        for before in [monday(), Timestamp::MIN] {
            assert!(matches!(Period::between(Some(monday()), Some(before)), Err(Error::Input(_))), "{before}");
        }
    }

    #[test]
    fn an_open_period_is_the_whole_list() {
        assert_eq!(Period::default().range(""), SortRange::All);
        assert_eq!(Period::default().range("1#"), SortRange::Prefix("1#".into()));
    }

    proptest! {
        #[test]
        fn a_range_has_the_keys_of_its_times(
            from in prop::option::of(-9_000_000_000..9_000_000_000_i64),
            before in prop::option::of(-9_000_000_000..9_000_000_000_i64),
            at in 0..9_000_000_000_i64,
        ) {
            let time = |seconds: i64| Timestamp::from_second(seconds).expect("a time");
            let Ok(period) = Period::between(from.map(time), before.map(time)) else { return Ok(()) };
            prop_assume!(!period.is_whole());
            let SortRange::Between(first, last) = period.range("1#") else { return Err(TestCaseError::fail("a range")) };
            prop_assert!(first <= last, "the database refuses others");
            let key = format!("1#{}#018f", time_text(time(at)));
            let inside = from.is_none_or(|from| from <= at) && before.is_none_or(|before| at < before);
            prop_assert_eq!(first <= key && key <= last, inside);
        }
    }
}
