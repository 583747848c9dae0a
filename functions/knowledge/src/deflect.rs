//! `POST /v1/deflections`: an article made a ticket unnecessary.

use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::ports::Articles;
use portico_domain::ports::RequestStore;
use portico_domain::record::Resource;
use portico_http::{Body, Call, EarlyResponse, HandlerResult, created};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Way in which the form was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeflectionOutcome {
    /// The person said that the article solved it.
    Solved,
    /// The person read the article and left the form.
    Left,
}

/// Outcome of a suggestion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeflection {
    /// The article that was opened from the form.
    pub article_id: ArticleId,
    /// Synopsis typed by then.
    #[schema(max_length = 150, pattern = r"^[^\r\n\t]*$")]
    pub synopsis: String,
    /// Way in which the form was left.
    pub outcome: DeflectionOutcome,
}

/// The deflection as it was counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Deflection {
    /// Way in which the form was left.
    pub outcome: DeflectionOutcome,
}

/// Counts a ticket that was not needed, once a day for each person and article. The typed text is not kept.
#[utoipa::path(post, path = "/v1/deflections", operation_id = "record_deflection", tag = "knowledge",
    request_body = NewDeflection, responses((status = 201, description = "Counted", body = Deflection)))]
pub async fn record_deflection<S: RequestStore + Articles + Commit + Sync>(
    store: &S,
    call: Call<(), Body<NewDeflection>>,
) -> HandlerResult<Deflection> {
    let NewDeflection { article_id, outcome, .. } = &call.input.0;
    let article = store.article(*article_id).await?;
    let (act, article) = call.authorize(article).await?;
    let change = Change::new(act.touch(article.record(), None)).write(Write::create(
        &portico_domain::knowledge::record::Deflection {
            article: article.id,
            person: act.caller.person,
            solved: *outcome == DeflectionOutcome::Solved,
            at: act.now,
        },
    ));
    let counted = || created(Deflection { outcome: *outcome });
    match call.commit(store, change, counted()).await {
        // It was, earlier today: reading it again makes no second ticket unnecessary.
        Err(EarlyResponse::Error(Error::Stale)) => Ok(counted()),
        answer => answer,
    }
}
