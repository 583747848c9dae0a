//! Who is calling: a person, the hat they wear, the session they are in. And what every decision is given besides the
//! records: the caller, the time, a source of fresh ids.

use crate::ids::{AccountId, HatId, PartnerId, PersonId, QueueId, SessionId};
use crate::knowledge::Audience;
use crate::policy::Action;
use crate::touch::{HatRef, Outcome, RecordRef, Touch};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// Kind of a hat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HatKind {
    /// A customer account.
    Customer,
    /// A partner company.
    Partner,
    /// The company, as an employee.
    Employee,
    /// The company, behind the counter.
    Staff,
}

impl HatKind {
    /// The audiences a reader belongs to who wears such a hat.
    pub const fn audiences(self) -> &'static [Audience] {
        match self {
            Self::Customer => &[Audience::Public, Audience::Customer],
            Self::Partner => &[Audience::Public, Audience::Partner],
            Self::Employee => &[Audience::Public, Audience::Employee],
            Self::Staff => &[Audience::Public, Audience::Customer, Audience::Partner, Audience::Employee],
        }
    }

    /// Its name, as JSON and the log have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Partner => "partner",
            Self::Employee => "employee",
            Self::Staff => "staff",
        }
    }
}

/// Role of a hat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Customer: own records.
    Member,
    /// Customer or partner: the whole account's or company's.
    Manager,
    /// Partner: own leads.
    Seller,
    /// Employee.
    Employee,
    /// Contractor.
    Contractor,
    /// Staff: tickets of their queues.
    Agent,
    /// Staff: leads.
    Sales,
    /// Staff: articles, news, literature.
    Editor,
    /// Staff: returns, orders, side effects.
    Operations,
    /// Staff: employees.
    Hr,
    /// Staff: settings and people.
    Administrator,
}

/// One hat of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hat {
    /// ID of the hat.
    pub id: HatId,
    /// Kind of the hat.
    pub kind: HatKind,
    /// Role of the hat.
    pub role: Role,
    /// The account of a customer's hat.
    pub account: Option<AccountId>,
    /// The company of a partner's hat.
    pub partner: Option<PartnerId>,
    /// The account's or company's name, as people know it.
    pub organisation: String,
    /// The queues an agent works on.
    #[serde(default)]
    pub queues: Vec<QueueId>,
}

impl Hat {
    /// The audiences a wearer of this hat belongs to.
    pub fn audiences(&self) -> Vec<Audience> {
        self.kind.audiences().to_vec()
    }

    /// What the portal calls it: "Halvorsen Marine, manager".
    pub fn label(&self) -> String {
        let role = match self.role {
            Role::Member => "member",
            Role::Manager => "manager",
            Role::Seller => "seller",
            Role::Employee => "employee",
            Role::Contractor => "contractor",
            Role::Agent => "agent",
            Role::Sales => "sales",
            Role::Editor => "editor",
            Role::Operations => "operations",
            Role::Hr => "HR",
            Role::Administrator => "administrator",
        };
        format!("{}, {role}", self.organisation)
    }
}

/// A signed-in person with a hat on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Person who calls.
    pub person: PersonId,
    /// Name of the caller, for what they leave behind on records.
    pub name: String,
    /// Hat that the person wears.
    pub hat: Hat,
    /// The session.
    pub session: SessionId,
}

impl Caller {
    /// Nobody in person: a side effect or a clock. It acts on what it was told to and passes no access rule.
    pub fn system() -> Self {
        let nobody = Uuid::nil();
        Self {
            person: PersonId(nobody),
            name: "Portico".into(),
            hat: Hat {
                id: HatId(nobody),
                kind: HatKind::Staff,
                role: Role::Operations,
                account: None,
                partner: None,
                organisation: String::new(),
                queues: Vec::new(),
            },
            session: SessionId(nobody),
        }
    }

    /// Whether it is nobody in person.
    pub fn is_system(&self) -> bool {
        self.session.0.is_nil()
    }
}

/// One act of a caller, as decisions see it.
#[derive(Clone)]
pub struct ActionContext {
    /// Person who acts.
    pub caller: Caller,
    /// Action of the act.
    pub action: Action,
    /// Time of the act.
    pub now: Timestamp,
    /// The request it came by, for the touch and the log.
    pub request_id: String,
    /// Makes ids nobody has used.
    pub ids: IdGenerator,
}

impl ActionContext {
    /// A new id.
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from((self.ids.0)())
    }

    /// The touch this act leaves on `record`.
    pub fn touch(&self, record: Option<RecordRef>, account: Option<AccountId>) -> Touch {
        Touch {
            id: self.id(),
            at: self.now,
            person: (!self.caller.is_system()).then_some(self.caller.person),
            person_name: self.caller.name.clone(),
            hat: (!self.caller.is_system())
                .then_some(HatRef { kind: self.caller.hat.kind, role: self.caller.hat.role }),
            action: self.action,
            record,
            account: account.or(self.caller.hat.account),
            outcome: Outcome::Done,
            detail: None,
            request_id: self.request_id.clone(),
        }
    }
}

/// Source of new IDs.
#[derive(Clone)]
pub struct IdGenerator(pub Arc<dyn Fn() -> Uuid + Send + Sync>);

impl fmt::Debug for IdGenerator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdGenerator")
    }
}
