//! `POST /v1/products`: a new product.

use crate::product_view::{ProductView, WriteProductVersion};
use portico_domain::accounts::products::{NewProduct, Product, ProductCodes};
use portico_domain::change::Commit;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, created};
use serde::Deserialize;
use utoipa::ToSchema;

/// Product to be written.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteProduct {
    /// Name of the product.
    #[schema(min_length = 1, max_length = 100, pattern = r"^[^\r\n\t]*$")]
    pub name: String,
    /// Code of the product, which no other product has: letters, digits and hyphens.
    #[schema(min_length = 1, max_length = 40, pattern = r"^[^\r\n\t]*$")]
    pub code: String,
    /// Versions of the product, the oldest first.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub versions: Vec<WriteProductVersion>,
}

/// Writes a product with its versions.
#[utoipa::path(post, path = "/v1/products", operation_id = "create_product", tag = "accounts", request_body = WriteProduct,
    responses((status = 201, description = "The product", body = ProductView)))]
pub async fn create_product<S: RequestStore + ProductCodes + Commit + Sync>(
    store: &S,
    call: Call<(), Body<WriteProduct>>,
) -> HandlerResult<ProductView> {
    let WriteProduct { name, code, versions } = call.input.0.clone();
    let holder = store.product_with_code(&code).await?;
    let act = call.act().await?;
    let new = NewProduct { name, code, versions: versions.into_iter().map(Into::into).collect() };
    let (product, change) = Product::write(&act, new, holder)?;
    call.commit(store, change, created(product.into()).version(1)).await
}
