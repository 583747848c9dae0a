//! portico-touches
