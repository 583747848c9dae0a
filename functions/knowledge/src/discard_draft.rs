//! `POST /v1/articles/{id}/discard`: drop the draft of a published article.

use crate::manuscript::ManuscriptView;
use portico_domain::change::Commit;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::editing::Manuscript;
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};

/// Drops the text that would replace the published one. Readers notice nothing, and the history keeps it.
#[utoipa::path(post, path = "/v1/articles/{id}/discard", operation_id = "discard_draft", tag = "knowledge",
    params(("id" = ArticleId, Path)),
    responses((status = 200, description = "The article as it is now", body = ManuscriptView)))]
pub async fn discard_draft<S: RequestStore + Manuscripts + Commit + Sync>(
    store: &S,
    call: Call<ArticleId>,
) -> HandlerResult<ManuscriptView> {
    let manuscript = store.manuscript(call.path).await?;
    let (act, Manuscript(article)) = call.authorize(manuscript).await?;
    let (article, change) = article.discard_draft(&act)?;
    call.commit(store, change, ok(ManuscriptView::from(&article)).version(article.version)).await
}
