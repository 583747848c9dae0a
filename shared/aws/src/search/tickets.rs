//! Search of tickets: by postings in the table, or in a cluster if there is one.

use super::cluster::{Cluster, Connect};
use crate::config::{Config, Misconfigured};
use crate::parts::{Aws, Component, FromEnv};
use portico_domain::fault::Fault;
use portico_domain::paging::PageRequest;
use portico_domain::search::SearchError;
use portico_domain::store::{StoreError, StoreResult};
use portico_domain::tickets::search::{
    SearchableTickets, TicketDocument, TicketEngine, TicketHits, TicketIndex, TicketSearch,
};
use portico_search::opensearch::{OpenSearchSettings, OpenSearchTickets};

/// Words of tickets in the cluster that the environment names. It is connected to on first use.
#[derive(Clone)]
pub struct TicketCluster(Cluster<OpenSearchTickets>);

impl Connect for OpenSearchTickets {
    const ALIAS: &'static str = "tickets";

    fn connect(settings: OpenSearchSettings) -> Result<Self, SearchError> {
        Self::new(settings)
    }
}

impl TicketCluster {
    /// Returns the cluster that a configuration names, if it names one.
    pub(super) fn of(config: &Config) -> Result<Option<Self>, Misconfigured> {
        Ok(Cluster::of(config)?.map(Self))
    }

    async fn connected(&self) -> StoreResult<&OpenSearchTickets> {
        let away = |failure: SearchError| StoreError::unavailable(Fault::caused("the search of tickets", failure));
        self.0.connected().await.map_err(away)
    }
}

/// Search of tickets alone.
#[derive(Clone)]
pub struct TicketReader(Option<TicketCluster>);

impl FromEnv for TicketReader {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        TicketCluster::of(config).map(Self)
    }
}

impl TicketEngine for TicketReader {
    type Index = TicketCluster;

    fn tickets(&self) -> Option<&TicketCluster> {
        self.0.as_ref()
    }
}

impl TicketSearch for TicketCluster {
    async fn find_tickets(&self, among: &SearchableTickets, text: &str, page: PageRequest) -> StoreResult<TicketHits> {
        self.connected().await?.find_tickets(among, text, page).await
    }
}

impl TicketIndex for TicketCluster {
    async fn index_ticket(&self, document: &TicketDocument) -> StoreResult<()> {
        self.connected().await?.index_ticket(document).await
    }
}

impl<Files: Component, Search: TicketEngine + Component, Mailing: Component, Keys: Component> TicketSearch
    for Aws<Files, Search, Mailing, Keys>
{
    async fn find_tickets(&self, among: &SearchableTickets, text: &str, page: PageRequest) -> StoreResult<TicketHits> {
        match self.search().tickets() {
            Some(index) => index.find_tickets(among, text, page).await,
            None => self.dynamo.find_tickets(among, text, page).await,
        }
    }
}

impl<Files: Component, Search: TicketEngine + Component, Mailing: Component, Keys: Component> TicketIndex
    for Aws<Files, Search, Mailing, Keys>
{
    async fn index_ticket(&self, document: &TicketDocument) -> StoreResult<()> {
        match self.search().tickets() {
            Some(index) => {
                futures::try_join!(index.index_ticket(document), self.dynamo.place_ticket(document)).map(drop)
            }
            None => self.dynamo.index_ticket(document).await,
        }
    }
}
