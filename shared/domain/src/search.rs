//! The port of knowledge search: the documents of the index, its queries and their results.
//!
//! Articles themselves are kept elsewhere: an index can be lost and rebuilt at any time. Whatever a reader may not
//! see (another audience's, drafts, not yet published, expired) is never found, counted, suggested or highlighted;
//! adapters filter before they count. How words are analysed and ranked belongs to the adapters.

mod plain_text;

pub use plain_text::plain_text;

use crate::fault::Fault;
use crate::hats::Audience;
use crate::ids::{ArticleId, ProductId};
use crate::knowledge::{Article, ArticleKind, ArticleState};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// Largest number of suggestions.
pub const MAX_SUGGESTIONS: usize = 3;

/// Largest number of articles that suggestions are chosen from: those about the reader's own products come first.
pub const SUGGESTED_FROM: usize = 6;

/// Largest number of hits on one page.
pub const MAX_HITS: usize = 100;

/// Largest number of hits that paging reaches: hits beyond it are counted but not listed.
pub const MAX_DEPTH: usize = 10_000;

/// An article as the index keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchDocument {
    /// The article's id.
    pub id: ArticleId,
    /// Version of the article. An older version never overwrites a newer one; the same version changes nothing.
    pub version: u64,
    /// Whether the article may be found at all. An index keeps the document of a draft or of an archived article only
    /// for its version. A late copy of an older version then does not bring the article back.
    pub published: bool,
    /// Form of the article.
    pub kind: ArticleKind,
    /// Title of the article.
    pub title: String,
    /// Summary in one or two sentences.
    pub summary: String,
    /// Plain text, blocks on lines of their own.
    pub body: String,
    /// Words that help to find the article.
    pub tags: Vec<String>,
    /// Products that the article is about; all products if none is named.
    pub products: Vec<ProductId>,
    /// Audiences of the article.
    pub audiences: Vec<Audience>,
    /// Language as a BCP 47 tag.
    pub language: String,
    /// Time from which the article is found.
    pub publish_at: Timestamp,
    /// Time from which the article is no longer found.
    pub expires_at: Option<Timestamp>,
    /// Time at which the article was last changed.
    pub updated_at: Timestamp,
}

impl From<&Article> for SearchDocument {
    fn from(article: &Article) -> Self {
        Self {
            id: article.id,
            version: article.version,
            published: article.state == ArticleState::Published,
            kind: article.kind,
            title: article.title.clone(),
            summary: article.summary.clone(),
            body: plain_text(&article.body),
            tags: article.tags.clone(),
            products: article.products.clone(),
            audiences: article.audiences.clone(),
            language: article.language.clone(),
            publish_at: article.publish_at,
            expires_at: article.expires_at,
            updated_at: article.updated_at,
        }
    }
}

/// Query of a reader.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchQuery {
    /// Words, as typed. The text has no syntax: quotes and operators are punctuation.
    pub text: String,
    /// Audiences of the reader: only articles for one of them are found. Without any, nothing is found.
    pub audiences: Vec<Audience>,
    /// Filter: articles about one of these products, or about no product in particular. No filter if empty.
    pub products: Vec<ProductId>,
    /// Articles of this form only.
    pub kind: Option<ArticleKind>,
    /// Language of the reader as a BCP 47 tag: of articles with the same words, those in it come first.
    pub language: Option<String>,
    /// The moment that publication and expiry are judged at.
    pub now: Timestamp,
    /// Number of hits to skip.
    pub offset: usize,
    /// Number of hits to return, at most [`MAX_HITS`]; suggestions are at most [`SUGGESTED_FROM`].
    pub limit: usize,
}

impl SearchQuery {
    /// Whether the query has a filter by product or form.
    pub fn is_narrowed(&self) -> bool {
        !self.products.is_empty() || self.kind.is_some()
    }
}

/// One page of what was found, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchHits {
    /// Number of all articles found.
    pub total: u64,
    /// Number of further articles that the reader would find without the query's filters by product and form. Listing
    /// everything does not count them.
    pub also_elsewhere: u64,
    /// Whether the text has no word that says what is looked for: `the`, `?!`. Then nothing is found.
    pub asks_nothing: bool,
    /// Hits of this page.
    pub hits: Vec<SearchHit>,
}

/// An article found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// ID of the article.
    pub id: ArticleId,
    /// Score of the hit, comparable within one response only.
    pub score: f32,
    /// The whole title.
    pub title: Vec<Segment>,
    /// Excerpt of about 200 characters, from the part with most of the words.
    pub excerpt: Vec<Segment>,
}

/// A piece of text that is, or is not, one of the words looked for. Segments put together give the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Plain text, to be escaped before it is shown.
    pub text: String,
    /// Whether the piece matched.
    pub hit: bool,
}

/// Groups of words or phrases that mean the same. A word of a group finds every other word of the group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Synonyms(pub Vec<Vec<String>>);

/// Complete new content of an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Rebuild {
    /// All articles.
    pub documents: Vec<SearchDocument>,
    /// All synonyms.
    pub synonyms: Synonyms,
    /// Time at which the reading of `documents` began. Entries of the index that `documents` lacks are dropped, unless
    /// they were changed since then: those are newer than the list.
    pub as_of: Timestamp,
}

/// State of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchHealth {
    /// Number of documents that some reader can find at some time.
    pub documents: u64,
}

/// Reason why a call to the index failed. The texts are for logs, never for readers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// The index is unavailable, too slow, or not there yet: the same call may work later.
    #[error("search is unavailable")]
    Unavailable(#[source] Fault),
    /// The index will never accept this call.
    #[error("search refused")]
    Refused(#[source] Fault),
}

impl SearchError {
    /// Failure that may pass.
    pub fn unavailable(fault: impl Into<Fault>) -> Self {
        Self::Unavailable(fault.into())
    }

    /// Failure that does not pass by itself.
    pub fn refused(fault: impl Into<Fault>) -> Self {
        Self::Refused(fault.into())
    }

    /// Whether the same call may work later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

/// Port that searches. An endpoint that only searches uses this one, and so cannot write.
pub trait SearchReader: Send + Sync {
    /// Finds articles with the words of the query, in any order, those with most of the words first, and of these the
    /// ones in the reader's language. At least 60 % of the words must be there, and always one. Word forms, by the
    /// article's language, and synonyms match too. Typing errors are forgiven only in a
    /// word that occurs nowhere as typed, and match no better than the word itself. Words written together, apart, with
    /// a hyphen or a slash are one word if one of the articles has them as one. A query of stop words and punctuation
    /// alone finds nothing.
    fn search(&self, query: &SearchQuery) -> impl Future<Output = Result<SearchHits, SearchError>> + Send;

    /// Finds articles while the query is being typed: its last word may be incomplete. An article is suggested only if
    /// its title, tags or summary have one of the words, or its text has all. Words that say little are not enough. The
    /// result has at most [`SUGGESTED_FROM`] hits and ignores `offset`.
    fn suggest(&self, query: &SearchQuery) -> impl Future<Output = Result<Vec<SearchHit>, SearchError>> + Send;

    /// Checks that the index answers, and counts its documents.
    fn health(&self) -> impl Future<Output = Result<SearchHealth, SearchError>> + Send;
}

/// Port that writes the index. The next search sees every write.
pub trait SearchWriter: Send + Sync {
    /// Adds documents, each by itself. A document that the index holds in the same or a newer version is skipped.
    fn put(&self, documents: &[SearchDocument]) -> impl Future<Output = Result<(), SearchError>> + Send;

    /// Takes an article out as of `version`: a document of that version or an older one will not come back by `put`.
    fn remove(&self, id: ArticleId, version: u64) -> impl Future<Output = Result<(), SearchError>> + Send;

    /// Rebuilds the index. Searches meanwhile see either the old state or the new one, whole. Documents that the index
    /// holds in a newer version than the list stay.
    fn replace_all(&self, rebuild: Rebuild) -> impl Future<Output = Result<(), SearchError>> + Send;

    /// Whether a rebuild of the index has finished, in the format that this version of the code writes. An index of
    /// another format takes nothing and finds nothing until then; a new one holds only what has been put into it.
    fn is_current(&self) -> impl Future<Output = Result<bool, SearchError>> + Send;
}

/// Both ports of an index: searching and writing.
pub trait SearchIndex: SearchReader + SearchWriter {}

impl<T: SearchReader + SearchWriter> SearchIndex for T {}
