//! Customer accounts, as staff see them.

pub mod change;
pub mod contacts;
pub mod entitlements;
pub mod get;
pub mod list;
pub mod open;
pub mod view;

portico_http::endpoints! {
    LIST_ACCOUNTS: GET "/v1/accounts" "list_accounts" "accounts-list" ListAccounts Read => list::list_accounts;
    OPEN_ACCOUNT: POST "/v1/accounts" "open_account" "accounts-open" OpenAccount Create => open::open_account;
    GET_ACCOUNT: GET "/v1/accounts/{id}" "get_account" "accounts-get" ViewAccount Read Account => get::get_account;
    CHANGE_ACCOUNT: PATCH "/v1/accounts/{id}" "change_account" "accounts-change" ChangeAccount Change Account => change::change_account;
    LIST_ACCOUNT_CONTACTS: GET "/v1/accounts/{id}/contacts" "list_account_contacts" "accounts-contacts" ViewAccount Read Account => contacts::list_account_contacts;
    LIST_ACCOUNT_ENTITLEMENTS: GET "/v1/accounts/{id}/entitlements" "list_account_entitlements" "accounts-entitlements" ViewAccount Read Account => entitlements::list_account_entitlements;
}
