//! portico-profile
