//! `GET /v1/articles/suggestions`: articles that fit what is being typed.

use crate::search::{FoundArticle, by_words, query, with_articles};
use portico_domain::ids::ProductId;
use portico_domain::knowledge::ArticleList;
use portico_domain::paging::PageRequest;
use portico_domain::ports::{Articles, Gate};
use portico_domain::search::{MAX_SUGGESTIONS, SearchFailure, SearchReader};
use portico_http::{Answer, Call, Params, Stop, ok};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is being typed.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Typed {
    /// The text so far.
    #[schema(max_length = 2000)]
    #[param(max_length = 2000)]
    pub q: String,
    /// Articles about this product, or about none in particular.
    pub product: Option<ProductId>,
}

/// At most three articles.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// The articles, the best first.
    pub items: Vec<FoundArticle>,
    /// Whether search is away and only titles and tags were looked at.
    pub degraded: bool,
}

/// At most three articles that fit what is being typed; the last word may be the beginning of one.
#[utoipa::path(get, path = "/v1/articles/suggestions", operation_id = "suggest_articles", tag = "knowledge", params(Typed),
    responses((status = 200, description = "The articles", body = Suggestions)))]
pub async fn suggest_articles<S: Gate + Articles + SearchReader + Sync>(
    store: &S,
    call: Call<(), Params<Typed>>,
) -> Answer<Suggestions> {
    let scope = call.scope()?;
    let Typed { q, product } = &call.input.0;
    let list = ArticleList::within(&scope, None, *product, call.now);
    match store.suggest(&query(&list, q.clone(), 0, MAX_SUGGESTIONS)).await {
        Ok(hits) => {
            let items = with_articles(store, hits, &list).await?;
            Ok(ok(Suggestions { items, degraded: false }))
        }
        Err(SearchFailure::Unavailable(cause)) => {
            tracing::warn!(request_id = %call.request_id, %cause, "search is away");
            let most = u32::try_from(MAX_SUGGESTIONS).unwrap_or(3);
            let found = by_words(store, &list, q, PageRequest::first(most)).await?;
            Ok(ok(Suggestions { items: found.items.iter().map(FoundArticle::plain).collect(), degraded: true }))
        }
        Err(failure) => Err(Stop::from(failure)),
    }
}
