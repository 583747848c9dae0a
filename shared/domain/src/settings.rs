//! Portal settings: one validated document per section, read beside the session so that a change takes effect on the next call.

pub mod record;

use crate::accounts::Plan;
use crate::calendar::BusinessCalendar;
use crate::caller::{HatKind, Role};
use crate::ids::{PersonId, ProductId, QueueId};
use crate::people::Person;
use crate::policy::Capability;
use crate::tickets::{PersonRef, Severity, TicketKind, TicketType};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt::Debug;

/// A section of the settings.
pub trait Section: Serialize + DeserializeOwned + Clone + Debug + PartialEq + Send + Sync + 'static {
    /// Its name.
    const NAME: &'static str;
}

/// How the portal looks, and what each portal and role has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalSettings {
    /// The company's name.
    pub company_name: String,
    /// `#rrggbb`.
    pub brand_color: String,
    /// E-mail address of the support team.
    pub support_email: String,
    /// Telephone number of the support team.
    pub support_phone: String,
    /// What is taken away from whom. Nothing here can grant.
    #[serde(default)]
    pub taken_away: Vec<TakenAway>,
    /// How many days after signing in a session ends, however much it is used.
    #[serde(default = "session_days")]
    pub session_days: u16,
    /// How much a person can do in an hour.
    #[serde(default)]
    pub rates: HourlyRates,
}

/// What holds until a company has decided.
const fn session_days() -> u16 {
    30
}

/// The most that one person can do in any hour: far more than anybody does by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HourlyRates {
    /// Tickets opened.
    pub tickets: u32,
    /// Files announced.
    pub uploads: u32,
}

impl Default for HourlyRates {
    fn default() -> Self {
        Self { tickets: 60, uploads: 300 }
    }
}

/// A capability taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenAway {
    /// Capability that is removed.
    pub capability: Capability,
    /// From which portal.
    pub face: HatKind,
    /// From which role only; from all without.
    pub role: Option<Role>,
}

impl PortalSettings {
    /// How long a session can last.
    pub fn longest_session(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.session_days))
    }

    /// Whether a hat has a capability, as far as the settings go.
    pub fn has(&self, capability: Capability, kind: HatKind, role: Role) -> bool {
        capability == Capability::Personal
            || !self.taken_away.iter().any(|taken| {
                taken.capability == capability && taken.face == kind && taken.role.is_none_or(|only| only == role)
            })
    }
}

impl Default for PortalSettings {
    /// What holds until a company has written its own.
    fn default() -> Self {
        Self {
            company_name: "Portico".into(),
            brand_color: "#1f5fa8".into(),
            support_email: String::new(),
            support_phone: String::new(),
            taken_away: Vec::new(),
            session_days: session_days(),
            rates: HourlyRates::default(),
        }
    }
}

impl Section for PortalSettings {
    const NAME: &'static str = "portal";
}

/// A queue of tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// ID of the queue.
    pub id: QueueId,
    /// Name of the queue.
    pub name: String,
    /// Who is told when it falls behind.
    pub lead: PersonId,
    /// Agents who work on the queue.
    pub agents: Vec<PersonRef>,
}

/// What a routing rule looks at. What is absent matches anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingCondition {
    /// The ticket's kind.
    pub kind: Option<TicketKind>,
    /// Type of the ticket.
    pub r#type: Option<TicketType>,
    /// Severity of the ticket.
    pub severity: Option<Severity>,
    /// Product that the ticket is about.
    pub product: Option<ProductId>,
    /// The account's plan.
    pub plan: Option<Plan>,
    /// The account's territory.
    pub territory: Option<String>,
}

/// Who in the queue gets the ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutingAgent {
    /// Nobody yet: whoever takes it.
    #[default]
    Nobody,
    /// Always the same person.
    Fixed(PersonId),
    /// The queue's agents in turn.
    RoundRobin,
}

/// One routing rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingRule {
    /// Name of the rule.
    pub name: String,
    /// Condition under which the rule applies.
    pub when: RoutingCondition,
    /// Where the ticket goes.
    pub queue: QueueId,
    /// Choice of the agent in the queue.
    pub agent: RoutingAgent,
}

/// How fast tickets of a severity and plan are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The severity.
    pub severity: Severity,
    /// The plan.
    pub plan: Plan,
    /// Business minutes to the first reply.
    pub first_response_minutes: u32,
    /// Business minutes to the resolution.
    pub resolution_minutes: u32,
}

/// How tickets are routed and by when they are due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketSettings {
    /// The queues.
    pub queues: Vec<Queue>,
    /// Tried in order; the last one applies to everything.
    pub rules: Vec<RoutingRule>,
    /// Business hours of the company.
    pub calendar: BusinessCalendar,
    /// One for each severity and plan.
    pub targets: Vec<Target>,
    /// The names of fields that the company added to its tickets.
    #[serde(default)]
    pub custom_fields: Vec<String>,
    /// Of which new tickets the whole queue is told.
    #[serde(default)]
    pub alarm: Alarm,
}

/// Of which new tickets the lead and the agents of the queue are told by mail, whoever has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Those of these severities.
    pub severities: Vec<Severity>,
    /// Those that are given to nobody.
    pub unassigned: bool,
}

impl Default for Alarm {
    fn default() -> Self {
        Self { severities: vec![Severity::Critical], unassigned: false }
    }
}

impl TicketSettings {
    /// The queue of this id.
    pub fn queue(&self, id: QueueId) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.id == id)
    }
}

impl TicketSettings {
    /// With this person among the agents of the queues that their hats name.
    pub(crate) fn joined_by(mut self, person: &Person) -> Self {
        for queue in &mut self.queues {
            let works = person.hats.iter().any(|hat| hat.queues.contains(&queue.id));
            if works && !queue.agents.iter().any(|agent| agent.id == person.id) {
                queue.agents.push(PersonRef { id: person.id, name: person.name.clone() });
            }
        }
        self
    }
}

impl Section for TicketSettings {
    const NAME: &'static str = "tickets";
}

/// A type of file that can be attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileType {
    /// Media type.
    pub media_type: String,
    /// File name endings, lower case, without the dot.
    pub endings: Vec<String>,
}

/// Files that can be attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSettings {
    /// The types.
    pub types: Vec<FileType>,
}

impl Default for FileSettings {
    fn default() -> Self {
        let types = [
            ("image/png", "png"),
            ("image/jpeg", "jpg jpeg"),
            ("image/gif", "gif"),
            ("image/webp", "webp"),
            ("application/pdf", "pdf"),
            ("text/plain", "txt log"),
            ("text/csv", "csv"),
            ("application/json", "json"),
            ("application/xml", "xml"),
            ("application/zip", "zip"),
            ("application/gzip", "gz"),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ];
        Self {
            types: types
                .into_iter()
                .map(|(media_type, endings)| FileType {
                    media_type: media_type.into(),
                    endings: endings.split(' ').map(str::to_owned).collect(),
                })
                .collect(),
        }
    }
}

impl Section for FileSettings {
    const NAME: &'static str = "files";
}

/// What the knowledge base knows about words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeSettings {
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
}

impl Section for KnowledgeSettings {
    const NAME: &'static str = "knowledge";
}
