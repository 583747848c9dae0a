//! portico-benches
