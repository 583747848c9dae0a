//! The dev server as people run it: a process with options, signals and an exit code.

#![allow(missing_docs, clippy::unwrap_used)]

#[path = "process/kills.rs"]
mod kills;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use portico_local::net;
use portico_local::state::DevState;

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../seed");

fn dev(folder: &Path, options: &[&str]) -> Command {
    dev_with(SEED, folder, options)
}

fn dev_with(seed: &str, folder: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portico-dev"));
    command
        .current_dir(folder)
        .args(["--seed", seed])
        .args(options)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already unless the test failed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn start(folder: &Path, options: &[&str]) -> Self {
        let mut running = Self(dev(folder, options).spawn().unwrap());
        let mut lines = BufReader::new(running.0.stdout.as_mut().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().starts_with("Ctrl-C")), "it did not start");
        running
    }

    /// Sends a signal and waits for the end.
    fn end(&mut self, signal: &str) -> (Option<i32>, Duration) {
        let asked = Instant::now();
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let status = self.0.wait().unwrap();
        (status.code(), asked.elapsed())
    }
}

#[test]
fn it_tells_where_it_is_and_ends_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-TERM", "-INT"] {
        let mut server = Running::start(folder.path(), &["--port", "0"]);
        let file = folder.path().join(".local/dev.json");
        let state = DevState::read(&file).unwrap();
        assert!(state.base_url.starts_with("http://127.0.0.1:"));
        assert!(folder.path().join(".local/data/dynamodb").is_dir());
        // A client that keeps its connection and never finishes its request.
        let address = state.base_url.strip_prefix("http://").unwrap();
        let mut client = std::net::TcpStream::connect(address).unwrap();
        std::io::Write::write_all(&mut client, b"POST /v1/nowhere HTTP/1.1\r\nhost: localhost\r\n").unwrap();

        let (code, took) = server.end(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert!(took < Duration::from_secs(2), "{signal} took {took:?}");
        assert!(!file.exists());
    }
}

#[test]
fn a_kill_leaves_nothing_in_the_way_of_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Running::start(folder.path(), &["--port", "0"]);
    assert_eq!(first.end("-KILL").0, None);
    let mut second = Running::start(folder.path(), &["--port", "0"]);
    assert_eq!(second.end("-TERM").0, Some(0));
}

/// Signs in with a demo login, and returns the access token.
async fn sign_in_as(client: &reqwest::Client, state: &DevState, email: &str) -> String {
    let login = state.logins.iter().find(|login| login.email == email).unwrap();
    let who = serde_json::json!({"email": login.email, "password": login.password});
    let answer = client.post(format!("{}/v1/session", state.base_url)).json(&who).send().await.unwrap();
    let session: serde_json::Value = answer.json().await.unwrap();
    session["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_wrong_is_said_in_one_line_with_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let taken = tokio::runtime::Runtime::new().unwrap();
    let taken = taken.block_on(async { net::listen(0).unwrap() });
    let port = taken.local_addr().unwrap().port().to_string();
    let _holder = Running::start(folder.path(), &["--port", "0"]);
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();

    let cases: [(&[&str], &str); 4] = [
        (&["--port", &port, "--data", "other"], &format!("port {port}, for the portal, is in use")),
        (&["--port", "0", "--s3-port", &port, "--data", "other"], "with --s3-port"),
        (&["--port", "0"], "in use by process"),
        (&["--port", "0", "--data", "file/data"], "cannot be used"),
    ];
    for (options, expected) in cases {
        let mut child = dev(folder.path(), options).spawn().unwrap();
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1), "{options:?}");
        assert!(said.contains(expected) && said.trim_end().lines().count() == 1, "{options:?}: {said}");
    }

    let wrong = dev(folder.path(), &["--prot", "1"]).output().unwrap();
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert!(said.contains("--prot") && said.contains("--port"), "{said}");
    let help = dev(folder.path(), &["--help"]).output().unwrap();
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8(help.stdout).unwrap().contains("--reset"));
}

#[test]
fn only_what_was_filled_by_half_asks_for_a_reset() {
    let folder = tempfile::tempdir().unwrap();
    let options = ["--port", "0", "--data", "data"];
    let failed = dev_with("nowhere", folder.path(), &options).output().unwrap();
    assert_eq!(failed.status.code(), Some(1), "{failed:?}");
    // Nothing had been filled, so the next start fills it.
    drop(Running::start(folder.path(), &options));
    // And so does the one after a reset that failed before it filled.
    let reset = ["--port", "0", "--data", "data", "--reset"];
    let failed = dev_with("nowhere", folder.path(), &reset).output().unwrap();
    assert_eq!(failed.status.code(), Some(1), "{failed:?}");
    drop(Running::start(folder.path(), &options));
    std::fs::rename(folder.path().join("data/complete"), folder.path().join("data/filling")).unwrap();
    let refused = dev(folder.path(), &options).output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("was cut short; start with --reset") && said.trim_end().lines().count() == 1, "{said}");
}
