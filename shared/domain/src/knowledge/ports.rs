//! Ports of the knowledge base.

use super::editing::Manuscript;
use super::insights::{InsightWeeks, KnowledgeWeek};
use super::versions::ArticleHistory;
use super::{Article, ArticleList, ManuscriptList, Vote};
use crate::ids::{ArticleId, PersonId};
use crate::paging::{Page, PageRequest};
use crate::policy::{Guarded, PartOf};
use crate::store::StoreResult;
use jiff::Timestamp;
use std::future::Future;

/// Port of articles.
pub trait Articles {
    /// An article.
    fn article(&self, id: ArticleId) -> impl Future<Output = StoreResult<Guarded<Article>>> + Send;
    /// Articles by id, in that order; those that do not exist are left out.
    fn articles(&self, ids: &[ArticleId]) -> impl Future<Output = StoreResult<Vec<Article>>> + Send;
    /// A page of a list, the newest first.
    fn newest(&self, list: &ArticleList, page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
    /// Reads the articles of a list with one of the words in title or tags, those with most words first. It is used
    /// when search is unavailable.
    fn by_words(
        &self,
        list: &ArticleList,
        words: &[String],
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
    /// The vote of a person on an article.
    fn vote(
        &self,
        article: ArticleId,
        person: PersonId,
    ) -> impl Future<Output = StoreResult<PartOf<Article, Option<Vote>>>> + Send;
    /// All articles, for the index.
    fn all_articles(&self, page: PageRequest) -> impl Future<Output = StoreResult<Page<Article>>> + Send;
}

/// Port of articles for their editors, in every state.
pub trait Manuscripts {
    /// An article with its working draft.
    fn manuscript(&self, id: ArticleId) -> impl Future<Output = StoreResult<Guarded<Manuscript>>> + Send;
    /// A page of a list, the newest article first.
    fn manuscripts(
        &self,
        list: &ManuscriptList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<Manuscript>>> + Send;
    /// A page of the history of an article, the newest version first.
    fn article_history(
        &self,
        id: ArticleId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Manuscript, ArticleHistory>>> + Send;
}

/// Port of insights for editors.
pub trait KnowledgeInsights {
    /// Everything that happened in some weeks, the oldest first.
    fn knowledge_weeks(&self, weeks: &InsightWeeks) -> impl Future<Output = StoreResult<Vec<KnowledgeWeek>>> + Send;
}

/// Port that counts searches without results.
pub trait MissedSearches {
    /// Counts a search for these words at `at`.
    fn count_missed(&self, words: &str, at: Timestamp) -> impl Future<Output = StoreResult<()>> + Send;
}
