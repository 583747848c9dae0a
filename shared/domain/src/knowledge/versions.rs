//! History of an article: each version with its text, and the difference between two of them.

use super::editing::{DraftStage, Wording};
use super::{Article, ArticleState};
use crate::act::ActionContext;
use crate::ids::{ArticleId, PersonId};
use crate::paging::Page;
use crate::record::{List, ListHome, ListQuery, Record, RecordKey, SortRange};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};
use utoipa::ToSchema;

/// Unchanged lines that a difference shows before and after those that changed.
const CONTEXT: usize = 2;
/// Largest number of lines of a text that is compared line by line. A longer one is shown as replaced.
const MOST_LINES: usize = 4000;

/// Act that made a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VersionAct {
    /// The article was written.
    Written,
    /// The text was changed.
    Changed,
    /// The text was sent to review.
    SentToReview,
    /// The text was approved for a later time.
    Scheduled,
    /// The text was published.
    Published,
    /// The working draft was dropped.
    Discarded,
    /// The article expired.
    Expired,
    /// The article was taken out of use.
    Archived,
    /// The article as it was before its history began.
    Earlier,
}

/// A version of an article, as its history keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleVersion {
    /// The article.
    pub article: ArticleId,
    /// Version of the article.
    pub version: u64,
    /// Act that made the version.
    pub act: VersionAct,
    /// Time of the act.
    pub at: Timestamp,
    /// Person who acted; nobody for an automatic step.
    pub by: Option<PersonId>,
    /// Name of the person at the time.
    pub by_name: String,
    /// State of the article after the act.
    pub state: ArticleState,
    /// Stage of the text after the act.
    pub stage: Option<DraftStage>,
    /// Text after the act: that of the working draft, if there is one.
    pub wording: Wording,
}

/// Page of a history, with the version before the last one on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleHistory {
    /// The versions, the newest first.
    pub page: Page<ArticleVersion>,
    /// The version before the last one of the page; none if the history begins there.
    pub before: Option<ArticleVersion>,
}

impl ArticleVersion {
    /// Version of an article after an act.
    pub(super) fn of(article: &Article, act: &ActionContext, how: VersionAct) -> Self {
        let by = (!act.caller.is_system()).then_some(act.caller.person);
        Self { act: how, at: act.now, by, by_name: act.caller.name.clone(), ..Self::before_history(article) }
    }

    /// Version of an article whose history begins with the next one.
    pub(super) fn before_history(article: &Article) -> Self {
        Self {
            article: article.id,
            version: article.version,
            act: VersionAct::Earlier,
            at: article.updated_at,
            by: None,
            by_name: String::new(),
            state: article.state,
            stage: article.stage(),
            wording: article.manuscript(),
        }
    }

    /// Key of a version.
    pub fn key_of(article: ArticleId, version: u64) -> RecordKey {
        RecordKey::under(Article::KIND, article, "version", format!("{version:010}"))
    }

    /// Query of the history of an article, the newest version first.
    pub fn history(article: ArticleId) -> ListQuery {
        let partition = Article::key_of(article).partition;
        let list = List::new(ListHome::Table, partition);
        ListQuery::all(list).within(SortRange::Prefix("version#".into())).newest_first()
    }
}

impl Record for ArticleVersion {
    const KIND: &'static str = "article_version";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(self.article, self.version)
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) {}
}

/// Part of an article, apart from its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WordingField {
    /// Form of the article.
    Kind,
    /// Title of the article.
    Title,
    /// Summary of the article.
    Summary,
    /// Products that the article is about.
    Products,
    /// Audiences of the article.
    Audiences,
    /// Words that help to find the article.
    Tags,
    /// Language of the article.
    Language,
    /// Time of publication.
    PublishAt,
    /// Time at which the article expires.
    ExpiresAt,
    /// Day of the next review.
    ReviewBy,
}

/// Relation of a line to the text before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineChange {
    /// The line is in both texts.
    Same,
    /// The line is new.
    Added,
    /// The line is gone.
    Removed,
    /// Some lines that are in both texts are left out here.
    Skipped,
}

/// Line of a difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DifferenceLine {
    /// Relation of the line to the text before.
    pub change: LineChange,
    /// Text of the line; empty for lines that are left out.
    pub text: String,
}

/// Difference between two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TextDifference {
    /// Parts that changed, apart from the body.
    pub fields: Vec<WordingField>,
    /// Lines of the body that changed, with some around them. Empty if the body is the same.
    pub lines: Vec<DifferenceLine>,
}

impl TextDifference {
    /// Difference between a text and the one before it.
    pub fn between(before: &Wording, after: &Wording) -> Self {
        use WordingField::{Audiences, ExpiresAt, Kind, Language, Products, PublishAt, ReviewBy, Summary, Tags, Title};
        let changed = [
            (Kind, before.kind != after.kind),
            (Title, before.title != after.title),
            (Summary, before.summary != after.summary),
            (Products, before.products != after.products),
            (Audiences, before.audiences != after.audiences),
            (Tags, before.tags != after.tags),
            (Language, before.language != after.language),
            (PublishAt, before.publish_at != after.publish_at),
            (ExpiresAt, before.expires_at != after.expires_at),
            (ReviewBy, before.review_by != after.review_by),
        ];
        let fields = changed.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| field).collect();
        Self { fields, lines: lines_between(&before.body, &after.body) }
    }
}

fn line(change: LineChange, text: &str) -> DifferenceLine {
    DifferenceLine { change, text: text.trim_end_matches(['\r', '\n']).to_owned() }
}

/// The text with an end of its last line: a line is the same whether another one follows or not.
fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

fn lines_between(before: &str, after: &str) -> Vec<DifferenceLine> {
    if before == after {
        return Vec::new();
    }
    if before.lines().count().max(after.lines().count()) > MOST_LINES {
        let gone = before.lines().map(|text| line(LineChange::Removed, text));
        return gone.chain(after.lines().map(|text| line(LineChange::Added, text))).collect();
    }
    let (before, after) = (ended(before), ended(after));
    let difference = TextDiff::from_lines(before.as_str(), after.as_str());
    let (mut lines, mut shown_until) = (Vec::new(), 0);
    for group in difference.grouped_ops(CONTEXT) {
        if group.first().is_some_and(|first| first.old_range().start > shown_until) {
            lines.push(line(LineChange::Skipped, ""));
        }
        for operation in &group {
            lines.extend(difference.iter_changes(operation).map(|changed| {
                let change = match changed.tag() {
                    ChangeTag::Equal => LineChange::Same,
                    ChangeTag::Insert => LineChange::Added,
                    ChangeTag::Delete => LineChange::Removed,
                };
                line(change, changed.value())
            }));
            shown_until = operation.old_range().end;
        }
    }
    if shown_until < before.lines().count() {
        lines.push(line(LineChange::Skipped, ""));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::ArticleKind;
    use proptest::prelude::*;

    fn wording(body: &str) -> Wording {
        Wording {
            kind: ArticleKind::Faq,
            title: "Seats".into(),
            summary: "As many as were bought.".into(),
            body: body.into(),
            products: Vec::new(),
            audiences: Vec::new(),
            tags: Vec::new(),
            language: "en".into(),
            publish_at: None,
            expires_at: None,
            review_by: None,
        }
    }

    fn shown(before: &str, after: &str) -> String {
        let sign = |line: &DifferenceLine| match line.change {
            LineChange::Same => format!(" {}", line.text),
            LineChange::Added => format!("+{}", line.text),
            LineChange::Removed => format!("-{}", line.text),
            LineChange::Skipped => "…".into(),
        };
        let lines = TextDifference::between(&wording(before), &wording(after)).lines;
        lines.iter().map(sign).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_difference_shows_what_changed_and_two_lines_around_it() {
        assert_eq!(shown("a\nb", "a\nb"), "");
        assert_eq!(shown("a\nb\nc", "a\nB\nc"), " a|-b|+B| c");
        assert_eq!(shown("1\n2\n3\n4\n5\n6\n7", "1\n2\n3\n4\n5\n6\nseven"), "…| 5| 6|-7|+seven");
        assert_eq!(shown("1\n2\n3\n4", "one\n2\n3\n4"), "-1|+one| 2| 3|…");
        assert_eq!(shown("", "new"), "+new");
        assert_eq!(shown("a", "a\nb"), " a|+b");
        let before = Wording { title: "Chairs".into(), ..wording("a") };
        assert_eq!(TextDifference::between(&before, &wording("a")).fields, [WordingField::Title]);
    }

    #[test]
    fn a_very_long_text_is_shown_as_replaced() {
        let long = "a\n".repeat(MOST_LINES + 1);
        let lines = TextDifference::between(&wording(&long), &wording("b")).lines;
        assert_eq!(lines.len(), MOST_LINES + 2);
        assert_eq!(lines.last().map(|line| line.change), Some(LineChange::Added));
    }

    proptest! {
        #[test]
        fn added_and_removed_lines_lead_from_one_text_to_the_other(
            before in prop::collection::vec("[ab]{0,2}", 0..12),
            after in prop::collection::vec("[ab]{0,2}", 0..12),
        ) {
            let count = |lines: &[DifferenceLine], change| lines.iter().filter(|line| line.change == change).count();
            let end = |lines: &[String]| lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>();
            let lines = TextDifference::between(&wording(&end(&before)), &wording(&end(&after))).lines;
            let grown = count(&lines, LineChange::Added) + before.len();
            prop_assert_eq!(grown, count(&lines, LineChange::Removed) + after.len());
            prop_assert_eq!(lines.is_empty(), before == after);
        }
    }
}
