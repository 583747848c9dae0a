//! Printing figures.

use std::io::Write;
use std::time::Duration;

/// The one in the middle.
pub fn median(mut values: Vec<Duration>) -> Duration {
    values.sort();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// A ratio of two times.
pub fn ratio(this: Duration, that: Duration) -> f64 {
    this.as_secs_f64() / that.as_secs_f64().max(f64::EPSILON)
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// One line. Nobody is left to tell when printing fails.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
