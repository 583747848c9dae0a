//! The JVM engines.
