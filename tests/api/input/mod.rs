//! Tests of input that cannot be accepted: each kind has its status, its code and the fields it names. Nothing is
//! written, and no text that was typed is lost.

mod cursors;
mod dates;
mod fields;
mod hostile;
mod parameters;
mod repeats;
mod requests;
mod tokens;
mod uploads;
mod versions;
