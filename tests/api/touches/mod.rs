//! The touch ledger.

mod list;

crate::matrix_fixtures::drives! { portico_touches:
    LIST_TOUCHES => list::drive,
}
