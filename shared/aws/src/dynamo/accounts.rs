//! Reading accounts, their lists and what they purchased; account numbers.

use super::Dynamo;
use super::items::{Item, record, stored, text_of};
use super::keys::account_counter;
use crate::parts::{Aws, Component};
use portico_domain::accounts::list::{AccountList, AccountLists, AccountNumbers, AccountRow};
use portico_domain::accounts::{Account, Accounts, Entitlement, Purchases};
use portico_domain::ids::{AccountId, ProductId, VersionId};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::store::StoreResult;

stored!(Account, AccountRow, Entitlement);

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Accounts
    for Aws<Files, Search, Mailing, Keys>
{
    async fn account(&self, id: AccountId) -> StoreResult<Guarded<Account>> {
        let item = self.dynamo.get(Account::key_of(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn entitlements(
        &self,
        account: AccountId,
        page: PageRequest,
    ) -> StoreResult<PartOf<Account, Page<Entitlement>>> {
        let query = Entitlement::of_account(account);
        Ok(PartOf::seal(account, self.dynamo.page(&query, &page, record).await?))
    }

    async fn purchases(
        &self,
        account: AccountId,
        product: ProductId,
        version: VersionId,
    ) -> StoreResult<PartOf<Account, Purchases>> {
        let of_product = Entitlement::of_product(account, product, None);
        let of_version = Entitlement::of_product(account, product, Some(version));
        let first = PageRequest::first(1);
        let (any, of_version) = futures::try_join!(
            self.dynamo.page(&of_product, &first, record::<Entitlement>),
            self.dynamo.query_all(&of_version, record::<Entitlement>),
        )?;
        let product_name = any.items.into_iter().next().map(|owned| owned.product_name);
        Ok(PartOf::seal(account, Purchases { product_name, of_version }))
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> AccountLists
    for Aws<Files, Search, Mailing, Keys>
{
    async fn accounts(&self, list: &AccountList, page: PageRequest) -> StoreResult<Page<AccountRow>> {
        let shown = |item: Item| {
            let place = text_of(&item, "sk").unwrap_or_default().to_owned();
            Ok(Some(record::<AccountRow>(item)?).filter(|row| list.shows(row, &place)))
        };
        self.dynamo.table.page(&list.query(), &page, shown).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> AccountNumbers
    for Aws<Files, Search, Mailing, Keys>
{
    async fn next_account_number(&self) -> StoreResult<u64> {
        self.dynamo.next_number(&account_counter()).await
    }
}

impl Dynamo {
    /// Reserves all account numbers up to `up_to`, for accounts that have theirs.
    pub async fn reserve_account_numbers(&self, up_to: u64) -> StoreResult<()> {
        self.reserve_numbers(&account_counter(), up_to).await
    }
}
