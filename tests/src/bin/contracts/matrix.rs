//! The access matrix, for people: who may do what, and how far.

use crate::areas::Area;
use portico_domain::action::{Access, POLICY, Reach};
use portico_domain::hats::{ALL_HATS, HatKind, Role};
use std::fmt::Write;

const HEAD: &str = "\
# Who may do what

Made by `scripts/generate` from the policy (`shared/domain/src/action.rs`). Whoever has no entry in a row may not do it.
Settings can take a capability away from a portal or role, never grant more than this.

How far an entry reaches: *own* the records of the person; *account* those of the hat's account or company; *team* those in
an agent's queues or assigned to them; *all* every record.

";

fn wearer((kind, role): (HatKind, Role)) -> String {
    format!("{kind:?} {}", format!("{role:?}").to_lowercase())
}

fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Own => "own",
        Reach::Account => "account",
        Reach::Team => "team",
        Reach::All => "all",
    }
}

pub(crate) fn page(areas: &[Area]) -> String {
    let mut page = HEAD.to_owned();
    let endpoints = || areas.iter().flat_map(|area| area.endpoints);
    // Writing to a string cannot fail.
    let wearers: Vec<String> = ALL_HATS.iter().map(|who| wearer(*who)).collect();
    let _ = writeln!(page, "| action | capability | {} |", wearers.join(" | "));
    let _ = writeln!(page, "|---|---|{}", "---|".repeat(wearers.len()));
    for rule in POLICY.iter().filter(|rule| matches!(rule.access, Access::Hats(_))) {
        let of = |(kind, role): &(HatKind, Role)| rule.reach(*kind, *role).map_or("", reach);
        let cells: Vec<&str> = ALL_HATS.iter().map(of).collect();
        let capability = format!("{:?}", rule.capability).to_lowercase();
        let _ = writeln!(page, "| {:?} | {capability} | {} |", rule.action, cells.join(" | "));
    }
    page.push_str("\n## Endpoints by action\n\n| action | endpoints |\n|---|---|\n");
    for rule in POLICY.iter().filter(|rule| matches!(rule.access, Access::Hats(_))) {
        let of_rule = endpoints().filter(|endpoint| endpoint.action == rule.action);
        let named: Vec<String> = of_rule.map(|endpoint| format!("`{} {}`", endpoint.method, endpoint.path)).collect();
        let _ = writeln!(page, "| {:?} | {} |", rule.action, named.join("<br>"));
    }
    page.push_str("\n## Without signing in\n\nEverything else needs an access token.\n\n");
    for endpoint in endpoints().filter(|endpoint| endpoint.public()) {
        let _ = writeln!(page, "- `{} {}` ({:?})", endpoint.method, endpoint.path, endpoint.action);
    }
    page
}
