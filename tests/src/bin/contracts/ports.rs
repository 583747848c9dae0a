//! The ports of each handler, read from its signature. The one table of the permissions in AWS that each port needs is
//! here.

use crate::areas;
use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Resource other than the table that a role may act upon. The order is that of the statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Resource {
    /// One of the indexes of the table.
    Index(u8),
    /// The objects of files.
    Objects,
    /// The raw mails that came in.
    Inbound,
    /// Files of mails, for those who download them.
    MailFiles,
    /// The bucket of the files.
    Bucket,
    /// The secret with the signing key.
    SigningKey,
    /// The secrets that the identity provider knows the portal by.
    ProviderSecrets,
    /// The sender of mails.
    Sender,
    /// The versions of the search index.
    Snapshots,
    /// Searching the index.
    Search,
    /// Searching the index of tickets.
    TicketSearch,
    /// Format and synonyms of the index.
    Mapping,
    /// Keeping the index.
    Domain,
    /// The domain itself: its endpoint.
    Whereabouts,
}

/// Actions on resources other than the table.
type Needs = &'static [(Resource, &'static [&'static str])];

/// Patterns of partition keys, as `dynamodb:LeadingKeys` is compared with them.
pub(crate) type Partitions = &'static [&'static str];

/// Actions on the table, each with the partitions that it is on.
pub(crate) type Writes = &'static [(&'static [&'static str], Partitions)];

/// Action of a read by keys.
pub(crate) const READ: &str = "dynamodb:BatchGetItem";
/// Action of a query.
pub(crate) const QUERY: &str = "dynamodb:Query";
/// Action that requires an item to be unchanged. Only a transaction has it.
pub(crate) const CHECK: &str = "dynamodb:ConditionCheckItem";
/// Action that deletes an item.
pub(crate) const DELETE: &str = "dynamodb:DeleteItem";
/// Action that stores a whole item.
pub(crate) const PUT: &str = "dynamodb:PutItem";
/// Action that puts and deletes several items.
pub(crate) const WRITE: &str = "dynamodb:BatchWriteItem";
/// Action that changes attributes of an item, or counts.
pub(crate) const UPDATE: &str = "dynamodb:UpdateItem";

// A domain that is given by its name is asked for its endpoint.
const WHEREABOUTS: (Resource, &[&str]) = (Resource::Whereabouts, &["es:DescribeDomain"]);

/// A port with the permissions that follow from it.
pub(crate) struct Port {
    /// Name of the trait.
    pub(crate) name: &'static str,
    /// Partitions of the table that its adapter reads by keys.
    pub(crate) reads: Partitions,
    /// Partitions of the table that its adapter queries.
    pub(crate) queries: Partitions,
    /// Indexes that its adapter queries, by number.
    pub(crate) indexes: &'static [u8],
    /// Writes of its adapter's own methods.
    pub(crate) writes: Writes,
    /// Writes of a `Change` that saves the records of the port. Only `Commit` and the area of the handler allow them.
    pub(crate) saves: Writes,
    /// Actions on other resources.
    pub(crate) others: Needs,
}

const fn port(name: &'static str) -> Port {
    Port { name, reads: &[], queries: &[], indexes: &[], writes: &[], saves: &[], others: &[] }
}

impl Port {
    const fn reads(self, reads: Partitions) -> Self {
        Self { reads, ..self }
    }
    const fn queries(self, queries: Partitions) -> Self {
        Self { queries, ..self }
    }
    const fn indexes(self, indexes: &'static [u8]) -> Self {
        Self { indexes, ..self }
    }
    const fn writes(self, writes: Writes) -> Self {
        Self { writes, ..self }
    }
    const fn saves(self, saves: Writes) -> Self {
        Self { saves, ..self }
    }
    const fn others(self, others: Needs) -> Self {
        Self { others, ..self }
    }
}

/// Each port, in the order of `every_port!` in `shared/domain/src/ports.rs`, with what its adapter in `shared/aws`
/// calls and the partitions of its records (`keys.snap.txt`). A transaction needs the actions of its items.
pub(crate) const PORTS: &[Port] = &[
    port("RequestStore").reads(&["person#*", "session#*", "settings"]).writes(&[(&[PUT, UPDATE], &["touch#*"])]),
    port("Commit").writes(&[(&[PUT], &["touch#*"])]),
    port("Credentials").reads(&["email#*"]).saves(&[(&[PUT, UPDATE], &["email#*"])]),
    port("Rates").reads(&["attempt#*"]).writes(&[(&[UPDATE], &["attempt#*"])]),
    port("SigningKey").others(&[(Resource::SigningKey, &["secretsmanager:GetSecretValue"])]),
    port("KeySets").reads(&["settings"]),
    port("KeyVault").others(&[(
        Resource::SigningKey,
        &[
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
        ],
    )]),
    port("Sessions").reads(&["session#*"]).saves(&[(&[PUT], &["session#*"])]),
    port("SessionLists").indexes(&[1]),
    port("PasswordResets").reads(&["person#*"]),
    // A confirmed change moves the credential to the new address.
    port("EmailChanges").reads(&["person#*"]).saves(&[(&[DELETE, PUT], &["email#*"])]),
    // A code is used up by the endpoint, and written by the job that sends it.
    port("SignInCodes").reads(&["email#*", "sign_in_code#*"]).saves(&[(&[DELETE], &["sign_in_code#*"])]),
    // Begun by one endpoint, and used up by another.
    port("BegunSignIns").reads(&["begun_sign_in#*"]).saves(&[(&[DELETE, PUT], &["begun_sign_in#*"])]),
    port("ProviderPages"),
    port("ProviderTokens").others(&[(Resource::ProviderSecrets, &["secretsmanager:GetSecretValue"])]),
    port("SecondFactors").reads(&["second_factor#*"]).saves(&[(&[DELETE, PUT], &["second_factor#*"])]),
    // The sealing key is everywhere, so others than `auth` cannot read a second factor.
    port("LostSecondFactors").saves(&[(&[DELETE], &["second_factor#*"])]),
    // A person is stored with their invitation, again in their credential, among their colleagues and all people, and on
    // the rota while they cannot sign in.
    port("People").reads(&["person#*"]).saves(&[
        (&[CHECK, DELETE, PUT], &["person#*"]),
        (&[UPDATE], &["email#*"]),
        (&[DELETE, PUT], &["colleagues#*", "people#*", "rota"]),
    ]),
    port("Colleagues").queries(&["colleagues#*"]),
    port("PeopleDirectory").queries(&["people#*"]),
    port("Invitations").reads(&["person#*", "settings"]),
    port("Layouts").reads(&["person#*"]).saves(&[(&[PUT], &["person#*"])]),
    port("Drafts").reads(&["person#*"]).saves(&[(&[DELETE], &["person#*"])]),
    port("KeptForms").indexes(&[1]).saves(&[(&[DELETE, PUT], &["person#*"])]),
    // Purchases show their products as they are now.
    port("Accounts").reads(&["account#*", "product#*"]).queries(&["account#*"]).saves(&[(&[PUT], &["account#*"])]),
    port("AccountLists").queries(&["accounts", "accounts#*"]).saves(&[(&[DELETE, PUT], &["accounts", "accounts#*"])]),
    // A number is taken for a new account.
    port("AccountNumbers")
        .writes(&[(&[UPDATE], &["counter#account"])])
        .saves(&[(&[PUT], &["account#*", "accounts", "accounts#*"])]),
    port("Products").reads(&["product#*"]).queries(&["products"]),
    // A product that gets another code gives up the one that it had.
    port("ProductCodes")
        .reads(&["product-code#*"])
        .saves(&[(&[PUT], &["product#*"]), (&[DELETE, PUT], &["product-code#*", "products"])]),
    port("Uploads").reads(&["upload#*"]).saves(&[(&[PUT], &["upload#*"])]),
    // Without leave to list the bucket, S3 calls a missing object forbidden.
    port("FileStore").others(&[
        (Resource::Objects, &["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
        (Resource::Bucket, &["s3:ListBucket"]),
    ]),
    // The same leave, for jobs that read whole files.
    port("FileReader").others(&[(Resource::Objects, &["s3:GetObject"]), (Resource::Bucket, &["s3:ListBucket"])]),
    port("Imports")
        .reads(&["import#*"])
        .queries(&["import#*", "imports", "imports#*"])
        .indexes(&[1])
        .saves(&[(&[PUT], &["import#*"]), (&[DELETE, PUT], &["imports", "imports#*"])]),
    // A participant who leaves has an item of the ticket's. A ticket counts in its queue.
    port("Tickets")
        .reads(&["ticket#*", "ticket-number#*"])
        .queries(&["ticket#*", "opened-tickets#*"])
        .indexes(&[1, 2, 3, 4])
        .saves(&[(&[DELETE, PUT], &["ticket#*"]), (&[UPDATE], &["ticket-counts"])]),
    port("AgentRota").indexes(&[3]).queries(&["rota"]).saves(&[(&[DELETE, PUT], &["rota"])]),
    port("QueueCounts").queries(&["ticket-counts"]),
    port("CannedReplies")
        .reads(&["canned_reply#*"])
        .queries(&["canned-replies", "canned-replies#*"])
        .saves(&[(&[PUT], &["canned_reply#*"]), (&[DELETE, PUT], &["canned-replies", "canned-replies#*"])]),
    port("InboundMails")
        .reads(&["inbound_mail#*"])
        .queries(&["inbound-mails#*"])
        .saves(&[(&[PUT], &["inbound_mail#*"]), (&[DELETE, PUT], &["inbound-mails#*"])]),
    port("ReplyAddresses").reads(&["reply_address#*"]),
    port("ReplyAddressBook").writes(&[(&[PUT], &["reply_address#*"])]),
    port("RawMails")
        .others(&[(Resource::Inbound, &["s3:DeleteObject", "s3:GetObject"]), (Resource::Bucket, &["s3:ListBucket"])]),
    port("MailLinks").others(&[
        (Resource::Inbound, &["s3:GetObject"]),
        (Resource::MailFiles, &["s3:GetObject", "s3:PutObject"]),
        (Resource::Bucket, &["s3:ListBucket"]),
    ]),
    port("Presences").queries(&["ticket#*"]).writes(&[(&[PUT], &["ticket#*"])]),
    // A number is taken for a new ticket.
    port("TicketNumbers")
        .writes(&[(&[UPDATE], &["counter#ticket"])])
        .saves(&[(&[PUT], &["ticket#*", "ticket-number#*"])]),
    // Without a domain, the words are in the table.
    port("TicketSearch")
        .reads(&["ticket-word#*"])
        .queries(&["ticket-word#*"])
        .others(&[(Resource::TicketSearch, &["es:ESHttpPost"]), WHEREABOUTS]),
    // The register of a ticket has the words that were written, and its place in the order of opening.
    port("TicketIndex")
        .reads(&["ticket-words#*"])
        .writes(&[(&[PUT], &["ticket-words#*"]), (&[WRITE], &["ticket-word#*", "opened-tickets#*"])])
        .others(&[(Resource::Domain, &["es:ESHttpGet", "es:ESHttpPut"]), WHEREABOUTS]),
    port("TicketsToIndex").indexes(&[3]),
    port("QueueRecount").queries(&["ticket-counts"]).indexes(&[3]).writes(&[(&[UPDATE], &["ticket-counts"])]),
    port("Settings").reads(&["settings"]),
    port("SettingsDocuments")
        .reads(&["settings", "settings-history#*"])
        .queries(&["settings-history#*"])
        .saves(&[(&[PUT], &["settings", "settings-history#*"])]),
    port("SettingsDrafts").reads(&["settings-drafts"]).saves(&[(&[PUT], &["settings-drafts"])]),
    // A vote counts on its article, and is in the list of its week if the article did not help.
    port("Articles")
        .reads(&["article#*"])
        .queries(&["audience#*", "word#*"])
        .indexes(&[1])
        .saves(&[(&[PUT, UPDATE], &["article#*"]), (&[DELETE, PUT], &["knowledge-week#*"])]),
    // A published article is listed for its audiences, and under its words. Its history is next to it.
    port("Manuscripts")
        .reads(&["article#*"])
        .queries(&["article#*"])
        .indexes(&[1])
        .saves(&[(&[PUT, UPDATE], &["article#*"]), (&[DELETE, PUT], &["audience#*", "word#*"])]),
    port("KnowledgeInsights").queries(&["knowledge-week#*"]),
    port("MissedSearches").writes(&[(&[UPDATE], &["knowledge-week#*"])]),
    port("Touches").queries(&["touch#*"]).indexes(&[1, 2]),
    port("Jobs").reads(&["job#*"]).indexes(&[1]).saves(&[(&[PUT], &["job#*"])]),
    port("DueJobs").indexes(&[1]).writes(&[(&[DELETE, PUT], &["job#*"])]),
    port("Mailer").others(&[(Resource::Sender, &["ses:SendEmail"])]),
    // Without a domain: which version holds is in the table, the version itself in the bucket.
    port("SearchReader").reads(&["search-index"]).others(&[
        (Resource::Snapshots, &["s3:GetObject"]),
        (Resource::Search, &["es:ESHttpPost"]),
        (Resource::Mapping, &["es:ESHttpGet"]),
        WHEREABOUTS,
    ]),
    port("SearchWriter").reads(&["search-index"]).writes(&[(&[PUT], &["search-index"])]).others(&[
        (Resource::Snapshots, &["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
        (Resource::Domain, &["es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"]),
        WHEREABOUTS,
    ]),
];

/// The ports of a handler, in the order of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ports(Vec<usize>);

impl Ports {
    /// Reads ports from bounds: `RequestStore + Tickets`.
    pub(crate) fn read(bounds: &str) -> anyhow::Result<Self> {
        let mut ports = Vec::new();
        for name in bounds.split('+').map(str::trim) {
            match PORTS.iter().position(|port| port.name == name) {
                Some(index) => ports.push(index),
                None if matches!(name, "Sync" | "Send" | "'static") => {}
                None => bail!("{name} is no port that is known (tests/src/bin/contracts/ports.rs)"),
            }
        }
        ports.sort_unstable();
        ports.dedup();
        Ok(Self(ports))
    }

    /// Returns the ports.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Port> + '_ {
        self.0.iter().map(|index| &PORTS[*index])
    }

    /// Returns the names of the ports.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.all().map(|port| port.name)
    }

    /// Whether a port of this name is among them.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names().any(|port| port == name)
    }

    /// Returns a name for the role of these ports. Every endpoint has `RequestStore`, so the name leaves it out.
    pub(crate) fn role(&self) -> String {
        let named: String = self.names().filter(|name| *name != "RequestStore").collect();
        if named.is_empty() { "RequestStore".into() } else { named }
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
    /// Writes of its changes: what those of an area are for an endpoint.
    pub(crate) saves: Writes,
    /// Further actions, by parameter of the roles' template.
    pub(crate) more: &'static [(&'static str, &'static [&'static str])],
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
        saves: &[
            (&[DELETE, PUT], &["job#*"]),
            (&[CHECK, PUT], &["ticket#*"]),
            (&[UPDATE], &["ticket-counts"]),
            // The hash of the link of an invitation, a password reset or a new address, and that of a code.
            (&[PUT], &["person#*", "sign_in_code#*"]),
            // A person of an account that was renamed, or of a line that is imported.
            (&[DELETE, PUT], &["colleagues#*", "people#*", "rota"]),
            (&[PUT], &["email#*"]),
            // Other records of lines, and the import itself.
            (&[PUT], &["account#*", "import#*", "product#*"]),
            (&[DELETE, PUT], &["accounts", "accounts#*", "imports", "imports#*", "product-code#*", "products"]),
            (&[UPDATE], &["email#*"]),
            // A draft of the settings that was to be published at a time.
            (&[PUT], &["settings", "settings-drafts", "settings-history#*"]),
            // Uploads that no record claimed, and imports that were kept long enough.
            (&[DELETE], &["import#*", "upload#*"]),
            // An article is published or expires at its time.
            (&[PUT, UPDATE], &["article#*"]),
            (&[DELETE, PUT], &["audience#*", "word#*"]),
        ],
        more: &[
            ("StreamArn", &["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]),
            ("*", &["dynamodb:ListStreams"]),
            GIVEN_UP,
        ],
    },
    Unrouted {
        binary: "jobs-mail-feedback",
        role: "MailFeedback",
        source: ("functions/jobs/src/feedback.rs", "handle_feedback"),
        // The person of the credential.
        saves: &[(&[PUT], &["colleagues#*", "people#*", "person#*", "rota"]), (&[UPDATE], &["email#*"])],
        more: &[GIVEN_UP],
    },
    Unrouted {
        binary: "jobs-mail-receive",
        role: "MailReceipt",
        source: ("functions/jobs/src/receive.rs", "receive_mail"),
        // The mail with its place in a list, the reply that it becomes with its files, and the mails about it.
        saves: &[
            (&[PUT], &["inbound_mail#*", "inbound-mails#*", "job#*", "ticket#*", "upload#*"]),
            (&[UPDATE], &["ticket-counts"]),
        ],
        more: &[GIVEN_UP],
    },
    Unrouted {
        binary: "auth-rotate-key",
        role: "KeyRotation",
        source: ("functions/auth/src/rotate_key.rs", "rotate_key"),
        saves: &[(&[PUT], &["settings"])],
        more: &[],
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
