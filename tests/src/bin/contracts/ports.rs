//! Derives the permissions of a role in AWS from a handler's signature. The one table of the actions that each port
//! needs is here.

use crate::areas;
use anyhow::{Context, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Resource that a role may act upon. The order is that of the statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Resource {
    /// The table of records.
    Table,
    /// One of its indexes.
    Index(u8),
    /// The objects of files.
    Objects,
    /// The bucket of the files.
    Bucket,
    /// The secret with the signing key.
    SigningKey,
    /// The sender of mails.
    Sender,
    /// The versions of the search index.
    Snapshots,
    /// Searching the index.
    Search,
    /// Keeping the index.
    Domain,
    /// The domain itself: its endpoint.
    Whereabouts,
}

/// Actions that one port needs, by resource.
type Needs = &'static [(Resource, &'static [&'static str])];

const READ: (Resource, &[&str]) = (Resource::Table, &["dynamodb:BatchGetItem"]);
const QUERY: (Resource, &[&str]) = (Resource::Table, &["dynamodb:Query"]);
const COUNT: (Resource, &[&str]) = (Resource::Table, &["dynamodb:UpdateItem"]);
const CHANGE: &[&str] =
    &["dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];
// A domain that is given by its name is asked for its endpoint.
const WHEREABOUTS: (Resource, &[&str]) = (Resource::Whereabouts, &["es:DescribeDomain"]);
const fn list(index: u8) -> (Resource, &'static [&'static str]) {
    (Resource::Index(index), &["dynamodb:Query"])
}

/// Each port, in the order of `every_port!` in `shared/domain/src/ports.rs`, with the actions that its adapter in
/// `shared/aws` calls. A transaction needs the actions of its items.
const PORTS: &[(&str, Needs)] = &[
    ("RequestStore", &[READ, (Resource::Table, &["dynamodb:PutItem", "dynamodb:UpdateItem"])]),
    ("Commit", &[(Resource::Table, CHANGE)]),
    ("Credentials", &[READ]),
    ("Rates", &[READ, COUNT]),
    ("SigningKey", &[(Resource::SigningKey, &["secretsmanager:GetSecretValue"])]),
    ("KeySets", &[READ]),
    (
        "KeyVault",
        &[(
            Resource::SigningKey,
            &[
                "secretsmanager:DescribeSecret",
                "secretsmanager:GetSecretValue",
                "secretsmanager:PutSecretValue",
                "secretsmanager:UpdateSecretVersionStage",
            ],
        )],
    ),
    ("Sessions", &[READ]),
    ("People", &[READ]),
    ("Invitations", &[READ]),
    ("Layouts", &[READ]),
    ("Drafts", &[READ]),
    ("KeptForms", &[list(1)]),
    ("Accounts", &[READ, QUERY]),
    ("Uploads", &[READ]),
    // Without leave to list the bucket, S3 calls a missing object forbidden.
    (
        "FileStore",
        &[
            (Resource::Objects, &["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
            (Resource::Bucket, &["s3:ListBucket"]),
        ],
    ),
    ("Tickets", &[READ, QUERY, list(1), list(2), list(3), list(4)]),
    ("AgentRota", &[QUERY]),
    ("CannedReplies", &[READ, QUERY]),
    ("TicketNumbers", &[COUNT]),
    ("Settings", &[READ]),
    ("SettingsDocuments", &[READ, QUERY]),
    ("Articles", &[READ, QUERY, list(1)]),
    ("Touches", &[QUERY, list(1), list(2)]),
    ("Jobs", &[READ, list(1), (Resource::Table, &["dynamodb:DeleteItem", "dynamodb:PutItem"])]),
    ("Mailer", &[(Resource::Sender, &["ses:SendEmail"])]),
    // Without a domain: which version holds is in the table, the version itself in the bucket.
    (
        "SearchReader",
        &[READ, (Resource::Snapshots, &["s3:GetObject"]), (Resource::Search, &["es:ESHttpPost"]), WHEREABOUTS],
    ),
    (
        "SearchWriter",
        &[
            READ,
            (Resource::Table, &["dynamodb:PutItem"]),
            (Resource::Snapshots, &["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
            (Resource::Domain, &["es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"]),
            WHEREABOUTS,
        ],
    ),
];

/// The ports of a handler, in the order of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ports(Vec<usize>);

impl Ports {
    fn read(bounds: &str) -> anyhow::Result<Self> {
        let mut ports = Vec::new();
        for name in bounds.split('+').map(str::trim) {
            match PORTS.iter().position(|(port, _)| *port == name) {
                Some(index) => ports.push(index),
                None if matches!(name, "Sync" | "Send" | "'static") => {}
                None => bail!("{name} is no port that is known (tests/src/bin/contracts/ports.rs)"),
            }
        }
        ports.sort_unstable();
        ports.dedup();
        Ok(Self(ports))
    }

    /// Returns the names of the ports.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(|index| PORTS[*index].0)
    }

    /// Returns the name of the role for these ports. Every endpoint has `RequestStore`, so the name leaves it out.
    pub(crate) fn role(&self) -> String {
        let named: String = self.names().filter(|name| *name != "RequestStore").collect();
        if named.is_empty() { "RequestStore".into() } else { named }
    }

    /// Returns the actions that the ports need, by resource.
    pub(crate) fn statements(&self) -> BTreeMap<Resource, BTreeSet<&'static str>> {
        let mut statements: BTreeMap<Resource, BTreeSet<&'static str>> = BTreeMap::new();
        for (resource, actions) in self.0.iter().flat_map(|index| PORTS[*index].1) {
            statements.entry(*resource).or_default().extend(*actions);
        }
        statements
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The ports of the binary of every endpoint: those of its handler, read from the source.
pub(crate) fn by_binary() -> anyhow::Result<BTreeMap<String, Ports>> {
    let mut found = BTreeMap::new();
    for area in areas::all() {
        for endpoint in area.endpoints {
            let (module, function) = endpoint.handler.split_once("::").unwrap_or_default();
            let file = area.file(&format!("{module}.rs"));
            let place = || format!("{function} in {file}");
            let bounds = bounds(&read(&root().join(&file))?, function).with_context(place)?;
            found.insert(endpoint.binary.to_owned(), Ports::read(&bounds).with_context(place)?);
        }
    }
    Ok(found)
}

/// A function without a route. Its role includes the service that calls it.
pub(crate) struct Unrouted {
    /// Name of the binary.
    pub(crate) binary: &'static str,
    /// Name of the role.
    pub(crate) role: &'static str,
    /// Source of the ports: a file, and the bounds of a handler or a table that names them.
    source: (&'static str, &'static str),
    /// Further actions, by parameter of the roles' template.
    pub(crate) besides: &'static [(&'static str, &'static [&'static str])],
}

/// Permission to send events that Lambda gave up to the queue of failed events.
const GIVEN_UP: (&str, &[&str]) = ("FailedEventsArn", &["sqs:SendMessage"]);

/// All functions without a route.
pub(crate) const UNROUTED: &[Unrouted] = &[
    // Listing streams is about no stream in particular: IAM knows no resource for it.
    Unrouted {
        binary: "jobs-run",
        role: "JobRunner",
        source: ("functions/jobs/src/task.rs", "\neffects!("),
        besides: &[
            ("StreamArn", &["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]),
            ("*", &["dynamodb:ListStreams"]),
            GIVEN_UP,
        ],
    },
    Unrouted {
        binary: "jobs-mail-feedback",
        role: "MailFeedback",
        source: ("functions/jobs/src/feedback.rs", "handle_feedback"),
        besides: &[GIVEN_UP],
    },
    Unrouted {
        binary: "auth-rotate-key",
        role: "KeyRotation",
        source: ("functions/auth/src/rotate_key.rs", "rotate_key"),
        besides: &[],
    },
];

impl Unrouted {
    /// Returns the function's ports.
    pub(crate) fn ports(&self) -> anyhow::Result<Ports> {
        let (file, name) = self.source;
        let text = read(&root().join(file))?;
        if !name.ends_with('(') {
            return Ports::read(&bounds(&text, name).with_context(|| format!("{name} in {file}"))?);
        }
        let (_, rest) = text.split_once(name).with_context(|| format!("{file} has no {name}"))?;
        let (ports, _) = rest.split_once(')').with_context(|| format!("{name} in {file} has no end"))?;
        Ports::read(&ports.trim().trim_end_matches(',').replace(',', "+"))
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// The bounds of `S` of a handler, from its generics or its where clause.
fn bounds(source: &str, function: &str) -> anyhow::Result<String> {
    let start = source.find(&format!("pub async fn {function}<")).context("there is no such generic function")?;
    let signature = source[start..].split_once("{\n").context("the function has no body")?.0;
    let after =
        signature.match_indices("S:").find(|(at, _)| !signature[..*at].ends_with(|char: char| char.is_alphanumeric()));
    let (at, _) = after.context("its S has no bounds")?;
    let rest = &signature[at + 2..];
    let end = rest.find(['>', ',', '(', '{']).unwrap_or(rest.len());
    Ok(rest[..end].trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read_where_they_stand() {
        let generics =
            "pub async fn get<S: RequestStore + Tickets + Sync>(store: &S, call: Call) -> HandlerResult<View> {\n";
        assert_eq!(bounds(generics, "get").unwrap(), "RequestStore + Tickets + Sync");
        let clause = "pub async fn get<S>(store: &S) -> HandlerResult<View>\nwhere\n    S: RequestStore + FileStore + Sync,\n{\n";
        assert_eq!(bounds(clause, "get").unwrap(), "RequestStore + FileStore + Sync");
        assert!(Ports::read("RequestStore + Everything").is_err());
    }
}
