//! `GET /v1/articles`: search the knowledge base, or list its newest articles.

use jiff::Timestamp;
use portico_domain::failure::Failure;
use portico_domain::ids::ProductId;
use portico_domain::knowledge::{Article, ArticleKind, ArticleSummary, Audience};
use portico_domain::paging::{Page, PageRequest, Position};
use portico_domain::policy::Scope;
use portico_domain::ports::{Articles, Gate, PortFailure};
use portico_domain::search::{MAX_DEPTH, SearchFailure, SearchHit, SearchQuery, SearchReader, Segment};
use portico_http::{Answer, Call, Params, Stop, ok};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is looked for.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Words, as typed; the newest articles without.
    #[schema(max_length = 2000)]
    #[param(max_length = 2000)]
    pub q: Option<String>,
    /// Articles about this product, or about none in particular.
    pub product: Option<ProductId>,
    /// Articles of this form only.
    pub kind: Option<ArticleKind>,
    /// How many.
    #[schema(minimum = 1, maximum = 100)]
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[schema(max_length = 2000)]
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
}

/// A piece of text, and whether it is one of the words looked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SegmentView {
    /// The piece.
    pub text: String,
    /// Whether it was looked for.
    pub hit: bool,
}

impl From<Segment> for SegmentView {
    fn from(segment: Segment) -> Self {
        Self { text: segment.text, hit: segment.hit }
    }
}

/// An article found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundArticle {
    /// The article.
    #[serde(flatten)]
    pub article: ArticleSummary,
    /// Its title, in pieces.
    pub title_segments: Vec<SegmentView>,
    /// The part of it that fits best, in pieces.
    pub excerpt: Vec<SegmentView>,
}

impl FoundArticle {
    /// An article without anything looked for.
    pub fn plain(article: &Article) -> Self {
        let plain = |text: &str| vec![SegmentView { text: text.to_owned(), hit: false }];
        Self { article: article.into(), title_segments: plain(&article.title), excerpt: plain(&article.summary) }
    }

    /// An article with what was found in it.
    fn of(article: &Article, hit: SearchHit) -> Self {
        Self {
            article: article.into(),
            title_segments: hit.title.into_iter().map(SegmentView::from).collect(),
            excerpt: hit.excerpt.into_iter().map(SegmentView::from).collect(),
        }
    }
}

/// A page of what was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundArticles {
    /// The articles, the best first.
    pub items: Vec<FoundArticle>,
    /// How many there are in all; of a plain list, how many are on this page.
    pub total: u64,
    /// Whether search is away and only titles and tags were looked at.
    pub degraded: bool,
    /// Ask for the next page with this.
    pub next_cursor: Option<String>,
}

/// Searches the articles that the caller may read, or lists the newest.
#[utoipa::path(get, path = "/v1/articles", operation_id = "search_articles", tag = "knowledge", params(Wanted),
    responses((status = 200, description = "A page", body = FoundArticles)))]
pub async fn search_articles<S: Gate + Articles + SearchReader + Sync>(
    store: &S,
    call: Call<(), Params<Wanted>>,
) -> Answer<FoundArticles> {
    let wanted = &call.input.0;
    let scope = call.scope()?;
    let text = wanted.q.clone().filter(|text| !text.is_empty());
    let filter = format!("{text:?}|{:?}|{:?}", wanted.product, wanted.kind);
    let page = call.page(wanted.limit, wanted.cursor.as_deref(), &filter)?;
    let Some(text) = text else {
        let audience = *scope.audiences().last().unwrap_or(&Audience::Public);
        let found = store.newest(audience, call.now, page).await?;
        let fits = |article: &Article| {
            wanted.kind.is_none_or(|kind| kind == article.kind)
                && wanted
                    .product
                    .is_none_or(|product| article.products.is_empty() || article.products.contains(&product))
        };
        let list = call.list(found, &filter, |article| article)?;
        let items: Vec<_> = list.items.iter().filter(|article| fits(article)).map(FoundArticle::plain).collect();
        return Ok(ok(FoundArticles {
            total: items.len() as u64,
            items,
            degraded: false,
            next_cursor: list.next_cursor,
        }));
    };
    let query = query(&scope, text, wanted.product, wanted.kind, call.now, &page)?;
    match store.search(&query).await {
        Ok(found) => {
            let seen = query.offset + found.hits.len();
            let more = (seen as u64) < found.total && seen < MAX_DEPTH && !found.hits.is_empty();
            let items = with_articles(store, found.hits, &scope, call.now).await?;
            let next = more.then(|| Position(seen.to_string()));
            let list = call.list(Page { items, next }, &filter, |item| item)?;
            Ok(ok(FoundArticles {
                items: list.items,
                total: found.total,
                degraded: false,
                next_cursor: list.next_cursor,
            }))
        }
        Err(SearchFailure::Unavailable(cause)) => {
            tracing::warn!(request_id = %call.request_id, %cause, "search is away");
            let items = by_words(store, &query, page.limit).await?;
            Ok(ok(FoundArticles { total: items.len() as u64, items, degraded: true, next_cursor: None }))
        }
        Err(failure) => Err(Stop::from(failure)),
    }
}

/// The query of a caller of this scope.
pub(crate) fn query(
    scope: &Scope,
    text: String,
    product: Option<ProductId>,
    kind: Option<ArticleKind>,
    now: Timestamp,
    page: &PageRequest,
) -> Result<SearchQuery, Failure> {
    let offset = page.after.as_ref().map(|position| position.0.parse()).transpose();
    Ok(SearchQuery {
        text,
        audiences: scope.audiences(),
        products: product.into_iter().collect(),
        kind,
        now,
        offset: offset.map_err(|_| Failure::Internal("a search position is not a number".into()))?.unwrap_or_default(),
        limit: page.limit as usize,
    })
}

/// The articles of hits, as they stand: one that has changed since it was indexed and is no longer for the reader is left out.
pub(crate) async fn with_articles<S: Articles + Sync>(
    store: &S,
    hits: Vec<SearchHit>,
    scope: &Scope,
    now: Timestamp,
) -> Result<Vec<FoundArticle>, PortFailure> {
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let articles = store.articles(&ids).await?;
    let audiences = scope.audiences();
    let found = hits.into_iter().filter_map(|hit| {
        let article = articles.iter().find(|article| article.id == hit.id && article.readable_by(&audiences, now))?;
        Some(FoundArticle::of(article, hit))
    });
    Ok(found.collect())
}

/// What is left to do when search is away: articles with one of the words in title or tags.
pub(crate) async fn by_words<S: Articles + Sync>(
    store: &S,
    query: &SearchQuery,
    limit: u32,
) -> Result<Vec<FoundArticle>, PortFailure> {
    let mut words: Vec<String> = query
        .text
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect();
    words.sort();
    words.dedup();
    words.truncate(8);
    let articles = store.by_words(&words, limit).await?;
    let fits = |article: &&Article| {
        article.readable_by(&query.audiences, query.now)
            && query.kind.is_none_or(|kind| kind == article.kind)
            && (query.products.is_empty()
                || article.products.is_empty()
                || query.products.iter().any(|product| article.products.contains(product)))
    };
    Ok(articles.iter().filter(fits).map(FoundArticle::plain).collect())
}
