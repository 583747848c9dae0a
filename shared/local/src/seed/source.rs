//! The seed files as they are written. Unknown fields are refused, so a slip of the pen does not go unnoticed.

use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::civil::Date;
use portico_domain::accounts::Plan;
use portico_domain::caller::{HatKind, Role};
use portico_domain::knowledge::{ArticleKind, ArticleState, Audience};
use portico_domain::people::PersonStatus;
use portico_domain::tickets::timeline::Happening;
use portico_domain::tickets::{Severity, TicketKind, TicketState, TicketType};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Company {
    pub name: String,
    pub brand_color: String,
    pub support_email: String,
    pub support_phone: String,
    pub time_zone: String,
    pub locale: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    pub key: String,
    pub name: String,
    pub code: String,
    pub versions: Vec<Version>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Version {
    pub key: String,
    pub label: String,
    #[allow(dead_code, reason = "read so that it is checked; releases are not shown yet")]
    pub released_on: Date,
    pub supported_until: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    pub key: String,
    pub name: String,
    pub number: String,
    pub plan: Plan,
    pub territory: String,
    pub address: String,
    pub entitlements: Vec<Entitlement>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entitlement {
    pub product: String,
    pub version: String,
    pub quantity: u32,
    #[serde(default)]
    pub serials: Vec<String>,
    pub purchased_on: Date,
    pub warranty_until: Option<Date>,
    pub support_until: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Partner {
    pub key: String,
    pub name: String,
    #[allow(dead_code, reason = "read so that it is checked; partners are not assigned yet")]
    pub territory: String,
    #[allow(dead_code, reason = "read so that it is checked; partners are not assigned yet")]
    pub serves: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Queue {
    pub key: String,
    pub name: String,
    pub lead: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub key: String,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub locale: Option<String>,
    pub time_zone: Option<String>,
    pub status: Option<PersonStatus>,
    #[serde(default)]
    pub demo_login: bool,
    pub hats: Vec<Hat>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hat {
    pub kind: HatKind,
    pub role: Role,
    pub account: Option<String>,
    pub partner: Option<String>,
    #[serde(default)]
    pub queues: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Routing {
    pub rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub name: String,
    #[serde(default)]
    pub when: Condition,
    pub queue: String,
    pub agent: Option<RuleAgent>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    pub kind: Option<TicketKind>,
    pub r#type: Option<TicketType>,
    pub severity: Option<Severity>,
    pub product: Option<String>,
    pub plan: Option<Plan>,
    pub territory: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum RuleAgent {
    Fixed { fixed: String },
    Turns(Turns),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Turns {
    RoundRobin,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calendar {
    pub time_zone: String,
    pub days: BTreeMap<String, [String; 2]>,
    pub holidays: Vec<Holiday>,
    pub targets: Vec<portico_domain::settings::Target>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Holiday {
    pub date: Date,
    #[allow(dead_code, reason = "for whoever reads the file")]
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArticleHead {
    pub title: String,
    pub kind: ArticleKind,
    pub summary: String,
    pub products: Vec<String>,
    pub audiences: Vec<Audience>,
    pub tags: Vec<String>,
    pub language: String,
    pub state: ArticleState,
    pub publish_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub owner: String,
}

#[derive(Debug)]
pub(super) struct Article {
    pub key: String,
    pub head: ArticleHead,
    pub body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ticket {
    pub key: String,
    pub number: u64,
    pub kind: TicketKind,
    pub requester: String,
    #[serde(default)]
    pub participants: Vec<String>,
    pub r#type: TicketType,
    pub severity: Severity,
    pub synopsis: String,
    pub product: Option<String>,
    pub version: Option<String>,
    pub description: String,
    pub opened_at: Timestamp,
    pub state: TicketState,
    pub queue: String,
    pub assignee: Option<String>,
    pub hold_until: Option<Timestamp>,
    #[allow(dead_code, reason = "read so that it is checked; merging is not shown yet")]
    pub merged_into: Option<String>,
    pub timeline: Vec<Item>,
    pub resolution: Option<String>,
    #[serde(default)]
    pub files: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub at: Timestamp,
    pub by: String,
    pub kind: ItemKind,
    pub text: Option<String>,
    pub event: Option<Happening>,
    #[serde(default)]
    pub files: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ItemKind {
    Reply,
    Note,
    Event,
}

/// The seed files, read.
#[derive(Debug)]
pub struct Source {
    pub(super) company: Company,
    pub(super) products: Vec<Product>,
    pub(super) accounts: Vec<Account>,
    pub(super) partners: Vec<Partner>,
    pub(super) queues: Vec<Queue>,
    pub(super) people: Vec<Person>,
    pub(super) rules: Vec<Rule>,
    pub(super) calendar: Calendar,
    pub(super) articles: Vec<Article>,
    pub(super) tickets: Vec<Ticket>,
    pub(super) synonyms: Vec<Vec<String>>,
    /// Name and bytes of every file that tickets carry.
    pub(super) files: BTreeMap<String, Vec<u8>>,
}

fn yaml<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    serde_yaml_ng::from_str(&text).with_context(|| format!("{} is not as it should be", path.display()))
}

/// The files of a folder with this ending, in the order of their names.
fn files_in(folder: &Path, ending: &str) -> Result<Vec<std::path::PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.retain(|path| ending.is_empty() || path.extension().is_some_and(|there| there == ending));
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn article(path: &Path) -> Result<Article> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let (head, body) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .with_context(|| format!("{} does not begin with its front matter", path.display()))?;
    let head = serde_yaml_ng::from_str(head).with_context(|| format!("{} is not as it should be", path.display()))?;
    Ok(Article { key: name_of(path).trim_end_matches(".md").to_owned(), head, body: body.trim().to_owned() })
}

impl Source {
    /// Reads the files under `folder`.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = |name: &str| folder.join(name);
        let mut tickets = Vec::new();
        for path in files_in(&file("tickets"), "yaml")? {
            tickets.extend(yaml::<Vec<Ticket>>(&path)?);
        }
        let bytes = |path: std::path::PathBuf| -> Result<(String, Vec<u8>)> {
            let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            Ok((name_of(&path), bytes))
        };
        Ok(Self {
            company: yaml(&file("company.yaml"))?,
            products: yaml(&file("products.yaml"))?,
            accounts: yaml(&file("accounts.yaml"))?,
            partners: yaml(&file("partners.yaml"))?,
            queues: yaml(&file("queues.yaml"))?,
            people: yaml(&file("people.yaml"))?,
            rules: yaml::<Routing>(&file("routing.yaml"))?.rules,
            calendar: yaml(&file("calendar.yaml"))?,
            articles: files_in(&file("articles"), "md")?.iter().map(|path| article(path)).collect::<Result<_>>()?,
            tickets,
            synonyms: yaml(&file("synonyms.yaml"))?,
            files: files_in(&file("files"), "")?.into_iter().map(bytes).collect::<Result<_>>()?,
        })
    }
}
