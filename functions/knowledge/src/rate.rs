//! `POST /v1/articles/{id}/feedback`: say whether an article helped.

use futures::future::try_join;
use portico_domain::change::{Change, Commit};
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::Vote;
use portico_domain::knowledge::ports::Articles;
use portico_domain::ports::RequestStore;
use portico_domain::record::Resource;
use portico_http::{Body, Call, HandlerResult, created, retry};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Tries to store a vote that another vote of the same person meets.
const MOST_TRIES: usize = 3;

/// Whether the article helped.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFeedback {
    /// Whether the article helped.
    pub helpful: bool,
    /// Suggestion for a better article.
    #[schema(max_length = 2000)]
    pub comment: Option<String>,
}

/// The vote as it was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Feedback {
    /// Whether the article helped.
    pub helpful: bool,
}

/// Takes a vote; one for each person and article, the last one counts.
#[utoipa::path(post, path = "/v1/articles/{id}/feedback", operation_id = "rate_article", tag = "knowledge",
    params(("id" = ArticleId, Path)), request_body = NewFeedback, responses((status = 201, description = "Thank you", body = Feedback)))]
pub async fn rate_article<S: RequestStore + Articles + Commit + Sync>(
    store: &S,
    call: Call<ArticleId, Body<NewFeedback>>,
) -> HandlerResult<Feedback> {
    let voter = call.token_caller()?.person;
    let NewFeedback { helpful, comment } = &call.input.0;
    // Another vote of the same person may be on its way: the last one counts.
    retry!(MOST_TRIES, |_| {
        let (article, before) = try_join(store.article(call.path), store.vote(call.path, voter)).await?;
        let (act, article) = call.authorize(article).await?;
        let before = before.of(&article)?;
        let vote = Vote {
            article: article.id,
            person: act.caller.person,
            helpful: *helpful,
            comment: comment.clone().filter(|comment| !comment.is_empty()),
            at: act.now,
            version: before.as_ref().map_or(0, |before| before.version) + 1,
        };
        let change = Change::new(act.touch(article.record(), None)).writes(vote.writes(before.as_ref()));
        call.commit(store, change, created(Feedback { helpful: *helpful })).await
    })
}
