//! The port of knowledge search: what is put into the index, what is asked of it, and what it answers.
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

/// The most suggestions ever given.
pub const MAX_SUGGESTIONS: usize = 3;

/// The most articles that suggestions are chosen from: those about the reader's own products come first.
pub const SUGGESTED_FROM: usize = 6;

/// The most hits of one page.
pub const MAX_HITS: usize = 100;

/// How deep paging goes: hits beyond it are counted but not listed.
pub const MAX_DEPTH: usize = 10_000;

/// An article as the index keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchDocument {
    /// The article's id.
    pub id: ArticleId,
    /// The article's version. An older one never overwrites a newer one; the same again changes nothing.
    pub version: u64,
    /// Whether it may be found at all. The document of a draft or of an archived article only remembers the version,
    /// so that a late copy of an older version does not bring it back.
    pub published: bool,
    /// Form of the article.
    pub kind: ArticleKind,
    /// Title of the article.
    pub title: String,
    /// Summary in one or two sentences.
    pub summary: String,
    /// Plain text, blocks on lines of their own.
    pub body: String,
    /// Words that help to find it.
    pub tags: Vec<String>,
    /// The products it is about; none: all.
    pub products: Vec<ProductId>,
    /// Audiences of the article.
    pub audiences: Vec<Audience>,
    /// Language as a BCP 47 tag.
    pub language: String,
    /// Found from this moment on.
    pub publish_at: Timestamp,
    /// Not found from this moment on.
    pub expires_at: Option<Timestamp>,
    /// When the article was last changed.
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
    /// Words, as typed. There is no syntax in it: quotes and operators are punctuation.
    pub text: String,
    /// What the reader may see: articles for any of these audiences. None: nothing is found.
    pub audiences: Vec<Audience>,
    /// Articles about one of these, or about no product in particular. None: no filter.
    pub products: Vec<ProductId>,
    /// Articles of this form only.
    pub kind: Option<ArticleKind>,
    /// The moment that publication and expiry are judged at.
    pub now: Timestamp,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give, at most [`MAX_HITS`]; suggestions are at most [`SUGGESTED_FROM`].
    pub limit: usize,
}

impl SearchQuery {
    /// Whether a filter of its own hides some of what the reader may see.
    pub fn is_narrowed(&self) -> bool {
        !self.products.is_empty() || self.kind.is_some()
    }
}

/// One page of what was found, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchHits {
    /// How many articles were found in all.
    pub total: u64,
    /// How many more there are without the query's filters by product and form, of what the reader may see. Listing
    /// everything does not count them.
    pub also_elsewhere: u64,
    /// Whether the text has no word that says what is looked for: `the`, `?!`. Then nothing is found.
    pub asks_nothing: bool,
    /// This page of them.
    pub hits: Vec<SearchHit>,
}

/// An article found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// ID of the article.
    pub id: ArticleId,
    /// How well it fits: comparable within one answer only.
    pub score: f32,
    /// The whole title.
    pub title: Vec<Segment>,
    /// About 200 characters from where most of the words are.
    pub excerpt: Vec<Segment>,
}

/// A piece of text that is, or is not, one of the words looked for. Segments put together give the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Plain text: whoever shows it escapes it.
    pub text: String,
    /// Whether the piece matched.
    pub hit: bool,
}

/// Groups of words or phrases that mean the same. A word of a group finds every other one of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Synonyms(pub Vec<Vec<String>>);

/// Everything an index is to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Rebuild {
    /// All articles.
    pub documents: Vec<SearchDocument>,
    /// All synonyms.
    pub synonyms: Synonyms,
    /// When reading `documents` began. What the index holds and `documents` does not is dropped, unless it was changed
    /// since then: it is then newer than the list, not gone.
    pub as_of: Timestamp,
}

/// How an index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchHealth {
    /// How many documents can be found by somebody at some time.
    pub documents: u64,
}

/// Why the index did not do what it was asked. The texts are for logs, never for readers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// It is unavailable, too slow, or not there yet: the same may work later.
    #[error("search is unavailable")]
    Unavailable(#[source] Fault),
    /// It will never take this.
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

    /// Whether the same may work later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

/// Searching. An endpoint that only searches asks for this, and so cannot write.
pub trait SearchReader: Send + Sync {
    /// Articles with the words of the query, in any order, those with most of the words first. At least 60 % of the
    /// words must be there, and always one. Word forms and synonyms match too. Typing errors are forgiven only in a word
    /// that occurs nowhere as it was typed, and match no better than the word itself. Words written together, apart, with
    /// a hyphen or a slash are one word where one of the articles has them as one. A query without any word that says
    /// something finds nothing.
    fn search(&self, query: &SearchQuery) -> impl Future<Output = Result<SearchHits, SearchError>> + Send;

    /// The same while it is being typed: the last word may be the beginning of one. An article is suggested only if its
    /// title, tags or summary have one of the words, or its text has all of them; words that say little are not enough.
    /// At most [`SUGGESTED_FROM`]; `offset` is not looked at.
    fn suggest(&self, query: &SearchQuery) -> impl Future<Output = Result<Vec<SearchHit>, SearchError>> + Send;

    /// Whether the index answers, and how much it holds.
    fn health(&self) -> impl Future<Output = Result<SearchHealth, SearchError>> + Send;
}

/// Keeping the index. What is done is found by the next search.
pub trait SearchWriter: Send + Sync {
    /// Puts documents in, each by itself: one that the index holds in the same or a newer version is passed over.
    fn put(&self, documents: &[SearchDocument]) -> impl Future<Output = Result<(), SearchError>> + Send;

    /// Takes an article out as of `version`: a document of that version or an older one will not come back by `put`.
    fn remove(&self, id: ArticleId, version: u64) -> impl Future<Output = Result<(), SearchError>> + Send;

    /// Rebuilds the index. Searches meanwhile see either the old state or the new one, whole. What the index holds in
    /// a newer version than the list stays.
    fn replace_all(&self, rebuild: Rebuild) -> impl Future<Output = Result<(), SearchError>> + Send;

    /// Whether a rebuild of the index has finished, in the format that this version of the code writes. An index of
    /// another format takes nothing and finds nothing until then; a new one holds only what has been put into it.
    fn is_current(&self) -> impl Future<Output = Result<bool, SearchError>> + Send;
}

/// Searching and keeping.
pub trait SearchIndex: SearchReader + SearchWriter {}

impl<T: SearchReader + SearchWriter> SearchIndex for T {}
