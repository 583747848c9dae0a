//! Lists of the people of an account, a partner company or our own company who can sign in, to choose from by name.

use super::listing::PersonRow;
use super::{Person, PersonStatus};
use crate::accounts::Account;
use crate::error::Error;
use crate::hats::{Hat, HatKind};
use crate::ids::{AccountId, PartnerId};
use crate::paging::{Page, PageRequest};
use crate::policy::{PartOf, Scope};
use crate::record::{List, ListHome, ListQuery, Membership};
use crate::store::StoreResult;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::future::Future;

/// Owner of a list of colleagues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Organisation {
    Account(AccountId),
    Partner(PartnerId),
    /// The company itself: its employees and contractors.
    Company,
}

impl Organisation {
    /// Organisation of a hat; none of a hat of staff.
    fn of(hat: &Hat) -> Option<Self> {
        match hat.kind {
            HatKind::Customer => hat.account.map(Self::Account),
            HatKind::Partner => hat.partner.map(Self::Partner),
            HatKind::Employee => Some(Self::Company),
            HatKind::Staff => None,
        }
    }

    fn list(self) -> List {
        let partition = match self {
            Self::Account(account) => format!("colleagues#account#{account}"),
            Self::Partner(partner) => format!("colleagues#partner#{partner}"),
            Self::Company => "colleagues#company".into(),
        };
        List::new(ListHome::Table, partition)
    }
}

/// Colleagues of a caller. Only [`ColleagueList::within`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColleagueList(Organisation);

impl ColleagueList {
    /// The people of the account or company of a caller of this scope.
    pub fn within(scope: &Scope) -> Result<Self, Error> {
        let account = scope.account().map(Organisation::Account);
        let partner = scope.partner().map(Organisation::Partner);
        let company = (scope.wearer().kind == HatKind::Employee).then_some(Organisation::Company);
        account.or(partner).or(company).map(Self).ok_or(Error::Forbidden)
    }

    /// Query of the list, by name.
    pub fn query(self) -> ListQuery {
        ListQuery::all(self.0.list())
    }
}

/// Query of the people of an account, by name.
pub fn contacts_of(account: AccountId) -> ListQuery {
    ListQuery::all(Organisation::Account(account).list())
}

impl Person {
    /// Lists of colleagues that the person is in: one for each account or company of their hats.
    pub(super) fn among_colleagues(&self) -> Vec<Membership> {
        let organisations: BTreeSet<Organisation> = self.hats.iter().filter_map(Organisation::of).collect();
        let place = format!("{}#{}", self.name.to_lowercase(), self.id);
        let listed = |one: Organisation| one.list().at(place.clone()).in_table("colleague");
        organisations.into_iter().filter(|_| self.status == PersonStatus::Active).map(listed).collect()
    }

    /// The person with the name of an account in their hats, or `None` if the hats have it.
    pub fn with_account_name(&self, account: &Account, now: Timestamp) -> Option<Self> {
        let mut after = self.clone();
        for hat in after.hats.iter_mut().filter(|hat| hat.account == Some(account.id)) {
            hat.organisation.clone_from(&account.name);
        }
        (after != *self).then(|| Self { version: self.version + 1, updated_at: now, ..after })
    }
}

/// Port of the people of an account or a company.
pub trait Colleagues {
    /// A page of a list, by name.
    fn colleagues(
        &self,
        list: ColleagueList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<PersonRow>>> + Send;
    /// A page of the people of an account, by name.
    fn contacts(
        &self,
        account: AccountId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Account, Page<PersonRow>>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::hats::{HatKind, Role};
    use crate::policy::scope;
    use crate::testing::{caller, colleague, customer, uuid};

    fn lists(person: &Person) -> Vec<List> {
        person.among_colleagues().into_iter().map(|membership| membership.list).collect()
    }

    #[test]
    fn a_person_is_among_the_colleagues_of_each_of_their_companies() {
        let kari = colleague(20);
        let twice = customer(20, Role::Manager).hat;
        let elsewhere = caller(20, HatKind::Customer, Role::Member, Some(11), &[]).hat;
        let mut partner = caller(20, HatKind::Partner, Role::Seller, None, &[]).hat;
        partner.partner = Some(PartnerId(uuid(60)));
        let own = ColleagueList::within(&scope(&customer(21, Role::Member), Action::ListColleagues).expect("allowed"));
        assert_eq!(lists(&kari), [own.expect("a list").query().list]);
        let hats = vec![kari.hats[0].clone(), twice, elsewhere, partner];
        let of_three = Person { hats, ..kari.clone() };
        assert_eq!(lists(&of_three).len(), 3);
        for status in [PersonStatus::Invited, PersonStatus::Disabled] {
            assert_eq!(lists(&Person { status, ..of_three.clone() }), []);
        }
    }

    #[test]
    fn names_are_in_order_whatever_their_case() {
        let place = |name: &str| Person { name: name.into(), ..colleague(20) }.among_colleagues()[0].sort.clone();
        assert!(place("ada") < place("Bo") && place("Bo") < place("cleo"));
    }

    #[test]
    fn employees_and_contractors_choose_among_each_other_and_staff_have_nobody_to_choose_from() {
        let list = |role| {
            let by = caller(30, HatKind::Employee, role, None, &[]);
            let hats = vec![by.hat.clone(), by.hat.clone()];
            let listed = lists(&Person { hats, ..colleague(30) });
            let own = ColleagueList::within(&scope(&by, Action::ListColleagues).expect("allowed")).expect("a list");
            assert_eq!(listed, [own.query().list], "in one list, and once");
            own
        };
        assert_eq!(list(Role::Employee), list(Role::Contractor));
        let staff = caller(30, HatKind::Staff, Role::Agent, None, &[]);
        assert!(scope(&staff, Action::ListColleagues).is_err());
        assert_eq!(lists(&Person { hats: vec![staff.hat], ..colleague(30) }), []);
    }
}
