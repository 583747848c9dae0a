//! portico-accounts
