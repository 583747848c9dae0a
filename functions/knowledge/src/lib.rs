//! portico-knowledge
