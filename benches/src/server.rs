//! The dev server as a process of its own, on disk, with the demo company.

use crate::function::{memory_of, terminate};
use crate::portal::Portal;
use anyhow::{Context, Result, bail};
use portico_local::state::DevState;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// Longest time for the start of a server, including the demo company.
const STARTS_WITHIN: Duration = Duration::from_mins(2);
/// Longest time for a server to end, including the tidying of its database.
const ENDS_WITHIN: Duration = Duration::from_secs(30);

/// Name of the state file, which has the server's addresses.
const STATE_FILE: &str = "dev.json";

/// A running dev server.
pub struct DevServer {
    binary: PathBuf,
    child: Child,
    portal: Portal,
    folder: tempfile::TempDir,
}

impl Deref for DevServer {
    type Target = Portal;

    fn deref(&self) -> &Portal {
        &self.portal
    }
}

impl DevServer {
    /// Starts a server on a data folder of its own and waits until it answers.
    pub async fn start(binary: &Path) -> Result<Self> {
        Self::start_in(binary.to_owned(), tempfile::tempdir()?).await
    }

    /// Stops the server, has its database folder filled while nobody uses it, and starts it again.
    pub async fn refilled(mut self, fill: impl FnOnce(&Path) -> Result<()> + Send + 'static) -> Result<Self> {
        self.end().await?;
        let Self { binary, folder, .. } = self;
        let database = folder.path().join("data/dynamodb");
        tokio::task::spawn_blocking(move || fill(&database)).await??;
        Self::start_in(binary, folder).await
    }

    async fn start_in(binary: PathBuf, folder: tempfile::TempDir) -> Result<Self> {
        let state_file = folder.path().join(STATE_FILE);
        let mut child = Command::new(&binary)
            .args(["--port", "0", "--quiet"])
            .arg("--data")
            .arg(folder.path().join("data"))
            .arg("--state")
            .arg(&state_file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", binary.display()))?;
        let begun = Instant::now();
        let state = loop {
            if let Ok(state) = DevState::read(&state_file) {
                break state;
            }
            if let Some(status) = child.try_wait()? {
                bail!("the dev server has ended: {status}");
            }
            if begun.elapsed() > STARTS_WITHIN {
                bail!("the dev server did not start within {STARTS_WITHIN:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        Ok(Self { binary, child, portal: Portal::of(state)?, folder })
    }

    /// Returns a client of the server.
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// Returns the path of the state file, which has the server's addresses.
    pub fn state_file(&self) -> PathBuf {
        self.folder.path().join(STATE_FILE)
    }

    /// Returns the memory that the server holds, in bytes.
    pub fn memory(&self) -> Result<u64> {
        memory_of(self.child.id().context("the dev server has ended")?, "VmRSS:")
    }

    /// Returns the size of a folder of the server's data, in bytes: `dynamodb`, `search`.
    pub fn on_disk(&self, name: &str) -> Result<u64> {
        let folder = self.folder.path().join("data").join(name);
        let mut bytes = 0;
        for entry in std::fs::read_dir(&folder)? {
            bytes += entry?.metadata()?.len();
        }
        Ok(bytes)
    }

    /// Stops the server and deletes its data.
    pub async fn stop(mut self) -> Result<()> {
        self.end().await
    }

    async fn end(&mut self) -> Result<()> {
        terminate(self.child.id().context("the dev server has ended")?).await?;
        tokio::time::timeout(ENDS_WITHIN, self.child.wait()).await??;
        Ok(())
    }
}
