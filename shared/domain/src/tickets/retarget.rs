//! New targets for the clocks of a ticket whose severity was corrected. They count from the opening, in the business
//! time for which the clocks ran: all pauses stay out. A target that is over already is reached now, never in the past.

use super::Ticket;
use super::clocks::{Clocks, Elapsed, warn_after};
use crate::accounts::Plan;
use crate::calendar::BusinessCalendar;
use crate::tickets::TicketKind;
use crate::tickets::settings::TicketSettings;
use jiff::{SignedDuration, Timestamp};

/// Business time that paused clocks have left if a new target is over: they reach it as soon as they go on.
const LEFT_WHILE_PAUSED: SignedDuration = SignedDuration::from_secs(1);

/// Position of the clocks at the time of the correction.
struct Position<'a> {
    calendar: &'a BusinessCalendar,
    /// Business time for which the clocks ran.
    ran: SignedDuration,
    /// The time of the correction, or of the stop before it.
    at: Timestamp,
    paused: bool,
}

impl Position<'_> {
    /// Time of a mark that comes after so much business time; none if it is over.
    fn mark(&self, after: SignedDuration) -> Option<Timestamp> {
        (after > self.ran).then(|| self.calendar.add(self.at, after - self.ran))
    }

    /// Time of a mark that is over by the new target and was not by the old one.
    fn soonest(&self) -> Timestamp {
        if self.paused { self.calendar.add(self.at, LEFT_WHILE_PAUSED) } else { self.at }
    }

    /// Due time and warning of a clock with a new target. A mark that was reached stays if the new target has it in the
    /// past as well: staff were notified of it.
    fn moved(
        &self,
        due: Timestamp,
        warning: Option<Timestamp>,
        target: SignedDuration,
    ) -> (Timestamp, Option<Timestamp>) {
        let to_come = self.mark(target);
        let moved_due = to_come.unwrap_or_else(|| if due <= self.at { due } else { self.soonest() });
        let warned = warning.filter(|at| *at <= self.at);
        let moved_warning = self.mark(warn_after(target)).or(warned).or_else(|| to_come.map(|_| self.soonest()));
        (moved_due, moved_warning)
    }
}

impl Clocks {
    /// Business time for which the clocks of a ticket ran until `now`. Tickets of an earlier version do not keep it: for
    /// them it is the time since the opening, without that by which pauses put off the solution.
    fn ran(
        &self,
        calendar: &BusinessCalendar,
        opened: Timestamp,
        solution: SignedDuration,
        now: Timestamp,
    ) -> SignedDuration {
        let until = self.stopped_at.unwrap_or(now);
        if let Some(Elapsed { seconds, since }) = self.elapsed {
            return SignedDuration::from_secs(seconds) + calendar.between(since, until);
        }
        let paused = (calendar.between(opened, self.resolution_due) - solution).max(SignedDuration::ZERO);
        (calendar.between(opened, until) - paused).max(SignedDuration::ZERO)
    }
}

impl Ticket {
    /// Plan that the targets of the ticket follow.
    pub fn plan(&self) -> Plan {
        match (&self.account, self.kind) {
            (Some(account), _) => account.plan,
            (None, TicketKind::HelpDesk) => Plan::Internal,
            (None, _) => Plan::Standard,
        }
    }

    /// Clocks of the ticket as it is now, which had those of `before`, with the targets of its severity and plan. An
    /// answer that was given stays as late or as timely as it was.
    pub(super) fn retargeted(&self, before: &Self, settings: &TicketSettings, now: Timestamp) -> Clocks {
        let (calendar, mut clocks) = (&settings.calendar, before.clocks.clone());
        let [_, former] = settings.targets_of(before.severity, before.plan());
        let [first, solution] = settings.targets_of(self.severity, self.plan());
        let ran = clocks.ran(calendar, self.created_at, former, now);
        let (at, paused) = (clocks.stopped_at.unwrap_or(now), clocks.stopped_at.is_some());
        let position = Position { calendar, ran, at, paused };
        clocks.elapsed.get_or_insert(Elapsed { seconds: ran.as_secs(), since: at });
        (clocks.resolution_due, clocks.resolution_warning) =
            position.moved(clocks.resolution_due, clocks.resolution_warning, solution);
        if clocks.first_responded_at.is_none() {
            (clocks.first_response_due, clocks.first_response_warning) =
                position.moved(clocks.first_response_due, clocks.first_response_warning, first);
        }
        clocks
    }
}
