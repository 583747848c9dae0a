//! Articles of the knowledge base, and the rule of who may read them.

pub mod editing;
pub mod insights;
pub mod jobs;
pub mod links;
pub mod ports;
pub mod record;
pub mod settings;
pub mod versions;
pub mod words;

use crate::action::Action;
use crate::error::Error;
use crate::hats::Audience;
use crate::ids::{ArticleId, PersonId, ProductId};
use crate::policy::Scope;
use crate::record::{Ownership, PublicationWindow, RecordKind, RecordRef, Resource};
use editing::{DraftStage, WorkingDraft};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Widgets of a home page about the knowledge base, and the action each shows or leads to.
pub const WIDGETS: &[(&str, Action)] = &[("find_answer", Action::SearchArticles), ("articles", Action::SearchArticles)];

/// Form of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArticleKind {
    /// An explanation or a procedure.
    Article,
    /// A question with its short answer.
    Faq,
    /// A chapter of a manual.
    Manual,
}

/// State of an article between draft and archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArticleState {
    /// Being written.
    Draft,
    /// Waiting for a second pair of eyes.
    Review,
    /// Readable by its audiences, from `publish_at` until `expires_at`.
    Published,
    /// Past its `expires_at`.
    Expired,
    /// Taken out of use.
    Archived,
}

/// An article of the knowledge base.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// ID of the article.
    pub id: ArticleId,
    /// Counts its changes, from 1.
    pub version: u64,
    /// Form of the article.
    pub kind: ArticleKind,
    /// Title of the article, 5 to 150 characters.
    pub title: String,
    /// Summary in one or two sentences.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Products that the article is about; all products if none is named.
    pub products: Vec<ProductId>,
    /// Names of the products, in the same order.
    #[serde(default)]
    pub product_names: Vec<String>,
    /// Audiences of the article.
    pub audiences: Vec<Audience>,
    /// Words that help to find the article.
    pub tags: Vec<String>,
    /// Language as a BCP 47 tag.
    pub language: String,
    /// State of the article.
    pub state: ArticleState,
    /// Time at which the article becomes readable.
    pub publish_at: Timestamp,
    /// Time at which the article stops being readable.
    pub expires_at: Option<Timestamp>,
    /// Person responsible for the article.
    pub owner: PersonId,
    /// Name of this person when the article was written. Articles of the previous version have none.
    #[serde(default)]
    pub owner_name: String,
    /// Time at which the article was last changed.
    pub updated_at: Timestamp,
    /// Number of votes that the article helped.
    pub helpful: u64,
    /// Number of votes that the article did not help.
    pub unhelpful: u64,
    /// Day on which the owner is reminded to read the article again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<Date>,
    /// Time of publication that an editor asked for; none for as soon as possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_publish_at: Option<Timestamp>,
    /// Text that replaces the present one when it is published. No reader sees it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working: Option<Box<WorkingDraft>>,
    /// Whether each version is kept. It is from the first change by an editor on.
    #[serde(default)]
    pub has_history: bool,
}

impl Article {
    /// Whether a reader of one of `audiences` may read the article at `now`.
    pub fn readable_by(&self, audiences: &[Audience], now: Timestamp) -> bool {
        self.state == ArticleState::Published
            && self.publication_window().at(now)
            && self.audiences.iter().any(|audience| audiences.contains(audience))
    }

    /// Period in which the article is readable.
    fn publication_window(&self) -> PublicationWindow {
        PublicationWindow { from: self.publish_at, until: self.expires_at }
    }
}

/// Part of the knowledge base that a list shows: the articles that a reader asked for and may read at a given time. It
/// is made only from a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleList {
    audiences: Vec<Audience>,
    /// Articles of this form only.
    pub kind: Option<ArticleKind>,
    /// Articles about this product, or about none in particular.
    pub product: Option<ProductId>,
    /// The moment that publication and expiry are judged at.
    pub now: Timestamp,
}

impl ArticleList {
    /// Returns the part of the scope that is of this form and about this product.
    pub fn within(scope: &Scope, kind: Option<ArticleKind>, product: Option<ProductId>, now: Timestamp) -> Self {
        Self { audiences: scope.audiences(), kind, product, now }
    }

    /// Audiences that the reader belongs to.
    pub fn audiences(&self) -> &[Audience] {
        &self.audiences
    }

    /// Whether the list shows an article.
    pub fn shows(&self, article: &Article) -> bool {
        article.readable_by(&self.audiences, self.now) && self.asks_for(article.kind, &article.products)
    }

    /// Whether an article of this form and about these products was asked for.
    pub fn asks_for(&self, kind: ArticleKind, products: &[ProductId]) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
            && self.product.is_none_or(|wanted| products.is_empty() || products.contains(&wanted))
    }
}

/// Articles that a list for editors shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ManuscriptState {
    /// A text is being written, of a new article or of a published one.
    Draft,
    /// A text waits for a second pair of eyes.
    Review,
    /// Readers see a text later on.
    Scheduled,
    /// Readers see the article.
    Published,
    /// Past its last day.
    Expired,
    /// Taken out of use.
    Archived,
}

/// Part of all articles that a list for editors shows. It is made only from a scope that holds all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManuscriptList {
    /// Articles in this state only.
    pub state: Option<ManuscriptState>,
    /// Articles of this owner only.
    pub owner: Option<PersonId>,
    /// Words that title or tags must have, each by its beginning.
    words: Vec<String>,
    /// The moment that publication and expiry are judged at.
    now: Timestamp,
}

impl ManuscriptList {
    /// Returns the articles in this state, of this owner and with all of these words.
    pub fn within(
        scope: &Scope,
        state: Option<ManuscriptState>,
        owner: Option<PersonId>,
        text: &str,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let words = words::words(text).collect();
        scope.holds_all(Action::ListManuscripts).then_some(Self { state, owner, words, now }).ok_or(Error::Forbidden)
    }

    /// Whether the list shows an article.
    pub fn shows(&self, article: &Article) -> bool {
        let text = article.manuscript();
        let has = words::words(&format!("{} {}", text.title, text.tags.join(" "))).collect::<Vec<_>>();
        let row = record::ManuscriptPart::of(article);
        self.may_show(&row) && self.words.iter().all(|word| has.iter().any(|had| had.starts_with(word)))
    }

    /// Whether the list may show an article of which this part is known.
    pub fn may_show(&self, part: &record::ManuscriptPart) -> bool {
        self.owner.is_none_or(|owner| part.owner == owner) && self.state.is_none_or(|state| self.is_in(part, state))
    }

    fn is_in(&self, part: &record::ManuscriptPart, state: ManuscriptState) -> bool {
        let (is, stage) = (part.state, part.stage);
        let over = is == ArticleState::Published && part.expires_at.is_some_and(|end| end <= self.now);
        let later = is == ArticleState::Published && part.publish_at > self.now;
        match state {
            ManuscriptState::Draft => stage == Some(DraftStage::Draft),
            ManuscriptState::Review => stage == Some(DraftStage::Review),
            ManuscriptState::Scheduled => stage == Some(DraftStage::Scheduled) || (later && !over),
            ManuscriptState::Published => is == ArticleState::Published && !over && !later,
            ManuscriptState::Expired => is == ArticleState::Expired || over,
            ManuscriptState::Archived => is == ArticleState::Archived,
        }
    }
}

/// A vote on an article, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// The article.
    pub article: ArticleId,
    /// Person who voted.
    pub person: PersonId,
    /// Whether the article helped.
    pub helpful: bool,
    /// Comment of the person.
    pub comment: Option<String>,
    /// Time of the vote.
    pub at: Timestamp,
    /// Counts the votes of this person on this article, from 1.
    pub version: u64,
}

impl Resource for Article {
    fn ownership(&self) -> Ownership {
        // An article that is not published has no audience yet.
        let published = self.state == ArticleState::Published;
        let audiences = if published { self.audiences.clone() } else { Vec::new() };
        Ownership {
            audiences: Some(audiences),
            publication_window: Some(self.publication_window()),
            ..Ownership::default()
        }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Article, id: self.id.to_string(), label: self.title.clone() })
    }
}

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ArticleSummary {
    /// ID of the article.
    pub id: ArticleId,
    /// Form of the article.
    pub kind: ArticleKind,
    /// Title of the article.
    pub title: String,
    /// Summary in one or two sentences.
    pub summary: String,
    /// Products that the article is about; all products if none is named.
    pub products: Vec<ProductName>,
    /// Time at which the article was last changed.
    pub updated_at: Timestamp,
}

/// A product as lists name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductName {
    /// ID of the product.
    pub id: ProductId,
    /// Name of the product.
    pub name: String,
}

impl From<&Article> for ArticleSummary {
    fn from(article: &Article) -> Self {
        Self {
            id: article.id,
            kind: article.kind,
            title: article.title.clone(),
            summary: article.summary.clone(),
            products: article
                .products
                .iter()
                .zip(&article.product_names)
                .map(|(id, name)| ProductName { id: *id, name: name.clone() })
                .collect(),
            updated_at: article.updated_at,
        }
    }
}
