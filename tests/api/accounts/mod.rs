//! Accounts of customers.

mod change;
mod contacts;
mod entitlements;
mod get;
mod list;
mod open;
pub(crate) mod products;
pub(crate) mod purchasing;

crate::matrix_fixtures::drives! { portico_accounts:
    GET_ACCOUNT => get::drive,
    LIST_ACCOUNTS => list::drive,
    OPEN_ACCOUNT => open::drive,
    CHANGE_ACCOUNT => change::drive,
    LIST_ACCOUNT_CONTACTS => contacts::drive,
    LIST_ACCOUNT_ENTITLEMENTS => entitlements::drive,
    ADD_ENTITLEMENT => purchasing::drive_add,
    CHANGE_ENTITLEMENT => purchasing::drive_change,
    LIST_PRODUCTS => products::drive_list,
    CREATE_PRODUCT => products::drive_create,
    CHANGE_PRODUCT => products::drive_change,
}
