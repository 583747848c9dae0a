//! `POST /v1/articles/{id}/review`: send a draft to review.

use crate::manuscript::ManuscriptView;
use portico_domain::change::Commit;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::editing::Manuscript;
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};

/// Sends the draft to review, so that another person reads it before readers do.
#[utoipa::path(post, path = "/v1/articles/{id}/review", operation_id = "review_article", tag = "knowledge",
    params(("id" = ArticleId, Path)),
    responses((status = 200, description = "The article as it is now", body = ManuscriptView)))]
pub async fn review_article<S: RequestStore + Manuscripts + Commit + Sync>(
    store: &S,
    call: Call<ArticleId>,
) -> HandlerResult<ManuscriptView> {
    let manuscript = store.manuscript(call.path).await?;
    let (act, Manuscript(article)) = call.authorize(manuscript).await?;
    let (article, change) = article.send_to_review(&act)?;
    call.commit(store, change, ok(ManuscriptView::from(&article)).version(article.version)).await
}
