//! Tasks about accounts.

use crate::ids::AccountId;
use crate::jobs::Task;
use crate::paging::Position;
use serde::{Deserialize, Serialize};

/// The name of an account, to be carried to the hats of a page of its people; the job of the next page follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryAccountName {
    /// Account that was renamed.
    pub account: AccountId,
    /// Position after which the page begins; the first person of the account if absent.
    pub after: Option<Position>,
}

impl Task for CarryAccountName {
    const KIND: &'static str = "carry_account_name";
    fn subject(&self) -> String {
        format!("name of account {}", self.account)
    }
}
