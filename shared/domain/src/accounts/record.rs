//! Storage layout of accounts and their purchases.

use super::list::{AccountRow, memberships};
use super::{Account, Entitlement};
use crate::ids::{AccountId, EntitlementId, ProductId, VersionId};
use crate::record::{List, ListHome, ListQuery, Membership, Record, RecordKey, SortRange};

/// Prefix of the sort keys of all entitlements.
const ENTITLEMENTS: &str = "entitlement#";

impl Account {
    /// Key of the account with this id.
    pub fn key_of(id: AccountId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }
}

impl Record for Account {
    const KIND: &'static str = "account";
    type Row = AccountRow;

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> AccountRow {
        self.into()
    }
    fn memberships(&self) -> Vec<Membership> {
        memberships(self)
    }
}

impl Entitlement {
    /// Key of a purchase of an account.
    pub fn key_of(account: AccountId, product: ProductId, version: VersionId, id: EntitlementId) -> RecordKey {
        let sort = format!("{ENTITLEMENTS}{product}#{version}#{id}");
        RecordKey { partition: Account::key_of(account).partition, sort }
    }

    fn query(account: AccountId, prefix: String) -> ListQuery {
        let list = List::new(ListHome::Table, Account::key_of(account).partition);
        ListQuery::all(list).within(SortRange::Prefix(prefix))
    }

    /// Query of an account's purchases, by product.
    pub fn of_account(account: AccountId) -> ListQuery {
        Self::query(account, ENTITLEMENTS.into())
    }

    /// Query of an account's purchases of one product, or of one version of that product.
    pub fn of_product(account: AccountId, product: ProductId, version: Option<VersionId>) -> ListQuery {
        let version = version.map(|version| format!("{version}#")).unwrap_or_default();
        Self::query(account, format!("{ENTITLEMENTS}{product}#{version}"))
    }
}

impl Record for Entitlement {
    const KIND: &'static str = "entitlement";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(self.account, self.product, self.product_version, self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
}
