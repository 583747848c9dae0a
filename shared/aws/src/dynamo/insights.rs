//! Insights for editors: the events of a week, and searches without results, which are counted as they happen.

use super::items::{Item, count, expiry, key_item, number, record, stored, text, text_of};
use crate::error::classify;
use crate::parts::{Aws, Component};
use crate::sent::Sent;
use futures::future::try_join_all;
use jiff::Timestamp;
use jiff::civil::Date;
use portico_domain::knowledge::insights::{InsightWeeks, KnowledgeEvent, KnowledgeWeek, MISSED, MissedSearch};
use portico_domain::knowledge::ports::{KnowledgeInsights, MissedSearches};
use portico_domain::store::StoreResult;

stored!(KnowledgeEvent);

/// Counter of a search without results.
const TIMES: &str = "times";

/// Returns the week that these items are of.
fn week(monday: Date, items: Vec<Item>) -> StoreResult<KnowledgeWeek> {
    let (mut events, mut missed) = (Vec::new(), Vec::new());
    for item in items {
        match text_of(&item, "sk").and_then(|place| place.strip_prefix(MISSED)).map(str::to_owned) {
            Some(words) => missed.push(MissedSearch { words, times: count(&item, TIMES).unwrap_or_default() }),
            None => events.push(record::<KnowledgeEvent>(item)?),
        }
    }
    events.sort_by_key(|event| event.at);
    Ok(KnowledgeWeek { monday, events, missed })
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> KnowledgeInsights
    for Aws<Files, Search, Mailing, Keys>
{
    async fn knowledge_weeks(&self, weeks: &InsightWeeks) -> StoreResult<Vec<KnowledgeWeek>> {
        let read = weeks
            .queries()
            .map(|(monday, query)| async move { week(monday, self.dynamo.query_all(&query, Ok).await?) });
        try_join_all(read).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> MissedSearches
    for Aws<Files, Search, Mailing, Keys>
{
    async fn count_missed(&self, words: &str, at: Timestamp) -> StoreResult<()> {
        let table = &self.dynamo.table;
        let counted = table
            .client
            .update_item()
            .table_name(&table.name)
            .set_key(Some(key_item(&MissedSearch::key_of(words, at))))
            .update_expression("ADD #times :one SET #type = :type, #expires = if_not_exists(#expires, :expires)")
            .expression_attribute_names("#times", TIMES)
            .expression_attribute_names("#type", "type")
            .expression_attribute_names("#expires", "expires")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":type", text(MissedSearch::KIND))
            .expression_attribute_values(":expires", expiry(MissedSearch::kept_until(at)))
            .sent()
            .await;
        counted.map(drop).map_err(|error| classify("UpdateItem", &error))
    }
}
