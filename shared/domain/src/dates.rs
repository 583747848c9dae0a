//! Dates that people set. Each lies ahead, but not too far: a date beyond the limit is a typing error, or meant to last
//! for ever. Code that takes a date from a request calls [`ahead`].

use crate::error::Error;
use jiff::{SignedDuration, Timestamp};

/// Days in the longest span that any date may lie ahead.
pub const FARTHEST_DAYS: i32 = 5 * 366;

/// Refuses a date that has passed, or that is more than `days` days ahead. `pointer` names the field.
pub fn ahead(pointer: &str, at: Timestamp, now: Timestamp, days: i32) -> Result<(), Error> {
    let days = days.clamp(1, FARTHEST_DAYS);
    if at <= now {
        return Err(Error::field(pointer, "too_early", "Choose a time that is still to come."));
    }
    if at.duration_since(now) > SignedDuration::from_hours(24 * i64::from(days)) {
        return Err(Error::field(pointer, "too_late", format!("Choose a time within the next {days} days.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::monday;
    use proptest::prelude::*;

    fn code(at: Timestamp, days: i32) -> String {
        match ahead("/until", at, monday(), days) {
            Ok(()) => String::new(),
            Err(Error::Input(errors)) => errors[0].code.clone(),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn after(seconds: i64) -> Timestamp {
        monday() + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn a_date_is_still_to_come_and_not_for_ever() {
        const DAY: i64 = 24 * 3600;
        assert_eq!(code(after(0), 365), "too_early");
        assert_eq!(code(after(-1), 365), "too_early");
        assert_eq!(code(after(1), 365), "");
        assert_eq!(code(after(365 * DAY), 365), "");
        assert_eq!(code(after(365 * DAY + 1), 365), "too_late");
        assert_eq!(code("9000-01-01T00:00:00Z".parse().unwrap(), 365), "too_late");
        assert_eq!(code(Timestamp::MAX, 365), "too_late");
        assert_eq!(code(Timestamp::MIN, 365), "too_early");
    }

    proptest! {
        #[test]
        fn nobody_sets_a_date_beyond_the_farthest(seconds in any::<i32>(), days in any::<i32>()) {
            let at = after(i64::from(seconds) * 100);
            if ahead("/until", at, monday(), days).is_ok() {
                prop_assert!(at > monday());
                prop_assert!(at.duration_since(monday()) <= SignedDuration::from_hours(24 * i64::from(FARTHEST_DAYS)));
            }
        }
    }
}
