//! portico-auth
