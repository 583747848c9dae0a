//! Tasks of the search index, and of the dates of articles.

use crate::ids::ArticleId;
use crate::jobs::Task;
use jiff::civil::Date;
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

/// Publication of the approved text of an article, at its time. A text that was changed since is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishArticle {
    /// Article that the job is about.
    pub article: ArticleId,
}

impl Task for PublishArticle {
    const KIND: &'static str = "publish_article";
    fn subject(&self) -> String {
        format!("article {}", self.article)
    }
}

/// End of an article, at its last moment. An article whose end was moved is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpireArticle {
    /// Article that the job is about.
    pub article: ArticleId,
}

impl Task for ExpireArticle {
    const KIND: &'static str = "expire_article";
    fn subject(&self) -> String {
        format!("article {}", self.article)
    }
}

/// Reminder to the owner of an article to read it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemindOfReview {
    /// Article that the mail is about.
    pub article: ArticleId,
    /// Day of the review. Nothing is sent if the article has another one by now.
    pub review_by: Date,
}

impl Task for RemindOfReview {
    const KIND: &'static str = "remind_of_review";
    fn subject(&self) -> String {
        format!("review of article {}", self.article)
    }
}
