//! portico-local
