//! Part of the home page that is about the knowledge base.

use super::ROWS;
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::knowledge::ports::Articles;
use portico_domain::knowledge::{ArticleList, ArticleSummary};
use portico_domain::paging::PageRequest;
use portico_domain::policy::scope;
use portico_domain::store::StoreResult;
use serde::Serialize;
use utoipa::ToSchema;

/// Data of the widgets about the knowledge base.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct KnowledgeWidgets {
    /// The newest articles.
    pub articles: Vec<ArticleSummary>,
}

pub(super) async fn widgets<S>(store: &S, caller: &Caller, now: Timestamp) -> StoreResult<KnowledgeWidgets>
where
    S: Articles + Sync,
{
    let Ok(scope) = scope(caller, Action::SearchArticles) else { return Ok(KnowledgeWidgets::default()) };
    let newest = store.newest(&ArticleList::within(&scope, None, None, now), PageRequest::first(ROWS)).await?;
    Ok(KnowledgeWidgets { articles: newest.items.iter().map(ArticleSummary::from).collect() })
}
