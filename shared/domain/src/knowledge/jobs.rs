//! Tasks of the search index.

use crate::ids::ArticleId;
use crate::jobs::Task;
use serde::{Deserialize, Serialize};

/// Update of the search index for one article, by the state that the article has when the job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexArticle {
    /// Article that the job is about.
    pub article: ArticleId,
}

impl Task for IndexArticle {
    const KIND: &'static str = "index_article";
    fn subject(&self) -> String {
        format!("article {}", self.article)
    }
}

/// Rebuild of the whole search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reindex {}

impl Task for Reindex {
    const KIND: &'static str = "reindex";
    fn subject(&self) -> String {
        "all articles".into()
    }
}
