//! Dates that people set. Each lies ahead, but not too far: a date beyond the limit is a typing error, or meant to last
//! for ever. Code that takes a date from a request calls [`ahead`], or [`far_away`] and [`far_day`] for a date that may lie
//! in the past.

use crate::error::{Error, FieldError};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Days in the longest span that any date may lie ahead.
pub const FARTHEST_DAYS: i32 = 5 * 366;
/// Years between now and a day of a record, such as that of a purchase, at most.
const FARTHEST_YEARS: i16 = 100;

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

/// Error in a time that may have passed, but lies more than [`FARTHEST_DAYS`] ahead.
pub fn far_away(pointer: &str, at: Timestamp, now: Timestamp) -> Option<FieldError> {
    let far = at.duration_since(now) > SignedDuration::from_hours(24 * i64::from(FARTHEST_DAYS));
    far.then(|| FieldError::new(pointer, "too_late", format!("Choose a time within the next {FARTHEST_DAYS} days.")))
}

/// Error in a day of a record that is more than a hundred years from now.
pub fn far_day(pointer: impl Into<String>, day: Date, now: Timestamp) -> Option<FieldError> {
    let years = i32::from(day.year()) - i32::from(now.to_zoned(TimeZone::UTC).year());
    let most = i32::from(FARTHEST_YEARS);
    let detail = format!("Choose a day within {FARTHEST_YEARS} years.");
    let code = if years > most { "too_late" } else { "too_early" };
    (years.abs() > most).then(|| FieldError::new(pointer, code, detail))
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

    #[test]
    fn a_day_of_a_record_is_within_a_hundred_years() {
        let code = |year| far_day("/day", jiff::civil::date(year, 1, 1), monday()).map(|error| error.code);
        let this = monday().to_zoned(TimeZone::UTC).year();
        for year in [this, this - 100, this + 100] {
            assert_eq!(code(year), None, "{year}");
        }
        for (year, expected) in
            [(this - 101, "too_early"), (-9999, "too_early"), (this + 101, "too_late"), (9999, "too_late")]
        {
            assert_eq!(code(year).as_deref(), Some(expected), "{year}");
        }
    }

    #[test]
    fn a_time_that_may_have_passed_is_not_for_ever() {
        let far = |at| far_away("/at", at, monday()).is_some();
        assert!(!far(Timestamp::MIN) && !far(after(i64::from(FARTHEST_DAYS) * 24 * 3600)));
        assert!(far(after(i64::from(FARTHEST_DAYS) * 24 * 3600 + 1)) && far(Timestamp::MAX));
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
