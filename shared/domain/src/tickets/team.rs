//! Numbers of a team by queue and by agent: open and due tickets, and the times of this week's first replies and
//! solutions. A number and the list of its tickets are made by the same rule ([`TeamMeasure::counts`]).
//!
//! They are computed from the rows of the queues' lists, of which at most [`MOST_READ`] are read.

use super::counts::QueueCount;
use super::list::TicketRow;
use super::settings::TicketSettings;
use super::{PersonRef, QueueRef, TicketState};
use crate::calendar::BusinessCalendar;
use crate::ids::{PersonId, QueueId};
use crate::policy::Scope;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// Largest number of rows that are read of a queue's active tickets, and of its ended ones of this week.
pub const MOST_READ: usize = 1_000;

/// Number of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TeamMeasure {
    /// Tickets that are not closed.
    Open,
    /// Tickets whose next target is later today.
    DueToday,
    /// Tickets whose next target has passed.
    Overdue,
    /// Tickets that got their first reply this week.
    Answered,
    /// Tickets that were solved this week, and not opened again.
    Solved,
}

/// Times that the numbers of a team depend on, in the company's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamWeek {
    /// Time at which the numbers are taken.
    pub now: Timestamp,
    /// Start of this week: Monday at midnight.
    pub from: Timestamp,
    /// End of today: the next midnight.
    pub day_ends: Timestamp,
}

impl TeamWeek {
    /// The week and day that `now` is in.
    pub fn at(now: Timestamp, calendar: &BusinessCalendar) -> Self {
        Self { now, from: calendar.week_start(now), day_ends: calendar.day_end(now) }
    }
}

impl TeamMeasure {
    /// Whether a ticket counts. One that was merged counts as the ticket in which it goes on.
    pub fn counts(self, row: &TicketRow, week: &TeamWeek) -> bool {
        let in_week = |at: Option<Timestamp>| at.is_some_and(|at| at >= week.from);
        row.state != TicketState::Merged
            && match self {
                Self::Open => row.state.active(),
                Self::DueToday => next_target(row).is_some_and(|due| due >= week.now && due < week.day_ends),
                Self::Overdue => next_target(row).is_some_and(|due| due < week.now),
                Self::Answered => in_week(row.first_responded_at),
                Self::Solved => in_week(row.resolved_at),
            }
    }
}

/// Next target of a ticket: the first reply, or else the solution; none while its clocks are stopped.
fn next_target(row: &TicketRow) -> Option<Timestamp> {
    let first = row.first_response_due.min(row.resolution_due);
    let due = if row.first_responded_at.is_none() { first } else { row.resolution_due };
    (!row.state.pauses_clocks()).then_some(due)
}

/// Business seconds from the opening of a ticket to its first reply.
fn answered_in(row: &TicketRow, calendar: &BusinessCalendar) -> Option<i64> {
    row.first_responded_at.map(|at| calendar.between(row.created_at, at).as_secs())
}

/// Business seconds for which the clock of a solved ticket ran. Waiting for the requester is no part of it.
fn solved_in(row: &TicketRow, calendar: &BusinessCalendar) -> Option<i64> {
    let solved = row.resolved_at?;
    Some(match row.elapsed {
        Some(elapsed) => elapsed.seconds + calendar.between(elapsed.since, row.stopped_at.unwrap_or(solved)).as_secs(),
        // An earlier version did not measure the pauses.
        None => calendar.between(row.created_at, solved).as_secs(),
    })
}

/// Times that first replies or solutions took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TeamTimes {
    /// Number of tickets.
    pub count: u64,
    /// Business seconds that half of the tickets took at most; none without tickets.
    pub median_seconds: Option<i64>,
    /// Business seconds that nine tenths of the tickets took at most; none without tickets.
    pub p90_seconds: Option<i64>,
}

impl TeamTimes {
    fn of(seconds: impl Iterator<Item = i64>) -> Self {
        let mut seconds: Vec<i64> = seconds.collect();
        seconds.sort_unstable();
        let percentile = |percent: usize| {
            let rank = (seconds.len() * percent).div_ceil(100);
            rank.checked_sub(1).and_then(|index| seconds.get(index)).copied()
        };
        Self { count: seconds.len() as u64, median_seconds: percentile(50), p90_seconds: percentile(90) }
    }
}

/// Numbers of a queue, an agent or the whole team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TeamNumbers {
    /// Tickets that are not closed.
    pub open: u64,
    /// Tickets whose next target is later today.
    pub due_today: u64,
    /// Tickets whose next target has passed.
    pub overdue: u64,
    /// First replies of this week: business time from the opening.
    pub answered: TeamTimes,
    /// Solutions of this week: business time for which the clocks ran.
    pub solved: TeamTimes,
}

impl TeamNumbers {
    fn of<'a>(rows: impl Iterator<Item = &'a TicketRow> + Clone, week: &TeamWeek, calendar: &BusinessCalendar) -> Self {
        let that = |measure: TeamMeasure| rows.clone().filter(move |row| measure.counts(row, week));
        let count = |measure| that(measure).count() as u64;
        Self {
            open: count(TeamMeasure::Open),
            due_today: count(TeamMeasure::DueToday),
            overdue: count(TeamMeasure::Overdue),
            answered: TeamTimes::of(that(TeamMeasure::Answered).filter_map(|row| answered_in(row, calendar))),
            solved: TeamTimes::of(that(TeamMeasure::Solved).filter_map(|row| solved_in(row, calendar))),
        }
    }
}

/// Numbers of a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueueNumbers {
    /// The queue.
    pub queue: QueueRef,
    /// The numbers.
    #[serde(flatten)]
    pub numbers: TeamNumbers,
}

/// Numbers of an agent, of the tickets in the queues that the reader sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentNumbers {
    /// The agent; none for the tickets that nobody has.
    pub agent: Option<PersonRef>,
    /// The numbers.
    #[serde(flatten)]
    pub numbers: TeamNumbers,
}

/// Numbers of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TeamView {
    /// Time at which the numbers were taken.
    pub as_of: Timestamp,
    /// Start of this week in the company's time zone.
    pub week_from: Timestamp,
    /// IANA name of the company's time zone.
    pub time_zone: String,
    /// Whether every ticket was counted. In a very large queue only the most urgent are, so numbers may be too low.
    pub complete: bool,
    /// Numbers of all queues together.
    pub total: TeamNumbers,
    /// Numbers of each queue that the reader works on.
    pub queues: Vec<QueueNumbers>,
    /// Numbers of each agent, by name; tickets that nobody has come first.
    pub agents: Vec<AgentNumbers>,
}

/// Rows of the queues in a reader's reach: the active tickets, and those that ended this week.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamRows {
    /// The rows.
    pub rows: Vec<TicketRow>,
    /// Whether no row was left out.
    pub complete: bool,
}

impl TeamView {
    /// Computes the numbers of the queues in a scope. The counts of open tickets are exact, whatever was read.
    pub fn of(
        scope: &Scope,
        settings: &TicketSettings,
        counts: &HashMap<QueueId, QueueCount>,
        read: &TeamRows,
        week: &TeamWeek,
    ) -> Self {
        let calendar = &settings.calendar;
        let numbers = |keep: &dyn Fn(&TicketRow) -> bool| {
            let rows: Vec<&TicketRow> = read.rows.iter().filter(|row| keep(row)).collect();
            TeamNumbers::of(rows.iter().copied(), week, calendar)
        };
        let in_reach = || settings.queues.iter().filter(|queue| scope.holds_queue(queue.id));
        let queues: Vec<QueueNumbers> = in_reach()
            .map(|queue| QueueNumbers {
                queue: QueueRef { id: queue.id, name: queue.name.clone() },
                numbers: TeamNumbers {
                    open: counts.get(&queue.id).copied().unwrap_or_default().active,
                    ..numbers(&|row| row.queue.id == queue.id)
                },
            })
            .collect();
        let open = queues.iter().map(|queue| queue.numbers.open).sum();
        let mut people: HashMap<PersonId, &str> = HashMap::new();
        let assigned = read.rows.iter().filter_map(|row| row.assignee.as_ref());
        for person in assigned.chain(in_reach().flat_map(|queue| &queue.agents)) {
            people.insert(person.id, &person.name);
        }
        let mut agents: Vec<AgentNumbers> = people
            .into_iter()
            .map(|(id, name)| AgentNumbers {
                agent: Some(PersonRef { id, name: name.to_owned() }),
                numbers: numbers(&|row| row.assignee.as_ref().is_some_and(|agent| agent.id == id)),
            })
            .collect();
        agents.push(AgentNumbers { agent: None, numbers: numbers(&|row| row.assignee.is_none()) });
        let key = |row: &AgentNumbers| row.agent.as_ref().map(|agent| (agent.name.to_lowercase(), agent.id));
        agents.sort_by_key(key);
        Self {
            as_of: week.now,
            week_from: week.from,
            time_zone: calendar.time_zone.clone(),
            complete: read.complete,
            total: TeamNumbers { open, ..numbers(&|_| true) },
            queues,
            agents,
        }
    }
}

/// Tickets behind one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamSelection {
    /// The number.
    pub measure: TeamMeasure,
    /// Agent of the tickets; none for all.
    pub agent: Option<PersonId>,
    /// Whether only tickets that nobody has are meant.
    pub unassigned: bool,
}

impl TeamSelection {
    /// The tickets of the number: those to be done by their next target, others by the latest change first.
    pub fn of(self, rows: Vec<TicketRow>, week: &TeamWeek) -> Vec<TicketRow> {
        let owner = |row: &TicketRow| match (&row.assignee, self.agent) {
            (Some(agent), Some(wanted)) => agent.id == wanted && !self.unassigned,
            (Some(_), None) => !self.unassigned,
            (None, wanted) => wanted.is_none(),
        };
        let mut rows: Vec<TicketRow> =
            rows.into_iter().filter(|row| owner(row) && self.measure.counts(row, week)).collect();
        match self.measure {
            TeamMeasure::Answered | TeamMeasure::Solved => {
                rows.sort_by_key(|row| (std::cmp::Reverse(row.updated_at), row.id));
            }
            _ => rows.sort_by_key(|row| (next_target(row).unwrap_or(row.resolution_due), row.id)),
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::caller::Caller;
    use crate::policy::scope;
    use crate::testing::*;
    use crate::tickets::Ticket;
    use jiff::SignedDuration;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    fn by(agent_id: u128, action: Action, now: Timestamp) -> crate::act::ActionContext {
        act(agent(agent_id), action, now)
    }

    fn minutes(count: i64) -> SignedDuration {
        SignedDuration::from_mins(count)
    }

    /// Opened on Monday at ten; half an hour to the reply, four hours to the solution.
    fn taken(agent_id: u128) -> Ticket {
        ticket().take(&by(agent_id, Action::TakeTicket, monday())).expect("taken").0
    }

    fn answered(ticket: Ticket, after: i64) -> Ticket {
        let act = by(AGENT, Action::ReplyToTicket, monday() + minutes(after));
        left(&ticket.reply(&act, "Which one?".into(), &[], Vec::new(), &settings()).expect("replied").1)
            .expect("changed")
    }

    fn solved(ticket: Ticket, after: i64) -> Ticket {
        let act = by(AGENT, Action::ResolveTicket, monday() + minutes(after));
        ticket.resolve(&act, "Done so.".into(), &settings()).expect("resolved").0
    }

    fn view(tickets: &[Ticket], now: Timestamp) -> TeamView {
        let (settings, caller) = (settings(), agent(AGENT));
        let rows = tickets.iter().map(TicketRow::from).collect();
        let week = TeamWeek::at(now, &settings.calendar);
        let scope = scope(&caller, Action::ViewTeam).expect("an agent");
        let mut count = QueueCount::default();
        for ticket in tickets.iter().filter(|ticket| ticket.state.active()) {
            count.add(ticket.assignee.is_some());
        }
        let counts = [(QueueId(uuid(QUEUE)), count)].into();
        TeamView::of(&scope, &settings, &counts, &TeamRows { rows, complete: true }, &week)
    }

    #[test]
    fn a_week_begins_on_monday_in_the_companys_zone() {
        let calendar = BusinessCalendar { time_zone: "America/Los_Angeles".into(), ..settings().calendar };
        // Sunday evening there.
        let week = TeamWeek::at(at("2026-11-23T04:00:00Z"), &calendar);
        assert_eq!((week.from, week.day_ends), (at("2026-11-16T08:00:00Z"), at("2026-11-23T08:00:00Z")));
        // The day on which the clocks went back has 25 hours.
        let week = TeamWeek::at(at("2026-11-01T12:00:00Z"), &calendar);
        assert_eq!((week.from, week.day_ends), (at("2026-10-26T07:00:00Z"), at("2026-11-02T08:00:00Z")));
    }

    #[test]
    fn a_ticket_is_due_by_its_next_target_while_its_clocks_run() {
        let waiting = |after| {
            let act = by(AGENT, Action::AwaitCustomer, monday() + minutes(after));
            taken(AGENT).wait(&act, "Which one?".into(), &settings()).expect("asked").0
        };
        let tickets = [taken(AGENT), answered(taken(AGENT), 10), waiting(10)];
        let numbers = |after| {
            let total = view(&tickets, monday() + minutes(after)).total;
            (total.open, total.due_today, total.overdue)
        };
        assert_eq!(numbers(20), (3, 2, 0));
        // The first reply of one is late; the other has until two o'clock.
        assert_eq!(numbers(31), (3, 1, 1));
        assert_eq!(numbers(241), (3, 0, 2));
    }

    #[test]
    fn times_are_business_time_without_the_pauses() {
        let act = by(AGENT, Action::HoldTicket, monday() + minutes(60));
        let until = monday() + minutes(120);
        let (held, _) = answered(taken(AGENT), 30).hold(&act, until, None, &settings()).expect("held");
        let nobody = crate::testing::act(Caller::system(), Action::RunJob, until);
        let resumed = left(&held.end_hold(&nobody, until, &settings()).expect("ended")).expect("changed");
        let total = view(&[solved(resumed, 150)], monday() + minutes(200)).total;
        assert_eq!((total.answered.median_seconds, total.solved.median_seconds), (Some(30 * 60), Some(90 * 60)));
        assert_eq!((total.open, total.due_today), (1, 0));
        // Next week it is history.
        assert_eq!(view(&[solved(taken(AGENT), 10)], at("2026-11-30T08:00:00Z")).total.solved, TeamTimes::default());
    }

    #[test]
    fn percentiles_are_times_that_a_ticket_took() {
        let times = |most: i64| TeamTimes::of(1..=most);
        let short = |times: TeamTimes| (times.median_seconds, times.p90_seconds);
        assert_eq!(short(times(0)), (None, None));
        assert_eq!(short(times(1)), (Some(1), Some(1)));
        assert_eq!(short(times(2)), (Some(1), Some(2)));
        assert_eq!(short(times(10)), (Some(5), Some(9)));
        assert_eq!(short(times(11)), (Some(6), Some(10)));
    }

    #[test]
    fn each_number_is_that_of_its_list() {
        use TeamMeasure::{Answered, DueToday, Open, Overdue, Solved};
        let tickets =
            [ticket(), taken(AGENT), answered(taken(OTHER_AGENT), 10), solved(taken(OTHER_AGENT), 20), taken(LEAD)];
        let now = monday() + minutes(31);
        let view = view(&tickets, now);
        let week = TeamWeek::at(now, &settings().calendar);
        let rows: Vec<TicketRow> = tickets.iter().map(TicketRow::from).collect();
        let listed = |measure, agent, unassigned| {
            TeamSelection { measure, agent, unassigned }.of(rows.clone(), &week).len() as u64
        };
        let agrees = |numbers: &TeamNumbers, agent, unassigned| {
            let counted =
                [numbers.open, numbers.due_today, numbers.overdue, numbers.answered.count, numbers.solved.count];
            assert_eq!([Open, DueToday, Overdue, Answered, Solved].map(|it| listed(it, agent, unassigned)), counted);
        };
        agrees(&view.total, None, false);
        agrees(&view.queues[0].numbers, None, false);
        for row in &view.agents {
            agrees(&row.numbers, row.agent.as_ref().map(|agent| agent.id), row.agent.is_none());
        }
        let names: Vec<_> = view.agents.iter().map(|row| row.agent.as_ref().map(|agent| agent.name.as_str())).collect();
        assert_eq!(names, [None, Some("Person 30"), Some("Person 31"), Some("Person 32")]);
    }
}
