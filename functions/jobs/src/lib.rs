//! portico-jobs
