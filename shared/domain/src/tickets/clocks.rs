//! The clocks of a ticket: the due times of its first reply and its solution, in business hours, and the marks of
//! staff notices. When a mark comes, a job checks it; [`super::automation`] makes the notice. Another severity gives
//! both clocks other targets, in [`super::retarget`].

use crate::act::ActionContext;
use crate::calendar::BusinessCalendar;
use crate::ids::TicketId;
use crate::jobs::Job;
use crate::tickets::jobs::ClockMark;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Percentage of a clock's time after which staff are warned.
const WARN_AT_PERCENT: i64 = 80;

/// Business time of a clock after which staff are warned.
pub(super) fn warn_after(whole: SignedDuration) -> SignedDuration {
    SignedDuration::from_secs(whole.as_secs() * WARN_AT_PERCENT / 100)
}

/// One of the two clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Until the company's first reply.
    FirstResponse,
    /// Until the solution.
    Resolution,
}

/// Mark that a clock reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlaThreshold {
    /// Most of its time is over.
    Warning,
    /// All of its time is over.
    Due,
}

/// Every mark of every clock.
const MARKS: [(Clock, SlaThreshold); 4] = [
    (Clock::FirstResponse, SlaThreshold::Warning),
    (Clock::FirstResponse, SlaThreshold::Due),
    (Clock::Resolution, SlaThreshold::Warning),
    (Clock::Resolution, SlaThreshold::Due),
];

/// Business time for which the clocks of a ticket ran. Pauses are no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elapsed {
    /// Business seconds for which the clocks ran before `since`. A change of the calendar does not alter them.
    pub seconds: i64,
    /// Time since which the clocks run, or ran until they were stopped.
    pub since: Timestamp,
}

/// Due times of a ticket. A mark that was reached stays where it is, even if the clocks stop and go on afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// Due time of the first reply.
    pub first_response_due: Timestamp,
    /// Time at which most of the time to the first reply is over.
    #[serde(default)]
    pub first_response_warning: Option<Timestamp>,
    /// Time of the first reply.
    pub first_responded_at: Option<Timestamp>,
    /// Due time of the solution.
    pub resolution_due: Timestamp,
    /// Time at which most of the time to the solution is over.
    #[serde(default)]
    pub resolution_warning: Option<Timestamp>,
    /// Time since which the clocks are stopped; none while they run.
    #[serde(default)]
    pub stopped_at: Option<Timestamp>,
    /// Business time for which the clocks ran; none in tickets of an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed: Option<Elapsed>,
}

impl Clocks {
    /// Clocks that start at `now`, with so much business time each.
    pub fn start(
        first_response: SignedDuration,
        resolution: SignedDuration,
        calendar: &BusinessCalendar,
        now: Timestamp,
    ) -> Self {
        let warning = |whole| calendar.add(now, warn_after(whole));
        Self {
            first_response_due: calendar.add(now, first_response),
            first_response_warning: Some(warning(first_response)),
            first_responded_at: None,
            resolution_due: calendar.add(now, resolution),
            resolution_warning: Some(warning(resolution)),
            stopped_at: None,
            elapsed: Some(Elapsed { seconds: 0, since: now }),
        }
    }

    /// Time at which a clock comes to a mark, if nothing stops the clock.
    pub fn at(&self, clock: Clock, mark: SlaThreshold) -> Option<Timestamp> {
        match (clock, mark) {
            (Clock::FirstResponse, SlaThreshold::Warning) => self.first_response_warning,
            (Clock::FirstResponse, SlaThreshold::Due) => Some(self.first_response_due),
            (Clock::Resolution, SlaThreshold::Warning) => self.resolution_warning,
            (Clock::Resolution, SlaThreshold::Due) => Some(self.resolution_due),
        }
    }

    /// Time since which a clock is stopped, for good or for now.
    pub fn stopped(&self, clock: Clock) -> Option<Timestamp> {
        let answered = self.first_responded_at.filter(|_| clock == Clock::FirstResponse);
        [answered, self.stopped_at].into_iter().flatten().min()
    }

    /// Whether a clock ran until this mark, which it was to reach at `at`.
    pub fn reached(&self, clock: Clock, mark: SlaThreshold, at: Timestamp) -> bool {
        self.at(clock, mark) == Some(at) && self.stopped(clock).is_none_or(|stopped| stopped >= at)
    }

    /// Stops both clocks.
    pub(super) fn stop(&mut self, now: Timestamp) {
        self.stopped_at.get_or_insert(now);
    }

    /// Lets both clocks go on. The business time that was left to a mark is left still, and marks already reached stay.
    pub(super) fn resume(&mut self, calendar: &BusinessCalendar, now: Timestamp) {
        let Some(stopped) = self.stopped_at.take() else { return };
        if let Some(elapsed) = &mut self.elapsed {
            elapsed.seconds += calendar.between(elapsed.since, stopped).as_secs();
            elapsed.since = now;
        }
        let put_off = |mark: &mut Timestamp| {
            if *mark > stopped {
                *mark = calendar.add(now, calendar.between(stopped, *mark));
            }
        };
        put_off(&mut self.resolution_due);
        self.resolution_warning.iter_mut().for_each(put_off);
        if self.first_responded_at.is_none() {
            put_off(&mut self.first_response_due);
            self.first_response_warning.iter_mut().for_each(put_off);
        }
    }

    /// Jobs that check the marks still to come. Marks that have not moved since `before` have their jobs already.
    pub fn jobs(&self, act: &ActionContext, ticket: TicketId, before: Option<&Self>) -> Vec<Job> {
        let job = |(clock, mark)| {
            let at = self.at(clock, mark).filter(|at| *at >= act.now && self.stopped(clock).is_none())?;
            let moved = before.is_none_or(|before| before.at(clock, mark) != Some(at));
            moved.then(|| Job::due(act, &ClockMark { ticket, clock, mark, at }, at))
        };
        MARKS.into_iter().filter_map(job).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::testing::{AGENT, act, agent, monday, settings, uuid};
    use proptest::prelude::*;

    fn minutes(count: i64) -> SignedDuration {
        SignedDuration::from_mins(count)
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    /// A hundred minutes to the reply, two working days to the solution, from Monday at ten.
    fn clocks() -> Clocks {
        Clocks::start(minutes(100), minutes(1200), &settings().calendar, monday())
    }

    #[test]
    fn staff_are_warned_when_four_fifths_of_the_time_are_over() {
        let clocks = clocks();
        assert_eq!(clocks.first_response_warning, Some(at("2026-11-23T11:20:00Z")));
        assert_eq!(clocks.first_response_due, at("2026-11-23T11:40:00Z"));
        // Eight hours are left of Monday, and eight more of the sixteen lie on Tuesday.
        assert_eq!(clocks.resolution_warning, Some(at("2026-11-24T16:00:00Z")));
        assert_eq!(clocks.resolution_due, at("2026-11-25T10:00:00Z"));
    }

    #[test]
    fn a_pause_puts_off_what_is_still_to_come_and_nothing_else() {
        let mut clocks = clocks();
        clocks.stop(at("2026-11-23T11:30:00Z"));
        clocks.resume(&settings().calendar, at("2026-11-26T09:00:00Z"));
        // The warning had been given before.
        assert_eq!(clocks.first_response_warning, Some(at("2026-11-23T11:20:00Z")));
        assert_eq!(clocks.first_response_due, at("2026-11-26T09:10:00Z"));
        assert_eq!(clocks.resolution_due, at("2026-11-27T17:30:00Z"));
    }

    /// On a Saturday no business time passes, so marks that have a job get no second one.
    #[test]
    fn a_pause_while_the_company_is_closed_moves_nothing_and_owes_nothing() {
        let mut clocks = clocks();
        let before = clocks.clone();
        let act = act(agent(AGENT), Action::ReplyToTicket, at("2026-11-28T12:00:00Z"));
        clocks = Clocks { resolution_due: at("2026-12-01T10:00:00Z"), resolution_warning: None, ..clocks };
        let open = clocks.clone();
        clocks.stop(at("2026-11-28T09:00:00Z"));
        clocks.resume(&settings().calendar, act.now);
        assert_eq!(Clocks { elapsed: open.elapsed, ..clocks.clone() }, open);
        let ticket = TicketId(uuid(1));
        assert_eq!(clocks.jobs(&act, ticket, Some(&open)), []);
        assert_eq!(clocks.jobs(&act, ticket, Some(&before)).len(), 1);
        assert_eq!(clocks.jobs(&act, ticket, None).len(), 1);
    }

    #[test]
    fn what_is_late_stays_late() {
        let mut clocks = clocks();
        let late = clocks.clone();
        clocks.stop(at("2026-11-25T10:00:01Z"));
        clocks.resume(&settings().calendar, at("2026-12-01T10:00:00Z"));
        assert_eq!(Clocks { elapsed: late.elapsed, ..clocks }, late);
    }

    #[test]
    fn a_mark_is_reached_when_its_clock_ran_until_then() {
        let mut clocks = clocks();
        let (warning, due) = (clocks.first_response_warning.expect("one"), clocks.first_response_due);
        clocks.first_responded_at = Some(warning + minutes(1));
        assert!(clocks.reached(Clock::FirstResponse, SlaThreshold::Warning, warning));
        assert!(!clocks.reached(Clock::FirstResponse, SlaThreshold::Due, due));
        // The time it was once to be reached at.
        assert!(!clocks.reached(Clock::FirstResponse, SlaThreshold::Warning, warning - minutes(1)));
        clocks.stop(monday());
        assert!(!clocks.reached(Clock::Resolution, SlaThreshold::Due, clocks.resolution_due));
    }

    proptest! {
        /// However often it stops, a clock has as much business time as it was given, and no pause makes it due sooner.
        #[test]
        fn pauses_take_nothing_and_give_nothing(spans in prop::collection::vec((1_i64..400, 1_i64..9_000), 0..6)) {
            let calendar = settings().calendar;
            let (mut clocks, mut now) = (clocks(), monday());
            let mut ran = SignedDuration::ZERO;
            for (works, rests) in spans {
                let due = clocks.resolution_due;
                let stops = now + minutes(works);
                ran += calendar.between(now, stops);
                clocks.stop(stops);
                now = stops + minutes(rests);
                clocks.resume(&calendar, now);
                prop_assert!(clocks.resolution_due >= due);
            }
            let left = calendar.between(now, clocks.resolution_due);
            prop_assert_eq!(left, (minutes(1200) - ran).max(SignedDuration::ZERO));
            prop_assert!(clocks.resolution_warning.is_some_and(|warning| warning < clocks.resolution_due));
        }
    }
}
