//! The list of all people: by name, narrowed by hat and status, and searched by the beginning of a name or address.

use super::administration::open_acts;
use super::{Person, PersonAct, PersonStatus};
use crate::act::ActionContext;
use crate::action::Action;
use crate::caller::Caller;
use crate::change::Change;
use crate::error::Error;
use crate::hats::{Hat, HatKind, Role};
use crate::ids::{AccountId, HatId, PartnerId, PersonId};
use crate::letters::folded;
use crate::paging::{Page, PageRequest};
use crate::policy::Scope;
use crate::record::{List, ListHome, ListQuery, Membership, SortRange};
use crate::store::StoreResult;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::future::Future;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Largest number of characters of a name that are compared.
const LONGEST_WORD: usize = 100;
/// Largest number of words at the end of a name by which a person is found, in addition to the whole name.
const LAST_WORDS: usize = 2;

/// Hat of a person in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HatRow {
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
    /// Name of the account or company.
    pub organisation: String,
}

impl From<&Hat> for HatRow {
    fn from(hat: &Hat) -> Self {
        let Hat { id, kind, role, account, partner, organisation, .. } = hat.clone();
        Self { id, kind, role, account, partner, organisation }
    }
}

/// Row of a person in a list of people. Lists that were written before a field was kept have its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// The person.
    pub person: PersonId,
    /// Full name of the person.
    #[serde(default)]
    pub name: String,
    /// E-mail address of the person.
    #[serde(default)]
    pub email: String,
    /// Whether the person can sign in. A row without it is of a list of people who can.
    #[serde(default = "active")]
    pub status: PersonStatus,
    /// Hats of the person, the usual one first.
    #[serde(default)]
    pub hats: Vec<HatRow>,
    /// Whether signing in takes a second step.
    #[serde(default)]
    pub second_factor: bool,
    /// Version of the person.
    #[serde(default)]
    pub version: u64,
}

const fn active() -> PersonStatus {
    PersonStatus::Active
}

impl From<&Person> for PersonRow {
    fn from(person: &Person) -> Self {
        Self {
            person: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            status: person.status,
            hats: person.hats.iter().map(HatRow::from).collect(),
            second_factor: person.second_factor,
            version: person.version,
        }
    }
}

impl PersonRow {
    /// Acts on the person that are open to the caller now.
    pub fn allowed(&self, caller: &Caller) -> Vec<PersonAct> {
        open_acts(self.person, self.status, self.second_factor, caller)
    }
}

/// A set of people that has lists of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Set {
    All,
    Kind(HatKind),
    Account(AccountId),
    Partner(PartnerId),
}

/// Texts that a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// The whole name.
    Name,
    /// The last words of the name, and the address.
    Word,
}

impl Set {
    /// List of the people of the set who have this status.
    fn list(self, by: By, status: PersonStatus) -> List {
        let texts = match by {
            By::Name => "names",
            By::Word => "words",
        };
        let set = match self {
            Self::All => "all".to_owned(),
            Self::Kind(kind) => format!("kind#{}", kind.name()),
            Self::Account(account) => format!("account#{account}"),
            Self::Partner(partner) => format!("partner#{partner}"),
        };
        List::new(ListHome::Table, format!("people#{texts}#{set}#{}", status.label()))
    }
}

/// Returns a text as the beginnings of names are compared: in lower case, without accents, with single blanks.
fn plain(text: &str) -> String {
    let letters = folded(text).to_lowercase();
    let letters: String = letters.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    let words: Vec<&str> = letters.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST_WORD).collect()
}

/// Places of a person in the lists by name, and in those by word.
fn places(person: PersonId, name: &str, email: &str) -> (String, Vec<String>) {
    let name = plain(name);
    let place = |text: &str| format!("{text}#{person}");
    let last = name.rmatch_indices(' ').take(LAST_WORDS).map(|(at, _)| place(&name[at + 1..]));
    let words = last.chain([place(&email.to_lowercase())]).collect();
    (place(&name), words)
}

impl Person {
    /// Lists of all people that the person is in: by name and by word, for each set that they belong to.
    pub(super) fn among_all(&self) -> Vec<Membership> {
        let mut sets = BTreeSet::from([Set::All]);
        for hat in &self.hats {
            sets.insert(Set::Kind(hat.kind));
            sets.extend(hat.account.map(Set::Account));
            sets.extend(hat.partner.map(Set::Partner));
        }
        let (name, words) = places(self.id, &self.name, &self.email);
        let listed =
            |set: Set, by: By, place: &String| set.list(by, self.status).at(place.clone()).in_table("listed_person");
        let of_set = |set: Set| {
            let words = words.iter().map(move |word| listed(set, By::Word, word));
            std::iter::once(listed(set, By::Name, &name)).chain(words).collect::<Vec<_>>()
        };
        sets.into_iter().flat_map(of_set).collect()
    }
}

impl Person {
    /// Writes the person again as they are, and so into all lists that they are in.
    pub fn list_again(self, act: &ActionContext) -> (Self, Change) {
        let after = self.clone();
        let (person, change) = self.changed_to(after, act);
        (person, Change { touch: change.touch.with_detail("listed among all people"), ..change })
    }
}

/// Filters of the list. All that are given hold for each person in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// Beginning of the name, of one of its last words, or of the e-mail address.
    pub beginning: Option<String>,
    /// Kind of one of their hats.
    pub kind: Option<HatKind>,
    /// Account of one of their hats.
    pub account: Option<AccountId>,
    /// Partner company of one of their hats.
    pub partner: Option<PartnerId>,
    /// Whether they can sign in.
    pub status: Option<PersonStatus>,
}

/// A list of people. [`PeopleList::within`] makes one for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleList {
    filter: PeopleFilter,
}

impl PeopleList {
    /// The list, for a reader whose scope holds all people.
    pub fn within(scope: &Scope, filter: PeopleFilter) -> Result<Self, Error> {
        if !scope.holds_all(Action::ListPeople) {
            return Err(Error::Forbidden);
        }
        let beginning = filter.beginning.map(|typed| plain(&typed)).filter(|typed| !typed.is_empty());
        Ok(Self { filter: PeopleFilter { beginning, ..filter } })
    }

    /// People of an account, whatever their status: for a job that looks after all of them.
    pub fn of_account(account: AccountId) -> Self {
        Self { filter: PeopleFilter { account: Some(account), ..PeopleFilter::default() } }
    }

    /// Queries that the list is made of, each ordered by its texts. They read the narrowest set of people that a filter
    /// names.
    pub fn queries(&self) -> Vec<ListQuery> {
        let PeopleFilter { beginning, kind, account, partner, status } = &self.filter;
        let (account, partner) = (account.map(Set::Account), partner.map(Set::Partner));
        let set = account.or(partner).or(kind.map(Set::Kind)).unwrap_or(Set::All);
        let statuses = match status {
            Some(status) => vec![*status],
            None => vec![PersonStatus::Invited, PersonStatus::Active, PersonStatus::Disabled],
        };
        let read = |status: PersonStatus| match beginning {
            Some(beginning) => [By::Name, By::Word]
                .map(|by| ListQuery::all(set.list(by, status)).within(SortRange::Prefix(beginning.clone())))
                .into(),
            None => vec![ListQuery::all(set.list(By::Name, status))],
        };
        statuses.into_iter().flat_map(read).collect()
    }

    /// Whether the list shows a row that was found at this place. A person found by several of their texts is shown at
    /// the first of them.
    pub fn shows(&self, row: &PersonRow, place: &str) -> bool {
        let PeopleFilter { beginning, kind, account, partner, .. } = &self.filter;
        let (name, words) = places(row.person, &row.name, &row.email);
        let first = beginning.as_ref().and_then(|beginning| {
            std::iter::once(&name).chain(&words).filter(|place| place.starts_with(beginning.as_str())).min()
        });
        let has = |wanted: bool, hat: &dyn Fn(&HatRow) -> bool| !wanted || row.hats.iter().any(hat);
        first.is_none_or(|first| first == place)
            && has(kind.is_some(), &|hat| Some(hat.kind) == *kind)
            && has(account.is_some(), &|hat| hat.account == *account)
            && has(partner.is_some(), &|hat| hat.partner == *partner)
    }
}

/// Port of the list of all people.
pub trait PeopleDirectory {
    /// A page of a list, by name.
    fn people_listed(
        &self,
        list: &PeopleList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<PersonRow>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::scope;
    use crate::testing::{caller, person_of, uuid};

    const ADMINISTRATOR: u128 = 1;

    fn named(name: &str) -> Person {
        Person { name: name.into(), email: "kim@example.com".into(), ..person_of(7, PersonStatus::Active) }
    }

    fn list(filter: PeopleFilter) -> PeopleList {
        let by = caller(ADMINISTRATOR, HatKind::Staff, Role::Administrator, None, &[]);
        PeopleList::within(&scope(&by, Action::ListPeople).expect("allowed"), filter).expect("a list")
    }

    fn beginning(typed: &str) -> PeopleFilter {
        PeopleFilter { beginning: Some(typed.into()), ..PeopleFilter::default() }
    }

    /// Number of entries of the person that the list reads, and of those that it shows.
    fn found(person: &Person, filter: PeopleFilter) -> (usize, usize) {
        let list = list(filter);
        let (mut read, mut shown) = (0, 0);
        for query in list.queries() {
            for membership in person.among_all().iter().filter(|one| one.list == query.list) {
                let within = match &query.range {
                    SortRange::Prefix(prefix) => membership.sort.starts_with(prefix),
                    _ => true,
                };
                read += usize::from(within);
                shown += usize::from(within && list.shows(&PersonRow::from(person), &membership.sort));
            }
        }
        (read, shown)
    }

    #[test]
    fn a_person_is_found_by_the_beginning_of_a_name_a_word_or_the_address() {
        let person = named("José  María Núñez");
        for typed in ["jose", "JOSÉ MAR", "  maria n", "nun", "kim@ex", "KIM"] {
            assert_eq!(found(&person, beginning(typed)), (1, 1), "{typed}");
        }
        for typed in ["ose", "example", "garcia", "jose m\u{fa}\u{f1}"] {
            assert_eq!(found(&person, beginning(typed)), (0, 0), "{typed}");
        }
        assert_eq!(found(&person, beginning(" \u{301} ")), (1, 1), "no letter is no search");
    }

    #[test]
    fn a_person_found_by_several_texts_is_shown_once() {
        assert_eq!(found(&named("Kim Kimura"), beginning("kim")), (3, 1));
        assert_eq!(found(&named("Kim Kim"), beginning("kim")), (3, 1));
    }

    #[test]
    fn every_filter_holds() {
        let (account, partner) = (AccountId(uuid(10)), PartnerId(uuid(60)));
        let mut customer = caller(7, HatKind::Customer, Role::Member, None, &[]).hat;
        customer.account = Some(account);
        let employee = caller(7, HatKind::Employee, Role::Employee, None, &[]).hat;
        let person = Person { hats: vec![customer, employee], ..named("Kim Berg") };
        let of = |kind, account, partner| PeopleFilter { kind, account, partner, ..PeopleFilter::default() };
        for kind in [None, Some(HatKind::Customer), Some(HatKind::Employee)] {
            assert_eq!(found(&person, of(kind, None, None)), (1, 1));
            assert_eq!(found(&person, of(kind, Some(account), None)), (1, 1));
            assert_eq!(found(&person, of(kind, Some(account), Some(partner))).1, 0);
        }
        assert_eq!(found(&person, of(Some(HatKind::Staff), None, None)), (0, 0));
        assert_eq!(found(&person, of(Some(HatKind::Staff), Some(account), None)), (1, 0));
        let active = |status| PeopleFilter { status: Some(status), ..beginning("ber") };
        assert_eq!(found(&person, active(PersonStatus::Active)), (1, 1));
        assert_eq!(found(&person, active(PersonStatus::Disabled)), (0, 0));
    }

    /// A transaction has at most a hundred items, and a person who is renamed leaves and joins all of their lists.
    #[test]
    fn a_person_of_many_hats_fits_in_a_transaction() {
        let hat = |kind, role, number: u128| {
            let mut hat = caller(7, kind, role, None, &[]).hat;
            hat.account = (kind == HatKind::Customer).then(|| AccountId(uuid(number)));
            hat.partner = (kind == HatKind::Partner).then(|| PartnerId(uuid(number)));
            hat
        };
        let hats = vec![
            hat(HatKind::Customer, Role::Member, 10),
            hat(HatKind::Partner, Role::Seller, 11),
            hat(HatKind::Partner, Role::Seller, 12),
            hat(HatKind::Employee, Role::Employee, 0),
            hat(HatKind::Staff, Role::Agent, 0),
        ];
        let person = Person { hats, ..named("Anna Maria van der Berg") };
        assert_eq!(person.among_all().len(), 8 * 4);
        assert!(2 * (person.among_all().len() + person.among_colleagues().len()) < 80);
    }

    #[test]
    fn a_long_name_fits_in_a_key() {
        let person = named(&"\u{fdfa}".repeat(100));
        let longest = person.among_all().into_iter().map(|place| place.sort.len()).max();
        assert!(longest < Some(1024), "{longest:?}");
    }

    #[test]
    fn only_an_administrator_lists_people() {
        for role in [Role::Agent, Role::Sales, Role::Editor, Role::Operations, Role::Hr] {
            assert!(scope(&caller(1, HatKind::Staff, role, None, &[]), Action::ListPeople).is_err());
        }
        let by = caller(1, HatKind::Staff, Role::Administrator, None, &[]);
        let of_one = scope(&by, Action::ViewPerson).expect("allowed");
        assert!(PeopleList::within(&of_one, PeopleFilter::default()).is_err(), "each action has its own scope");
    }
}
