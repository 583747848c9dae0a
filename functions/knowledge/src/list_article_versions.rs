//! `GET /v1/articles/{id}/versions`: history of an article.

use jiff::Timestamp;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::ArticleState;
use portico_domain::knowledge::editing::{DraftStage, Manuscript};
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::knowledge::versions::{ArticleHistory, ArticleVersion, TextDifference, VersionAct};
use portico_domain::paging::Page;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, PageParams, Params, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// Versions on a page at most: each can have 120 kB and its difference twice as much, and an answer of Lambda 6 MB.
const LONGEST_PAGE: u32 = 10;

/// Version of an article.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleVersionView {
    /// Version of the article.
    pub version: u64,
    /// Act that made the version.
    pub act: VersionAct,
    /// Time of the act.
    pub at: Timestamp,
    /// Name of the person who acted; none for an automatic step.
    pub by: Option<String>,
    /// State of the article after the act.
    pub state: ArticleState,
    /// Stage of the text after the act.
    pub stage: Option<DraftStage>,
    /// Title of the text.
    pub title: String,
    /// Difference from the version before; none for the first version that is kept.
    pub difference: Option<TextDifference>,
}

impl ArticleVersionView {
    /// A version, compared with the one before it.
    pub fn of(version: &ArticleVersion, before: Option<&ArticleVersion>) -> Self {
        Self {
            version: version.version,
            act: version.act,
            at: version.at,
            by: version.by.map(|_| version.by_name.clone()),
            state: version.state,
            stage: version.stage,
            title: version.wording.title.clone(),
            difference: before.map(|before| TextDifference::between(&before.wording, &version.wording)),
        }
    }
}

/// Versions of an article, the newest first, each with its difference from the one before.
#[utoipa::path(get, path = "/v1/articles/{id}/versions", operation_id = "list_article_versions", tag = "knowledge",
    params(("id" = ArticleId, Path), PageParams),
    responses((status = 200, description = "A page", body = List<ArticleVersionView>)))]
pub async fn list_article_versions<S: RequestStore + Manuscripts + Sync>(
    store: &S,
    call: Call<ArticleId, Params<PageParams>>,
) -> HandlerResult<List<ArticleVersionView>> {
    let paged = call.paged(&call.input.0, &call.path.to_string())?.at_most(LONGEST_PAGE);
    let manuscript = store.manuscript(call.path);
    let history = store.article_history(call.path, paged.request());
    let (manuscript, history) = futures::future::try_join(manuscript, history).await?;
    let (_, manuscript): (_, Manuscript) = call.authorize(manuscript).await?;
    let ArticleHistory { page: Page { items, next }, before } = history.of(&manuscript)?;
    let older = items.iter().skip(1).chain(&before).map(Some).chain([None]);
    let views = items.iter().zip(older).map(|(version, before)| ArticleVersionView::of(version, before)).collect();
    Ok(ok(paged.list(Page { items: views, next }, |view| view)?))
}
