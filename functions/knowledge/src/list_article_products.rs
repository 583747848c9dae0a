//! `GET /v1/editor/products`: products that articles can be about.

use crate::manuscript::offered_products;
use portico_domain::knowledge::ProductName;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_http::{Call, HandlerResult, List, ok};

/// Products that articles can be about, by name.
#[utoipa::path(get, path = "/v1/editor/products", operation_id = "list_article_products", tag = "knowledge",
    responses((status = 200, description = "The products", body = List<ProductName>)))]
pub async fn list_article_products<S: RequestStore + Settings + Sync>(
    store: &S,
    call: Call,
) -> HandlerResult<List<ProductName>> {
    call.scope()?;
    let mut products = offered_products(store).await?.products;
    call.act().await?;
    products.sort_by_key(|product| product.name.to_lowercase());
    Ok(ok(List::whole(products)))
}
