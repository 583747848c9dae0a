//! `GET /v1/articles/suggestions`: articles that fit what is being typed.

use crate::search::{FoundArticle, by_words, query, reader_language, with_articles_as};
use futures::future::try_join;
use portico_domain::accounts::Accounts;
use portico_domain::action::Action;
use portico_domain::fault::chain;
use portico_domain::ids::ProductId;
use portico_domain::knowledge::ports::Articles;
use portico_domain::knowledge::{Article, ArticleList};
use portico_domain::paging::PageRequest;
use portico_domain::policy::scope;
use portico_domain::ports::RequestStore;
use portico_domain::search::{MAX_SUGGESTIONS, SUGGESTED_FROM, SearchError, SearchHit, SearchReader};
use portico_http::{Call, EarlyResponse, HandlerResult, Params, ok};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Query of suggestions.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestArticlesQuery {
    /// Text typed so far.
    #[schema(max_length = 500)]
    #[param(max_length = 500)]
    pub q: String,
    /// Articles about this product, or about none in particular.
    pub product: Option<ProductId>,
    /// Language of the reader, such as `es`: of articles with the same words, those in it come first.
    #[schema(min_length = 2, max_length = 35)]
    #[param(min_length = 2, max_length = 35)]
    pub language: Option<String>,
}

/// Up to three suggested articles.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// The articles, those about products that the reader's account purchased first, then the best.
    pub items: Vec<FoundArticle>,
    /// Whether search is unavailable and only titles and tags were searched.
    pub degraded: bool,
}

/// Suggests at most three articles that fit the typed text; its last word may be incomplete. Of the six best, those
/// about products of the reader's account come first.
#[utoipa::path(get, path = "/v1/articles/suggestions", operation_id = "suggest_articles", tag = "knowledge", params(SuggestArticlesQuery),
    responses((status = 200, description = "The articles", body = Suggestions)))]
pub async fn suggest_articles<S: RequestStore + Accounts + Articles + SearchReader + Sync>(
    store: &S,
    call: Call<(), Params<SuggestArticlesQuery>>,
) -> HandlerResult<Suggestions> {
    let scope = call.scope()?;
    let SuggestArticlesQuery { q, product, language } = &call.input.0;
    let language = reader_language(language.as_deref())?;
    let typed = Typed { text: q, language: language.as_deref() };
    let list = ArticleList::within(&scope, None, *product, call.now);
    let (own, (mut items, degraded)) =
        try_join(own_products(store, &call), found(store, &call.request_id, &list, typed)).await?;
    // Sorting keeps the order within each part; for a reader without products it changes nothing.
    items.sort_by_key(|item| match &item.article.products[..] {
        _ if own.is_empty() => Nearness::Other,
        [] => Nearness::General,
        products if products.iter().any(|product| own.contains(&product.id)) => Nearness::Own,
        _ => Nearness::Other,
    });
    items.truncate(MAX_SUGGESTIONS);
    Ok(ok(Suggestions { items, degraded }))
}

/// Relation of an article to the products of its reader.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// About a product that the reader's account purchased.
    Own,
    /// About no product in particular.
    General,
    /// About other products.
    Other,
}

/// Text that is typed, and the language of the reader.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'a> {
    pub(crate) text: &'a str,
    pub(crate) language: Option<&'a str>,
}

/// Finds the articles that suggestions are chosen from, the best first, and whether search is unavailable.
pub(crate) async fn found<S: Articles + SearchReader + Sync>(
    store: &S,
    request_id: &str,
    list: &ArticleList,
    typed: Typed<'_>,
) -> Result<(Vec<FoundArticle>, bool), EarlyResponse> {
    let view = |article: &Article, hit: Option<SearchHit>| match hit {
        Some(hit) => FoundArticle::of(article, hit),
        None => FoundArticle::plain(article),
    };
    matching(store, request_id, list, typed, view).await
}

/// The same, as `view` makes of each article and its hit, which is missing while search is unavailable.
pub(crate) async fn matching<S: Articles + SearchReader + Sync, T>(
    store: &S,
    request_id: &str,
    list: &ArticleList,
    typed: Typed<'_>,
    view: impl Fn(&Article, Option<SearchHit>) -> T + Send + Sync,
) -> Result<(Vec<T>, bool), EarlyResponse> {
    match store.suggest(&query(list, typed.language, typed.text.to_owned(), 0, SUGGESTED_FROM)).await {
        Ok(hits) => Ok((with_articles_as(store, hits, list, |article, hit| view(article, Some(hit))).await?, false)),
        Err(SearchError::Unavailable(cause)) => {
            tracing::warn!(request_id = %request_id, cause = %chain(&cause), "search is away");
            let most = u32::try_from(SUGGESTED_FROM).unwrap_or(u32::MAX);
            let found = by_words(store, list, typed.text, PageRequest::first(most)).await?;
            Ok((found.items.iter().map(|article| view(article, None)).collect(), true))
        }
        Err(failure) => Err(EarlyResponse::from(failure)),
    }
}

/// Products that the reader's account purchased; none if the query names a product.
async fn own_products<S: RequestStore + Accounts + Sync>(
    store: &S,
    call: &Call<(), Params<SuggestArticlesQuery>>,
) -> Result<Vec<ProductId>, EarlyResponse> {
    let purchases = scope(&call.token_caller()?, Action::ListEntitlements).ok().and_then(|scope| scope.account());
    let Some(account) = purchases.filter(|_| call.input.0.product.is_none()) else { return Ok(Vec::new()) };
    let page = PageRequest::first(MOST_PURCHASES);
    let (account, page) = try_join(store.account(account), store.entitlements(account, page)).await?;
    let account = call.open_for(account, Action::ListEntitlements).await?;
    Ok(page.of(&account)?.items.into_iter().map(|purchase| purchase.product).collect())
}

/// Largest number of an account's purchases that are read.
const MOST_PURCHASES: u32 = 100;
