//! Tests that need no table: the keys, and the calls against answers made up here. The contract of the record ports
//! tests the behaviour of records, on two tables.

mod calls;
mod keys;
mod sizes;
