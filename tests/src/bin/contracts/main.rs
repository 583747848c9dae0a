//! Writes what others build on, from the code itself: the OpenAPI document, the access matrix, the list of routes and the
//! roles of the functions. With `--check` writes nothing and fails where a committed file is not what it would write.

mod areas;
mod matrix;
mod openapi;
mod patterns;
mod ports;
mod roles;
mod routes;

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => false,
        ["--check"] => true,
        _ => return fail("takes nothing or --check"),
    };
    match run(check) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("{error:#}")),
    }
}

fn fail(text: &str) -> ExitCode {
    // Nobody is left to tell if this fails too.
    let _ = writeln!(std::io::stderr(), "contracts: {text}");
    ExitCode::FAILURE
}

fn run(check: bool) -> anyhow::Result<()> {
    let areas = areas::all();
    let files = [
        ("openapi.json", openapi::document(&areas)?),
        ("docs/access-matrix.md", matrix::page(&areas)),
        ("docs/routes.md", routes::page(&areas)),
        ("infra/roles.yaml", roles::page()?),
    ];
    let root = ports::root();
    for (name, text) in files {
        let path = root.join(name);
        if check {
            let committed = std::fs::read_to_string(&path).map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
            if let Some(difference) = difference(&committed, &text) {
                anyhow::bail!("{name} is not what the code says; run scripts/generate. {difference}");
            }
        } else {
            std::fs::write(&path, text).map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
        }
    }
    Ok(())
}

/// The first line that is not the same.
fn difference(committed: &str, made: &str) -> Option<String> {
    if committed == made {
        return None;
    }
    let mut pairs = committed.lines().map(Some).chain(std::iter::repeat(None)).zip(made.lines());
    let found = pairs.by_ref().enumerate().find(|(_, (committed, made))| *committed != Some(made));
    Some(match found {
        Some((index, (Some(committed), made))) => {
            format!("Line {}: it has `{}`, the code says `{}`", index + 1, committed.trim(), made.trim())
        }
        Some((index, (None, made))) => format!("Line {}: it ends, the code says `{}`", index + 1, made.trim()),
        None => "It goes on after the last line that the code says".into(),
    })
}
