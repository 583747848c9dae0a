//! Customer accounts, products, and what was purchased, as staff see them.

pub mod add_entitlement;
pub mod change;
pub mod change_entitlement;
pub mod change_product;
pub mod contacts;
pub mod create_product;
pub mod entitlements;
pub mod get;
pub mod list;
pub mod list_products;
pub mod open;
pub mod product_view;
pub mod view;
pub mod written_entitlement;

portico_http::endpoints! {
    GET_ACCOUNT: GET "/v1/accounts/{id}" "get_account" "accounts-get" ViewAccount Read Account => get::get_account;
    LIST_ACCOUNTS: GET "/v1/accounts" "list_accounts" "accounts-list" ListAccounts Read => list::list_accounts;
    OPEN_ACCOUNT: POST "/v1/accounts" "open_account" "accounts-open" OpenAccount Create => open::open_account;
    CHANGE_ACCOUNT: PATCH "/v1/accounts/{id}" "change_account" "accounts-change" ChangeAccount Change Account => change::change_account;
    LIST_ACCOUNT_CONTACTS: GET "/v1/accounts/{id}/contacts" "list_account_contacts" "accounts-contacts" ViewAccount Read Account => contacts::list_account_contacts;
    LIST_ACCOUNT_ENTITLEMENTS: GET "/v1/accounts/{id}/entitlements" "list_account_entitlements" "accounts-entitlements" ViewAccount Read Account => entitlements::list_account_entitlements;
    ADD_ENTITLEMENT: POST "/v1/accounts/{id}/entitlements" "add_entitlement" "accounts-add-entitlement" ChangeEntitlements Create Account => add_entitlement::add_entitlement;
    CHANGE_ENTITLEMENT: PATCH "/v1/accounts/{id}/entitlements/{entitlement_id}" "change_entitlement" "accounts-change-entitlement" ChangeEntitlements Change Account => change_entitlement::change_entitlement;
    LIST_PRODUCTS: GET "/v1/products" "list_products" "accounts-list-products" ListProducts Read => list_products::list_products;
    CREATE_PRODUCT: POST "/v1/products" "create_product" "accounts-create-product" ChangeProducts Create => create_product::create_product;
    CHANGE_PRODUCT: PATCH "/v1/products/{id}" "change_product" "accounts-change-product" ChangeProducts Change Product => change_product::change_product;
}
