//! Business hours: the company's working times, and calculations such as "in four business hours".

use crate::error::FieldError;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// The hours of one weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Opening.
    pub from: Time,
    /// Closing, later than opening.
    pub to: Time,
}

/// The company's working calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessCalendar {
    /// IANA name of the time zone the hours are in.
    pub time_zone: String,
    /// The hours of each weekday, Monday first; none: closed.
    pub week: [Option<Hours>; 7],
    /// Days on which the company is closed.
    pub holidays: Vec<Date>,
}

/// Number of days that are searched ahead before a calendar counts as never open.
const HORIZON_DAYS: usize = 3660;

/// Most holidays of a calendar.
const MOST_HOLIDAYS: usize = 500;

impl BusinessCalendar {
    /// Errors in the values, each with its pointer into the calendar.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if TimeZone::get(&self.time_zone).is_err() {
            let detail = "This is not a time zone we know, such as Europe/Oslo.";
            errors.push(FieldError::new("/time_zone", "not_one_of", detail));
        }
        for (day, hours) in self.week.iter().enumerate() {
            if hours.is_some_and(|hours| hours.from >= hours.to) {
                let detail = "The company closes later than it opens.";
                errors.push(FieldError::new(format!("/week/{day}"), "out_of_range", detail));
            }
        }
        if self.week.iter().all(Option::is_none) {
            errors.push(FieldError::new("/week", "required", "The company is open on at least one weekday."));
        }
        if self.holidays.len() > MOST_HOLIDAYS {
            let detail = format!("A calendar has at most {MOST_HOLIDAYS} holidays.");
            errors.push(FieldError::new("/holidays", "too_long", detail));
        }
        errors
    }

    fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// Start of a day in the company's zone.
    fn midnight(&self, day: Date) -> Timestamp {
        day.to_zoned(self.zone()).map_or(Timestamp::MIN, |zoned| zoned.timestamp())
    }

    /// Start of the week that `now` is in: Monday at midnight in the company's zone.
    pub fn week_start(&self, now: Timestamp) -> Timestamp {
        let day = now.to_zoned(self.zone()).date();
        let since_monday = i32::from(day.weekday().to_monday_zero_offset());
        self.midnight(day.checked_sub(since_monday.days()).unwrap_or(day))
    }

    /// End of the day that `now` is in: the next midnight in the company's zone.
    pub fn day_end(&self, now: Timestamp) -> Timestamp {
        let day = now.to_zoned(self.zone()).date();
        self.midnight(day.checked_add(1.days()).unwrap_or(day))
    }

    fn hours(&self, day: Date) -> Option<Hours> {
        if self.holidays.contains(&day) {
            return None;
        }
        let index = match day.weekday() {
            Weekday::Monday => 0,
            Weekday::Tuesday => 1,
            Weekday::Wednesday => 2,
            Weekday::Thursday => 3,
            Weekday::Friday => 4,
            Weekday::Saturday => 5,
            Weekday::Sunday => 6,
        };
        self.week[index]
    }

    /// Opening periods from `start` on, as instants.
    fn open_from(&self, start: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let zone = self.zone();
        let first = start.to_zoned(zone.clone()).date();
        let instant = move |day: Date, time: Time| {
            DateTime::from_parts(day, time).to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
        };
        (0..HORIZON_DAYS).filter_map(move |days| {
            let day = first.checked_add(i32::try_from(days).ok()?.days()).ok()?;
            let hours = self.hours(day)?;
            let (from, to) = (instant(day, hours.from)?, instant(day, hours.to)?);
            (to > start).then(|| (from.max(start), to))
        })
    }

    /// Returns the time `open` business time after `start`, to the second. In a calendar that is never open, all hours
    /// count.
    pub fn add(&self, start: Timestamp, open: SignedDuration) -> Timestamp {
        let mut left = open.as_secs();
        for (from, to) in self.open_from(start) {
            let open = to.as_second() - from.as_second();
            if left <= open {
                return from + left.seconds();
            }
            left -= open;
        }
        start.checked_add(open).unwrap_or(Timestamp::MAX)
    }

    /// Returns the business time from `start` to `end`, to the second; zero if `end` is not later.
    pub fn between(&self, start: Timestamp, end: Timestamp) -> SignedDuration {
        let mut seconds = 0;
        for (from, to) in self.open_from(start) {
            if from >= end {
                break;
            }
            seconds += to.min(end).as_second() - from.as_second();
        }
        SignedDuration::from_secs(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn office() -> BusinessCalendar {
        let day = Some(Hours { from: jiff::civil::time(8, 0, 0, 0), to: jiff::civil::time(18, 0, 0, 0) });
        BusinessCalendar {
            time_zone: "Europe/Oslo".into(),
            week: [day, day, day, day, day, None, None],
            holidays: vec![jiff::civil::date(2026, 12, 25)],
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    fn minutes(count: u32) -> SignedDuration {
        SignedDuration::from_mins(i64::from(count))
    }

    #[test]
    fn hours_run_on_over_the_night_and_the_weekend() {
        // Friday 17:00 in Oslo is 16:00 UTC; two hours later is Monday 09:00.
        assert_eq!(office().add(at("2026-11-20T16:00:00Z"), minutes(120)), at("2026-11-23T08:00:00Z"));
    }

    #[test]
    fn a_holiday_is_skipped() {
        assert_eq!(office().add(at("2026-12-24T16:30:00Z"), minutes(60)), at("2026-12-28T07:30:00Z"));
    }

    #[test]
    fn midnight_counts_from_opening() {
        assert_eq!(office().add(at("2026-11-22T23:30:00Z"), minutes(30)), at("2026-11-23T07:30:00Z"));
    }

    #[test]
    fn a_calendar_that_never_opens_falls_back_to_the_clock() {
        let closed = BusinessCalendar { week: [None; 7], ..office() };
        assert_eq!(closed.add(at("2026-11-22T12:00:00Z"), minutes(60)), at("2026-11-22T13:00:00Z"));
    }

    proptest! {
        #[test]
        fn what_was_added_is_what_lies_between(start in 1_700_000_000i64..1_900_000_000, seconds in 1i64..1_200_000) {
            let start = Timestamp::from_second(start).expect("in range");
            let open = SignedDuration::from_secs(seconds);
            let due = office().add(start, open);
            prop_assert!(due > start);
            prop_assert_eq!(office().between(start, due), open);
        }

        #[test]
        fn later_starts_are_never_due_earlier(start in 1_700_000_000i64..1_900_000_000, step in 1i64..500_000, open in 1u32..5_000) {
            let early = Timestamp::from_second(start).expect("in range");
            let late = Timestamp::from_second(start + step).expect("in range");
            prop_assert!(office().add(early, minutes(open)) <= office().add(late, minutes(open)));
        }
    }
}
