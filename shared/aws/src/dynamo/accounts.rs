//! Reading accounts and what they purchased.

use super::items::{record, stored};
use crate::parts::{Aws, Component};
use portico_domain::accounts::{Account, Accounts, Entitlement, Purchases};
use portico_domain::ids::{AccountId, ProductId, VersionId};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::store::StoreResult;

stored!(Account, Entitlement);

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
