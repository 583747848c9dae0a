//! `PATCH /v1/products/{id}`: name, code or versions of a product.

use crate::product_view::{ProductView, WriteProductVersion};
use futures::future::try_join;
use portico_domain::accounts::products::{ProductChange, ProductCodes, Products};
use portico_domain::change::Commit;
use portico_domain::ids::ProductId;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Fields to change; those left out stay.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeProduct {
    /// Name of the product.
    #[schema(min_length = 1, max_length = 100, pattern = r"^[^\r\n\t]*$")]
    pub name: Option<String>,
    /// Code of the product, which no other product has: letters, digits and hyphens.
    #[schema(min_length = 1, max_length = 40, pattern = r"^[^\r\n\t]*$")]
    pub code: Option<String>,
    /// Versions to change or add. The others stay: purchases name them.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub versions: Vec<WriteProductVersion>,
}

/// Changes a product. Purchases show its names and dates as they are now; tickets keep those of the day they were opened.
#[utoipa::path(patch, path = "/v1/products/{id}", operation_id = "change_product", tag = "accounts",
    params(("id" = ProductId, Path)), request_body = ChangeProduct,
    responses((status = 200, description = "The product as it is now", body = ProductView)))]
pub async fn change_product<S: RequestStore + Products + ProductCodes + Commit + Sync>(
    store: &S,
    call: Call<ProductId, Body<ChangeProduct>>,
) -> HandlerResult<ProductView> {
    let ChangeProduct { name, code, versions } = call.input.0.clone();
    let holder = async {
        match &code {
            Some(code) => store.product_with_code(code).await,
            None => Ok(None),
        }
    };
    let (product, holder) = try_join(store.product(call.path), holder).await?;
    let (act, product) = call.authorize(product).await?;
    let versions = versions.into_iter().map(Into::into).collect();
    let (product, change) = product.change(&act, ProductChange { name, code, versions }, holder)?;
    let version = product.version;
    let done = ok(product.into()).version(version);
    match change {
        Some(change) => call.commit(store, change, done).await,
        None => Ok(done),
    }
}
