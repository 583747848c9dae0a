//! Tasks of the search index.

use crate::ids::ArticleId;
use crate::jobs::Task;
use serde::{Deserialize, Serialize};

/// An article to be put into the search index, or taken out, as it stands when the job runs.
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

/// The whole search index to be built anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reindex {}

impl Task for Reindex {
    const KIND: &'static str = "reindex";
    fn subject(&self) -> String {
        "all articles".into()
    }
}
