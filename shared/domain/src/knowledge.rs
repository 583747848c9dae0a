//! Articles of the knowledge base: what they are and who may read them.

use crate::ids::{ArticleId, PersonId, ProductId};
use crate::policy::{Ownership, Resource};
use crate::touch::{RecordKind, RecordRef};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What form an article has.
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

/// Who an article is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Anybody.
    Public,
    /// Customers.
    Customer,
    /// Partners.
    Partner,
    /// Employees and staff.
    Employee,
}

/// Where an article stands between draft and archive.
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
    /// Its id.
    pub id: ArticleId,
    /// Counts its changes, from 1.
    pub version: u64,
    /// Its form.
    pub kind: ArticleKind,
    /// Its title, 5 to 150 characters.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// The products it is about; none: all.
    pub products: Vec<ProductId>,
    /// Their names, in the same order.
    #[serde(default)]
    pub product_names: Vec<String>,
    /// Who may read it.
    pub audiences: Vec<Audience>,
    /// Words that help to find it.
    pub tags: Vec<String>,
    /// BCP 47.
    pub language: String,
    /// Where it stands.
    pub state: ArticleState,
    /// When it becomes readable.
    pub publish_at: Timestamp,
    /// When it stops being readable.
    pub expires_at: Option<Timestamp>,
    /// Who answers for it.
    pub owner: PersonId,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Votes that it helped.
    pub helpful: u64,
    /// Votes that it did not.
    pub unhelpful: u64,
}

impl Article {
    /// Whether a reader of one of `audiences` may read it at `now`.
    pub fn readable_by(&self, audiences: &[Audience], now: Timestamp) -> bool {
        self.state == ArticleState::Published
            && self.publish_at <= now
            && self.expires_at.is_none_or(|end| end > now)
            && self.audiences.iter().any(|audience| audiences.contains(audience))
    }
}

impl Resource for Article {
    fn ownership(&self) -> Ownership {
        Ownership { audiences: Some(self.audiences.clone()), ..Ownership::default() }
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
    /// Its id.
    pub id: ArticleId,
    /// Its form.
    pub kind: ArticleKind,
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// The products it is about; none: all.
    pub products: Vec<ProductName>,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A product as lists name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductName {
    /// Its id.
    pub id: ProductId,
    /// Its name.
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
