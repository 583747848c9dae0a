//! Reading the touch ledger.

use super::items::{row, stored};
use crate::parts::{Aws, Component};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::PartOf;
use portico_domain::record::Resource;
use portico_domain::store::StoreResult;
use portico_domain::touch::Touch;
use portico_domain::touch_list::{TouchList, Touches, TouchesOf};

stored!(Touch);

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Touches
    for Aws<Files, Search, Mailing, Keys>
{
    async fn touches(&self, list: &TouchList, page: PageRequest) -> StoreResult<Page<Touch>> {
        self.dynamo.page_where(&list.query(), &page, row, |touch| list.shows(touch)).await
    }

    async fn record_touches<R: Resource + 'static>(
        &self,
        id: &str,
        page: PageRequest,
    ) -> StoreResult<PartOf<R, Page<Touch>>> {
        let query = TouchesOf::Record(id.to_owned()).query();
        Ok(PartOf::seal(id, self.dynamo.page(&query, &page, row).await?))
    }
}
