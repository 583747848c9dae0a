//! A function's program, run as Lambda runs it: on a runtime API of our own, with its CPU time and memory read from the
//! system.

use anyhow::{Context, Result, bail};
use portico_local::runtime::RuntimeApi;
use serde_json::Value;
use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// Longest time a process may take to end.
const PATIENCE: Duration = Duration::from_mins(1);

/// Program to start.
#[derive(Clone, Debug)]
pub struct Program {
    /// Executable and its arguments.
    pub command: Vec<OsString>,
    /// Complete environment of the process: it inherits nothing.
    pub environment: Vec<(String, String)>,
}

impl Program {
    /// Returns the program of a binary without arguments.
    pub fn binary(path: &Path, environment: &[(String, String)]) -> Self {
        Self { command: vec![path.into()], environment: environment.to_vec() }
    }

    /// Returns the program as run by another program.
    pub fn under<T: Into<OsString>>(self, runner: impl IntoIterator<Item = T>) -> Self {
        let command = runner.into_iter().map(Into::into).chain(self.command).collect();
        Self { command, ..self }
    }
}

/// A running function.
pub struct Function {
    child: Child,
    started: Instant,
    api: RuntimeApi,
}

impl Function {
    /// Starts a program.
    pub async fn start(program: &Program) -> Result<Self> {
        let api = RuntimeApi::start()?;
        let (executable, arguments) = program.command.split_first().context("nothing to start")?;
        let mut command = Command::new(executable);
        command
            .args(arguments)
            .env_clear()
            .envs(api.environment("bench"))
            .envs(program.environment.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let started = Instant::now();
        let child = command.spawn().with_context(|| format!("{} cannot be started", executable.display()))?;
        Ok(Self { child, started, api })
    }

    /// Returns the time from the start of the process to its first poll of the runtime API.
    pub async fn start_up(&mut self) -> Result<Duration> {
        tokio::select! {
            polled = self.api.polled() => Ok(polled? - self.started),
            ended = self.child.wait() => bail!("the function ended before it polled: {}", ended?),
        }
    }

    /// Sends one event and returns the answer, whatever it is.
    pub async fn invoke(&mut self, event: &str) -> Result<Value> {
        self.api.invoke(event).await
    }

    /// Sends one request and returns the answer. Fails if the function refuses it.
    pub async fn ask(&mut self, event: &str) -> Result<Value> {
        let answer = self.invoke(event).await?;
        if answer["statusCode"].as_u64().is_none_or(|status| status >= 400) {
            bail!("the function answered {answer}");
        }
        Ok(answer)
    }

    /// Returns the CPU time of all threads so far.
    pub fn cpu(&self) -> Result<Duration> {
        let id = self.child.id().context("the function has ended")?;
        let mut nanoseconds = 0;
        for thread in std::fs::read_dir(format!("/proc/{id}/task"))? {
            let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            nanoseconds +=
                text.split_whitespace().next().and_then(|first| first.parse::<u64>().ok()).unwrap_or_default();
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// Returns the memory that the process holds, in bytes.
    pub fn memory(&self) -> Result<u64> {
        memory_of(self.child.id().context("the function has ended")?, "VmRSS:")
    }

    /// Returns the most memory that the process ever held, in bytes.
    pub fn peak_memory(&self) -> Result<u64> {
        memory_of(self.child.id().context("the function has ended")?, "VmHWM:")
    }

    /// Kills the process.
    pub async fn stop(mut self) {
        let _ = self.child.kill().await;
    }

    /// Asks the process to end and waits for that. An instruction counter then writes down its counts.
    pub async fn end(mut self) -> Result<()> {
        terminate(self.child.id().context("the function has ended")?).await?;
        tokio::time::timeout(PATIENCE, self.child.wait()).await??;
        Ok(())
    }
}

/// Sends a process SIGTERM.
pub async fn terminate(process: u32) -> Result<()> {
    let sent = Command::new("kill").arg("-TERM").arg(process.to_string()).status().await?;
    if sent.success() { Ok(()) } else { bail!("process {process} cannot be stopped") }
}

/// Reads a memory figure of a process, in bytes: `VmRSS:` or `VmHWM:`.
pub fn memory_of(process: u32, what: &str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)).with_context(|| format!("no {what}"))?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<u64>()? * 1024)
}
