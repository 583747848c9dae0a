//! No disk: the dev server's own binary where too little is left, and where nothing more can be written while it runs.

use portico_tests::function::binary;
use portico_tests::until::until;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

const STARTS_WITHIN: Duration = Duration::from_mins(2);
/// Room for the largest file to grow until writes fail, in bytes.
const ROOM: u64 = 2_000_000;
/// More replies than there is room for.
const MOST_REPLIES: usize = 2_000;

/// Returns the command that runs the server on a data folder.
fn command(folder: &Path) -> Command {
    let mut command = Command::new(binary("portico-dev"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    command.current_dir(root).env("PORTICO_LOG", "off").args(["--port", "0", "--quiet", "--portal", "nowhere"]);
    command.arg("--data").arg(folder.join("data")).arg("--state").arg(folder.join("dev.json"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
    command
}

#[tokio::test]
async fn it_does_not_start_where_too_little_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let ended = command(folder.path()).args(["--least-free", "1000000000000"]).output().await.unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!((ended.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.starts_with("portico-dev: the disk of the data folder ") && said.contains("--data"), "{said}");
    assert!(!folder.path().join("data/dynamodb").exists() && !folder.path().join("dev.json").exists());
    // The default is the one that the documents name.
    let help = Command::new(binary("portico-dev")).arg("--help").output().await.unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let option = help.split("--least-free").nth(1).unwrap_or_else(|| panic!("{help}"));
    assert!(option.split("--portal").next().unwrap().contains("[default: 200]"), "{help}");
}

struct Server {
    child: Child,
    base: String,
    http: Client,
    token: String,
}

impl Server {
    async fn start(mut command: Command, folder: &Path) -> Self {
        let state = folder.join("dev.json");
        // One that was killed has left it.
        let _ = std::fs::remove_file(&state);
        let child = command.spawn().unwrap();
        let read = async || serde_json::from_slice::<Value>(&std::fs::read(&state).ok()?).ok();
        let state = until(STARTS_WITHIN, read).await.expect("it starts");
        let http = Client::builder().no_proxy().build().unwrap();
        let base = state["base_url"].as_str().unwrap().to_owned();
        let login = state["logins"].as_array().unwrap().iter().find(|login| login["role"] == "member").unwrap();
        let sign_in = json!({"email": login["email"], "password": login["password"]});
        let session = http.post(format!("{base}/v1/session")).json(&sign_in).send().await.unwrap();
        let session: Value = session.error_for_status().unwrap().json().await.unwrap();
        Self { child, base, http, token: session["access_token"].as_str().unwrap().to_owned() }
    }

    async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let post = self.http.post(format!("{}{path}", self.base)).bearer_auth(&self.token).json(body);
        let answer = post.send().await.expect("it answers");
        (answer.status(), answer.json().await.expect("JSON"))
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let answer = self.http.get(format!("{}{path}", self.base)).bearer_auth(&self.token).send().await;
        let answer = answer.expect("it answers");
        (answer.status(), answer.json().await.expect("JSON"))
    }

    /// The texts on a ticket's timeline.
    async fn told(&self, ticket: &str) -> Vec<String> {
        let (mut told, mut cursor) = (Vec::new(), String::new());
        loop {
            let (status, page) = self.get(&format!("/v1/tickets/{ticket}/timeline?limit=50{cursor}")).await;
            assert_eq!(status, 200, "{page}");
            let texts = page["items"].as_array().unwrap().iter().filter_map(|item| item["text"].as_str());
            told.extend(texts.map(|text| text.split(' ').next().unwrap_or_default().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { return told };
            cursor = format!("&cursor={next}");
        }
    }

    async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

fn largest(folder: &Path) -> u64 {
    let size = |path: PathBuf| path.metadata().map(|metadata| metadata.len()).unwrap_or_default();
    let files = std::fs::read_dir(folder).unwrap().map(|entry| size(entry.unwrap().path()));
    files.max().unwrap_or_default()
}

/// Returns the same command in a shell that limits the size of files, as if the disk were full. A write beyond the
/// limit fails, and the signal that would end the process is ignored.
fn limited(command: &Command, bytes: u64) -> Command {
    let command = command.as_std();
    let mut shell = Command::new("sh");
    // A shell counts in blocks of 512 bytes.
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", bytes / 512);
    shell.args(["-c", &script, "sh"]).arg(command.get_program()).args(command.get_args());
    shell.current_dir(command.get_current_dir().unwrap()).env("PORTICO_LOG", "off");
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    shell
}

#[tokio::test]
async fn what_was_acknowledged_before_the_disk_was_full_is_there_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let server = Server::start(command(folder), folder).await;
    let question =
        json!({"type": "question", "severity": "low", "synopsis": "Is there room?", "description": "How much?"});
    let (status, ticket) = server.post("/v1/tickets", &question).await;
    assert_eq!(status, 201, "{ticket}");
    let ticket = ticket["id"].as_str().unwrap();
    server.kill().await;

    let bytes = largest(&folder.join("data/dynamodb")) + ROOM;
    let server = Server::start(limited(&command(folder), bytes), folder).await;
    let mut acknowledged = Vec::new();
    let refused = loop {
        let text = format!("{} {}", acknowledged.len(), "x".repeat(15_000));
        let (status, answer) = server.post(&format!("/v1/tickets/{ticket}/replies"), &json!({"text": text})).await;
        if status != 201 {
            break (status, answer);
        }
        acknowledged.push(acknowledged.len().to_string());
        assert!(acknowledged.len() < MOST_REPLIES, "the disk is never full");
    };
    assert!(acknowledged.len() > 10, "{refused:?} after {}", acknowledged.len());
    assert!(refused.0.is_server_error() && refused.1["request_id"].is_string(), "{refused:?}");
    server.kill().await;

    // With room again: all acknowledged items, in order, and at most the one that was being written.
    let server = Server::start(command(folder), folder).await;
    let told = server.told(ticket).await;
    assert!(told.starts_with(&acknowledged) && told.len() <= acknowledged.len() + 1, "{told:?}");
    let (status, _) = server.post(&format!("/v1/tickets/{ticket}/replies"), &json!({"text": "And again."})).await;
    assert_eq!(status, 201);
    server.kill().await;
}
