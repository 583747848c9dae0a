//! Presence of staff on tickets: read with the other parts of a ticket, and written without a transaction.

use super::items::{record, stored};
use super::plan::record_item;
use crate::error::classify;
use crate::parts::{Aws, Component};
use crate::sent::Sent;
use portico_domain::ids::TicketId;
use portico_domain::paging::PageRequest;
use portico_domain::policy::PartOf;
use portico_domain::store::StoreResult;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::presence::{MOST_PRESENT, Presence, Presences};

stored!(Presence);

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Presences
    for Aws<Files, Search, Mailing, Keys>
{
    async fn presences(&self, ticket: TicketId) -> StoreResult<PartOf<Ticket, Vec<Presence>>> {
        let page = self.dynamo.page(&Presence::on(ticket), &PageRequest::first(MOST_PRESENT), record).await?;
        Ok(PartOf::seal(ticket, page.items))
    }

    async fn note_presence(&self, presence: &Presence) -> StoreResult<()> {
        let table = &self.dynamo.table;
        let put = table.client.put_item().table_name(&table.name).set_item(Some(record_item(presence)?)).sent();
        put.await.map(drop).map_err(|error| classify("PutItem", &error))
    }
}
