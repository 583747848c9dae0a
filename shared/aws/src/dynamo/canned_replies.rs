//! Reading canned replies.

use super::items::{record, stored};
use crate::parts::{Aws, Component};
use portico_domain::ids::CannedReplyId;
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::Guarded;
use portico_domain::store::StoreResult;
use portico_domain::tickets::canned::{CannedReplies, CannedReply, CannedReplyList};

stored!(CannedReply);

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> CannedReplies
    for Aws<Files, Search, Mailing, Keys>
{
    async fn canned_reply(&self, id: CannedReplyId) -> StoreResult<Guarded<CannedReply>> {
        let item = self.dynamo.get(CannedReply::key_of(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn canned_replies(&self, list: &CannedReplyList, page: PageRequest) -> StoreResult<Page<CannedReply>> {
        self.dynamo.table.page_of_several(&list.queries(), &page, |item| record(item).map(Some)).await
    }
}
