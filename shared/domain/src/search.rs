//! The `SearchIndex` port.
