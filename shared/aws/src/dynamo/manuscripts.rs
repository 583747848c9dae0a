//! Reading articles for their editors: in every state, with their history.

use super::Dynamo;
use super::items::{Item, record, row, stored};
use super::knowledge::{article, listed};
use crate::parts::{Aws, Component};
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::editing::Manuscript;
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::knowledge::record::ListingRow;
use portico_domain::knowledge::versions::{ArticleHistory, ArticleVersion};
use portico_domain::knowledge::{Article, ManuscriptList};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::store::StoreResult;

stored!(ArticleVersion);

/// Largest number of reads for one page if articles are left out. The page is then short, and the next one continues
/// from there.
const MOST_ROUNDS: usize = 20;

/// Returns the article of a row, and whether the list may show it. Rows of earlier versions say too little to tell.
fn listed_row(list: &ManuscriptList, item: Item) -> StoreResult<(ArticleId, bool)> {
    let id = listed(&item, "gsi1sk")?;
    let part = row::<ListingRow>(item)?.manuscript;
    Ok((id, part.is_none_or(|part| list.may_show(&part))))
}

impl Dynamo {
    async fn version(&self, id: ArticleId, version: u64) -> StoreResult<Option<ArticleVersion>> {
        self.get(ArticleVersion::key_of(id, version)).await?.map(record).transpose()
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Manuscripts
    for Aws<Files, Search, Mailing, Keys>
{
    async fn manuscript(&self, id: ArticleId) -> StoreResult<Guarded<Manuscript>> {
        let item = self.dynamo.get(Article::key_of(id)).await?;
        Ok(Guarded::seal(item.map(article).transpose()?.map(Manuscript)))
    }

    async fn manuscripts(&self, list: &ManuscriptList, page: PageRequest) -> StoreResult<Page<Manuscript>> {
        let query = Article::all().newest_first();
        let limit = page.limit.max(1) as usize;
        let (mut found, mut after) = (Vec::with_capacity(limit), page.after);
        for _ in 0..MOST_ROUNDS {
            let wanted = u32::try_from(limit - found.len()).unwrap_or(page.limit);
            let wanted = PageRequest { limit: wanted, after: after.take() };
            let make = |item| listed_row(list, item);
            let rows = self.dynamo.page_where(&query, &wanted, make, |(_, may)| *may).await?;
            let ids: Vec<ArticleId> = rows.items.into_iter().map(|(id, _)| id).collect();
            let articles = self.dynamo.some_articles(&ids).await?;
            // The article itself decides: the index may be behind it.
            found.extend(articles.into_iter().filter(|article| list.shows(article)).map(Manuscript));
            after = rows.next;
            if found.len() >= limit || after.is_none() {
                break;
            }
        }
        Ok(Page { items: found, next: after })
    }

    async fn article_history(
        &self,
        id: ArticleId,
        page: PageRequest,
    ) -> StoreResult<PartOf<Manuscript, ArticleHistory>> {
        let page = self.dynamo.page(&ArticleVersion::history(id), &page, record::<ArticleVersion>).await?;
        let before = match page.items.last() {
            Some(last) if last.version > 1 => self.dynamo.version(id, last.version - 1).await?,
            _ => None,
        };
        Ok(PartOf::seal(id, ArticleHistory { page, before }))
    }
}
