//! Tests that need no table.
