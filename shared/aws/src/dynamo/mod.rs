//! Records in one DynamoDB table. `keys` and `items` define the items, `plan` the writes of a change, and a module for
//! each area the reads of its ports. No list is a scan, and no rule of the product is here.
//!
//! Actions that a role must allow on the table, and on its indexes for `Query`:
//!
//! | ports | actions |
//! |---|---|
//! | RequestStore | BatchGetItem, PutItem, UpdateItem |
//! | Commit | ConditionCheckItem, PutItem, UpdateItem, DeleteItem |
//! | Credentials | BatchGetItem |
//! | Rates | BatchGetItem, UpdateItem |
//! | Sessions, People, Invitations, Layouts, Drafts, Settings, SettingsDrafts | BatchGetItem |
//! | Uploads, ReplyAddresses, ProductCodes | BatchGetItem |
//! | ReplyAddressBook | PutItem |
//! | Accounts, Products, Imports, Tickets, CannedReplies, InboundMails, SettingsDocuments, Articles, Manuscripts | BatchGetItem, Query |
//! | AccountLists, AgentRota, KeptForms, QueueCounts | Query |
//! | QueueRecount | Query, UpdateItem |
//! | Presences | Query, PutItem |
//! | AccountNumbers, TicketNumbers | UpdateItem |
//! | TicketSearch | BatchGetItem, Query |
//! | TicketIndex | BatchGetItem, Query, PutItem, BatchWriteItem |
//! | Touches | Query |
//! | Jobs | BatchGetItem, Query |
//! | DueJobs | Query, PutItem, DeleteItem |
//! | SearchReader | BatchGetItem |
//! | SearchWriter | BatchGetItem, PutItem |

mod accounts;
mod canned_replies;
mod client;
mod commit;
mod condition;
mod files;
mod imports;
mod inbound;
mod insights;
mod items;
mod jobs;
mod keys;
mod knowledge;
mod ledger;
mod loader;
mod manuscripts;
mod numbers;
mod people;
mod plan;
mod presence;
mod queue_counts;
mod rates;
mod search_index;
mod settings;
mod stream;
mod table;
#[cfg(test)]
mod tests;
mod ticket_words;
mod tickets;

pub use stream::announced_jobs;
pub use table::{IndexDefinition, TableDefinition, table_definition};

use crate::config::{Config, Misconfigured, client};
use crate::parts::FromEnv;
use client::Table;
use items::Item;
use loader::Loader;
use portico_domain::paging::{Page, PageRequest};
use portico_domain::record::{ListQuery, RecordKey};
use portico_domain::store::StoreResult;

/// Number of items that are asked for at once if all are wanted.
const ITEMS_AT_ONCE: u32 = 1000;

/// The table of records. Clones share the connection and read together.
#[derive(Clone, Debug)]
pub struct Dynamo {
    table: Table,
    loader: Loader,
}

impl FromEnv for Dynamo {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        let client = client!(aws_sdk_dynamodb, config, config.endpoints.dynamodb.as_ref());
        Ok(Self::new(client, config.table()?))
    }
}

impl Dynamo {
    fn new(client: aws_sdk_dynamodb::Client, name: String) -> Self {
        Self { table: Table { client, name }, loader: Loader::default() }
    }

    /// Reads one item, consistently, together with all other items that are asked for at the same moment.
    async fn get(&self, key: RecordKey) -> StoreResult<Option<Item>> {
        Ok(self.get_all(&[key]).await?.pop().flatten())
    }

    /// Reads items, in the order of their keys.
    async fn get_all(&self, keys: &[RecordKey]) -> StoreResult<Vec<Option<Item>>> {
        self.loader.load(&self.table, keys).await
    }

    /// Reads a page of a query, with each item mapped by `make`.
    async fn page<T>(
        &self,
        query: &ListQuery,
        page: &PageRequest,
        make: impl Fn(Item) -> StoreResult<T>,
    ) -> StoreResult<Page<T>> {
        self.table.page(query, page, |item| make(item).map(Some)).await
    }

    /// Reads a page of a query with only the items that `shows` accepts.
    async fn page_where<T>(
        &self,
        query: &ListQuery,
        page: &PageRequest,
        make: impl Fn(Item) -> StoreResult<T>,
        shows: impl Fn(&T) -> bool,
    ) -> StoreResult<Page<T>> {
        self.table.page(query, page, |item| Ok(Some(make(item)?).filter(|made| shows(made)))).await
    }

    /// Reads all pages of a query; for lists that are short unless a company is very large.
    async fn query_all<T>(&self, query: &ListQuery, make: impl Fn(Item) -> StoreResult<T>) -> StoreResult<Vec<T>> {
        let (mut items, mut page) = (Vec::new(), PageRequest::first(ITEMS_AT_ONCE));
        loop {
            let found = self.page(query, &page, &make).await?;
            items.extend(found.items);
            let Some(next) = found.next else { return Ok(items) };
            page.after = Some(next);
        }
    }
}
