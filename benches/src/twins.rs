//! Functions that `tickets-get` is compared with. They do the same in Node and in Python, with the AWS SDK of each,
//! bundled as their users do (`benches/twins`). `scripts/bench` installs them.

use crate::function::Program;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folder that `scripts/bench` installs the twins into.
const INSTALLED: &str = ".local/twins";

/// Returns the twins, each with its interpreter's version.
pub fn all(environment: &[(String, String)]) -> Result<Vec<(String, Program)>> {
    let folder = Path::new(INSTALLED).canonicalize().context("the twins are not installed; scripts/bench does it")?;
    let (node, node_version) = interpreter("node", &["-p", "process.execPath + '\\n' + process.versions.node"])?;
    let (python, python_version) = interpreter(
        "python3",
        &["-c", "import sys, platform; print(sys.executable); print(platform.python_version())"],
    )?;
    let program = |command: &Path, file: PathBuf, more: &[(&str, String)]| {
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Program {
            command: vec![command.into(), file.into()],
            environment: environment.iter().cloned().chain(more).collect(),
        }
    };
    let region = environment.iter().find(|(name, _)| name == "AWS_REGION").map(|(_, region)| region.clone());
    let python_needs = [
        ("PYTHONPATH", folder.join("python").display().to_string()),
        // Lambda sets both; boto3 looks for this one.
        ("AWS_DEFAULT_REGION", region.unwrap_or_default()),
    ];
    Ok(vec![
        (format!("Node {node_version}"), program(&node, folder.join("node/dist/bootstrap.cjs"), &[])),
        (format!("Python {python_version}"), program(&python, folder.join("python/bootstrap.py"), &python_needs)),
    ])
}

/// Returns the real path of an interpreter and its version: the command on the path may be a script that looks for it.
fn interpreter(name: &str, ask: &[&str]) -> Result<(PathBuf, String)> {
    let answer = Command::new(name).args(ask).output().with_context(|| format!("there is no {name}"))?;
    let text = String::from_utf8_lossy(&answer.stdout);
    match text.lines().collect::<Vec<_>>().as_slice() {
        [path, version] => Ok((path.into(), (*version).to_owned())),
        _ => bail!("{name} does not say where it is"),
    }
}
