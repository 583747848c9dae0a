//! The seed files as they are written. Unknown fields are refused, so a slip of the pen does not go unnoticed.

use super::days::{Days, Yearly, holidays};
use anyhow::{Context, Result, anyhow};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use portico_domain::accounts::Plan;
use portico_domain::calendar::{BusinessCalendar, Hours};
use portico_domain::hats::{Audience, HatKind, Role};
use portico_domain::knowledge::{ArticleKind, ArticleState};
use portico_domain::people::PersonStatus;
use portico_domain::tickets::fields::{FieldCondition, GivenValue, TicketFields};
use portico_domain::tickets::timeline::EventKind;
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
pub(super) struct CannedReply {
    pub key: String,
    pub name: String,
    pub text: String,
    /// Key of the queue; without one, it is for all.
    pub queue: Option<String>,
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
    pub custom_field: Option<FieldCondition>,
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
    LeastLoaded,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calendar {
    pub time_zone: String,
    pub days: BTreeMap<String, [String; 2]>,
    pub holidays: Vec<Holiday>,
    pub targets: Vec<portico_domain::tickets::settings::Target>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Holiday {
    /// Month and day: `12-25`.
    pub yearly: Option<String>,
    /// Days after Easter Sunday.
    pub easter: Option<i64>,
    #[allow(dead_code, reason = "for whoever reads the file")]
    pub name: String,
}

impl Holiday {
    fn read(&self) -> Result<Yearly> {
        match (&self.yearly, self.easter) {
            (Some(day), None) => {
                let (month, day) = day.split_once('-').ok_or_else(|| anyhow!("{day} is not a month and a day"))?;
                Ok(Yearly::Fixed(month.parse()?, day.parse()?))
            }
            (None, Some(after)) => Ok(Yearly::Easter(after)),
            _ => Err(anyhow!("a holiday is yearly or follows Easter")),
        }
    }
}

/// The names of weekdays in the calendar file, Monday first.
const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Calendar {
    /// Returns the working calendar in the years around `now`.
    fn at(&self, now: Timestamp) -> Result<BusinessCalendar> {
        let mut week = [None; 7];
        for (day, [from, to]) in &self.days {
            let index = WEEK.iter().position(|name| name == day).ok_or_else(|| anyhow!("{day} is not a weekday"))?;
            let time = |text: &str| text.parse::<Time>().with_context(|| format!("{text} is not a time of day"));
            week[index] = Some(Hours { from: time(from)?, to: time(to)? });
        }
        let yearly = self.holidays.iter().map(Holiday::read).collect::<Result<Vec<_>>>()?;
        let today = now.in_tz(&self.time_zone)?.date();
        Ok(BusinessCalendar { time_zone: self.time_zone.clone(), week, holidays: holidays(&yearly, today)? })
    }
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
    pub merged_into: Option<String>,
    pub timeline: Vec<Item>,
    pub resolution: Option<String>,
    pub rating: Option<Rated>,
    #[serde(default)]
    pub files: Vec<String>,
    /// Values of the company's fields.
    #[serde(default)]
    pub custom_fields: BTreeMap<String, GivenValue>,
}

/// Rating of a ticket, as the requester gave it when it was closed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rated {
    pub score: u8,
    pub comment: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub at: Timestamp,
    pub by: String,
    pub kind: ItemKind,
    pub text: Option<String>,
    pub event: Option<EventKind>,
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
    pub(super) days: Days,
    pub(super) company: Company,
    pub(super) products: Vec<Product>,
    pub(super) accounts: Vec<Account>,
    pub(super) partners: Vec<Partner>,
    pub(super) queues: Vec<Queue>,
    pub(super) canned_replies: Vec<CannedReply>,
    pub(super) people: Vec<Person>,
    pub(super) rules: Vec<Rule>,
    pub(super) targets: Vec<portico_domain::tickets::settings::Target>,
    pub(super) articles: Vec<Article>,
    pub(super) tickets: Vec<Ticket>,
    pub(super) synonyms: Vec<Vec<String>>,
    pub(super) fields: TicketFields,
    /// Name and bytes of every file that tickets carry.
    pub(super) files: BTreeMap<String, Vec<u8>>,
}

/// Returns the text of a file as it is.
fn written(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Returns the text of a file with its days filled in.
fn text(days: &Days, path: &Path) -> Result<String> {
    days.filled(&written(path)?).with_context(|| format!("{} is not as it should be", path.display()))
}

fn yaml<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T> {
    serde_yaml_ng::from_str(text).with_context(|| format!("{} is not as it should be", path.display()))
}

/// Returns the files of a folder with this ending, in the order of their names.
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

fn article(days: &Days, path: &Path) -> Result<Article> {
    let text = text(days, path)?;
    let (head, body) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .with_context(|| format!("{} does not begin with its front matter", path.display()))?;
    let head = serde_yaml_ng::from_str(head).with_context(|| format!("{} is not as it should be", path.display()))?;
    Ok(Article { key: name_of(path).trim_end_matches(".md").to_owned(), head, body: body.trim().to_owned() })
}

impl Source {
    /// Reads the files under `folder`, with their days counted from now.
    pub fn read(folder: &Path) -> Result<Self> {
        Self::read_at(folder, Timestamp::now())
    }

    /// Reads the files under `folder`, with their days counted from `now`.
    pub fn read_at(folder: &Path, now: Timestamp) -> Result<Self> {
        let file = |name: &str| folder.join(name);
        let path = file("calendar.yaml");
        let calendar: Calendar = yaml(&path, &written(&path)?)?;
        let days = Days::new(now, calendar.at(now)?)?;
        let mut tickets = Vec::new();
        for path in files_in(&file("tickets"), "yaml")? {
            tickets.extend(yaml::<Vec<Ticket>>(&path, &text(&days, &path)?)?);
        }
        let bytes = |path: std::path::PathBuf| -> Result<(String, Vec<u8>)> {
            let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            // A file that is no text has no days to fill in.
            let bytes = match String::from_utf8(bytes) {
                Ok(text) => days.filled(&text).with_context(|| path.display().to_string())?.into_bytes(),
                Err(other) => other.into_bytes(),
            };
            Ok((name_of(&path), bytes))
        };
        let files = files_in(&file("files"), "")?.into_iter().map(bytes).collect::<Result<_>>()?;
        let articles = files_in(&file("articles"), "md")?;
        let articles = articles.iter().map(|path| article(&days, path)).collect::<Result<_>>()?;
        let read = Reading { folder, days: &days };
        Ok(Self {
            company: read.yaml("company.yaml")?,
            products: read.yaml("products.yaml")?,
            accounts: read.yaml("accounts.yaml")?,
            partners: read.yaml("partners.yaml")?,
            queues: read.yaml("queues.yaml")?,
            canned_replies: read.yaml("canned-replies.yaml")?,
            people: read.yaml("people.yaml")?,
            rules: read.yaml::<Routing>("routing.yaml")?.rules,
            targets: calendar.targets,
            articles,
            tickets,
            synonyms: read.yaml("synonyms.yaml")?,
            fields: read.yaml("ticket-fields.yaml")?,
            files,
            days,
        })
    }
}

/// Folder that is read with its days filled in.
struct Reading<'a> {
    folder: &'a Path,
    days: &'a Days,
}

impl Reading<'_> {
    fn yaml<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let path = self.folder.join(name);
        yaml(&path, &text(self.days, &path)?)
    }
}
