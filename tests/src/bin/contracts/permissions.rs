//! Permissions of a function in AWS: those of the ports of its handler, and those to save the records that its area
//! changes. Names of roles and their text are in `roles.rs`.

use crate::areas;
use crate::ports::{PUT, Ports, QUERY, READ, Resource, UNROUTED, Unrouted, by_binary};
use anyhow::Context;
use portico_http::Endpoint;
use std::collections::{BTreeMap, BTreeSet};

/// Records that the changes of an area's endpoints save.
struct Saved {
    /// Name of the area.
    area: &'static str,
    /// Whether its changes require jobs.
    jobs: bool,
    /// Ports of the records. A handler may save those of its own ports only.
    records_of: &'static [&'static str],
}

const fn saved(area: &'static str, jobs: bool, records_of: &'static [&'static str]) -> Saved {
    Saved { area, jobs, records_of }
}

/// The areas whose endpoints change records. Records of other ports are read, and not written: a handler of tickets
/// that reads people cannot change a person.
const SAVED: &[Saved] = &[
    saved("accounts", true, &["AccountLists", "AccountNumbers", "Accounts", "ProductCodes"]),
    saved(
        "auth",
        true,
        &[
            "BegunSignIns",
            "Credentials",
            "EmailChanges",
            "People",
            "SecondFactors",
            "Sessions",
            "SettingsDocuments",
            "SignInCodes",
        ],
    ),
    saved("files", true, &["Uploads"]),
    saved("imports", true, &["Imports", "Uploads"]),
    // Mails that came in are attached to tickets.
    saved("jobs", true, &["InboundMails", "Jobs", "Tickets", "Uploads"]),
    saved("knowledge", true, &["Articles", "Manuscripts"]),
    // Other hats of an agent are other agents of the queues, which are in the settings.
    saved("people", true, &["Credentials", "LostSecondFactors", "People", "SettingsDocuments"]),
    saved("profile", false, &["Layouts", "People"]),
    saved("settings", true, &["SettingsDocuments", "SettingsDrafts"]),
    saved(
        "tickets",
        true,
        &["AgentRota", "CannedReplies", "Drafts", "KeptForms", "TicketNumbers", "Tickets", "Uploads"],
    ),
];

/// Port of changes.
const COMMIT: &str = "Commit";
/// Partitions of idempotency keys.
const KEYS: &[&str] = &["claim#*"];
/// Partitions of jobs.
const JOBS: &[&str] = &["job#*"];

/// Permissions of a function.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Permissions {
    /// Patterns of partition keys by action on the table.
    table: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Actions by other resource.
    others: BTreeMap<Resource, BTreeSet<&'static str>>,
    /// Actions by parameter of the roles' template.
    more: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

impl Permissions {
    /// Returns the permissions of an endpoint's function.
    fn of_endpoint(area: &str, endpoint: &Endpoint, ports: &Ports) -> anyhow::Result<Self> {
        let mut permissions = Self::of_ports(ports);
        if endpoint.takes_key() {
            permissions.write(&[(&[READ, PUT], KEYS)]);
        }
        if ports.has(COMMIT) {
            let saved = SAVED.iter().find(|saved| saved.area == area);
            let saved = saved.with_context(|| {
                format!("the area {area} changes records: SAVED in tests/src/bin/contracts/permissions.rs says which")
            })?;
            for port in ports.all().filter(|port| saved.records_of.contains(&port.name)) {
                permissions.write(port.saves);
            }
            if saved.jobs {
                permissions.write(&[(&[PUT], JOBS)]);
            }
        }
        Ok(permissions)
    }

    /// Returns the permissions of a function without a route.
    fn of_unrouted(function: &Unrouted) -> anyhow::Result<Self> {
        let mut permissions = Self::of_ports(&function.ports()?);
        permissions.write(function.saves);
        permissions.more = function.more.iter().map(|(on, actions)| (*on, actions.iter().copied().collect())).collect();
        Ok(permissions)
    }

    /// Returns what the adapters of the ports call.
    fn of_ports(ports: &Ports) -> Self {
        let mut permissions = Self::default();
        for port in ports.all() {
            permissions.write(&[(&[READ], port.reads), (&[QUERY], port.queries)]);
            permissions.write(port.writes);
            for index in port.indexes {
                permissions.others.entry(Resource::Index(*index)).or_default().insert(QUERY);
            }
            for (resource, actions) in port.others {
                permissions.others.entry(*resource).or_default().extend(*actions);
            }
        }
        permissions
    }

    fn write(&mut self, writes: &[(&[&'static str], &[&'static str])]) {
        for (actions, partitions) in writes.iter().filter(|(_, partitions)| !partitions.is_empty()) {
            for action in *actions {
                self.table.entry(*action).or_default().extend(*partitions);
            }
        }
    }

    /// Returns the statements on the table: actions with the partitions that they are on. Each action is in one
    /// statement, because a request names the keys of all of its items and one statement must allow them together.
    pub(crate) fn on_table(&self) -> Vec<(BTreeSet<&'static str>, &BTreeSet<&'static str>)> {
        let mut statements: Vec<(BTreeSet<&'static str>, &BTreeSet<&'static str>)> = Vec::new();
        for (&action, partitions) in &self.table {
            match statements.iter_mut().find(|(_, same)| *same == partitions) {
                Some((actions, _)) => {
                    actions.insert(action);
                }
                None => statements.push(([action].into(), partitions)),
            }
        }
        statements
    }

    /// Returns the actions by other resource.
    pub(crate) fn on_others(&self) -> &BTreeMap<Resource, BTreeSet<&'static str>> {
        &self.others
    }

    /// Returns the actions by parameter of the roles' template.
    pub(crate) fn more(&self) -> &BTreeMap<&'static str, BTreeSet<&'static str>> {
        &self.more
    }
}

/// Permissions of every function by binary, those without a route among them.
pub(crate) fn all() -> anyhow::Result<BTreeMap<String, Permissions>> {
    let ports = by_binary()?;
    let mut found = BTreeMap::new();
    for area in areas::all() {
        for endpoint in area.endpoints {
            let ports = ports.get(endpoint.binary).with_context(|| format!("{} has no ports", endpoint.binary))?;
            let permissions = Permissions::of_endpoint(area.name, endpoint, ports);
            found.insert(endpoint.binary.to_owned(), permissions.with_context(|| endpoint.binary)?);
        }
    }
    for function in UNROUTED {
        found.insert(function.binary.to_owned(), Permissions::of_unrouted(function).context(function.binary)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{CHECK, DELETE, PORTS, UPDATE, root};

    fn of(bounds: &str, area: &str, endpoint: &Endpoint) -> Permissions {
        Permissions::of_endpoint(area, endpoint, &Ports::read(bounds).unwrap()).unwrap()
    }

    fn partitions(permissions: &Permissions, action: &str) -> Vec<&'static str> {
        permissions.table.get(action).into_iter().flatten().copied().collect()
    }

    /// Whether a pattern of partition keys matches a key: `*` matches any text, and is at the end if anywhere.
    fn matches(pattern: &str, partition: &str) -> bool {
        pattern.strip_suffix('*').map_or(pattern == partition, |prefix| partition.starts_with(prefix))
    }

    #[test]
    fn a_handler_reads_the_records_of_its_ports_and_no_others() {
        let reader = of("RequestStore + Tickets", "tickets", &portico_tickets::GET_TICKET);
        let read = ["person#*", "session#*", "settings", "ticket#*", "ticket-number#*"];
        assert_eq!(partitions(&reader, READ), read);
        assert_eq!(partitions(&reader, QUERY), ["opened-tickets#*", "ticket#*"]);
        for action in [PUT, UPDATE] {
            assert_eq!(partitions(&reader, action), ["touch#*"], "it writes only what every reader leaves");
        }
        assert!(partitions(&reader, DELETE).is_empty() && partitions(&reader, CHECK).is_empty());
    }

    #[test]
    fn a_handler_saves_the_records_of_its_ports_that_its_area_changes() {
        let bounds = "RequestStore + People + Tickets + Settings + Commit";
        let assign = of(bounds, "tickets", &portico_tickets::ASSIGN_TICKET);
        assert_eq!(partitions(&assign, PUT), ["claim#*", "job#*", "ticket#*", "touch#*"]);
        let update = of("RequestStore + People + Commit", "profile", &portico_profile::UPDATE_ME);
        assert_eq!(partitions(&update, PUT), ["claim#*", "colleagues#*", "people#*", "person#*", "rota", "touch#*"]);
        assert_eq!(partitions(&update, UPDATE), ["email#*", "touch#*"]);
        // An area that says nothing changes nothing.
        let ports = Ports::read("RequestStore + Commit").unwrap();
        assert!(Permissions::of_endpoint("touches", &portico_touches::LIST_TOUCHES, &ports).is_err());
    }

    #[test]
    fn each_action_is_in_one_statement_on_the_table() {
        for (binary, permissions) in all().unwrap() {
            let actions = permissions.on_table().into_iter().flat_map(|(actions, _)| actions);
            let mut actions: Vec<&str> = actions.collect();
            let count = actions.len();
            actions.sort_unstable();
            actions.dedup();
            assert_eq!(actions.len(), count, "{binary}");
        }
    }

    #[test]
    fn an_area_changes_records_of_ports_that_its_handlers_have() {
        let ports = by_binary().unwrap();
        for Saved { area, records_of, .. } in SAVED {
            for name in *records_of {
                let port = PORTS.iter().find(|port| port.name == *name).unwrap_or_else(|| panic!("there is no {name}"));
                assert!(!port.saves.is_empty(), "{name} has no records that are saved");
                let of_area = ports.iter().filter(|(binary, _)| binary.starts_with(&format!("{area}-")));
                let mut saving = of_area.filter(|(_, ports)| ports.has(COMMIT) && ports.has(name));
                assert!(saving.next().is_some(), "no handler of {area} saves records of {name}");
            }
        }
    }

    /// The partitions of the table in the list of all keys, each with the type of its items.
    fn stored() -> Vec<(String, String)> {
        let keys = std::fs::read_to_string(root().join("shared/aws/src/dynamo/keys.snap.txt")).unwrap();
        let lines = keys.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
        let of_table = lines.filter(|(kind, _)| !kind.contains(", gsi"));
        let keys = of_table.filter_map(|(kind, key)| Some((kind.to_owned(), key.split_once(", ")?.0.to_owned())));
        let keys: Vec<_> = keys.collect();
        assert!(keys.len() > 30, "{keys:?}");
        keys
    }

    /// Patterns of all partitions that a port reads or writes.
    fn known(port: &crate::ports::Port) -> impl Iterator<Item = &'static str> {
        let written = port.writes.iter().chain(port.saves).flat_map(|(_, partitions)| *partitions);
        port.reads.iter().chain(port.queries).chain(written).copied()
    }

    #[test]
    fn every_kind_of_item_is_of_a_port() {
        let patterns: BTreeSet<&str> = PORTS.iter().flat_map(known).chain(KEYS.iter().copied()).collect();
        let stored = stored();
        for (kind, partition) in &stored {
            assert!(
                patterns.iter().any(|pattern| matches(pattern, partition)),
                "no port names the partition {partition} of {kind}: tests/src/bin/contracts/ports.rs"
            );
        }
        // A pattern that matches nothing is misspelt.
        for pattern in patterns {
            assert!(stored.iter().any(|(_, partition)| matches(pattern, partition)), "no item is in {pattern}");
            let stars = pattern.matches('*').count();
            assert!(stars == usize::from(pattern.ends_with("#*")), "{pattern} is a key or ends with #*");
        }
    }

    /// Functions that can read the credentials of people, each with the reason.
    const READERS_OF_CREDENTIALS: [(&str, &str); 12] = [
        ("auth-begin-second-factor", "compares the present password"),
        ("auth-change-password", "compares the present password"),
        ("auth-complete-provider-sign-in", "finds the person of an address"),
        ("auth-complete-sign-in-code", "finds the person of an address"),
        ("auth-confirm-email-change", "moves the credential to another address"),
        ("auth-create-session", "compares the password"),
        ("auth-request-email-change", "compares the present password"),
        ("jobs-attach-inbound-mail", "finds the person of an address"),
        ("jobs-mail-feedback", "finds the person of an address"),
        ("jobs-mail-receive", "finds the person of an address"),
        ("jobs-run", "finds the person of an address"),
        ("people-invite", "asks whether somebody has the address"),
    ];

    /// Binaries that have this action on a partition.
    fn allowed(action: &str, partition: &str) -> Vec<String> {
        let all = all().unwrap().into_iter();
        let may = |of: &Permissions| partitions(of, action).iter().any(|pattern| matches(pattern, partition));
        all.filter(|(_, permissions)| may(permissions)).map(|(binary, _)| binary).collect()
    }

    #[test]
    fn credentials_are_read_by_few_functions() {
        for action in [READ, QUERY] {
            let wanted = READERS_OF_CREDENTIALS.iter().map(|(binary, _)| *binary).filter(|_| action == READ);
            assert_eq!(allowed(action, "email#kari@example.com"), wanted.collect::<Vec<_>>(), "{action}");
        }
    }

    #[test]
    fn only_the_runner_deletes_jobs() {
        assert_eq!(allowed(DELETE, "job#1"), ["jobs-run"]);
        assert!(allowed(DELETE, "touch#1").is_empty(), "touches are never deleted");
        assert!(allowed(UPDATE, "ticket#1").is_empty());
    }
}
