//! Permissions that roles have, and those of them that calls used: the others are listed.

use super::policy::Policy;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// The smallest part of a policy: one action on one resource and, on the table, one pattern of partition keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permission {
    /// The action: `dynamodb:PutItem`.
    pub action: String,
    /// Resource in the policy, without the account: `table/portico`.
    pub resource: String,
    /// Pattern of partition keys: `ticket#*`.
    pub key: Option<String>,
}

impl Permission {
    pub(super) fn new(action: &str, resource: &str, key: Option<&String>) -> Self {
        let name = resource.splitn(6, ':').nth(5).unwrap_or(resource);
        Self { action: action.to_owned(), resource: name.to_owned(), key: key.cloned() }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.action, self.key.as_ref().unwrap_or(&self.resource))
    }
}

/// Permissions of roles, and those that calls have used.
#[derive(Debug, Default)]
pub struct Usage {
    roles: Mutex<BTreeMap<String, OfRole>>,
}

#[derive(Debug, Default)]
struct OfRole {
    all: BTreeSet<Permission>,
    used: BTreeSet<Permission>,
}

impl Usage {
    fn of<T>(&self, role: &str, with: impl FnOnce(&mut OfRole) -> T) -> T {
        let mut roles = self.roles.lock().unwrap_or_else(PoisonError::into_inner);
        with(roles.entry(role.to_owned()).or_default())
    }

    /// Takes note of a role that a function has.
    pub(crate) fn role(&self, policy: &Policy) {
        self.of(&policy.role, |role| role.all.extend(policy.permissions()));
    }

    pub(super) fn used(&self, policy: &Policy, permissions: Vec<Permission>) {
        self.of(&policy.role, |role| role.used.extend(permissions));
    }

    /// Returns the permissions that no call has used so far, by role.
    pub fn unused(&self) -> BTreeMap<String, BTreeSet<Permission>> {
        let roles = self.roles.lock().unwrap_or_else(PoisonError::into_inner);
        let unused = |role: &OfRole| role.all.difference(&role.used).cloned().collect();
        roles.iter().map(|(name, role)| (name.clone(), unused(role))).collect()
    }
}
