//! Reading the touch ledger.

use super::items::row;
use crate::parts::{Aws, Component};
use portico_domain::ids::TicketId;
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::PartOf;
use portico_domain::ports::{StoreResult, Touches};
use portico_domain::tickets::Ticket;
use portico_domain::touch::{Touch, TouchList, TouchesOf};

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Touches
    for Aws<Files, Search, Mailing, Keys>
{
    async fn touches(&self, list: &TouchList, page: PageRequest) -> StoreResult<Page<Touch>> {
        self.dynamo.page_where(&list.query(), &page, row, |touch| list.shows(touch)).await
    }

    async fn ticket_touches(&self, ticket: TicketId, page: PageRequest) -> StoreResult<PartOf<Ticket, Page<Touch>>> {
        let query = TouchesOf::Record(ticket.to_string()).query();
        Ok(PartOf::seal(ticket, self.dynamo.page(&query, &page, row).await?))
    }
}
