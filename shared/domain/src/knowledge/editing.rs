//! Editing of articles: the text that editors work on, its review, and its publication.
//!
//! An article that readers have seen keeps its text while editors work on the next one, the working draft. It replaces
//! the text when it is published.

use super::jobs::{ExpireArticle, IndexArticle, PublishArticle, RemindOfReview};
use super::versions::{ArticleVersion, VersionAct};
use super::{Article, ArticleKind, ArticleState, ProductName};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::dates;
use crate::error::{Error, FieldError};
use crate::hats::Audience;
use crate::ids::ProductId;
use crate::jobs::Job;
use crate::record::{MembershipItem, Ownership, Record, RecordRef, Resource};
use crate::text::{is_line, language_tag, shows_something};
use jiff::Timestamp;
use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Largest body of an article, in bytes. An item of the table holds two of them.
const LARGEST_BODY: usize = 120_000;
/// Largest number of list items that one change of an article may write or delete. A transaction has a hundred items.
const MOST_PLACES: usize = 85;
/// Hour of the day, UTC, at which the owner is reminded of a review.
const REMINDED_AT: i8 = 7;

/// Stage of a text between its first word and its publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftStage {
    /// Being written.
    Draft,
    /// Waiting for a second pair of eyes.
    Review,
    /// Approved; it replaces the text of the article at its time of publication.
    Scheduled,
}

/// Text of an article with everything that editors decide about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Form of the article.
    pub kind: ArticleKind,
    /// Title of the article, 5 to 150 characters.
    pub title: String,
    /// Summary in one or two sentences.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Products that the article is about; all products if none is named.
    pub products: Vec<ProductName>,
    /// Audiences of the article.
    pub audiences: Vec<Audience>,
    /// Words that help to find the article.
    pub tags: Vec<String>,
    /// Language as a BCP 47 tag.
    pub language: String,
    /// Time from which readers see the text; as soon as it is published if absent or past.
    pub publish_at: Option<Timestamp>,
    /// Time at which the article stops being readable.
    pub expires_at: Option<Timestamp>,
    /// Day on which the owner is reminded to read the article again.
    pub review_by: Option<Date>,
}

/// Text that replaces the one of an article when it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingDraft {
    /// The text.
    pub wording: Wording,
    /// Stage of the text.
    pub stage: DraftStage,
    /// Time at which the text was last changed.
    pub changed_at: Timestamp,
}

/// An article as its editors see it, in every state.
#[derive(Clone, Debug, PartialEq)]
pub struct Manuscript(pub Article);

impl Resource for Manuscript {
    /// An article belongs to no account and no queue: the policy alone names its editors.
    fn ownership(&self) -> Ownership {
        Ownership::default()
    }
    fn version(&self) -> u64 {
        self.0.version
    }
    fn record(&self) -> Option<RecordRef> {
        self.0.record()
    }
}

/// Act of editors on an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ManuscriptAct {
    /// Change of the text.
    Change,
    /// Sending the text to review.
    Review,
    /// Publication of the text.
    Publish,
    /// Dropping the working draft.
    Discard,
    /// Taking the article out of use.
    Archive,
}

impl Wording {
    /// Puts the lists in order: each product, audience and tag once, and texts without blanks around them.
    fn tidied(mut self) -> Self {
        let (mut audiences, mut products, mut tags) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        self.audiences.retain(|audience| audiences.insert(*audience));
        self.products.retain(|product| products.insert(product.id));
        self.tags = self.tags.iter().map(|tag| tag.trim().to_owned()).collect();
        self.tags.retain(|tag| tags.insert(tag.to_lowercase()));
        self.language = language_tag(&self.language).unwrap_or(self.language);
        let (title, summary) = (self.title.trim().to_owned(), self.summary.trim().to_owned());
        Self { title, summary, body: self.body.trim_end().to_owned(), ..self }
    }

    /// Names each product. Refuses one that is neither offered nor known to the article already.
    fn named(mut self, offered: &[ProductName], known: &[ProductName]) -> Result<Self, Error> {
        for (index, product) in self.products.iter_mut().enumerate() {
            let found = offered.iter().chain(known).find(|known| known.id == product.id);
            let Some(found) = found else {
                let pointer = format!("/product_ids/{index}");
                return Err(Error::field(&pointer, "not_one_of", "There is no such product."));
            };
            product.name.clone_from(&found.name);
        }
        Ok(self)
    }

    /// Refuses a text that no reader could use, with every error at once.
    fn checked(self, now: Timestamp) -> Result<Self, Error> {
        let times = [("/publish_at", self.publish_at), ("/expires_at", self.expires_at)];
        let times = times.into_iter().filter_map(|(pointer, at)| dates::far_away(pointer, at?, now));
        let review = self.review_by.and_then(|day| dates::far_day("/review_by", day, now));
        let mut errors: Vec<FieldError> = times.chain(review).collect();
        let mut refuse = |wrong: bool, pointer: &str, code, detail: &str| {
            if wrong {
                errors.push(FieldError::new(pointer, code, detail));
            }
        };
        refuse(!is_line(&self.title, 150), "/title", "wrong_format", "The title is one line of text.");
        refuse(!is_line(&self.summary, 300), "/summary", "wrong_format", "The summary is one line of text.");
        refuse(!shows_something(&self.body), "/body", "required", "Write what the reader should know.");
        let detail = "The text is too long. Divide it into several articles.";
        refuse(self.body.len() > LARGEST_BODY, "/body", "too_long", detail);
        refuse(self.audiences.is_empty(), "/audiences", "required", "Choose who may read the article.");
        let tags = self.tags.iter().enumerate().filter(|(_, tag)| !is_line(tag, 40));
        for (index, _) in tags {
            refuse(true, &format!("/tags/{index}"), "wrong_format", "A tag is one line of at most 40 characters.");
        }
        let detail = "This is not a language tag, such as en or pt-BR.";
        refuse(language_tag(&self.language).is_none(), "/language", "wrong_format", detail);
        let over = self.expires_at.is_some_and(|end| self.publish_at.is_some_and(|start| end <= start));
        refuse(over, "/expires_at", "ends_before_start", "The article expires before it is published.");
        if errors.is_empty() { Ok(self) } else { Err(Error::Input(errors)) }
    }
}

impl Article {
    /// Text that readers see or will see, or that of an article that was never published.
    pub fn wording(&self) -> Wording {
        let names = self.product_names.iter().cloned().chain(std::iter::repeat(String::new()));
        Wording {
            kind: self.kind,
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: self.body.clone(),
            products: self.products.iter().zip(names).map(|(id, name)| ProductName { id: *id, name }).collect(),
            audiences: self.audiences.clone(),
            tags: self.tags.clone(),
            language: self.language.clone(),
            publish_at: self.asked_publish_at,
            expires_at: self.expires_at,
            review_by: self.review_by,
        }
    }

    /// Text that editors work on: the working draft, or else the text of the article.
    pub fn manuscript(&self) -> Wording {
        self.working.as_ref().map_or_else(|| self.wording(), |working| working.wording.clone())
    }

    /// Stage of the text that editors work on; none while nobody has changed the published text.
    pub fn stage(&self) -> Option<DraftStage> {
        match (&self.working, self.state) {
            (Some(working), _) => Some(working.stage),
            (None, ArticleState::Draft) => Some(DraftStage::Draft),
            (None, ArticleState::Review) => Some(DraftStage::Review),
            (None, ArticleState::Published | ArticleState::Expired | ArticleState::Archived) => None,
        }
    }

    /// Time at which the text that editors work on was last changed.
    pub fn changed_at(&self) -> Timestamp {
        self.working.as_ref().map_or(self.updated_at, |working| working.changed_at)
    }

    /// Acts that the state of the article allows.
    pub fn acts(&self) -> Vec<ManuscriptAct> {
        let stage = self.stage();
        let mut acts = vec![ManuscriptAct::Change];
        acts.extend((stage == Some(DraftStage::Draft)).then_some(ManuscriptAct::Review));
        acts.extend((stage == Some(DraftStage::Review)).then_some(ManuscriptAct::Publish));
        acts.extend(self.working.is_some().then_some(ManuscriptAct::Discard));
        acts.extend((self.state != ArticleState::Archived).then_some(ManuscriptAct::Archive));
        acts
    }

    /// Whether readers have had a text of the article that the next one replaces.
    fn was_published(&self) -> bool {
        !matches!(self.state, ArticleState::Draft | ArticleState::Review)
    }

    /// Whether readers can see the article at `now`.
    fn is_live(&self, now: Timestamp) -> bool {
        self.state == ArticleState::Published && self.publication_window().at(now)
    }

    /// Writes a new article, as a draft of the caller's.
    pub fn write(act: &ActionContext, text: Wording, offered: &[ProductName]) -> Result<(Self, Change), Error> {
        let text = text.tidied().named(offered, &[])?.checked(act.now)?;
        let article = Self {
            id: act.id(),
            version: 1,
            kind: text.kind,
            title: String::new(),
            summary: String::new(),
            body: String::new(),
            products: Vec::new(),
            product_names: Vec::new(),
            audiences: Vec::new(),
            tags: Vec::new(),
            language: String::new(),
            state: ArticleState::Draft,
            publish_at: act.now,
            expires_at: None,
            owner: act.caller.person,
            owner_name: act.caller.name.clone(),
            updated_at: act.now,
            helpful: 0,
            unhelpful: 0,
            review_by: None,
            asked_publish_at: None,
            working: None,
            has_history: true,
        };
        let article = article.with_text(text);
        let change = Change::new(act.touch(article.record(), None))
            .write(Write::create(&article))
            .write(Write::create(&ArticleVersion::of(&article, act, VersionAct::Written)));
        Ok((article, change))
    }

    /// Changes the text. It is a draft again, whatever its stage was. A text that readers have seen stays until the
    /// working draft is published; a working draft without a difference is dropped. Writes nothing if nothing changes.
    pub fn rewrite(
        self,
        act: &ActionContext,
        text: Wording,
        offered: &[ProductName],
    ) -> Result<(Self, Option<Change>), Error> {
        let before = self.manuscript();
        let text = text.tidied().named(offered, &[before.products.clone(), self.wording().products].concat())?;
        let text = text.checked(act.now)?;
        // An archived article is taken up again with the text that it has.
        let taken_up = self.state == ArticleState::Archived && self.working.is_none();
        if text == before && !taken_up {
            return Ok((self, None));
        }
        let next = if !self.was_published() {
            Self { state: ArticleState::Draft, updated_at: act.now, ..self.clone().with_text(text) }
        } else if text == self.wording() && self.state != ArticleState::Archived {
            Self { working: None, ..self.clone() }
        } else {
            let working = WorkingDraft { wording: text, stage: DraftStage::Draft, changed_at: act.now };
            Self { working: Some(Box::new(working)), ..self.clone() }
        };
        let (next, change) = self.changed(act, next, VersionAct::Changed);
        Ok((next, Some(change)))
    }

    /// Sends the draft to review.
    pub fn send_to_review(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        if self.stage() != Some(DraftStage::Draft) {
            return Err(Error::state("There is no draft to send to review."));
        }
        let next = match &self.working {
            Some(working) => self.clone().at_stage(working, DraftStage::Review),
            None => Self { state: ArticleState::Review, ..self.clone() },
        };
        Ok(self.changed(act, next, VersionAct::SentToReview))
    }

    /// Publishes the text in review. Readers see it now or at its time of publication; until then, they see the text
    /// before it.
    pub fn publish(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        if self.stage() != Some(DraftStage::Review) {
            return Err(Error::state("Only a text in review can be published. Send it to review first."));
        }
        let text = self.manuscript();
        if text.expires_at.is_some_and(|end| end <= act.now) {
            return Err(Error::state("The article would have expired already. Change its last day first."));
        }
        let later = text.publish_at.filter(|at| *at > act.now && self.is_live(act.now));
        if let (Some(at), Some(working)) = (later, &self.working) {
            let next = self.clone().at_stage(working, DraftStage::Scheduled);
            let job = Job::due(act, &PublishArticle { article: self.id }, at);
            let (next, change) = self.changed(act, next, VersionAct::Scheduled);
            return Ok((next, change.job(job)));
        }
        self.show(act, text)
    }

    /// Drops the working draft. Readers keep the text that they see, and the history keeps the draft.
    pub fn discard_draft(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        if self.working.is_none() {
            return Err(Error::state("There is no draft next to a published text."));
        }
        let next = Self { working: None, ..self.clone() };
        Ok(self.changed(act, next, VersionAct::Discarded))
    }

    /// Takes the article out of use. Its working draft goes with it; the history keeps both texts.
    pub fn archive(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        if self.state == ArticleState::Archived {
            return Err(Error::state("This article is archived already."));
        }
        let next = Self { state: ArticleState::Archived, working: None, updated_at: act.now, ..self.clone() };
        let job = Job::now(act, &IndexArticle { article: self.id });
        let (next, change) = self.changed(act, next, VersionAct::Archived);
        Ok((next, change.job(job)))
    }

    /// Publishes the approved text at its time; nothing if it was changed since, or is not due.
    pub fn publish_scheduled(self, act: &ActionContext) -> Result<Option<Change>, Error> {
        let due = self.working.as_ref().is_some_and(|working| {
            working.stage == DraftStage::Scheduled && working.wording.publish_at.is_none_or(|at| at <= act.now)
        });
        let text = self.manuscript();
        if !due || text.expires_at.is_some_and(|end| end <= act.now) {
            return Ok(None);
        }
        self.show(act, text).map(|(_, change)| Some(change))
    }

    /// Marks the article as expired at its end; nothing if it is not published, or ends later.
    pub fn expire(self, act: &ActionContext) -> Option<Change> {
        let over = self.state == ArticleState::Published && self.expires_at.is_some_and(|end| end <= act.now);
        if !over {
            return None;
        }
        let next = Self { state: ArticleState::Expired, ..self.clone() };
        let job = Job::now(act, &IndexArticle { article: self.id });
        Some(self.changed(act, next, VersionAct::Expired).1.job(job))
    }

    /// Whether the owner is to be reminded of the review that is due on this day.
    pub fn is_to_be_reviewed(&self, by: Date) -> bool {
        self.state == ArticleState::Published && self.review_by == Some(by)
    }

    /// Puts a text in place of the one that readers have seen. An article that they can see keeps its place among the
    /// newest.
    fn show(self, act: &ActionContext, text: Wording) -> Result<(Self, Change), Error> {
        let asked = text.publish_at.filter(|at| *at > act.now);
        let publish_at = if self.is_live(act.now) { self.publish_at } else { asked.unwrap_or(act.now) };
        let (expires_at, review_by) = (text.expires_at, text.review_by);
        let next = Self {
            state: ArticleState::Published,
            publish_at,
            working: None,
            updated_at: act.now,
            ..self.clone().with_text(text)
        };
        if places(&self, &next) > MOST_PLACES {
            let detail = "Too much changes at once. Archive the article, change it again, and publish it then.";
            return Err(Error::state(detail));
        }
        let article = self.id;
        let reminded = self.state == ArticleState::Published && self.review_by == review_by;
        let reminder =
            review_by.filter(|_| !reminded).and_then(|by| Some((by, reminded_at(by).filter(|at| *at > act.now)?)));
        let jobs = [
            Some(Job::now(act, &IndexArticle { article })),
            expires_at.map(|end| Job::due(act, &ExpireArticle { article }, end)),
            reminder.map(|(review_by, at)| Job::due(act, &RemindOfReview { article, review_by }, at)),
        ];
        let (next, change) = self.changed(act, next, VersionAct::Published);
        Ok((next, change.jobs(jobs.into_iter().flatten())))
    }

    /// The article with another text.
    fn with_text(self, text: Wording) -> Self {
        let Wording { kind, title, summary, body, products, audiences, tags, language, .. } = text;
        let (products, product_names) = products.into_iter().map(|product| (product.id, product.name)).unzip();
        Self {
            kind,
            title,
            summary,
            body,
            products,
            product_names,
            audiences,
            tags,
            language,
            asked_publish_at: text.publish_at,
            expires_at: text.expires_at,
            review_by: text.review_by,
            ..self
        }
    }

    /// The article with its working draft at this stage.
    fn at_stage(self, working: &WorkingDraft, stage: DraftStage) -> Self {
        Self { working: Some(Box::new(WorkingDraft { stage, ..working.clone() })), ..self }
    }

    /// The next version, with the change that stores it and adds it to the history. The first change of an article
    /// without a history keeps the text before it too.
    fn changed(self, act: &ActionContext, next: Self, how: VersionAct) -> (Self, Change) {
        let next = Self { version: self.version + 1, has_history: true, ..next };
        let first = (!self.has_history).then(|| ArticleVersion::before_history(&self));
        let change = Change::new(act.touch(next.record(), None))
            .write(Write::update(&self, &next))
            .writes(first.as_ref().map(Write::put))
            .write(Write::create(&ArticleVersion::of(&next, act, how)));
        (next, change)
    }
}

/// Number of list items that the change from one state to the next writes or deletes.
fn places(before: &Article, after: &Article) -> usize {
    let lists = |article: &Article| {
        let all = article.memberships().into_iter().chain(article.former_memberships());
        all.filter(|one| one.item != MembershipItem::Own).map(|one| (one.list, one.sort)).collect::<BTreeSet<_>>()
    };
    lists(before).union(&lists(after)).count()
}

/// Time at which the owner is reminded of a review on this day.
fn reminded_at(day: Date) -> Option<Timestamp> {
    day.to_datetime(time(REMINDED_AT, 0, 0, 0)).to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

/// Products of these IDs, without their names.
pub fn unnamed(products: &[ProductId]) -> Vec<ProductName> {
    products.iter().map(|id| ProductName { id: *id, name: String::new() }).collect()
}

#[cfg(test)]
mod tests;
