//! Reading accounts, their lists and what they purchased; account numbers.

use super::Dynamo;
use super::items::{Item, record, stored, text_of};
use super::keys::account_counter;
use super::plan::NameItem;
use crate::parts::{Aws, Component};
use portico_domain::accounts::list::{AccountList, AccountLists, AccountNumbers, AccountRow};
use portico_domain::accounts::products::{Product, ProductCodes, ProductList, Products};
use portico_domain::accounts::{Account, Accounts, Entitlement, Purchases};
use portico_domain::ids::{AccountId, EntitlementId, ProductId, VersionId};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::store::{StoreError, StoreResult};
use std::collections::{BTreeSet, HashMap};

stored!(Account, AccountRow, Entitlement, Product);

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
        let mut page = self.dynamo.page(&query, &page, record::<Entitlement>).await?;
        let products = self.dynamo.products_of(&page.items).await?;
        page.items = page.items.into_iter().map(|owned| owned_now(owned, &products)).collect();
        Ok(PartOf::seal(account, page))
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
        let (any, of_version, product) = futures::try_join!(
            self.dynamo.page(&of_product, &first, record::<Entitlement>),
            self.dynamo.query_all(&of_version, record::<Entitlement>),
            self.dynamo.get(Product::key_of(product)),
        )?;
        let product = product.map(record::<Product>).transpose()?;
        let now = |owned: Entitlement| owned.of_product_now(product.as_ref());
        let product_name = any.items.into_iter().next().map(|owned| now(owned).product_name);
        Ok(PartOf::seal(account, Purchases { product_name, of_version: of_version.into_iter().map(now).collect() }))
    }

    async fn entitlement(
        &self,
        account: AccountId,
        product: ProductId,
        version: VersionId,
        id: EntitlementId,
    ) -> StoreResult<Guarded<Entitlement>> {
        let keys = [Entitlement::key_of(account, product, version, id), Product::key_of(product)];
        let mut items = self.dynamo.get_all(&keys).await?.into_iter();
        let owned = items.next().flatten().map(record::<Entitlement>).transpose()?;
        let product = items.next().flatten().map(record::<Product>).transpose()?;
        Ok(Guarded::seal(owned.map(|owned| owned.of_product_now(product.as_ref()))))
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
        self.dynamo.table.page_of_several(&list.queries(), &page, shown).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> AccountNumbers
    for Aws<Files, Search, Mailing, Keys>
{
    async fn next_account_number(&self) -> StoreResult<u64> {
        self.dynamo.next_number(&account_counter()).await
    }

    async fn reserve_account_numbers(&self, up_to: u64) -> StoreResult<()> {
        self.dynamo.reserve_account_numbers(up_to).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Products
    for Aws<Files, Search, Mailing, Keys>
{
    async fn product(&self, id: ProductId) -> StoreResult<Guarded<Product>> {
        let item = self.dynamo.get(Product::key_of(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn products(&self, list: &ProductList, page: PageRequest) -> StoreResult<Page<Product>> {
        self.dynamo.page(&list.query(), &page, record).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> ProductCodes
    for Aws<Files, Search, Mailing, Keys>
{
    async fn product_with_code(&self, code: &str) -> StoreResult<Option<ProductId>> {
        let Some(item) = self.dynamo.get(Product::key_of_code(code)).await? else { return Ok(None) };
        let NameItem { id } = record(item)?;
        let broken = |_| StoreError::corrupt(format!("{code} leads to {id}, which is no product"));
        id.parse().map(Some).map_err(broken)
    }
}

/// A purchase with its product as it is now.
fn owned_now(owned: Entitlement, products: &HashMap<ProductId, Product>) -> Entitlement {
    let product = products.get(&owned.product);
    owned.of_product_now(product)
}

impl Dynamo {
    /// Reads the products of purchases. Products that were never written are left out.
    async fn products_of(&self, owned: &[Entitlement]) -> StoreResult<HashMap<ProductId, Product>> {
        let ids: BTreeSet<ProductId> = owned.iter().map(|owned| owned.product).collect();
        let keys: Vec<_> = ids.into_iter().map(Product::key_of).collect();
        let items = self.get_all(&keys).await?.into_iter().flatten();
        items.map(|item| record::<Product>(item).map(|product| (product.id, product))).collect()
    }

    /// Reserves all account numbers up to `up_to`, for accounts that have theirs.
    pub async fn reserve_account_numbers(&self, up_to: u64) -> StoreResult<()> {
        self.reserve_numbers(&account_counter(), up_to).await
    }
}
