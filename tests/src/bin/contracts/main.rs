//! Writes everything that follows from the code, and above all from the rows of the endpoints. This is the OpenAPI
//! document, the access matrix, the list of routes and the roles of the functions. For each endpoint it writes the
//! binary, the function in template.yaml, and the event. With `--check` it writes nothing, and fails if a committed
//! file is not as generated.

mod areas;
mod binaries;
mod events;
mod examples;
mod functions;
mod generated;
mod matrix;
mod openapi;
mod patterns;
mod permissions;
mod ports;
mod roles;
mod routes;
mod samples;

use generated::{Generated, read};
use roles::Roles;
use std::io::Write;
use std::path::Path;
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
    let root = ports::root();
    let generated = all(&root)?;
    if check { generated.check(&root) } else { generated.write(&root) }
}

/// All generated files.
fn all(root: &Path) -> anyhow::Result<Generated> {
    let areas = areas::all();
    let ports = ports::by_binary()?;
    let roles = Roles::of(&ports, permissions::all()?)?;
    let document = openapi::document(&areas)?;
    let mut generated = Generated::default();
    binaries::add(&mut generated, &areas, &ports, root)?;
    events::add(&mut generated, &areas, &serde_json::from_str(&document)?, root)?;
    generated.file("template.yaml", functions::template(&read(root, "template.yaml")?, &areas, &ports, &roles)?);
    generated.file("openapi.json", document);
    generated.file("docs/access-matrix.md", matrix::page(&areas));
    generated.file("docs/routes.md", routes::page(&areas));
    generated.file("infra/roles.yaml", roles.page());
    Ok(generated)
}
