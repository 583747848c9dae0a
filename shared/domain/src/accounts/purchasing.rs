//! Adding a purchase to an account, and changing it.

use super::products::Product;
use super::{Account, Entitlement};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::dates;
use crate::error::{Error, FieldError};
use crate::ids::VersionId;
use crate::record::Resource as _;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Units and dates of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchaseTerms {
    /// Number of units purchased.
    pub quantity: u32,
    /// Serial numbers of the units, if any.
    pub serials: Vec<String>,
    /// Date of purchase.
    pub purchased_on: Date,
    /// Date until which defects are repaired free of charge.
    pub warranty_until: Option<Date>,
    /// Last day that the account's support contract covers.
    pub support_until: Date,
}

impl PurchaseTerms {
    /// The terms without blanks around serial numbers, if units and dates fit together.
    fn checked(mut self, now: Timestamp) -> Result<Self, Error> {
        let days = [
            ("/purchased_on", Some(self.purchased_on)),
            ("/warranty_until", self.warranty_until),
            ("/support_until", Some(self.support_until)),
        ];
        let days = days.into_iter().filter_map(|(pointer, day)| dates::far_day(pointer, day?, now));
        let mut errors: Vec<FieldError> = days.collect();
        let mut wrong = |pointer: String, code: &str, detail: &str| errors.push(FieldError::new(pointer, code, detail));
        if self.serials.len() > self.quantity as usize {
            wrong("/serials".into(), "too_many", "There are more serial numbers than units.");
        }
        let mut seen = BTreeSet::new();
        for (index, serial) in self.serials.iter_mut().enumerate() {
            *serial = serial.trim().to_owned();
            if !seen.insert(serial.to_lowercase()) {
                wrong(format!("/serials/{index}"), "duplicate", "This serial number is there already.");
            }
        }
        if self.warranty_until.is_some_and(|end| end < self.purchased_on) {
            wrong("/warranty_until".into(), "too_early", "The warranty ends before the day of purchase.");
        }
        if self.support_until < self.purchased_on {
            wrong("/support_until".into(), "too_early", "Support ends before the day of purchase.");
        }
        if errors.is_empty() { Ok(self) } else { Err(Error::Input(errors)) }
    }
}

impl Account {
    /// Adds a purchase of a product in one version. Refuses a version that the product does not have.
    pub fn purchase(
        &self,
        act: &ActionContext,
        product: Option<&Product>,
        version: VersionId,
        terms: PurchaseTerms,
    ) -> Result<(Entitlement, Change), Error> {
        let product = product.ok_or_else(|| Error::field("/product_id", "not_found", "There is no such product."))?;
        let version = product
            .version_of(version)
            .ok_or_else(|| Error::field("/version_id", "not_one_of", "The product has no such version."))?;
        let PurchaseTerms { quantity, serials, purchased_on, warranty_until, support_until } =
            terms.checked(act.now)?;
        let purchase = Entitlement {
            id: act.id(),
            version: 1,
            account: self.id,
            product: product.id,
            product_name: product.name.clone(),
            product_code: product.code.clone(),
            product_version: version.id,
            version_label: version.label.clone(),
            supported_until: version.supported_until,
            quantity,
            serials,
            purchased_on,
            warranty_until,
            support_until,
        };
        let change = Change::new(act.touch(self.record(), Some(self.id))).write(Write::create(&purchase));
        Ok((purchase, change))
    }
}

impl Entitlement {
    /// Changes units and dates of the purchase. Writes nothing if nothing changes.
    pub fn change(self, act: &ActionContext, terms: PurchaseTerms) -> Result<(Self, Option<Change>), Error> {
        let PurchaseTerms { quantity, serials, purchased_on, warranty_until, support_until } =
            terms.checked(act.now)?;
        let next = Self { quantity, serials, purchased_on, warranty_until, support_until, ..self.clone() };
        if next == self {
            return Ok((self, None));
        }
        let next = Self { version: self.version + 1, ..next };
        let touch = act.touch(next.record(), Some(next.account));
        Ok((next.clone(), Some(Change::new(touch).write(Write::update(&self, &next)))))
    }

    /// The purchase with names and dates of its product as they are now. Without the product, it keeps its copies.
    pub fn of_product_now(mut self, product: Option<&Product>) -> Self {
        let Some(product) = product else { return self };
        self.product_name.clone_from(&product.name);
        self.product_code.clone_from(&product.code);
        if let Some(version) = product.version_of(self.product_version) {
            self.version_label.clone_from(&version.label);
            self.supported_until = version.supported_until;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::products::ProductVersion;
    use super::*;
    use crate::action::Action;
    use crate::hats::{HatKind, Role};
    use crate::ids::ProductId;
    use crate::testing::{PRODUCT, VERSION, account, act, caller, monday, uuid};
    use jiff::civil::date;

    fn by() -> ActionContext {
        act(caller(1, HatKind::Staff, Role::Sales, None, &[]), Action::ChangeEntitlements, monday())
    }

    fn product() -> Product {
        let version = ProductVersion {
            id: VersionId(uuid(VERSION)),
            label: "3.0".into(),
            released_on: date(2026, 1, 2),
            supported_until: Some(date(2028, 1, 2)),
        };
        let (id, name, code) = (ProductId(uuid(PRODUCT)), "Pump".into(), "PMP".into());
        Product { id, version: 1, name, code, versions: vec![version] }
    }

    fn terms() -> PurchaseTerms {
        PurchaseTerms {
            quantity: 2,
            serials: vec![" A1 ".into(), "A2".into()],
            purchased_on: date(2026, 3, 1),
            warranty_until: None,
            support_until: date(2027, 3, 1),
        }
    }

    fn bought() -> Entitlement {
        account().purchase(&by(), Some(&product()), VersionId(uuid(VERSION)), terms()).expect("bought").0
    }

    #[test]
    fn a_purchase_has_names_and_dates_of_its_product() {
        let (owned, change) =
            account().purchase(&by(), Some(&product()), VersionId(uuid(VERSION)), terms()).expect("bought");
        assert_eq!((&*owned.product_name, &*owned.version_label), ("Pump", "3.0"));
        assert_eq!((owned.account, owned.supported_until), (account().id, Some(date(2028, 1, 2))));
        assert_eq!((owned.serials.as_slice(), owned.version), (&["A1".to_owned(), "A2".to_owned()][..], 1));
        assert_eq!(change.writes, [Write::create(&owned)]);
        assert_eq!(change.touch.account, Some(account().id));
    }

    #[test]
    fn a_product_or_version_that_is_not_there_is_refused() {
        let version = VersionId(uuid(VERSION));
        let pointer = |result: Result<_, Error>| match result {
            Err(Error::Input(errors)) => errors[0].pointer.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(pointer(account().purchase(&by(), None, version, terms())), "/product_id");
        let other = VersionId(uuid(77));
        assert_eq!(pointer(account().purchase(&by(), Some(&product()), other, terms())), "/version_id");
    }

    #[test]
    fn units_and_dates_fit_together() {
        let wrong = PurchaseTerms {
            quantity: 1,
            serials: vec!["a1".into(), "A1".into()],
            warranty_until: Some(date(2026, 2, 28)),
            support_until: date(2026, 2, 28),
            ..terms()
        };
        let Err(Error::Input(errors)) = bought().change(&by(), wrong) else { panic!("it was changed") };
        let named: Vec<_> = errors.iter().map(|error| (&*error.pointer, &*error.code)).collect();
        assert_eq!(
            named,
            [
                ("/serials", "too_many"),
                ("/serials/1", "duplicate"),
                ("/warranty_until", "too_early"),
                ("/support_until", "too_early"),
            ]
        );
    }

    #[test]
    fn a_purchase_is_changed() {
        let before = bought();
        let longer = PurchaseTerms { support_until: date(2029, 3, 1), ..terms() };
        let (after, change) = before.clone().change(&by(), longer).expect("changed");
        assert_eq!((after.version, after.support_until), (2, date(2029, 3, 1)));
        assert_eq!(change.expect("a change").writes, [Write::update(&before, &after)]);
        assert_eq!(before.clone().change(&by(), terms()), Ok((before, None)));
    }

    #[test]
    fn names_and_dates_are_those_of_the_product_now() {
        let mut now = product();
        now.name = "Pump II".into();
        now.versions[0].supported_until = None;
        let shown = bought().of_product_now(Some(&now));
        assert_eq!((&*shown.product_name, shown.supported_until), ("Pump II", None));
        assert_eq!(bought().of_product_now(None), bought());
    }
}
