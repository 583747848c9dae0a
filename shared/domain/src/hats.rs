//! Hats: the kinds of hats, the roles, and the audiences that articles and news are for.

use crate::ids::{AccountId, HatId, PartnerId, QueueId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

    /// Name of the kind in JSON and in the log.
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

impl Role {
    /// Name of a hat of this role in the portal: "Halvorsen Marine, manager".
    pub fn label_of(self, organisation: &str) -> String {
        let role = match self {
            Self::Member => "member",
            Self::Manager => "manager",
            Self::Seller => "seller",
            Self::Employee => "employee",
            Self::Contractor => "contractor",
            Self::Agent => "agent",
            Self::Sales => "sales",
            Self::Editor => "editor",
            Self::Operations => "operations",
            Self::Hr => "HR",
            Self::Administrator => "administrator",
        };
        format!("{organisation}, {role}")
    }
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

    /// Name of the hat in the portal: "Halvorsen Marine, manager".
    pub fn label(&self) -> String {
        self.role.label_of(&self.organisation)
    }
}

/// The hat somebody wore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HatRef {
    /// Portal of the hat.
    pub kind: HatKind,
    /// Role of the hat.
    pub role: Role,
}

/// Audience of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Anybody.
    Public,
    /// Customers.
    Customer,
    /// Partners.
    Partner,
    /// Employees and staff.
    Employee,
}

/// Every hat with its role, in the order of the access matrix.
pub const ALL_HATS: &[(HatKind, Role)] = &[
    (HatKind::Customer, Role::Member),
    (HatKind::Customer, Role::Manager),
    (HatKind::Partner, Role::Seller),
    (HatKind::Partner, Role::Manager),
    (HatKind::Employee, Role::Employee),
    (HatKind::Employee, Role::Contractor),
    (HatKind::Staff, Role::Agent),
    (HatKind::Staff, Role::Sales),
    (HatKind::Staff, Role::Editor),
    (HatKind::Staff, Role::Operations),
    (HatKind::Staff, Role::Hr),
    (HatKind::Staff, Role::Administrator),
];
