//! Times from a click to the content of each page, in a browser, with many tickets. The portal's own journey measures,
//! prints, and fails when a page takes longer than it may.

use crate::peers;
use crate::report::say;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::Instant;
use tokio::process::Command;

/// Measures at the largest of `sizes`.
pub async fn measure(built: &Path, sizes: &[usize]) -> Result<()> {
    let count = sizes.iter().copied().max().context("no number of tickets")?;
    let begun = Instant::now();
    let server = peers::filled(built, count).await?;
    say(&format!("  {count} tickets loaded in {:.0} s", begun.elapsed().as_secs_f64()));
    say("From a click to content, in Chromium, with a freshly loaded page each time");
    let status = Command::new("npm")
        .args(["run", "--silent", "--prefix", "portal", "speed"])
        .env("PORTICO_DEV_JSON", server.state_file())
        .kill_on_drop(true)
        .status()
        .await
        .context("npm cannot be started")?;
    server.stop().await?;
    if status.success() { Ok(()) } else { bail!("a page takes longer than it may") }
}
