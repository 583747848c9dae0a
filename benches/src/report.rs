//! Printing figures.

use std::io::Write;
use std::time::Duration;

/// Returns the median of the values.
pub fn median(values: Vec<Duration>) -> Duration {
    quantile(values, 0.5)
}

/// Returns the value that this share of all values lies below.
pub fn quantile(mut values: Vec<Duration>, share: f64) -> Duration {
    values.sort_unstable();
    let index = (values.len() as f64 * share).floor();
    // Counts here are small and never negative.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let index = (index as usize).min(values.len().saturating_sub(1));
    values.get(index).copied().unwrap_or_default()
}

/// A ratio of two times.
pub fn ratio(this: Duration, that: Duration) -> f64 {
    this.as_secs_f64() / that.as_secs_f64().max(f64::EPSILON)
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Bytes as MiB.
pub fn mib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0 / 1024.0
}

/// Prints one line. If printing fails, nobody is left to notify.
pub fn say(line: &str) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
