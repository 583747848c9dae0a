//! `GET /v1/editor/articles/{id}`: an article for its editors.

use crate::manuscript::{ManuscriptView, with_names};
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::editing::Manuscript;
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};

/// An article in any state, with the text that editors work on.
#[utoipa::path(get, path = "/v1/editor/articles/{id}", operation_id = "get_manuscript", tag = "knowledge",
    params(("id" = ArticleId, Path)),
    responses((status = 200, description = "The article", body = ManuscriptView)))]
pub async fn get_manuscript<S: RequestStore + Manuscripts + People + Sync>(
    store: &S,
    call: Call<ArticleId>,
) -> HandlerResult<ManuscriptView> {
    let manuscript = store.manuscript(call.path).await?;
    let (_, Manuscript(mut article)) = call.authorize(manuscript).await?;
    with_names(store, std::slice::from_mut(&mut article)).await?;
    Ok(ok(ManuscriptView::from(&article)).version(article.version))
}
