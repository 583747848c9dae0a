//! Accounts of customers.

mod contacts;
mod entitlements;
mod get;

crate::matrix_fixtures::drives! { portico_accounts:
    GET_ACCOUNT => get::drive,
    LIST_ACCOUNT_CONTACTS => contacts::drive,
    LIST_ACCOUNT_ENTITLEMENTS => entitlements::drive,
}
