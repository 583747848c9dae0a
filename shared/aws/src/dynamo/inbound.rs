//! Reading mails that came in; the addresses that answers go to.

use super::items::{record, stored};
use super::plan::record_item;
use crate::error::classify;
use crate::parts::{Aws, Component};
use crate::sent::Sent;
use portico_domain::ids::InboundMailId;
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::Guarded;
use portico_domain::store::StoreResult;
use portico_domain::tickets::inbound::ports::{InboundMails, ReplyAddressBook, ReplyAddresses};
use portico_domain::tickets::inbound::{InboundMail, InboundMailList, InboundMailRow, ReplyAddress};

stored!(InboundMail, InboundMailRow, ReplyAddress);

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> InboundMails
    for Aws<Files, Search, Mailing, Keys>
{
    async fn inbound_mail(&self, id: InboundMailId) -> StoreResult<Guarded<InboundMail>> {
        let item = self.dynamo.get(InboundMail::key_of(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn inbound_mails(&self, list: &InboundMailList, page: PageRequest) -> StoreResult<Page<InboundMailRow>> {
        self.dynamo.page_where(&list.query(), &page, record, |row| list.shows(row)).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> ReplyAddresses
    for Aws<Files, Search, Mailing, Keys>
{
    async fn reply_address(&self, hash: &str) -> StoreResult<Option<ReplyAddress>> {
        self.dynamo.get(ReplyAddress::key_of(hash)).await?.map(record).transpose()
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> ReplyAddressBook
    for Aws<Files, Search, Mailing, Keys>
{
    async fn keep_reply_address(&self, address: &ReplyAddress) -> StoreResult<()> {
        let table = &self.dynamo.table;
        let put = table.client.put_item().table_name(&table.name).set_item(Some(record_item(address)?)).sent();
        put.await.map(drop).map_err(|error| classify("PutItem", &error))
    }
}
