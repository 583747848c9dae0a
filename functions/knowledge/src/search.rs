//! `GET /v1/articles`: search the knowledge base, or list its newest articles.

use portico_domain::error::Error;
use portico_domain::fault::chain;
use portico_domain::hats::HatKind;
use portico_domain::ids::ProductId;
use portico_domain::knowledge::insights::MissedSearch;
use portico_domain::knowledge::ports::{Articles, MissedSearches};
use portico_domain::knowledge::{Article, ArticleKind, ArticleList, ArticleSummary};
use portico_domain::paging::{Page, PageRequest, Position};
use portico_domain::ports::RequestStore;
use portico_domain::search::{MAX_DEPTH, SearchError, SearchHit, SearchQuery, SearchReader, Segment};
use portico_domain::store::StoreError;
use portico_domain::text::language_tag;
use portico_http::{Call, EarlyResponse, HandlerResult, List, Params, ok};
use serde::Serialize;
use utoipa::ToSchema;

portico_http::list_query! {
    /// Query of a search.
    pub struct SearchArticlesQuery {
        /// Words as typed; without words, the newest articles are listed.
        #[schema(max_length = 500)]
        #[param(max_length = 500)]
        pub q: Option<String>,
        /// Articles about this product, or about none in particular.
        pub product: Option<ProductId>,
        /// Articles of this form only.
        pub kind: Option<ArticleKind>,
        /// Language of the reader, such as `es`: of articles with the same words, those in it come first.
        #[schema(min_length = 2, max_length = 35)]
        #[param(min_length = 2, max_length = 35)]
        pub language: Option<String>,
    }
}

/// Piece of a text, marked if it matches the query.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SegmentView {
    /// Text of the piece.
    pub text: String,
    /// Whether the piece matches the query.
    pub hit: bool,
}

impl From<Segment> for SegmentView {
    fn from(segment: Segment) -> Self {
        Self { text: segment.text, hit: segment.hit }
    }
}

/// Article found by a search.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundArticle {
    /// The article.
    #[serde(flatten)]
    pub article: ArticleSummary,
    /// Title of the article, in pieces.
    pub title_segments: Vec<SegmentView>,
    /// Best matching part of the article's text, in pieces.
    pub excerpt: Vec<SegmentView>,
}

impl FoundArticle {
    /// Makes the view of an article that no search matched.
    pub fn plain(article: &Article) -> Self {
        let plain = |text: &str| vec![SegmentView { text: text.to_owned(), hit: false }];
        Self { article: article.into(), title_segments: plain(&article.title), excerpt: plain(&article.summary) }
    }

    /// Makes the view of an article with its search hit.
    pub(crate) fn of(article: &Article, hit: SearchHit) -> Self {
        Self {
            article: article.into(),
            title_segments: hit.title.into_iter().map(SegmentView::from).collect(),
            excerpt: hit.excerpt.into_iter().map(SegmentView::from).collect(),
        }
    }
}

/// Page of found articles.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundArticles {
    /// The articles, the best first.
    pub items: Vec<FoundArticle>,
    /// Number of results. For a plain list, and while search is unavailable, the number on this page.
    pub total: u64,
    /// Number of further results without the filters by product and form.
    pub also_elsewhere: u64,
    /// Whether the text has only words without meaning, such as `the`. The page is then empty, and nothing is missing.
    pub asks_nothing: bool,
    /// Whether search is unavailable and only titles and tags were searched.
    pub degraded: bool,
    /// Cursor of the next page.
    pub next_cursor: Option<String>,
}

impl FoundArticles {
    /// Makes a page without a full-text search.
    fn unsearched(found: List<FoundArticle>, degraded: bool) -> Self {
        let List { items, next_cursor } = found;
        Self { total: items.len() as u64, also_elsewhere: 0, asks_nothing: false, items, degraded, next_cursor }
    }
}

/// Searches the articles that the caller may read, or lists the newest.
#[utoipa::path(get, path = "/v1/articles", operation_id = "search_articles", tag = "knowledge", params(SearchArticlesQuery),
    responses((status = 200, description = "A page", body = FoundArticles)))]
pub async fn search_articles<S: RequestStore + Articles + MissedSearches + SearchReader + Sync>(
    store: &S,
    call: Call<(), Params<SearchArticlesQuery>>,
) -> HandlerResult<FoundArticles> {
    let wanted = &call.input.0;
    let language = reader_language(wanted.language.as_deref())?;
    let scope = call.scope()?;
    let text = wanted.q.clone().filter(|text| !text.is_empty());
    let list = ArticleList::within(&scope, wanted.kind, wanted.product, call.now);
    let filter = format!("{text:?}|{:?}|{:?}|{:?}", wanted.product, wanted.kind, language);
    let paged = call.paged(wanted, &filter)?;
    let page = paged.request();
    let Some(text) = text else {
        let found = paged.list(store.newest(&list, page).await?, |article| FoundArticle::plain(&article))?;
        return Ok(ok(FoundArticles::unsearched(found, false)));
    };
    // Fallback cursors differ from search cursors; a listing keeps the mode of its first page.
    let offset = page.after.as_ref().map_or(Ok(0), |position| position.0.parse());
    let searched = match offset {
        Ok(offset) => {
            let query = query(&list, language.as_deref(), text.clone(), offset, page.limit as usize);
            store.search(&query).await.map(|found| (offset, found))
        }
        Err(_) => Err(SearchError::unavailable("the page before was found without it")),
    };
    match searched {
        Ok((offset, found)) => {
            if offset == 0 && found.total + found.also_elsewhere == 0 && !found.asks_nothing {
                note_missed(store, &call, &text).await?;
            }
            let seen = offset + found.hits.len();
            let more = (seen as u64) < found.total && seen < MAX_DEPTH && !found.hits.is_empty();
            let items = with_articles(store, found.hits, &list).await?;
            let next = more.then(|| Position(seen.to_string()));
            let list = paged.list(Page { items, next }, |item| item)?;
            Ok(ok(FoundArticles {
                items: list.items,
                total: found.total,
                also_elsewhere: found.also_elsewhere,
                asks_nothing: found.asks_nothing,
                degraded: false,
                next_cursor: list.next_cursor,
            }))
        }
        Err(SearchError::Unavailable(cause)) => {
            tracing::warn!(request_id = %call.request_id, cause = %chain(&cause), "search is away");
            let page = by_words(store, &list, &text, page).await?;
            let found = paged.list(page, |article| FoundArticle::plain(&article))?;
            Ok(ok(FoundArticles::unsearched(found, true)))
        }
        Err(failure) => Err(EarlyResponse::from(failure)),
    }
}

/// Counts a search that found nothing anywhere, for the editors. What staff look for is no gap of the readers', even in
/// a reader's view.
async fn note_missed<S: MissedSearches + Sync>(
    store: &S,
    call: &Call<(), Params<SearchArticlesQuery>>,
    text: &str,
) -> Result<(), Error> {
    let staff = call.token_caller()?.hat.kind == HatKind::Staff;
    let Some(words) = MissedSearch::words_of(text).filter(|_| !staff && !call.is_view()) else { return Ok(()) };
    if let Err(failure) = store.count_missed(&words, call.now).await {
        tracing::warn!(request_id = %call.request_id, cause = %chain(&failure), "a search was not counted");
    }
    Ok(())
}

/// Language of a reader, as a query names it. Refuses a text that is no language tag.
pub(crate) fn reader_language(given: Option<&str>) -> Result<Option<String>, Error> {
    let detail = "This is not a language tag, such as en or pt-BR.";
    let read = |given| language_tag(given).ok_or_else(|| Error::field("language", "wrong_format", detail));
    given.map(read).transpose()
}

/// Makes the query for a part of a list, for a reader of this language.
pub(crate) fn query(
    list: &ArticleList,
    language: Option<&str>,
    text: String,
    offset: usize,
    limit: usize,
) -> SearchQuery {
    SearchQuery {
        text,
        audiences: list.audiences().to_vec(),
        products: list.product.into_iter().collect(),
        kind: list.kind,
        language: language.map(str::to_owned),
        now: list.now,
        offset,
        limit,
    }
}

/// Reads the articles of hits in their current state. It leaves out articles that the reader may no longer read.
pub(crate) async fn with_articles<S: Articles + Sync>(
    store: &S,
    hits: Vec<SearchHit>,
    list: &ArticleList,
) -> Result<Vec<FoundArticle>, StoreError> {
    with_articles_as(store, hits, list, FoundArticle::of).await
}

/// The same, as `view` makes of each article and its hit.
pub(crate) async fn with_articles_as<S: Articles + Sync, T>(
    store: &S,
    hits: Vec<SearchHit>,
    list: &ArticleList,
    view: impl Fn(&Article, SearchHit) -> T + Send,
) -> Result<Vec<T>, StoreError> {
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let articles = store.articles(&ids).await?;
    let found = hits.into_iter().filter_map(|hit| {
        let article = articles.iter().find(|article| article.id == hit.id && list.shows(article))?;
        Some(view(article, hit))
    });
    Ok(found.collect())
}

/// Fallback while search is unavailable: finds articles with one of the words in title or tags.
pub(crate) async fn by_words<S: Articles + Sync>(
    store: &S,
    list: &ArticleList,
    text: &str,
    page: PageRequest,
) -> Result<Page<Article>, StoreError> {
    // A cursor of search itself is not valid here: begin with the best.
    let after = page.after.filter(|position| position.0.contains('#'));
    store.by_words(list, &[text.to_owned()], PageRequest { after, ..page }).await
}
