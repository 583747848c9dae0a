//! `POST /v1/articles/{id}/publish`: publish a text in review.

use crate::manuscript::ManuscriptView;
use portico_domain::change::Commit;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::editing::Manuscript;
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};

/// Publishes the text in review: at its time of publication, or at once.
#[utoipa::path(post, path = "/v1/articles/{id}/publish", operation_id = "publish_article", tag = "knowledge",
    params(("id" = ArticleId, Path)),
    responses((status = 200, description = "The article as it is now", body = ManuscriptView)))]
pub async fn publish_article<S: RequestStore + Manuscripts + Commit + Sync>(
    store: &S,
    call: Call<ArticleId>,
) -> HandlerResult<ManuscriptView> {
    let manuscript = store.manuscript(call.path).await?;
    let (act, Manuscript(article)) = call.authorize(manuscript).await?;
    let (article, change) = article.publish(&act)?;
    call.commit(store, change, ok(ManuscriptView::from(&article)).version(article.version)).await
}
