//! `GET /v1/products`: the products, by name.

use crate::product_view::ProductView;
use portico_domain::accounts::products::{ProductList, Products};
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, Params, ok};

portico_http::list_query! {
    /// Query of the list of products.
    pub struct ListProductsQuery {
        /// Beginning of the name.
        #[schema(min_length = 1, max_length = 100)]
        #[param(min_length = 1, max_length = 100)]
        pub q: Option<String>,
    }
}

/// Products with their versions, by name.
#[utoipa::path(get, path = "/v1/products", operation_id = "list_products", tag = "accounts", params(ListProductsQuery),
    responses((status = 200, description = "A page", body = List<ProductView>)))]
pub async fn list_products<S: RequestStore + Products + Sync>(
    store: &S,
    call: Call<(), Params<ListProductsQuery>>,
) -> HandlerResult<List<ProductView>> {
    let list = ProductList::within(&call.scope()?, call.input.0.q.as_deref())?;
    let paged = call.paged(&call.input.0, list.text())?;
    let page = store.products(&list, paged.request()).await?;
    call.act().await?;
    Ok(ok(paged.list(page, ProductView::from)?))
}
