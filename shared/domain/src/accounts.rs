//! Customer accounts, products, and the purchases of an account.

pub mod changes;
pub mod jobs;
pub mod list;
pub mod products;
pub mod purchasing;
pub mod record;

use crate::ids::{AccountId, EntitlementId, ProductId, VersionId};
use crate::paging::{Page, PageRequest};
use crate::policy::{Guarded, PartOf};
use crate::record::{Ownership, RecordKind, RecordRef, Resource};
use crate::store::StoreResult;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::future::Future;
use utoipa::ToSchema;

/// Support plan of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// The usual targets.
    Standard,
    /// Shorter targets.
    Premium,
    /// The company's own people.
    Internal,
}

impl Plan {
    /// All plans.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Premium, Self::Internal];

    /// Name of the plan, as it is stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Premium => "premium",
            Self::Internal => "internal",
        }
    }
}

/// A customer account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// ID of the account.
    pub id: AccountId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Name of the account.
    pub name: String,
    /// Number of the account in the company's books: `A-20117`.
    pub number: String,
    /// Plan of the account.
    pub plan: Plan,
    /// Sales territory of the account.
    pub territory: String,
    /// Postal address.
    pub address: String,
    /// Address that goods are delivered to; the postal address if absent.
    #[serde(default)]
    pub delivery_address: Option<String>,
}

impl Resource for Account {
    fn ownership(&self) -> Ownership {
        Ownership { account: Some(self.id), ..Ownership::default() }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Account, id: self.id.to_string(), label: self.name.clone() })
    }
}

/// A product in one version, as an account purchased it. Names and dates of the product are copies from the day of
/// purchase; readers get them as they are now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entitlement {
    /// ID of the purchase.
    pub id: EntitlementId,
    /// Counts the changes, from 1.
    #[serde(default = "first_version")]
    pub version: u64,
    /// Account that made the purchase.
    pub account: AccountId,
    /// The product.
    pub product: ProductId,
    /// Name of the product, when the purchase was last written.
    pub product_name: String,
    /// Code of the product, when the purchase was last written.
    pub product_code: String,
    /// The version.
    pub product_version: VersionId,
    /// Label of the version: `3.0`.
    pub version_label: String,
    /// Last day on which the company supports this version; open-ended if absent.
    pub supported_until: Option<Date>,
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

/// Version of purchases that were stored without one.
fn first_version() -> u64 {
    1
}

impl Resource for Entitlement {
    fn ownership(&self) -> Ownership {
        Ownership { account: Some(self.account), ..Ownership::default() }
    }
    fn version(&self) -> u64 {
        self.version
    }
    /// The account's, because the ledger lists purchases with their account.
    fn record(&self) -> Option<RecordRef> {
        let label = format!("{} {}", self.product_name, self.version_label);
        Some(RecordRef { kind: RecordKind::Account, id: self.account.to_string(), label })
    }
}

impl Entitlement {
    /// Whether tickets about the product are answered on `today`: the contract runs and the version is supported.
    pub fn in_support(&self, today: Date) -> bool {
        self.support_until >= today && self.supported_until.is_none_or(|end| end >= today)
    }
}

/// All purchases of one product in one version by an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purchases {
    /// The product's name, if the account purchased it in any version.
    pub product_name: Option<String>,
    /// The purchases of the version.
    pub of_version: Vec<Entitlement>,
}

/// Returns the day, in UTC, that the dates of contracts are compared with at `now`.
pub fn day_of(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// Purchase of an account, in the form that every reader gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntitlementView {
    /// ID of the purchase.
    pub id: EntitlementId,
    /// The product.
    pub product: EntitledProduct,
    /// The version.
    pub version: EntitledVersion,
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
    /// Whether tickets about the product are answered today.
    pub in_support: bool,
    /// Counts the changes of the purchase, for `If-Match`.
    pub revision: u64,
}

/// The product of an entitlement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntitledProduct {
    /// ID of the product.
    pub id: ProductId,
    /// Name of the product.
    pub name: String,
    /// Code of the product.
    pub code: String,
}

/// The version of an entitlement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntitledVersion {
    /// ID of the version.
    pub id: VersionId,
    /// Label of the version.
    pub label: String,
    /// Last day on which the company supports the version; open-ended if absent.
    pub supported_until: Option<Date>,
}

impl EntitlementView {
    /// Returns a page of views as of `now`.
    pub fn page(page: Page<Entitlement>, now: Timestamp) -> Page<Self> {
        let today = day_of(now);
        page.map(|owned| Self::of(owned, today))
    }

    /// Returns the view of an entitlement as of `today`.
    pub fn of(owned: Entitlement, today: Date) -> Self {
        Self {
            in_support: owned.in_support(today),
            id: owned.id,
            product: EntitledProduct { id: owned.product, name: owned.product_name, code: owned.product_code },
            version: EntitledVersion {
                id: owned.product_version,
                label: owned.version_label,
                supported_until: owned.supported_until,
            },
            quantity: owned.quantity,
            serials: owned.serials,
            purchased_on: owned.purchased_on,
            warranty_until: owned.warranty_until,
            support_until: owned.support_until,
            revision: owned.version,
        }
    }
}

/// Port of accounts and their purchases.
pub trait Accounts {
    /// An account.
    fn account(&self, id: AccountId) -> impl Future<Output = StoreResult<Guarded<Account>>> + Send;
    /// Purchases of an account, by product.
    fn entitlements(
        &self,
        account: AccountId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Account, Page<Entitlement>>>> + Send;
    /// A purchase of an account, by its product and version.
    fn entitlement(
        &self,
        account: AccountId,
        product: ProductId,
        version: VersionId,
        id: EntitlementId,
    ) -> impl Future<Output = StoreResult<Guarded<Entitlement>>> + Send;
    /// Reads all purchases of one product in one version by an account.
    fn purchases(
        &self,
        account: AccountId,
        product: ProductId,
        version: VersionId,
    ) -> impl Future<Output = StoreResult<PartOf<Account, Purchases>>> + Send;
}
