//! Counts of attempts in a sliding window: at no time does the window just past hold more attempts than allowed.

use crate::store::StoreResult;
use jiff::Timestamp;
use std::future::Future;

/// Number of slices a window is counted in. It slides by one of them at a time.
pub const SLICES: u32 = 3;

/// Attempts that were counted in one slice of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Number of attempts.
    pub count: u32,
    /// Moment from which the slice is no part of the window any more.
    pub forgotten_at: Timestamp,
}

/// Attempts of one kind in the window just past, by slices, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempts(pub Vec<Slice>);

impl Attempts {
    /// Number of attempts in the window, the latest included.
    pub fn count(&self) -> u32 {
        self.0.iter().fold(0, |sum, slice| sum.saturating_add(slice.count))
    }

    /// Time from which another attempt is accepted, if the latest exceeded `most`. The latest itself does not count.
    pub fn full_until(&self, most: u32) -> Option<Timestamp> {
        let mut left = self.count();
        if left <= most {
            return None;
        }
        left -= 1;
        let frees = self.0.iter().find(|slice| {
            left = left.saturating_sub(slice.count);
            left < most
        });
        frees.or(self.0.last()).map(|slice| slice.forgotten_at)
    }
}

/// Port that counts attempts in sliding windows.
pub trait Rates {
    /// Counts an attempt under `key`, and returns all attempts of the window that ends now.
    fn attempt(
        &self,
        key: &str,
        now: Timestamp,
        window_seconds: u32,
    ) -> impl Future<Output = StoreResult<Attempts>> + Send;
    /// Attempts under `key` in the window that ends now.
    fn attempts(
        &self,
        key: &str,
        now: Timestamp,
        window_seconds: u32,
    ) -> impl Future<Output = StoreResult<Attempts>> + Send;
    /// Forgets all attempts under `key` in the window that ends now.
    fn forget_attempts(
        &self,
        key: &str,
        now: Timestamp,
        window_seconds: u32,
    ) -> impl Future<Output = StoreResult<()>> + Send;
    /// Removes an attempt that was counted at `at`.
    fn uncount_attempt(
        &self,
        key: &str,
        at: Timestamp,
        window_seconds: u32,
    ) -> impl Future<Output = StoreResult<()>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempts(counts: &[u32]) -> Attempts {
        let at = |minutes: usize| Timestamp::from_second(i64::try_from(minutes).expect("few") * 60).expect("a time");
        Attempts(
            counts
                .iter()
                .enumerate()
                .map(|(at_slice, count)| Slice { count: *count, forgotten_at: at(at_slice) })
                .collect(),
        )
    }

    #[test]
    fn a_window_is_full_until_enough_of_it_is_forgotten() {
        let full = |counts: &[u32]| attempts(counts).full_until(10).map(|until| until.as_second() / 60);
        assert_eq!(full(&[]), None);
        assert_eq!(full(&[3, 0, 4, 3]), None);
        assert_eq!(full(&[3, 0, 4, 4]), Some(0));
        assert_eq!(full(&[0, 10, 0, 1]), Some(1));
        assert_eq!(full(&[1, 10, 0, 3]), Some(1));
        assert_eq!(full(&[0, 0, 0, 11]), Some(3));
        assert_eq!(full(&[0, 0, 5, 20]), Some(3));
        assert_eq!(attempts(&[u32::MAX, 1]).count(), u32::MAX);
    }
}
