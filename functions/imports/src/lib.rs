//! Imports by CSV.
