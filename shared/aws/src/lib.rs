//! portico-aws
