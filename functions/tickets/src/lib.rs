//! portico-tickets
