//! Insights for editors, by week: tickets that articles made unnecessary, votes that one did not help, and searches
//! without results.

use super::Vote;
use super::record::Deflection;
use crate::action::Action;
use crate::error::Error;
use crate::ids::{ArticleId, PersonId};
use crate::letters::folded;
use crate::policy::Scope;
use crate::record::{List, ListHome, ListQuery, Membership, RecordKey, time_text};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Weeks that are looked at if the reader names no number.
pub const USUAL_WEEKS: u32 = 8;
/// Largest number of weeks that are looked at.
pub const MOST_WEEKS: u32 = 26;
/// Largest number of articles and of searches that are named.
const MOST_NAMED: usize = 25;
/// Largest number of comments of one article that are shown, the latest.
const MOST_COMMENTS: usize = 5;
/// Longest text of a search that is kept, in characters.
const LONGEST_SEARCH: usize = 100;
/// Time for which the events of a week are kept.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(400 * 24);

/// Kind of an event that editors learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnowledgeEventKind {
    /// A reader said that the article solved it.
    Solved,
    /// A reader read the article and left the form.
    Left,
    /// A reader said that the article did not help.
    Unhelpful,
}

/// Event of a week, as its list keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeEvent {
    /// Kind of the event.
    pub kind: KnowledgeEventKind,
    /// The article.
    pub article: ArticleId,
    /// Comment of the reader.
    pub comment: Option<String>,
    /// Time of the event.
    pub at: Timestamp,
}

/// Search without results, counted within a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissedSearch {
    /// Words that were looked for, in lower case.
    pub words: String,
    /// Number of searches.
    pub times: u64,
}

/// Everything that editors learn from in one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgeWeek {
    /// Monday of the week, UTC.
    pub monday: Date,
    /// Events, oldest first.
    pub events: Vec<KnowledgeEvent>,
    /// Searches without results.
    pub missed: Vec<MissedSearch>,
}

/// Monday of the week of a moment, UTC.
pub fn monday_of(at: Timestamp) -> Date {
    let day = at.to_zoned(TimeZone::UTC).date();
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).unwrap_or(day)
}

/// List of the events of a week.
fn week(monday: Date) -> List {
    List::new(ListHome::Table, format!("knowledge-week#{monday}"))
}

/// Beginning of the sort key of a search without results.
pub const MISSED: &str = "missed#";

impl MissedSearch {
    /// Value of the item's `type`.
    pub const KIND: &'static str = "missed_search";

    /// Words of a text as they are kept; nothing if the text has none.
    pub fn words_of(text: &str) -> Option<String> {
        let words = folded(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let words: String = words.chars().take(LONGEST_SEARCH).collect();
        (!words.is_empty()).then_some(words)
    }

    /// Key of the item that counts searches for these words in the week of `at`.
    pub fn key_of(words: &str, at: Timestamp) -> RecordKey {
        RecordKey::new(week(monday_of(at)).partition, format!("{MISSED}{words}"))
    }

    /// Time until which the item of the week of `at` is kept.
    pub fn kept_until(at: Timestamp) -> Timestamp {
        at + KEPT_FOR
    }
}

fn event(name: &str, at: Timestamp, article: ArticleId, person: PersonId) -> Membership {
    let place = format!("{name}#{}#{article}#{person}", time_text(at));
    week(monday_of(at)).at(place).in_table("knowledge_event").until(Some(MissedSearch::kept_until(at)))
}

impl Deflection {
    /// The deflection as an event of its week.
    pub(super) fn event(&self) -> KnowledgeEvent {
        let kind = if self.solved { KnowledgeEventKind::Solved } else { KnowledgeEventKind::Left };
        KnowledgeEvent { kind, article: self.article, comment: None, at: self.at }
    }

    /// Place of the deflection in the list of its week.
    pub(super) fn place(&self) -> Membership {
        event("deflection", self.at, self.article, self.person)
    }
}

impl Vote {
    /// The vote as an event of its week.
    pub(super) fn event(&self) -> KnowledgeEvent {
        let kind = KnowledgeEventKind::Unhelpful;
        KnowledgeEvent { kind, article: self.article, comment: self.comment.clone(), at: self.at }
    }

    /// Place of the vote in the list of its week; none for a vote that the article helped.
    pub(super) fn place(&self) -> Option<Membership> {
        (!self.helpful).then(|| event("unhelpful", self.at, self.article, self.person))
    }
}

/// The weeks that an editor looks at. It is made only from a scope that holds all articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsightWeeks {
    mondays: Vec<Date>,
}

impl InsightWeeks {
    /// Returns the last so many weeks, with the present one.
    pub fn within(scope: &Scope, weeks: u32, now: Timestamp) -> Result<Self, Error> {
        let last = monday_of(now);
        let back = |week: u32| last.checked_sub(i64::from(week).weeks()).ok();
        let mondays = (0..weeks.clamp(1, MOST_WEEKS)).rev().filter_map(back).collect();
        scope.holds_all(Action::ViewInsights).then_some(Self { mondays }).ok_or(Error::Forbidden)
    }

    /// The Monday of each week, the oldest first, with the query of its events.
    pub fn queries(&self) -> impl Iterator<Item = (Date, ListQuery)> + '_ {
        self.mondays.iter().map(|monday| (*monday, ListQuery::all(week(*monday))))
    }
}

/// Counts of one week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WeekCounts {
    /// Monday of the week, UTC.
    pub monday: Date,
    /// Tickets that were not opened because a reader said that an article solved it.
    pub solved: u64,
    /// Forms that were left after reading an article.
    pub left: u64,
    /// Votes that an article did not help.
    pub unhelpful: u64,
    /// Searches without results.
    pub missed_searches: u64,
}

/// Counts of one article in all weeks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleCounts {
    /// Tickets that were not opened because a reader said that the article solved it.
    pub solved: u64,
    /// Forms that were left after reading the article.
    pub left: u64,
    /// Votes that the article did not help.
    pub unhelpful: u64,
    /// Latest comments of readers whom the article did not help, the latest first.
    pub comments: Vec<String>,
}

/// Insights of several weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insights {
    /// Counts of each week, the oldest first.
    pub weeks: Vec<WeekCounts>,
    /// Searches without results, the most frequent first.
    pub missed: Vec<MissedSearch>,
    /// Articles that did not help, the one with most such votes first.
    pub unhelpful: Vec<(ArticleId, ArticleCounts)>,
    /// Articles that made tickets unnecessary, the one with most first.
    pub deflecting: Vec<(ArticleId, ArticleCounts)>,
}

impl Insights {
    /// Counts the events of some weeks, the oldest first.
    pub fn of(weeks: &[KnowledgeWeek]) -> Self {
        let (mut articles, mut missed) = (BTreeMap::<ArticleId, ArticleCounts>::new(), BTreeMap::<&str, u64>::new());
        for event in weeks.iter().flat_map(|week| &week.events) {
            let counts = articles.entry(event.article).or_default();
            match event.kind {
                KnowledgeEventKind::Solved => counts.solved += 1,
                KnowledgeEventKind::Left => counts.left += 1,
                KnowledgeEventKind::Unhelpful => {
                    counts.unhelpful += 1;
                    counts.comments.extend(event.comment.clone());
                }
            }
        }
        for counts in articles.values_mut() {
            counts.comments.reverse();
            counts.comments.truncate(MOST_COMMENTS);
        }
        for search in weeks.iter().flat_map(|week| &week.missed) {
            *missed.entry(&search.words).or_default() += search.times;
        }
        let mut missed: Vec<MissedSearch> =
            missed.into_iter().map(|(words, times)| MissedSearch { words: words.to_owned(), times }).collect();
        missed.sort_by_key(|search| Reverse(search.times));
        missed.truncate(MOST_NAMED);
        let most = |count: fn(&ArticleCounts) -> u64| {
            let some = articles.iter().filter(|(_, counts)| count(counts) > 0);
            let mut some: Vec<_> = some.map(|(article, counts)| (*article, counts.clone())).collect();
            some.sort_by_key(|(_, counts)| Reverse(count(counts)));
            some.truncate(MOST_NAMED);
            some
        };
        Self {
            weeks: weeks.iter().map(WeekCounts::of).collect(),
            missed,
            unhelpful: most(|counts| counts.unhelpful),
            deflecting: most(|counts| counts.solved + counts.left),
        }
    }
}

impl WeekCounts {
    fn of(week: &KnowledgeWeek) -> Self {
        let count = |kind| week.events.iter().filter(|event| event.kind == kind).count() as u64;
        Self {
            monday: week.monday,
            solved: count(KnowledgeEventKind::Solved),
            left: count(KnowledgeEventKind::Left),
            unhelpful: count(KnowledgeEventKind::Unhelpful),
            missed_searches: week.missed.iter().map(|search| search.times).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::{HatKind, Role};
    use crate::policy::scope;
    use crate::record::Record;
    use crate::records;
    use crate::testing::{caller, monday, uuid};
    use jiff::civil::date;

    fn id(number: u128) -> ArticleId {
        ArticleId(uuid(number))
    }

    fn event_of(kind: KnowledgeEventKind, article: u128, comment: Option<&str>) -> KnowledgeEvent {
        KnowledgeEvent { kind, article: id(article), comment: comment.map(str::to_owned), at: monday() }
    }

    #[test]
    fn a_week_begins_on_monday_at_midnight() {
        for (at, begins) in [
            ("2026-11-23T00:00:00Z", date(2026, 11, 23)),
            ("2026-11-29T23:59:59Z", date(2026, 11, 23)),
            ("2026-11-30T00:00:00Z", date(2026, 11, 30)),
            ("2027-01-01T12:00:00Z", date(2026, 12, 28)),
        ] {
            assert_eq!(monday_of(at.parse().expect("a timestamp")), begins, "{at}");
        }
    }

    #[test]
    fn editors_alone_look_at_the_last_weeks() {
        let within = |role, weeks| {
            let who = caller(1, HatKind::Staff, role, None, &[]);
            InsightWeeks::within(&scope(&who, Action::ViewInsights)?, weeks, monday())
        };
        let two = within(Role::Editor, 2).expect("editors may");
        assert_eq!(two.mondays, [date(2026, 11, 16), date(2026, 11, 23)]);
        assert_eq!(within(Role::Administrator, 0).expect("one at least").mondays.len(), 1);
        assert_eq!(within(Role::Editor, 9999).expect("some").mondays.len(), MOST_WEEKS as usize);
        assert!(within(Role::Agent, 2).is_err());
        let search = scope(&caller(1, HatKind::Staff, Role::Editor, None, &[]), Action::SearchArticles);
        assert!(InsightWeeks::within(&search.expect("all search"), 2, monday()).is_err());
    }

    #[test]
    fn a_vote_is_in_the_list_of_its_week_while_the_article_did_not_help() {
        let helped = records::vote(id(1), PersonId(uuid(2)), monday());
        let vote = Vote { helpful: false, comment: Some("Where?".into()), version: 2, ..helped.clone() };
        assert_eq!(helped.memberships(), []);
        assert_eq!(vote.memberships().len(), 1);
        assert_eq!(vote.memberships()[0].list, week(date(2026, 11, 23)));
        assert_eq!(Record::row(&vote), event_of(KnowledgeEventKind::Unhelpful, 1, Some("Where?")));
        let read = Deflection { article: id(1), person: PersonId(uuid(2)), solved: false, at: monday() };
        assert_eq!(read.memberships()[0].list, week(date(2026, 11, 23)));
        assert_eq!(Record::row(&read), event_of(KnowledgeEventKind::Left, 1, None));
    }

    #[test]
    fn words_are_kept_without_case_and_at_a_length() {
        assert_eq!(MissedSearch::words_of("  Pump \n HOUSING "), Some("pump housing".into()));
        assert_eq!(MissedSearch::words_of(" \t"), None);
        assert_eq!(MissedSearch::words_of(&"x".repeat(500)).map(|words| words.len()), Some(LONGEST_SEARCH));
    }

    #[test]
    fn what_happened_is_counted_by_week_article_and_words() {
        use KnowledgeEventKind::{Left, Solved, Unhelpful};
        let missed = |words: &str, times| MissedSearch { words: words.into(), times };
        let weeks = [
            KnowledgeWeek {
                monday: date(2026, 11, 16),
                events: vec![event_of(Unhelpful, 1, Some("First")), event_of(Solved, 2, None)],
                missed: vec![missed("fountain", 3), missed("hose", 1)],
            },
            KnowledgeWeek {
                monday: date(2026, 11, 23),
                events: vec![
                    event_of(Unhelpful, 1, Some("Second")),
                    event_of(Unhelpful, 3, None),
                    event_of(Left, 2, None),
                ],
                missed: vec![missed("hose", 4)],
            },
        ];
        let found = Insights::of(&weeks);
        assert_eq!(found.missed, [missed("hose", 5), missed("fountain", 3)]);
        let named: Vec<(ArticleId, u64)> =
            found.unhelpful.iter().map(|(article, counts)| (*article, counts.unhelpful)).collect();
        assert_eq!(named, [(id(1), 2), (id(3), 1)]);
        assert_eq!(found.unhelpful[0].1.comments, ["Second", "First"]);
        assert_eq!(found.deflecting.len(), 1);
        assert_eq!((found.deflecting[0].1.solved, found.deflecting[0].1.left), (1, 1));
        let counts: Vec<(u64, u64, u64, u64)> =
            found.weeks.iter().map(|week| (week.solved, week.left, week.unhelpful, week.missed_searches)).collect();
        assert_eq!(counts, [(1, 0, 1, 4), (0, 1, 2, 4)]);
    }
}
