//! `GET /v1/articles/{id}/related`: articles about the same.

use crate::suggest::{Typed, found};
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::ports::Articles;
use portico_domain::knowledge::{Article, ArticleList, ArticleSummary};
use portico_domain::ports::RequestStore;
use portico_domain::search::SearchReader;
use portico_http::{Call, HandlerResult, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// Largest number of related articles.
const MOST_RELATED: usize = 4;

/// Up to four articles about the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelatedArticles {
    /// The articles, the nearest first.
    pub items: Vec<ArticleSummary>,
}

/// Articles about the same as one that the caller reads. They share words of its tags and title, and are about its
/// first product or about none. Of the same words, those in its language come first.
#[utoipa::path(get, path = "/v1/articles/{id}/related", operation_id = "list_related_articles", tag = "knowledge",
    params(("id" = ArticleId, Path)), responses((status = 200, description = "The articles", body = RelatedArticles)))]
pub async fn list_related_articles<S: RequestStore + Articles + SearchReader + Sync>(
    store: &S,
    call: Call<ArticleId>,
) -> HandlerResult<RelatedArticles> {
    let scope = call.scope()?;
    let article = store.article(call.path).await?;
    let (_, article) = call.authorize(article).await?;
    // Its first product narrows the list; an article about several is nearest to that one.
    let list = ArticleList::within(&scope, None, article.products.first().copied(), call.now);
    let words = words(&article);
    let typed = Typed { text: &words, language: Some(&article.language) };
    let (near, _) = found(store, &call.request_id, &list, typed).await?;
    let items = near.into_iter().map(|near| near.article).filter(|near| near.id != article.id);
    Ok(ok(RelatedArticles { items: items.take(MOST_RELATED).collect() }))
}

/// Words that say what an article is about. The title comes last, for the last word may be incomplete.
fn words(article: &Article) -> String {
    let mut words = article.tags.join(" ");
    words.push(' ');
    words.push_str(&article.title);
    words
}
