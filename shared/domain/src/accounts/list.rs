//! Lists of accounts: by name or number, of all accounts, of a plan, of a territory.

use super::changes::NUMBER_PREFIX;
use super::{Account, Plan};
use crate::action::Action;
use crate::error::Error;
use crate::ids::AccountId;
use crate::letters::folded;
use crate::paging::{Page, PageRequest};
use crate::policy::Scope;
use crate::record::{List, ListHome, ListQuery, Membership, SortRange};
use crate::store::StoreResult;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// Value of the `type` of the items that list accounts.
const LISTED: &str = "listed_account";

/// Row of an account in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// ID of the account.
    pub id: AccountId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Name of the account.
    pub name: String,
    /// Number of the account in the company's books.
    pub number: String,
    /// Plan of the account.
    pub plan: Plan,
    /// Sales territory of the account.
    pub territory: String,
}

impl From<&Account> for AccountRow {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id,
            version: account.version,
            name: account.name.clone(),
            number: account.number.clone(),
            plan: account.plan,
            territory: account.territory.clone(),
        }
    }
}

/// Order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// By name.
    Name,
    /// By number, with the names that begin with a digit among them.
    Digits,
}

/// Returns a text as places in lists have it: without the difference of case, and with single blanks.
fn place_of(text: &str) -> String {
    folded(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the place of a number: without the prefix that all of them have.
fn place_of_number(number: &str) -> String {
    let place = place_of(number);
    let prefix = NUMBER_PREFIX.to_lowercase();
    place.strip_prefix(&prefix).map(str::to_owned).unwrap_or(place)
}

/// The list in an order, of the accounts of a plan and a territory.
fn accounts(order: Order, plan: Option<Plan>, territory: Option<&str>) -> List {
    let mut partition = String::from(match order {
        Order::Name => "accounts",
        Order::Digits => "accounts#digits",
    });
    if let Some(plan) = plan {
        partition.push_str("#plan#");
        partition.push_str(plan.code());
    }
    if let Some(territory) = territory {
        partition.push_str("#territory#");
        partition.push_str(&place_of(territory));
    }
    List::new(ListHome::Table, partition)
}

/// Lists that an account is in.
pub(super) fn memberships(account: &Account) -> Vec<Membership> {
    let name = place_of(&account.name);
    let mut places = vec![(Order::Digits, place_of_number(&account.number))];
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        places.push((Order::Digits, name.clone()));
    }
    places.push((Order::Name, name));
    let of_filters = |(order, place): (Order, String)| {
        let place = format!("{place}#{}", account.id);
        [None, Some(account.plan)].into_iter().flat_map(move |plan| {
            let place = place.clone();
            [None, Some(&*account.territory)]
                .map(|territory| accounts(order, plan, territory).at(place.clone()).in_table(LISTED))
        })
    };
    places.into_iter().flat_map(of_filters).collect()
}

/// Accounts that a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Beginning of the name or of the number.
    pub begins: Option<String>,
    /// Plan of the accounts.
    pub plan: Option<Plan>,
    /// Territory of the accounts.
    pub territory: Option<String>,
}

impl AccountFilter {
    /// The filter as a text, which two filters share only if they show the same accounts.
    pub fn text(&self) -> String {
        let plan = self.plan.map(Plan::code);
        format!("{:?}", (self.begins.as_deref().map(place_of), plan, self.territory.as_deref().map(place_of)))
    }
}

/// A list of accounts, for callers who may see all of them. Only [`AccountList::within`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountList {
    filter: AccountFilter,
}

impl AccountList {
    /// The list, for a reader of this scope.
    pub fn within(scope: &Scope, filter: AccountFilter) -> Result<Self, Error> {
        scope.holds_all(Action::ListAccounts).then_some(Self { filter }).ok_or(Error::Forbidden)
    }

    /// Beginning of the numbers that are looked for, if any are.
    fn number(&self) -> Option<String> {
        Some(place_of_number(self.filter.begins.as_deref()?)).filter(|begins| !begins.is_empty())
    }

    /// Queries of the list: by name, by number, or by both for what may be either.
    pub fn queries(&self) -> Vec<ListQuery> {
        let list = |order| ListQuery::all(accounts(order, self.filter.plan, self.filter.territory.as_deref()));
        let by_name = match self.filter.begins.as_deref().map(place_of) {
            Some(name) if !name.is_empty() => list(Order::Name).within(SortRange::Prefix(name)),
            _ => list(Order::Name),
        };
        let Some(number) = self.number() else { return vec![by_name] };
        // The names that begin with a digit are there too.
        let is_complete = number.starts_with(|first: char| first.is_ascii_digit());
        let by_number = list(Order::Digits).within(SortRange::Prefix(number));
        if is_complete { vec![by_number] } else { vec![by_name, by_number] }
    }

    /// Whether the list shows an account at this place. One whose name and number begin alike is shown by its number.
    pub fn shows(&self, row: &AccountRow, place: &str) -> bool {
        let number = place_of_number(&row.number);
        self.number().is_none_or(|begins| !number.starts_with(&begins) || place == format!("{number}#{}", row.id))
    }
}

/// Port of the lists of accounts.
pub trait AccountLists {
    /// A page of a list.
    fn accounts(
        &self,
        list: &AccountList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<AccountRow>>> + Send;
}

/// Port of the numbers of accounts.
pub trait AccountNumbers {
    /// Takes the next number; no other account gets it.
    fn next_account_number(&self) -> impl Future<Output = StoreResult<u64>> + Send;
    /// Reserves all numbers up to `up_to`, because an account has that one.
    fn reserve_account_numbers(&self, up_to: u64) -> impl Future<Output = StoreResult<()>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::{HatKind, Role};
    use crate::policy::scope;
    use crate::record::Record;
    use crate::testing::{account, caller};

    fn list(begins: &str, plan: Option<Plan>, territory: Option<&str>) -> AccountList {
        let by = caller(1, HatKind::Staff, Role::Sales, None, &[]);
        let begins = (!begins.is_empty()).then(|| begins.to_owned());
        let filter = AccountFilter { begins, plan, territory: territory.map(str::to_owned) };
        AccountList::within(&scope(&by, Action::ListAccounts).expect("allowed"), filter).expect("a list")
    }

    /// Number of times that a list shows an account.
    fn shown(list: &AccountList, account: &Account) -> usize {
        let holds = |query: &ListQuery, place: &Membership| match &query.range {
            _ if place.list != query.list => false,
            SortRange::Prefix(prefix) => place.sort.starts_with(prefix.as_str()),
            _ => true,
        };
        let (queries, places) = (list.queries(), Record::memberships(account));
        let found = queries.iter().flat_map(|query| places.iter().filter(|place| holds(query, place)));
        found.filter(|place| list.shows(&account.into(), &place.sort)).count()
    }

    fn fjord() -> Account {
        Account {
            name: "Fjord  Robotics".into(),
            number: "A-2041".into(),
            plan: Plan::Premium,
            territory: "Nordics".into(),
            ..account()
        }
    }

    #[test]
    fn an_account_is_found_by_the_beginning_of_its_name_or_number() {
        for begins in ["", "f", "FJORD ro", "Fjord Robotics", "A-2", "a-2041", "2041", " 20 "] {
            assert_eq!(shown(&list(begins, None, None), &fjord()), 1, "{begins}");
        }
        for begins in ["robotics", "fjord robotics as", "041", "A-3", "a"] {
            assert_eq!(shown(&list(begins, None, None), &fjord()), 0, "{begins}");
        }
    }

    #[test]
    fn a_list_shows_the_accounts_of_its_plan_and_territory() {
        for (plan, territory, times) in [
            (Some(Plan::Premium), None, 1),
            (Some(Plan::Standard), None, 0),
            (None, Some("nordics"), 1),
            (None, Some("Benelux"), 0),
            (Some(Plan::Premium), Some("NORDICS"), 1),
            (Some(Plan::Standard), Some("Nordics"), 0),
        ] {
            for begins in ["", "fjord", "2041"] {
                assert_eq!(shown(&list(begins, plan, territory), &fjord()), times, "{begins} {plan:?} {territory:?}");
            }
        }
    }

    #[test]
    fn a_name_that_begins_with_a_digit_is_found_and_shown_once() {
        let digits = Account { name: "20th Street Ltd".into(), ..fjord() };
        for begins in ["2", "20", "20th", "2041", "20th street"] {
            assert_eq!(shown(&list(begins, None, None), &digits), 1, "{begins}");
        }
        assert_eq!(shown(&list("20t", None, None), &fjord()), 0);
    }

    #[test]
    fn a_number_of_another_form_is_found_by_its_beginning() {
        let other = Account { number: "KD-7".into(), ..fjord() };
        for begins in ["k", "KD", "kd-7", "Fjord", ""] {
            assert_eq!(shown(&list(begins, None, None), &other), 1, "{begins}");
        }
        for begins in ["7", "kd-71", "d-7"] {
            assert_eq!(shown(&list(begins, None, None), &other), 0, "{begins}");
        }
        let alike = Account { number: "FJ-1".into(), ..fjord() };
        assert_eq!(shown(&list("fj", None, None), &alike), 1, "once");
    }

    #[test]
    fn filters_that_show_the_same_have_the_same_text() {
        let of = |begins: &str, territory: &str| AccountFilter {
            begins: Some(begins.into()),
            plan: None,
            territory: Some(territory.into()),
        };
        assert_eq!(of("Fjord  R", "Nordics").text(), of("fjord r", "NORDICS").text());
        assert_ne!(of("a", "b").text(), of("b", "a").text());
    }

    #[test]
    fn only_who_may_see_all_accounts_lists_them() {
        let by = caller(1, HatKind::Staff, Role::Agent, None, &[]);
        let other = scope(&by, Action::ListTickets).expect("allowed");
        assert!(AccountList::within(&other, AccountFilter::default()).is_err());
    }
}
