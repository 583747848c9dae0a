//! portico-files
