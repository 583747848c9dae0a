//! The touch ledger, to be read.

pub mod list;

use utoipa::OpenApi;

portico_http::endpoints! {
    LIST_TOUCHES: GET "/v1/touches" "list_touches" "touches-list" ListTouches Read => list::list_touches;
}

/// OpenAPI documentation of this area.
#[derive(Debug, OpenApi)]
#[openapi(paths(list::list_touches))]
pub struct Documentation;
