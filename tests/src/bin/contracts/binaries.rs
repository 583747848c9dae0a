//! The deployed binary of each endpoint: its row, the adapters behind its handler's ports, and the handler.

use crate::areas::Area;
use crate::generated::{Generated, read};
use crate::ports::Ports;
use anyhow::{Context, bail};
use portico_http::Endpoint;
use std::collections::BTreeMap;
use std::path::Path;

/// Line by which a generated binary is known.
const MARK: &str = "//! Made by `scripts/generate` from its row in `src/lib.rs`.";

/// Columns of a line, as in rustfmt.toml.
const COLUMNS: usize = 120;

/// The type parameters of `Aws`, in their order, each with the ports that need an adapter there.
const ADAPTERS: [&[(&str, &str)]; 4] = [
    &[("FileStore", "S3"), ("RawMails", "S3"), ("MailLinks", "S3")],
    &[("SearchWriter", "IndexWriter"), ("SearchReader", "IndexReader"), ("TicketSearch", "TicketReader")],
    &[("Mailer", "Ses")],
    &[("ProviderTokens", "Provider"), ("ProviderPages", "ProviderPage"), ("SigningKey", "Secrets")],
];

/// Adds the binaries of all areas.
pub(crate) fn add(
    generated: &mut Generated,
    areas: &[Area],
    ports: &BTreeMap<String, Ports>,
    root: &Path,
) -> anyhow::Result<()> {
    for area in areas {
        let folder = area.file("bin");
        for endpoint in area.endpoints {
            let path = format!("{folder}/{}.rs", endpoint.binary);
            if read(root, &path).is_ok_and(|text| !text.contains(MARK)) {
                bail!("{path} is written by hand; the row {} needs a binary of another name", endpoint.name);
            }
            let ports = ports.get(endpoint.binary).with_context(|| format!("{} has no ports", endpoint.binary))?;
            generated.file(path, source(area, endpoint, ports));
        }
        generated.remove_others(root, &folder, MARK)?;
    }
    Ok(())
}

/// The adapters of a handler's ports: the type arguments of `Aws`.
fn adapters(ports: &Ports) -> Vec<&'static str> {
    let names: Vec<&str> = ports.names().collect();
    let adapter = |choices: &&[(&'static str, &'static str)]| {
        choices.iter().find(|(port, _)| names.contains(port)).map_or("()", |(_, adapter)| adapter)
    };
    let mut adapters: Vec<&str> = ADAPTERS.iter().map(adapter).collect();
    while adapters.last() == Some(&"()") {
        adapters.pop();
    }
    adapters
}

/// The source, as rustfmt leaves it.
fn source(area: &Area, endpoint: &Endpoint, ports: &Ports) -> String {
    let Endpoint { name, method, path, binary, handler, .. } = endpoint;
    let library = format!("portico_{}", area.name);
    let adapters = adapters(ports);
    let mut imports = vec!["Aws", "FromEnv"];
    imports.extend(adapters.iter().filter(|adapter| **adapter != "()"));
    imports.sort_unstable();
    let imports = imports.join(", ");
    let aws = if adapters.is_empty() { "<Aws>".into() } else { format!("Aws::<{}>", adapters.join(", ")) };
    let arguments = [format!("&{library}::{name}"), format!("{aws}::from_env"), format!("{library}::{handler}")];
    let line = format!("    portico_http::lambda::run({})", arguments.join(", "));
    let call = if line.len() <= COLUMNS {
        line
    } else {
        format!("    portico_http::lambda::run(\n        {},\n    )", arguments.join(",\n        "))
    };
    format!(
        "//! Deployed as `{binary}`: `{method} {path}`.
{MARK}

use portico_aws::{{{imports}}};

fn main() -> Result<(), portico_http::lambda::Error> {{
{call}
}}
"
    )
}
