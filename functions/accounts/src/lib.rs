//! Customer accounts, as staff see them.

pub mod contacts;
pub mod entitlements;
pub mod get;

portico_http::endpoints! {
    GET_ACCOUNT: GET "/v1/accounts/{id}" "get_account" "accounts-get" ViewAccount Read Account => get::get_account;
    LIST_ACCOUNT_CONTACTS: GET "/v1/accounts/{id}/contacts" "list_account_contacts" "accounts-contacts" ViewAccount Read Account => contacts::list_account_contacts;
    LIST_ACCOUNT_ENTITLEMENTS: GET "/v1/accounts/{id}/entitlements" "list_account_entitlements" "accounts-entitlements" ViewAccount Read Account => entitlements::list_account_entitlements;
}
