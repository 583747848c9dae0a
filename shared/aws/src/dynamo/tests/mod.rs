//! What can be tested without a table: the keys, and the calls against answers made up here. How records behave in a
//! table is tested on two of them by the contract of the record ports.

mod calls;
mod keys;
mod sizes;
