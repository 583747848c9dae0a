//! Accounts of customers.

mod change;
mod contacts;
mod entitlements;
mod get;
mod list;
mod open;

crate::matrix_fixtures::drives! { portico_accounts:
    LIST_ACCOUNTS => list::drive,
    OPEN_ACCOUNT => open::drive,
    GET_ACCOUNT => get::drive,
    CHANGE_ACCOUNT => change::drive,
    LIST_ACCOUNT_CONTACTS => contacts::drive,
    LIST_ACCOUNT_ENTITLEMENTS => entitlements::drive,
}
