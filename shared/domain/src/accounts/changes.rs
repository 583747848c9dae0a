//! Opening accounts and changing them.

use super::jobs::CarryAccountName;
use super::{Account, Plan};
use crate::act::ActionContext;
use crate::action::Action;
use crate::caller::Caller;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::jobs::Job;
use crate::policy::permits;
use crate::record::Resource as _;
use serde::Serialize;
use utoipa::ToSchema;

/// Beginning of the numbers that accounts are given.
pub const NUMBER_PREFIX: &str = "A-";

/// Returns the number in an account's number: 2041 of `A-2041`.
pub fn account_number(number: &str) -> Option<u64> {
    number.strip_prefix(NUMBER_PREFIX)?.parse().ok()
}

/// An account to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// Name of the account.
    pub name: String,
    /// Plan of the account.
    pub plan: Plan,
    /// Sales territory of the account.
    pub territory: String,
    /// Postal address.
    pub address: String,
    /// Address that goods are delivered to, if it is another one.
    pub delivery_address: Option<String>,
}

/// Fields of an account to be changed; those that are absent stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountChange {
    /// Name of the account.
    pub name: Option<String>,
    /// Plan of the account.
    pub plan: Option<Plan>,
    /// Sales territory of the account.
    pub territory: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Address that goods are delivered to; an empty text removes it.
    pub delivery_address: Option<String>,
}

/// Act on an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountAct {
    /// Change name, plan, territory or addresses.
    Change,
}

/// Refuses the plan of the company's own people.
fn for_customers(plan: Plan) -> Result<(), Error> {
    let detail = "The plan of your own people is not one of customers.";
    if plan == Plan::Internal { Err(Error::field("/plan", "not_one_of", detail)) } else { Ok(()) }
}

/// Returns the address as it is kept: none if it shows nothing.
fn kept(address: &str) -> Option<String> {
    let address = address.trim();
    (!address.is_empty()).then(|| address.to_owned())
}

impl Account {
    /// Opens an account with this number.
    pub fn open(act: &ActionContext, new: NewAccount, number: u64) -> Result<(Self, Change), Error> {
        for_customers(new.plan)?;
        let account = Self {
            id: act.id(),
            version: 1,
            name: new.name.trim().to_owned(),
            number: format!("{NUMBER_PREFIX}{number}"),
            plan: new.plan,
            territory: new.territory.trim().to_owned(),
            address: new.address.trim().to_owned(),
            delivery_address: new.delivery_address.as_deref().and_then(kept),
        };
        let change = Change::new(act.touch(account.record(), Some(account.id))).write(Write::create(&account));
        Ok((account, change))
    }

    /// Acts on the account that are open to the caller.
    pub fn allowed(&self, caller: &Caller) -> Vec<AccountAct> {
        let acts = [(AccountAct::Change, Action::ChangeAccount)];
        let open = |(_, action): &(AccountAct, Action)| permits(caller, *action, &self.ownership());
        acts.into_iter().filter(open).map(|(act, _)| act).collect()
    }

    /// Changes the account. Tickets keep what they say of it; a job carries another name to the hats of its people.
    /// Writes nothing if nothing changes.
    pub fn change(self, act: &ActionContext, change: AccountChange) -> Result<(Self, Option<Change>), Error> {
        if let Some(plan) = change.plan.filter(|plan| *plan != self.plan) {
            for_customers(plan)?;
        }
        let trimmed =
            |text: Option<String>, before: &str| text.map_or(before.to_owned(), |text| text.trim().to_owned());
        let next = Self {
            name: trimmed(change.name, &self.name),
            plan: change.plan.unwrap_or(self.plan),
            territory: trimmed(change.territory, &self.territory),
            address: trimmed(change.address, &self.address),
            delivery_address: match &change.delivery_address {
                Some(address) => kept(address),
                None => self.delivery_address.clone(),
            },
            ..self.clone()
        };
        if next == self {
            return Ok((self, None));
        }
        let next = Self { version: self.version + 1, ..next };
        let mut touch = act.touch(next.record(), Some(next.id));
        touch.detail = Some(self.difference(&next));
        let carried = CarryAccountName { account: next.id, after: None };
        let carried = (self.name != next.name).then(|| Job::now(act, &carried));
        let change = Change::new(touch).write(Write::update(&self, &next)).jobs(carried);
        Ok((next, Some(change)))
    }

    /// Stores the account again as it is, so that it joins lists that are newer than itself.
    pub fn list_again(&self, act: &ActionContext) -> Change {
        let next = Self { version: self.version + 1, ..self.clone() };
        Change::new(act.touch(next.record(), Some(next.id))).write(Write::update(self, &next))
    }

    /// Names of the fields that differ, with both plans.
    fn difference(&self, next: &Self) -> String {
        let plans = format!("plan {} to {}", self.plan.code(), next.plan.code());
        let parts = [
            (self.name != next.name).then_some("name"),
            (self.plan != next.plan).then_some(&*plans),
            (self.territory != next.territory).then_some("territory"),
            (self.address != next.address).then_some("address"),
            (self.delivery_address != next.delivery_address).then_some("delivery address"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::{HatKind, Role};
    use crate::testing::{account, act, caller, monday};

    fn by(role: Role, action: Action) -> ActionContext {
        act(caller(1, HatKind::Staff, role, None, &[]), action, monday())
    }

    fn new() -> NewAccount {
        NewAccount {
            name: " Fjord Robotics ".into(),
            plan: Plan::Premium,
            territory: "Nordics".into(),
            address: "14 Kaigata, Bergen".into(),
            delivery_address: Some("  ".into()),
        }
    }

    #[test]
    fn an_account_is_opened_with_its_number() {
        let act = by(Role::Sales, Action::OpenAccount);
        let (account, change) = Account::open(&act, new(), 2041).expect("opened");
        assert_eq!((&*account.name, &*account.number, account.version), ("Fjord Robotics", "A-2041", 1));
        assert_eq!(account.delivery_address, None);
        assert_eq!(change.writes, [Write::create(&account)]);
        assert_eq!((change.touch.record, change.touch.account), (account.record(), Some(account.id)));
    }

    #[test]
    fn the_plan_of_own_people_is_not_a_customer_s() {
        let act = by(Role::Sales, Action::OpenAccount);
        assert!(Account::open(&act, NewAccount { plan: Plan::Internal, ..new() }, 1).is_err());
        let to = |plan| AccountChange { plan: Some(plan), ..AccountChange::default() };
        assert!(account().change(&act, to(Plan::Internal)).is_err());
        let internal = Account { plan: Plan::Internal, ..account() };
        assert_eq!(internal.clone().change(&act, to(Plan::Internal)), Ok((internal, None)));
    }

    #[test]
    fn a_change_names_what_it_changes() {
        let act = by(Role::Operations, Action::ChangeAccount);
        let before = Account { plan: Plan::Standard, ..account() };
        let change = AccountChange {
            name: Some("Fjord".into()),
            plan: Some(Plan::Premium),
            delivery_address: Some("Dock 4".into()),
            ..AccountChange::default()
        };
        let (after, written) = before.clone().change(&act, change).expect("changed");
        assert_eq!((&*after.name, after.version, &after.address), ("Fjord", before.version + 1, &before.address));
        let written = written.expect("a change");
        assert_eq!(written.touch.detail.as_deref(), Some("name, plan standard to premium, delivery address"));
        assert_eq!(written.writes, [Write::update(&before, &after)]);
        assert_eq!(written.jobs[0].task(), Some(CarryAccountName { account: after.id, after: None }));
        let removed = AccountChange { delivery_address: Some(String::new()), ..AccountChange::default() };
        assert_eq!(after.clone().change(&act, removed).expect("changed").0.delivery_address, None);
        let moved = AccountChange { territory: Some("Benelux".into()), ..AccountChange::default() };
        assert_eq!(after.clone().change(&act, moved).expect("changed").1.expect("a change").jobs, []);
        assert_eq!(after.clone().change(&act, AccountChange::default()), Ok((after, None)));
    }

    #[test]
    fn an_account_is_stored_again_as_it_is() {
        let before = account();
        let change = before.list_again(&by(Role::Operations, Action::ChangeAccount));
        assert_eq!(change.saved::<Account>().next(), Some(&Account { version: before.version + 1, ..before }));
    }

    #[test]
    fn agents_see_accounts_and_change_none() {
        let who = |role| caller(1, HatKind::Staff, role, None, &[]);
        assert_eq!(account().allowed(&who(Role::Agent)), []);
        for role in [Role::Sales, Role::Operations, Role::Administrator] {
            assert_eq!(account().allowed(&who(role)), [AccountAct::Change]);
        }
    }
}
