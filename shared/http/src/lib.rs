//! portico-http
