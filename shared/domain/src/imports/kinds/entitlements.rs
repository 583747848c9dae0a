//! Lines of purchases: a product in one version that an account bought, with serial numbers and dates.

use super::finding::{account_with_number, product_with_code};
use super::{ImportMode, Importable, Plan, acting};
use crate::accounts::products::{Product, ProductVersion};
use crate::accounts::purchasing::PurchaseTerms;
use crate::accounts::{Account, Entitlement};
use crate::act::ActionContext;
use crate::action::Action;
use crate::error::Error;
use crate::imports::columns::{Cells, Field, FieldKind, Key, compared};
use crate::imports::lines::LineError;
use crate::imports::ports::ImportReads;
use crate::record::Resource as _;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A line of a purchase. An empty cell leaves the field as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntitlementLine {
    account: String,
    product: String,
    version: String,
    quantity: Option<u32>,
    serials: Option<Vec<String>>,
    purchased_on: Date,
    warranty_until: Option<Date>,
    support_until: Option<Date>,
}

/// Records that a line of a purchase found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPurchases {
    account: Option<Account>,
    product: Option<Product>,
    of_version: Vec<Entitlement>,
}

impl Importable for EntitlementLine {
    const FIELDS: &'static [Field] = &[
        Field {
            name: "account",
            required: true,
            kind: FieldKind::Line(1, 20),
            synonyms: &["account number", "account no", "customer number", "cuenta", "número de cuenta"],
            example: "A-20117",
        },
        Field {
            name: "product",
            required: true,
            kind: FieldKind::Line(1, 40),
            synonyms: &["product code", "code", "sku", "item number", "producto", "código"],
            example: "MLM",
        },
        Field {
            name: "version",
            required: true,
            kind: FieldKind::Line(1, 40),
            synonyms: &["release", "product version", "versión"],
            example: "3.0",
        },
        Field {
            name: "quantity",
            required: false,
            kind: FieldKind::Number(1, 1_000_000),
            synonyms: &["qty", "units", "cantidad", "unidades"],
            example: "2",
        },
        Field {
            name: "serials",
            required: false,
            kind: FieldKind::Several(500, 60),
            synonyms: &["serial", "serial number", "serial numbers", "sn", "número de serie", "números de serie"],
            example: "SN-8841|SN-8842",
        },
        Field {
            name: "purchased_on",
            required: true,
            kind: FieldKind::Day,
            synonyms: &["purchase date", "date of purchase", "purchased", "order date", "fecha de compra"],
            example: "2026-01-15",
        },
        Field {
            name: "warranty_until",
            required: false,
            kind: FieldKind::Day,
            synonyms: &["warranty", "warranty end", "warranty to", "fin de garantía", "garantía"],
            example: "2028-01-14",
        },
        Field {
            name: "support_until",
            required: false,
            kind: FieldKind::Day,
            synonyms: &["support end", "support to", "contract end", "fin de soporte", "soporte hasta"],
            example: "2027-01-14",
        },
    ];
    const KEYS: &'static [Key] = &[
        Key {
            name: "purchase",
            fields: &["account", "product", "version", "purchased_on"],
            needs: &["account", "product", "version", "purchased_on"],
        },
        Key {
            name: "serials",
            fields: &["account", "product", "version", "serials"],
            needs: &["account", "product", "version", "serials"],
        },
    ];
    const ACTIONS: &'static [Action] =
        &[Action::ChangeEntitlements, Action::ListAccounts, Action::ViewAccount, Action::ListProducts];
    const SIDE_BY_SIDE: usize = 8;
    type Found = FoundPurchases;

    fn read(cells: &Cells<'_>) -> Result<Self, Vec<LineError>> {
        let (account, product, version) =
            (cells.required("account"), cells.required("product"), cells.required("version"));
        cells.required("purchased_on");
        let (quantity, serials) = (cells.number("quantity"), cells.several("serials"));
        let (purchased_on, warranty_until) = (cells.day("purchased_on"), cells.day("warranty_until"));
        let support_until = cells.day("support_until");
        let line = match (account, product, version, purchased_on) {
            (Some(account), Some(product), Some(version), Some(purchased_on)) => {
                Some(Self { account, product, version, quantity, serials, purchased_on, warranty_until, support_until })
            }
            _ => None,
        };
        cells.ended(line)
    }

    async fn find<S: ImportReads>(
        &self,
        store: &S,
        act: &ActionContext,
        _: ImportMode<'_>,
    ) -> Result<FoundPurchases, Error> {
        let account = account_with_number(store, &act.caller, &self.account).await?;
        let product = product_with_code(store, &act.caller, &self.product).await?;
        let mut of_version = Vec::new();
        if let (Some(account), Some(product)) = (&account, &product)
            && let Some(version) = self.version_of(product)
        {
            of_version = store.purchases(account.id, product.id, version.id).await?.of(account)?.of_version;
        }
        Ok(FoundPurchases { account, product, of_version })
    }

    fn plan(self, act: &ActionContext, mode: ImportMode<'_>, found: FoundPurchases) -> Result<Plan, Error> {
        let act = acting(act, Action::ChangeEntitlements);
        let FoundPurchases { account, product, of_version } = found;
        let missing = |field: &str, detail: &str| Error::field(field, "not_found", detail);
        let account = account.ok_or_else(|| missing("/account", "There is no account of this number."))?;
        let product = product.ok_or_else(|| missing("/product", "There is no product of this code."))?;
        let version = self.version_of(&product).map(|version| version.id);
        let version = version.ok_or_else(|| missing("/version", "The product has no such version."))?;
        let by_serials = mode.key == "serials";
        if by_serials && self.serials.is_none() {
            return Err(Error::field(
                "/serials",
                "required",
                "Lines are compared by these numbers, and there are none.",
            ));
        }
        let mut same = of_version.into_iter().filter(|owned| self.is_about(owned, by_serials));
        let (before, other) = (same.next(), same.next());
        if other.is_some() {
            let detail =
                "The account has several such purchases. Compare the lines by serial numbers, or change it by hand.";
            return Err(Error::field(if by_serials { "/serials" } else { "/purchased_on" }, "ambiguous", detail));
        }
        let terms = self.terms(before.as_ref())?;
        let Some(before) = before else {
            let (_, change) = account.purchase(&act, Some(&product), version, terms)?;
            return Ok(Plan::create(account.record(), change));
        };
        let (after, change) = before.clone().change(&act, terms)?;
        let fields = [
            ("quantity", before.quantity != after.quantity),
            ("serials", before.serials != after.serials),
            ("purchased_on", before.purchased_on != after.purchased_on),
            ("warranty_until", before.warranty_until != after.warranty_until),
            ("support_until", before.support_until != after.support_until),
        ];
        let fields = fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect();
        Ok(Plan::change(account.record(), fields, change))
    }

    fn field_at(pointer: &str) -> &str {
        match pointer.trim_start_matches('/').split('/').next().unwrap_or_default() {
            "product_id" => "product",
            "version_id" => "version",
            field => field,
        }
    }
}

/// Serial numbers as they are compared.
fn serials_of(serials: &[String]) -> BTreeSet<String> {
    serials.iter().map(|serial| compared(serial)).collect()
}

impl EntitlementLine {
    fn version_of<'a>(&self, product: &'a Product) -> Option<&'a ProductVersion> {
        product.versions.iter().find(|version| compared(&version.label) == compared(&self.version))
    }

    /// Whether the line is about a purchase of its account, product and version.
    fn is_about(&self, owned: &Entitlement, by_serials: bool) -> bool {
        if by_serials {
            let given = serials_of(self.serials.as_deref().unwrap_or_default());
            serials_of(&owned.serials).intersection(&given).next().is_some()
        } else {
            owned.purchased_on == self.purchased_on
        }
    }

    /// Units and dates of the line; those of empty cells are as before.
    fn terms(&self, before: Option<&Entitlement>) -> Result<PurchaseTerms, Error> {
        let serials = match (&self.serials, before) {
            // In another order, they are the same.
            (Some(given), Some(before)) if serials_of(given) == serials_of(&before.serials) => before.serials.clone(),
            (Some(given), _) => given.clone(),
            (None, before) => before.map(|before| before.serials.clone()).unwrap_or_default(),
        };
        let count = u32::try_from(serials.len()).unwrap_or(u32::MAX).max(1);
        let support_until = self.support_until.or_else(|| before.map(|before| before.support_until));
        let missing = || Error::field("/support_until", "required", "A new purchase needs the last day of support.");
        Ok(PurchaseTerms {
            quantity: self.quantity.or_else(|| before.map(|before| before.quantity)).unwrap_or(count),
            serials,
            purchased_on: self.purchased_on,
            warranty_until: self.warranty_until.or_else(|| before.and_then(|before| before.warranty_until)),
            support_until: support_until.ok_or_else(missing)?,
        })
    }
}
