//! The function of each endpoint in template.yaml, between two marker lines. Everything outside of them is by hand.

use crate::areas::Area;
use crate::ports::Ports;
use crate::roles::{Roles, capitalized};
use anyhow::Context;
use portico_http::Endpoint;
use std::collections::BTreeMap;

const BEGIN: &str = "  # ==== Made by scripts/generate from the rows of the endpoints: do not edit\n";
const END: &str = "  # ==== End of what scripts/generate makes\n";

/// Ports whose adapters need more memory than functions have otherwise: port, MB, reason.
const MEMORY: &[(&str, u32, &str)] = &[
    ("SearchReader", 512, "Fetches and opens an index."),
    ("RawMails", 1024, "Has a whole mail in memory, and its files."),
];

/// The template with the functions of all areas.
pub(crate) fn template(
    committed: &str,
    areas: &[Area],
    ports: &BTreeMap<String, Ports>,
    roles: &Roles,
) -> anyhow::Result<String> {
    let (before, rest) = committed.split_once(BEGIN).with_context(|| format!("there is no line {}", BEGIN.trim()))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("there is no line {}", END.trim()))?;
    let mut made = String::new();
    for area in areas {
        made.extend(["\n  # ---- ", area.name, "\n"]);
        for endpoint in area.endpoints {
            let ports = ports.get(endpoint.binary).with_context(|| format!("{} has no ports", endpoint.binary))?;
            let role = roles.of_binary(endpoint.binary);
            let role = role.with_context(|| format!("{} has no role", endpoint.binary))?;
            made += "\n";
            made += &function(area, endpoint, ports, role);
        }
    }
    Ok(format!("{before}{BEGIN}{made}\n{END}{after}"))
}

/// The stanza of an endpoint's function.
fn function(area: &Area, endpoint: &Endpoint, ports: &Ports, role: &str) -> String {
    let Endpoint { method, path, binary, .. } = endpoint;
    let id: String = binary.split('-').map(capitalized).collect();
    let log = capitalized(area.name);
    let needed = MEMORY.iter().find(|(port, ..)| ports.names().any(|name| name == *port));
    let memory =
        needed.map_or_else(String::new, |(_, size, reason)| format!("      # {reason}\n      MemorySize: {size}\n"));
    format!(
        "  {id}Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: target/lambda/{binary}/bootstrap.zip
{memory}      Role: !GetAtt Roles.Outputs.{role}
      LoggingConfig: {{ LogGroup: !GetAtt Logs.Outputs.{log} }}
      Events:
        Route: {{ Type: HttpApi, Properties: {{ ApiId: !Ref Api, Method: {method}, Path: '{path}' }} }}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_markers_is_generated() {
        let committed = format!("Resources:\n  Api: {{}}\n\n{BEGIN}  Old: {{}}\n{END}\n  Mine: {{}}\n");
        let ports = crate::ports::by_binary().unwrap();
        let roles = Roles::of(&ports, crate::permissions::all().unwrap()).unwrap();
        let made = template(&committed, &crate::areas::all(), &ports, &roles).unwrap();
        assert!(made.starts_with("Resources:\n  Api: {}\n\n") && made.ends_with(&format!("{END}\n  Mine: {{}}\n")));
        assert!(!made.contains("Old") && made.contains("  TicketsOpenFunction:\n"));
        assert!(template("Resources: {}\n", &[], &ports, &roles).is_err());
    }
}
