//! Dates of the demo company, relative to the day of seeding.
//!
//! Files under `seed/` hold placeholders instead of dates. The seeder fills them in when it reads a file:
//!
//! | placeholder | value |
//! |---|---|
//! | `${-5w fri}` | the Friday five weeks before the week of seeding: `2031-04-18` |
//! | `${-2b}` | the second business day before the day of seeding |
//! | `${-10w eom}`, `${-10w eom-1}` | the last day of the month of that week's Monday, and of the month before |
//! | `${-5w fri 10:20}` | that time in the company's zone, as an instant |
//! | `${-5w fri as day}` | the words for readers: `18 April`; also `as date`, `month`, `month year` |

use anyhow::{Context, Result, anyhow, bail};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use portico_domain::calendar::BusinessCalendar;
use std::collections::BTreeMap;

const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Years whose holidays are written, relative to the year of seeding.
const YEARS: std::ops::RangeInclusive<i16> = -1..=5;

/// A holiday that recurs each year.
#[derive(Clone, Debug)]
pub(super) enum Yearly {
    /// A month and a day.
    Fixed(i8, i8),
    /// Days after Easter Sunday.
    Easter(i64),
}

/// The holidays around the year of `day`, in order.
pub(super) fn holidays(yearly: &[Yearly], day: Date) -> Result<Vec<Date>> {
    let mut days = Vec::new();
    for year in YEARS.map(|years| day.year() + years) {
        for holiday in yearly {
            days.push(match *holiday {
                Yearly::Fixed(month, day) => Date::new(year, month, day)?,
                Yearly::Easter(after) => easter(year)?.checked_add(after.days())?,
            });
        }
    }
    days.sort_unstable();
    Ok(days)
}

/// Easter Sunday, by the rule of Meeus, Jones and Butcher for the Gregorian calendar.
#[expect(clippy::many_single_char_names, reason = "the names of the published rule")]
fn easter(year: i16) -> Result<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month)?, i8::try_from(day)?).context("Easter")
}

/// The day of seeding, which all other dates are relative to.
#[derive(Clone, Debug)]
pub(super) struct Days {
    now: Timestamp,
    zone: TimeZone,
    today: Date,
    monday: Date,
    calendar: BusinessCalendar,
}

impl Days {
    /// Dates relative to `now`, in the zone of this calendar.
    pub(super) fn new(now: Timestamp, calendar: BusinessCalendar) -> Result<Self> {
        let zone = TimeZone::get(&calendar.time_zone)?;
        let today = now.to_zoned(zone.clone()).date();
        let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days())?;
        Ok(Self { now, zone, today, monday, calendar })
    }

    /// The moment of seeding.
    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// The working calendar of the company.
    pub(super) fn calendar(&self) -> &BusinessCalendar {
        &self.calendar
    }

    /// Milliseconds from the Monday of the week of seeding to `at`, by the wall clock: the same for every week of
    /// seeding.
    pub(super) fn since_monday(&self, at: Timestamp) -> Result<i64> {
        let there = at.to_zoned(self.zone.clone()).datetime();
        Ok(there.duration_since(self.monday.to_datetime(Time::midnight())).as_millis().try_into()?)
    }

    /// Fills all placeholders of a text.
    pub(super) fn filled(&self, text: &str) -> Result<String> {
        let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
        let mut known: BTreeMap<&str, String> = BTreeMap::new();
        while let Some((before, placeholder)) = rest.split_once("${") {
            let (placeholder, after) =
                placeholder.split_once('}').ok_or_else(|| anyhow!("a placeholder has no end"))?;
            if !known.contains_key(placeholder) {
                let value = self.value(placeholder).with_context(|| format!("${{{placeholder}}} is no date"))?;
                known.insert(placeholder, value);
            }
            filled.push_str(before);
            filled.push_str(&known[placeholder]);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn value(&self, placeholder: &str) -> Result<String> {
        let (moment, form) = match placeholder.split_once(" as ") {
            Some((moment, form)) => (moment, Some(form)),
            None => (placeholder, None),
        };
        let mut words = moment.split(' ');
        let day = match (words.next(), words.next()) {
            (Some(back), None) => return self.written(self.business_day(back)?, None, form),
            (Some(back), Some(time)) if back.ends_with('b') => {
                return self.written(self.business_day(back)?, Some(time), form);
            }
            (Some(weeks), Some(weekday)) => self.day(weeks, weekday)?,
            _ => bail!("it says nothing"),
        };
        let time = words.next();
        match words.next() {
            None => self.written(day, time, form),
            Some(more) => bail!("{more} is too much"),
        }
    }

    /// `-2b`.
    fn business_day(&self, back: &str) -> Result<Date> {
        let count = back.strip_prefix('-').and_then(|back| back.strip_suffix('b'));
        let count: usize = count.ok_or_else(|| anyhow!("{back} is not like -2b"))?.parse()?;
        let place = count.checked_sub(1).ok_or_else(|| anyhow!("the day of seeding is not over"))?;
        let before = (1..).map_while(|days: i64| self.today.checked_sub(days.days()).ok());
        before.take(60).filter(|day| self.open_on(*day)).nth(place).ok_or_else(|| anyhow!("the company never works"))
    }

    fn open_on(&self, day: Date) -> bool {
        let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        self.calendar.week[place].is_some() && !self.calendar.holidays.contains(&day)
    }

    /// `-5w fri`, `-10w eom`, `-10w eom-1`.
    fn day(&self, weeks: &str, weekday: &str) -> Result<Date> {
        let weeks: i64 = weeks.strip_suffix('w').ok_or_else(|| anyhow!("{weeks} is not like -5w"))?.parse()?;
        let monday = self.monday.checked_add((7 * weeks).days())?;
        if let Some(months) = weekday.strip_prefix("eom") {
            let months: i64 = if months.is_empty() { 0 } else { months.parse()? };
            return Ok(monday.first_of_month().checked_add(months.months())?.last_of_month());
        }
        let place =
            WEEK.iter().position(|name| *name == weekday).ok_or_else(|| anyhow!("{weekday} is not a weekday"))?;
        Ok(monday.checked_add(i64::try_from(place)?.days())?)
    }

    fn written(&self, day: Date, time: Option<&str>, form: Option<&str>) -> Result<String> {
        Ok(match (time, form) {
            (Some(time), None) => {
                let time: Time = time.parse().with_context(|| format!("{time} is not a time of day"))?;
                day.to_datetime(time).to_zoned(self.zone.clone())?.timestamp().to_string()
            }
            (None, None) => day.to_string(),
            (None, Some("day")) => day.strftime("%-d %B").to_string(),
            (None, Some("date")) => day.strftime("%-d %B %Y").to_string(),
            (None, Some("month")) => day.strftime("%B").to_string(),
            (None, Some("month year")) => day.strftime("%B %Y").to_string(),
            (_, Some(form)) => bail!("there is no form {form} of it"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use portico_domain::calendar::Hours;

    fn days(now: &str) -> Days {
        let day = Some(Hours { from: jiff::civil::time(8, 0, 0, 0), to: jiff::civil::time(18, 0, 0, 0) });
        let now: Timestamp = now.parse().unwrap();
        let yearly = [Yearly::Fixed(12, 25), Yearly::Fixed(12, 26), Yearly::Easter(1)];
        let calendar = BusinessCalendar {
            time_zone: "Europe/Amsterdam".into(),
            week: [day, day, day, day, day, None, None],
            holidays: holidays(&yearly, now.to_zoned(TimeZone::UTC).date()).unwrap(),
        };
        Days::new(now, calendar).unwrap()
    }

    #[test]
    fn easter_falls_where_the_tables_say() {
        for (year, month, day) in
            [(2000, 4, 23), (2008, 3, 23), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25)]
        {
            assert_eq!(easter(year).unwrap(), date(year, month, day));
        }
    }

    #[test]
    fn a_day_is_told_by_week_and_weekday() {
        let thursday = days("2028-06-15T12:00:00Z");
        let said = |placeholder: &str| thursday.value(placeholder).unwrap();
        assert_eq!(said("+0w mon"), "2028-06-12");
        assert_eq!(said("-1w sun"), "2028-06-11");
        assert_eq!(said("-5w fri 10:20"), "2028-05-12T08:20:00Z");
        assert_eq!(said("-24w tue 10:20:33"), "2027-12-28T09:20:33Z");
        assert_eq!(said("-10w eom"), "2028-04-30");
        assert_eq!(said("-15w eom as date"), "29 February 2028");
        assert_eq!(said("-15w eom-2 as month year"), "December 2027");
        assert_eq!(said("-15w eom+1 as month"), "March");
        assert_eq!(said("+1w mon as day"), "19 June");
        for nonsense in
            ["", "5w", "-5w", "-5w fry", "-5w fri 25:00", "-5w fri 10:20 10:20", "-5w fri as week", "-0b", "+1b"]
        {
            assert!(thursday.value(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn business_days_leave_out_what_is_closed() {
        assert_eq!(days("2026-11-28T12:00:00Z").value("-1b").unwrap(), "2026-11-27");
        assert_eq!(days("2026-11-30T12:00:00Z").value("-2b 10:00").unwrap(), "2026-11-26T09:00:00Z");
        // Tuesday after Easter.
        assert_eq!(days("2027-03-30T12:00:00Z").value("-1b").unwrap(), "2027-03-26");
    }

    #[test]
    fn the_day_of_seeding_is_that_of_the_companys_zone() {
        assert_eq!(days("2027-01-10T23:30:00Z").value("+0w mon").unwrap(), "2027-01-11");
        assert_eq!(days("2027-01-10T22:30:00Z").value("+0w mon").unwrap(), "2027-01-04");
    }

    #[test]
    fn the_distance_from_the_monday_is_the_same_in_every_week() {
        let far = |now: &str| {
            let days = days(now);
            days.since_monday(days.value("-9w wed 14:05").unwrap().parse().unwrap()).unwrap()
        };
        assert_eq!(far("2026-11-28T12:00:00Z"), far("2028-02-29T12:00:00Z"));
        assert_eq!(far("2026-11-28T12:00:00Z"), far("2027-05-01T12:00:00Z"));
    }

    #[test]
    fn every_placeholder_of_a_text_is_filled() {
        let days = days("2026-11-28T12:00:00Z");
        assert_eq!(
            days.filled("from ${-1w mon} to ${-1w tue}, ${-1w mon}.").unwrap(),
            "from 2026-11-16 to 2026-11-17, 2026-11-16."
        );
        assert!(days.filled("from ${-1w mon").is_err());
        assert!(days.filled("${token:customer}").is_err());
    }
}
