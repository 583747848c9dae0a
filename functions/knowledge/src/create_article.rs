//! `POST /v1/articles`: write an article.

use crate::manuscript::{ArticleText, ManuscriptView, named_products};
use portico_domain::accounts::products::Products;
use portico_domain::change::Commit;
use portico_domain::knowledge::Article;
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, created};

/// Writes an article, as a draft of the caller's. Readers see it when it is published.
#[utoipa::path(post, path = "/v1/articles", operation_id = "create_article", tag = "knowledge",
    request_body = ArticleText, responses((status = 201, description = "The article", body = ManuscriptView)))]
pub async fn create_article<S: RequestStore + Manuscripts + Products + Commit + Sync>(
    store: &S,
    call: Call<(), Body<ArticleText>>,
) -> HandlerResult<ManuscriptView> {
    let products = named_products(store, &call).await?;
    let act = call.act().await?;
    let (article, change) = Article::write(&act, call.input.0.clone().into(), &products)?;
    call.commit(store, change, created(ManuscriptView::from(&article)).version(article.version)).await
}
