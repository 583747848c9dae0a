//! Input that cannot be accepted: each kind with its status, its code and the fields it names, nothing written and nothing
//! typed lost.

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
