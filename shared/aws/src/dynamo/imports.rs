//! Reading imports and their lines.

use super::items::{record, stored};
use crate::parts::{Aws, Component};
use portico_domain::ids::ImportId;
use portico_domain::imports::lines::{ImportLine, LineOutcome};
use portico_domain::imports::ports::Imports;
use portico_domain::imports::{Import, ImportList, ImportRow};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::store::StoreResult;

stored!(Import, ImportRow, ImportLine);

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Imports
    for Aws<Files, Search, Mailing, Keys>
{
    async fn import(&self, id: ImportId) -> StoreResult<Guarded<Import>> {
        let item = self.dynamo.get(Import::key_of(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn imports(&self, list: &ImportList, page: PageRequest) -> StoreResult<Page<ImportRow>> {
        self.dynamo.page(&list.query(), &page, record).await
    }

    async fn import_lines(
        &self,
        import: ImportId,
        outcome: Option<LineOutcome>,
        page: PageRequest,
    ) -> StoreResult<PartOf<Import, Page<ImportLine>>> {
        let page = self.dynamo.page(&ImportLine::query(import, outcome), &page, record).await?;
        Ok(PartOf::seal(import, page))
    }

    async fn import_lines_between(
        &self,
        import: ImportId,
        first: u32,
        last: u32,
    ) -> StoreResult<PartOf<Import, Vec<ImportLine>>> {
        let lines = self.dynamo.query_all(&ImportLine::between(import, first, last), record).await?;
        Ok(PartOf::seal(import, lines))
    }
}
