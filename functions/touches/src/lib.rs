//! The touch ledger, to be read.

pub mod list;
mod tickets;

portico_http::endpoints! {
    LIST_TOUCHES: GET "/v1/touches" "list_touches" "touches-list" ListTouches Read => list::list_touches;
}
