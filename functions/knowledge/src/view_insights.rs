//! `GET /v1/knowledge/insights`: insights for editors, by week.

use futures::future::try_join;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::Article;
use portico_domain::knowledge::insights::{
    ArticleCounts, InsightWeeks, Insights, MissedSearch, USUAL_WEEKS, WeekCounts,
};
use portico_domain::knowledge::ports::{Articles, KnowledgeInsights};
use portico_domain::ports::RequestStore;
use portico_domain::store::StoreError;
use portico_http::{Call, HandlerResult, Params, ok};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Query of insights.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ViewInsightsQuery {
    /// Number of weeks, with the present one; 8 without it.
    #[schema(minimum = 1, maximum = 26)]
    #[param(minimum = 1, maximum = 26)]
    pub weeks: Option<u32>,
}

/// Search without results.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MissedSearchView {
    /// Words that readers looked for, in lower case.
    pub words: String,
    /// Number of searches in all weeks.
    pub times: u64,
}

impl From<MissedSearch> for MissedSearchView {
    fn from(MissedSearch { words, times }: MissedSearch) -> Self {
        Self { words, times }
    }
}

/// Article with its counts in all weeks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CountedArticle {
    /// ID of the article.
    pub id: ArticleId,
    /// Title of the article.
    pub title: String,
    /// Tickets that were not opened because a reader said that the article solved it.
    pub solved: u64,
    /// Forms that were left after reading the article.
    pub left: u64,
    /// Votes that the article did not help.
    pub unhelpful: u64,
    /// Latest comments of readers whom the article did not help, the latest first.
    pub comments: Vec<String>,
}

impl CountedArticle {
    /// An article with its counts.
    pub fn of(article: &Article, counts: ArticleCounts) -> Self {
        let ArticleCounts { solved, left, unhelpful, comments } = counts;
        Self { id: article.id, title: article.title.clone(), solved, left, unhelpful, comments }
    }
}

/// Findings, misses and complaints of readers in some weeks.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnowledgeInsightsView {
    /// Counts of each week, the oldest first.
    pub weeks: Vec<WeekCounts>,
    /// Searches without results, the most frequent first.
    pub missed_searches: Vec<MissedSearchView>,
    /// Articles that did not help, the one with most such votes first.
    pub unhelpful: Vec<CountedArticle>,
    /// Articles that made tickets unnecessary, the one with most first.
    pub deflecting: Vec<CountedArticle>,
}

/// Deflections, unhelpful votes and searches without results, by week, article and words.
#[utoipa::path(get, path = "/v1/knowledge/insights", operation_id = "view_insights", tag = "knowledge",
    params(ViewInsightsQuery),
    responses((status = 200, description = "The insights", body = KnowledgeInsightsView)))]
pub async fn view_insights<S: RequestStore + Articles + KnowledgeInsights + Sync>(
    store: &S,
    call: Call<(), Params<ViewInsightsQuery>>,
) -> HandlerResult<KnowledgeInsightsView> {
    let weeks = InsightWeeks::within(&call.scope()?, call.input.0.weeks.unwrap_or(USUAL_WEEKS), call.now)?;
    let weeks = store.knowledge_weeks(&weeks).await?;
    call.act().await?;
    let Insights { weeks, missed, unhelpful, deflecting } = Insights::of(&weeks);
    let (unhelpful, deflecting) = try_join(named(store, unhelpful), named(store, deflecting)).await?;
    let missed_searches = missed.into_iter().map(MissedSearchView::from).collect();
    Ok(ok(KnowledgeInsightsView { weeks, missed_searches, unhelpful, deflecting }))
}

/// Names the counted articles, in their order. One that does not exist is left out.
async fn named<S: Articles + Sync>(
    store: &S,
    counted: Vec<(ArticleId, ArticleCounts)>,
) -> Result<Vec<CountedArticle>, StoreError> {
    let ids: Vec<ArticleId> = counted.iter().map(|(id, _)| *id).collect();
    let articles = store.articles(&ids).await?;
    let found = counted.into_iter().filter_map(|(id, counts)| {
        let article = articles.iter().find(|article| article.id == id)?;
        Some(CountedArticle::of(article, counts))
    });
    Ok(found.collect())
}
