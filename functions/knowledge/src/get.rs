//! `GET /v1/articles/{id}`: read an article.

use portico_domain::ids::ArticleId;
use portico_domain::knowledge::ArticleSummary;
use portico_domain::knowledge::ports::Articles;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};
use portico_markdown::article as html;
use serde::Serialize;
use utoipa::ToSchema;

/// An article, to be read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleView {
    /// Fields of the article that lists show too.
    #[serde(flatten)]
    pub summary: ArticleSummary,
    /// The body as HTML without anything active in it.
    pub body_html: String,
    /// Words that help to find it.
    pub tags: Vec<String>,
    /// Language as a BCP 47 tag.
    pub language: String,
    /// Version: counts the changes of the article.
    pub version: u64,
}

/// An article that the caller may read: published, not expired, and for one of their audiences.
#[utoipa::path(get, path = "/v1/articles/{id}", operation_id = "get_article", tag = "knowledge", params(("id" = ArticleId, Path)),
    responses((status = 200, description = "The article", body = ArticleView)))]
pub async fn get_article<S: RequestStore + Articles + Sync>(
    store: &S,
    call: Call<ArticleId>,
) -> HandlerResult<ArticleView> {
    let article = store.article(call.path).await?;
    let (_, article) = call.authorize(article).await?;
    let view = ArticleView {
        summary: (&article).into(),
        body_html: html(&article.body),
        tags: article.tags,
        language: article.language,
        version: article.version,
    };
    Ok(ok(view).version(article.version))
}
