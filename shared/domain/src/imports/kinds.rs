//! Kinds of imports: each has the fields of its columns, its keys, and how a line becomes a change.

mod accounts;
mod contacts;
mod entitlements;
mod finding;
mod products;

pub use accounts::AccountLine;
pub use contacts::ContactLine;
pub use entitlements::EntitlementLine;
pub use products::ProductLine;

use super::columns::{Cells, Field, Key};
use super::lines::{LineError, LineOutcome};
use super::ports::ImportReads;
use crate::act::ActionContext;
use crate::action::Action;
use crate::change::Change;
use crate::error::Error;
use crate::record::RecordRef;
use serde::{Deserialize, Serialize};
use std::future::Future;
use utoipa::ToSchema;

/// Manner in which the lines of a file are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportMode<'a> {
    /// Name of the key that lines are compared by.
    pub key: &'a str,
    /// Whether new people get no invitation.
    pub quiet: bool,
    /// Whether the lines are only checked, so that no number is taken.
    pub dry: bool,
    /// Whether the line follows another one with the same value in the first field of the key.
    pub follows: bool,
}

/// Consequence of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Names of the fields that change.
    pub fields: Vec<&'static str>,
    /// Record that the line is about.
    pub record: Option<RecordRef>,
    /// Whether the record is new.
    pub new: bool,
    /// Change that stores the line; none if the record is the same already.
    pub change: Option<Change>,
}

impl Plan {
    /// A record that is created.
    pub fn create(record: Option<RecordRef>, change: Change) -> Self {
        Self { fields: Vec::new(), record, new: true, change: Some(change) }
    }

    /// A record that is changed in these fields, or stays the same.
    pub fn change(record: Option<RecordRef>, fields: Vec<&'static str>, change: Option<Change>) -> Self {
        Self { fields, record, new: false, change }
    }

    /// Outcome of the line.
    pub fn outcome(&self) -> LineOutcome {
        match (&self.change, self.new) {
            (None, _) => LineOutcome::Same,
            (Some(_), true) => LineOutcome::Create,
            (Some(_), false) => LineOutcome::Change,
        }
    }
}

/// A line of some kind. An import of a new kind is a type that implements this, and a row in `kinds!`.
pub trait Importable: Sized + Clone + Send + Sync {
    /// Fields that a column may hold.
    const FIELDS: &'static [Field];
    /// Keys that lines may be compared by, the usual one first.
    const KEYS: &'static [Key];
    /// Actions that the lines do: a person who may not do all of them may not import.
    const ACTIONS: &'static [Action];
    /// Largest number of lines that are applied in parallel; 1 if lines may be about the same record.
    const SIDE_BY_SIDE: usize;
    /// Records that a line names.
    type Found: Send;

    /// Reads the cells of a line.
    fn read(cells: &Cells<'_>) -> Result<Self, Vec<LineError>>;
    /// Finds the records that the line names.
    fn find<S: ImportReads>(
        &self,
        store: &S,
        act: &ActionContext,
        mode: ImportMode<'_>,
    ) -> impl Future<Output = Result<Self::Found, Error>> + Send;
    /// Decides what becomes of the line, by the functions that the endpoints use.
    fn plan(self, act: &ActionContext, mode: ImportMode<'_>, found: Self::Found) -> Result<Plan, Error>;
    /// Field that a JSON pointer of an error is about.
    fn field_at(pointer: &str) -> &str {
        pointer.trim_start_matches('/').split('/').next().unwrap_or_default()
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $code:literal $line:ident;)+) => {
        /// Kind of the records that an import is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum ImportKind { $($(#[$doc])* $kind,)+ }

        impl ImportKind {
            /// All kinds, in the order in which they are imported: later ones name records of earlier ones.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Name of the kind, as it is stored and sent.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$kind => $code),+ }
            }

            /// Fields that a column may hold.
            pub const fn fields(self) -> &'static [Field] {
                match self { $(Self::$kind => $line::FIELDS),+ }
            }

            /// Keys that lines may be compared by, the usual one first.
            pub const fn keys(self) -> &'static [Key] {
                match self { $(Self::$kind => $line::KEYS),+ }
            }

            /// Actions that the lines do.
            pub const fn actions(self) -> &'static [Action] {
                match self { $(Self::$kind => $line::ACTIONS),+ }
            }
        }

        /// Evaluates an expression for the type of line of a kind.
        #[macro_export]
        macro_rules! with_import_kind {
            ($of:expr, $type:ident => $body:expr) => {
                match $of {
                    $($crate::imports::kinds::ImportKind::$kind => {
                        type $type = $crate::imports::kinds::$line;
                        $body
                    })+
                }
            };
        }
    };
}

kinds! {
    /// Customer accounts.
    Accounts "accounts" AccountLine;
    /// Products with their versions.
    Products "products" ProductLine;
    /// People of customer accounts.
    Contacts "contacts" ContactLine;
    /// Purchases of accounts.
    Entitlements "entitlements" EntitlementLine;
}

/// The act of a line, as the endpoint of this action does it.
fn acting(act: &ActionContext, action: Action) -> ActionContext {
    ActionContext { action, ..act.clone() }
}

#[cfg(test)]
mod tests;
