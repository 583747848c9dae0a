//! `POST /v1/articles/{id}/archive`: take an article out of use.

use crate::manuscript::ManuscriptView;
use portico_domain::change::Commit;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::editing::Manuscript;
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};

/// Takes the article out of use. Nobody finds or reads it any more; its history stays.
#[utoipa::path(post, path = "/v1/articles/{id}/archive", operation_id = "archive_article", tag = "knowledge",
    params(("id" = ArticleId, Path)),
    responses((status = 200, description = "The article as it is now", body = ManuscriptView)))]
pub async fn archive_article<S: RequestStore + Manuscripts + Commit + Sync>(
    store: &S,
    call: Call<ArticleId>,
) -> HandlerResult<ManuscriptView> {
    let manuscript = store.manuscript(call.path).await?;
    let (act, Manuscript(article)) = call.authorize(manuscript).await?;
    let (article, change) = article.archive(&act)?;
    call.commit(store, change, ok(ManuscriptView::from(&article)).version(article.version)).await
}
