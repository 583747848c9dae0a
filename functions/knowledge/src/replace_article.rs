//! `PUT /v1/articles/{id}`: another text of an article.

use crate::manuscript::{ArticleText, ManuscriptView, named_products};
use futures::TryFutureExt as _;
use futures::future::try_join;
use portico_domain::accounts::products::Products;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::editing::Manuscript;
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};

/// Replaces the text that editors work on, which is a draft again. Readers keep theirs until this one is published.
/// Sending the text that they see drops the draft.
#[utoipa::path(put, path = "/v1/articles/{id}", operation_id = "replace_article", tag = "knowledge",
    params(("id" = ArticleId, Path)), request_body = ArticleText,
    responses((status = 200, description = "The article as it is now", body = ManuscriptView)))]
pub async fn replace_article<S: RequestStore + Manuscripts + Products + Commit + Sync>(
    store: &S,
    call: Call<ArticleId, Body<ArticleText>>,
) -> HandlerResult<ManuscriptView> {
    let manuscript = store.manuscript(call.path).map_err(Error::from);
    let (manuscript, products) = try_join(manuscript, named_products(store, &call)).await?;
    let (act, Manuscript(article)) = call.authorize(manuscript).await?;
    let (article, change) = article.rewrite(&act, call.input.0.clone().into(), &products)?;
    let done = ok(ManuscriptView::from(&article)).version(article.version);
    match change {
        Some(change) => call.commit(store, change, done).await,
        None => Ok(done),
    }
}
