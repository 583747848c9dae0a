//! portico-people
