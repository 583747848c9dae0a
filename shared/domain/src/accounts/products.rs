//! Products with their versions: writing, changing and listing them.

use super::Entitlement;
use crate::act::ActionContext;
use crate::action::Action;
use crate::change::{Change, Write};
use crate::dates;
use crate::error::{Error, FieldError};
use crate::ids::{ProductId, VersionId};
use crate::letters::folded;
use crate::paging::{Page, PageRequest};
use crate::policy::{Guarded, Scope};
use crate::record::{
    List, ListHome, ListQuery, Membership, Ownership, Record, RecordKey, RecordKind, RecordRef, Resource, SortRange,
    UniqueName,
};
use crate::store::StoreResult;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

/// Largest number of versions of a product.
pub const MOST_VERSIONS: usize = 100;

/// A product that the company sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// ID of the product.
    pub id: ProductId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Name of the product.
    pub name: String,
    /// Code of the product, which no other product has.
    pub code: String,
    /// Versions of the product, the oldest first.
    pub versions: Vec<ProductVersion>,
}

/// A version of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductVersion {
    /// ID of the version.
    pub id: VersionId,
    /// Label of the version: `3.0`.
    pub label: String,
    /// Date of the release.
    pub released_on: Date,
    /// Last day on which the company supports the version; open-ended if absent.
    pub supported_until: Option<Date>,
}

/// A version to be written: one with an ID is changed, one without is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenVersion {
    /// ID of the version, if the product has it.
    pub id: Option<VersionId>,
    /// Label of the version.
    pub label: String,
    /// Date of the release.
    pub released_on: Date,
    /// Last day on which the company supports the version; open-ended if absent.
    pub supported_until: Option<Date>,
}

/// A product to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProduct {
    /// Name of the product.
    pub name: String,
    /// Code of the product.
    pub code: String,
    /// Versions of the product.
    pub versions: Vec<WrittenVersion>,
}

/// Fields of a product to be changed; those that are absent stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductChange {
    /// Name of the product.
    pub name: Option<String>,
    /// Code of the product.
    pub code: Option<String>,
    /// Versions to be changed or added; the others stay.
    pub versions: Vec<WrittenVersion>,
}

/// Returns a text as places in lists and names have it.
fn place_of(text: &str) -> String {
    folded(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Refuses a code with other characters than letters, digits and hyphens, and one that another product has.
fn allowed(code: &str, holder: Option<ProductId>, own: Option<ProductId>) -> Result<(), Error> {
    if !code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(Error::field("/code", "wrong_format", "A code has letters, digits and hyphens only."));
    }
    if holder.is_none() || holder == own {
        return Ok(());
    }
    Err(Error::field("/code", "in_use", format!("Another product has the code {code}.")))
}

impl Product {
    /// Writes a product. `holder` is the product that has its code.
    pub fn write(act: &ActionContext, new: NewProduct, holder: Option<ProductId>) -> Result<(Self, Change), Error> {
        let (name, code) = (new.name.trim().to_owned(), new.code.trim().to_owned());
        allowed(&code, holder, None)?;
        let product = Self { id: act.id(), version: 1, name, code, versions: Vec::new() };
        let product = product.with_versions(act, new.versions)?;
        let change = Change::new(act.touch(product.record(), None)).write(Write::create(&product));
        Ok((product, change))
    }

    /// Changes a product. Versions are never removed, because purchases name them. Writes nothing if nothing changes.
    pub fn change(
        self,
        act: &ActionContext,
        change: ProductChange,
        holder: Option<ProductId>,
    ) -> Result<(Self, Option<Change>), Error> {
        let trimmed =
            |text: Option<String>, before: &str| text.map_or(before.to_owned(), |text| text.trim().to_owned());
        let (name, code) = (trimmed(change.name, &self.name), trimmed(change.code, &self.code));
        if code != self.code {
            allowed(&code, holder, Some(self.id))?;
        }
        let next = Self { name, code, ..self.clone() }.with_versions(act, change.versions)?;
        if next == self {
            return Ok((self, None));
        }
        let next = Self { version: self.version + 1, ..next };
        let change = Change::new(act.touch(next.record(), None)).write(Write::update(&self, &next));
        Ok((next, Some(change)))
    }

    /// The product with versions changed or added.
    fn with_versions(mut self, act: &ActionContext, written: Vec<WrittenVersion>) -> Result<Self, Error> {
        let (mut errors, mut far) = (Vec::new(), Vec::new());
        for (index, WrittenVersion { id, label, released_on, supported_until }) in written.into_iter().enumerate() {
            let mut wrong = |field: &str, code: &str, detail: &str| {
                errors.push(FieldError::new(format!("/versions/{index}/{field}"), code, detail));
            };
            for (field, day) in [("released_on", Some(released_on)), ("supported_until", supported_until)] {
                let pointer = format!("/versions/{index}/{field}");
                far.extend(day.and_then(|day| dates::far_day(pointer, day, act.now)));
            }
            if supported_until.is_some_and(|end| end < released_on) {
                wrong("supported_until", "too_early", "Support ends before the version is released.");
            }
            let label = label.trim().to_owned();
            let known = id.map(|id| self.versions.iter().position(|version| version.id == id));
            let place = match known {
                Some(None) => {
                    wrong("id", "not_one_of", "The product has no such version.");
                    continue;
                }
                Some(Some(place)) => Some(place),
                None => None,
            };
            let version = ProductVersion { id: id.unwrap_or_else(|| act.id()), label, released_on, supported_until };
            match place {
                Some(place) => self.versions[place] = version,
                None => self.versions.push(version),
            }
            let mut labels = BTreeSet::new();
            if !self.versions.iter().all(|version| labels.insert(place_of(&version.label))) {
                wrong("label", "duplicate", "The product has a version with this label.");
            }
        }
        if self.versions.len() > MOST_VERSIONS {
            let detail = format!("A product has at most {MOST_VERSIONS} versions.");
            errors.push(FieldError::new("/versions", "too_many", detail));
        }
        errors.extend(far);
        if errors.is_empty() { Ok(self) } else { Err(Error::Input(errors)) }
    }

    /// A version of the product.
    pub fn version_of(&self, id: VersionId) -> Option<&ProductVersion> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// Key of the product with this id.
    pub fn key_of(id: ProductId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }

    /// Key of the item that leads from a code to its product.
    pub fn key_of_code(code: &str) -> RecordKey {
        RecordKey { partition: format!("product-code#{}", place_of(code)), sort: "product-code".into() }
    }
}

/// Returns the products that purchases name, each with the versions that were purchased. A version counts as released on
/// the day of its first purchase. For purchases that are older than the records of products.
pub fn products_of(purchases: &[Entitlement]) -> Vec<Product> {
    let mut products: BTreeMap<ProductId, Product> = BTreeMap::new();
    for owned in purchases {
        let (name, code) = (owned.product_name.clone(), owned.product_code.clone());
        let new = || Product { id: owned.product, version: 1, name, code, versions: Vec::new() };
        let product = products.entry(owned.product).or_insert_with(new);
        match product.versions.iter_mut().find(|version| version.id == owned.product_version) {
            Some(version) => version.released_on = version.released_on.min(owned.purchased_on),
            None => product.versions.push(ProductVersion {
                id: owned.product_version,
                label: owned.version_label.clone(),
                released_on: owned.purchased_on,
                supported_until: owned.supported_until,
            }),
        }
    }
    for product in products.values_mut() {
        product.versions.sort_by_key(|version| version.released_on);
    }
    products.into_values().collect()
}

fn products() -> List {
    List::new(ListHome::Table, "products")
}

impl Record for Product {
    const KIND: &'static str = "product";
    type Row = Self;

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> Self {
        self.clone()
    }
    fn memberships(&self) -> Vec<Membership> {
        vec![products().at(format!("{}#{}", place_of(&self.name), self.id)).in_table("listed_product")]
    }
    fn unique_names(&self) -> Vec<UniqueName> {
        vec![UniqueName { kind: "product_code", key: Self::key_of_code(&self.code), id: self.id.to_string() }]
    }
}

impl Resource for Product {
    fn ownership(&self) -> Ownership {
        Ownership::default()
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Product, id: self.id.to_string(), label: self.name.clone() })
    }
}

/// The list of products, for callers who may see all of them. Only [`ProductList::within`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductList {
    begins: Option<String>,
}

impl ProductList {
    /// The list, for a reader of this scope. With `begins`, products whose name begins so.
    pub fn within(scope: &Scope, begins: Option<&str>) -> Result<Self, Error> {
        let begins = begins.map(place_of).filter(|begins| !begins.is_empty());
        scope.holds_all(Action::ListProducts).then_some(Self { begins }).ok_or(Error::Forbidden)
    }

    /// The list as a text, which two lists share only if they show the same products.
    pub fn text(&self) -> &str {
        self.begins.as_deref().unwrap_or_default()
    }

    /// Query of the list, by name.
    pub fn query(&self) -> ListQuery {
        let all = ListQuery::all(products());
        match &self.begins {
            Some(begins) => all.within(SortRange::Prefix(begins.clone())),
            None => all,
        }
    }
}

/// Port of products.
pub trait Products {
    /// A product.
    fn product(&self, id: ProductId) -> impl Future<Output = StoreResult<Guarded<Product>>> + Send;
    /// A page of the list.
    fn products(
        &self,
        list: &ProductList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<Product>>> + Send;
}

/// Port of the codes of products.
pub trait ProductCodes {
    /// The product that has a code, if any.
    fn product_with_code(&self, code: &str) -> impl Future<Output = StoreResult<Option<ProductId>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::{HatKind, Role};
    use crate::testing::{act, caller, monday, uuid};
    use jiff::civil::date;

    fn by() -> ActionContext {
        act(caller(1, HatKind::Staff, Role::Operations, None, &[]), Action::ChangeProducts, monday())
    }

    fn released(id: Option<VersionId>, label: &str) -> WrittenVersion {
        WrittenVersion { id, label: label.into(), released_on: date(2026, 1, 2), supported_until: None }
    }

    fn pump() -> Product {
        let new = NewProduct { name: " Pump ".into(), code: "PMP".into(), versions: vec![released(None, "1.0")] };
        Product::write(&by(), new, None).expect("written").0
    }

    #[test]
    fn a_product_is_written_with_its_versions() {
        let product = pump();
        assert_eq!((&*product.name, &*product.code, product.version), ("Pump", "PMP", 1));
        assert_eq!(product.versions[0].label, "1.0");
        assert!(product.version_of(product.versions[0].id).is_some());
        assert_eq!(product.version_of(VersionId(uuid(77))), None);
    }

    #[test]
    fn a_code_belongs_to_one_product() {
        let new = || NewProduct { name: "Pump".into(), code: "PMP".into(), versions: Vec::new() };
        assert!(Product::write(&by(), new(), Some(ProductId(uuid(7)))).is_err());
        let product = pump();
        let recoded = || ProductChange { code: Some("VLV".into()), ..ProductChange::default() };
        assert!(product.clone().change(&by(), recoded(), Some(ProductId(uuid(7)))).is_err());
        let (after, _) = product.clone().change(&by(), recoded(), None).expect("changed");
        assert_ne!(after.unique_names(), product.unique_names());
        assert_eq!(Product::key_of_code("pmp"), Product::key_of_code("PMP"));
        for code in ["A B", "Ä", "a_b", "a/b"] {
            assert!(Product::write(&by(), NewProduct { code: code.into(), ..new() }, None).is_err(), "{code}");
        }
    }

    #[test]
    fn versions_are_changed_and_added_and_none_is_removed() {
        let product = pump();
        let first = product.versions[0].id;
        let end = WrittenVersion { supported_until: Some(date(2027, 1, 2)), ..released(Some(first), "1.0") };
        let change = ProductChange { versions: vec![end, released(None, "2.0")], ..ProductChange::default() };
        let (after, written) = product.clone().change(&by(), change, None).expect("changed");
        assert_eq!((after.version, after.versions.len()), (2, 2));
        assert_eq!(after.versions[0].supported_until, Some(date(2027, 1, 2)));
        assert_eq!(written.expect("a change").writes, [Write::update(&product, &after)]);
        let again = ProductChange { versions: vec![released(None, "3.0")], ..ProductChange::default() };
        let (third, _) = after.change(&by(), again, None).expect("changed");
        assert_eq!(third.versions.iter().map(|version| &*version.label).collect::<Vec<_>>(), ["1.0", "2.0", "3.0"]);
        assert_eq!(third.clone().change(&by(), ProductChange::default(), None), Ok((third, None)));
    }

    #[test]
    fn every_version_that_cannot_be_is_named() {
        let early = WrittenVersion { supported_until: Some(date(2026, 1, 1)), ..released(None, "2.0") };
        let unknown = released(Some(VersionId(uuid(77))), "4.0");
        let versions = vec![early, released(None, "1.0"), unknown];
        let change = ProductChange { versions, ..ProductChange::default() };
        let Err(Error::Input(errors)) = pump().change(&by(), change, None) else { panic!("it was changed") };
        let named: Vec<_> = errors.iter().map(|error| (&*error.pointer, &*error.code)).collect();
        assert_eq!(
            named,
            [
                ("/versions/0/supported_until", "too_early"),
                ("/versions/1/label", "duplicate"),
                ("/versions/2/id", "not_one_of"),
            ]
        );
    }

    #[test]
    fn purchases_name_their_products() {
        let account = crate::ids::AccountId(uuid(10));
        let bought = |version: u128, label: &str, purchased_on: Date| Entitlement {
            product: ProductId(uuid(50)),
            product_version: VersionId(uuid(version)),
            version_label: label.into(),
            purchased_on,
            ..crate::records::entitlement(account)
        };
        let other = Entitlement { product: ProductId(uuid(51)), ..bought(61, "A", date(2024, 1, 1)) };
        let second = bought(60, "2.0", date(2025, 6, 1));
        let first = [bought(59, "1.0", date(2025, 7, 1)), bought(59, "1.0", date(2024, 2, 1))];
        let products = products_of(&[&[second, other], &first[..]].concat());
        let [product, _] = &products[..] else { panic!("{products:?}") };
        let versions: Vec<_> = product.versions.iter().map(|one| (&*one.label, one.released_on)).collect();
        assert_eq!(versions, [("1.0", date(2024, 2, 1)), ("2.0", date(2025, 6, 1))]);
    }

    #[test]
    fn products_are_listed_by_name() {
        let staff = caller(1, HatKind::Staff, Role::Agent, None, &[]);
        let scope = crate::policy::scope(&staff, Action::ListProducts).expect("allowed");
        let list = ProductList::within(&scope, Some(" PU")).expect("a list");
        assert_eq!(list.query().range, SortRange::Prefix("pu".into()));
        assert_eq!(pump().memberships()[0].list, list.query().list);
        assert!(pump().memberships()[0].sort.starts_with("pump#"));
    }
}
