//! `GET /v1/tickets/{id}/articles`: articles to link to in a message on a ticket.

use crate::search::reader_language;
use crate::suggest::{Typed, matching};
use futures::future::try_join;
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::hats::Audience;
use portico_domain::ids::{ArticleId, TicketId};
use portico_domain::knowledge::ports::Articles;
use portico_domain::knowledge::{Article, ArticleKind, ArticleList};
use portico_domain::policy::scope;
use portico_domain::ports::RequestStore;
use portico_domain::search::SearchReader;
use portico_domain::tickets::ports::Tickets;
use portico_http::{Call, EarlyResponse, HandlerResult, Params, ok};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Query of articles to link to.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LinkableArticlesQuery {
    /// Text typed so far.
    #[schema(min_length = 1, max_length = 500)]
    #[param(min_length = 1, max_length = 500)]
    pub q: String,
    /// Language of the readers, such as `es`: of articles with the same words, those in it come first.
    #[schema(min_length = 2, max_length = 35)]
    #[param(min_length = 2, max_length = 35)]
    pub language: Option<String>,
}

/// Article to link to.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkableArticle {
    /// ID of the article.
    pub id: ArticleId,
    /// Form of the article.
    pub kind: ArticleKind,
    /// Title of the article.
    pub title: String,
    /// Whether the ticket's requester may read the article. Only then does a link to it belong in a reply.
    pub for_requester: bool,
    /// Audiences of the article.
    pub audiences: Vec<Audience>,
}

impl LinkableArticle {
    /// Returns the article for a message that these audiences read.
    fn of(article: Article, requester: &[Audience], now: Timestamp) -> Self {
        let for_requester = article.readable_by(requester, now);
        let Article { id, kind, title, audiences, .. } = article;
        Self { id, kind, title, for_requester, audiences }
    }
}

/// Up to six articles to link to.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkableArticles {
    /// The articles, those that the requester may read first, then the best.
    pub items: Vec<LinkableArticle>,
    /// Whether search is unavailable and only titles and tags were searched.
    pub degraded: bool,
}

/// Finds at most six articles that fit the typed text, and says of each whether the ticket's requester may read it.
#[utoipa::path(get, path = "/v1/tickets/{id}/articles", operation_id = "list_linkable_articles", tag = "knowledge",
    params(("id" = TicketId, Path), LinkableArticlesQuery),
    responses((status = 200, description = "The articles", body = LinkableArticles)))]
pub async fn list_linkable_articles<S: RequestStore + Tickets + Articles + SearchReader + Sync>(
    store: &S,
    call: Call<TicketId, Params<LinkableArticlesQuery>>,
) -> HandlerResult<LinkableArticles> {
    // A caller who may link on no ticket is refused before one is read.
    call.scope()?;
    let list = ArticleList::within(&scope(&call.token_caller()?, Action::SearchArticles)?, None, None, call.now);
    let ticket = async { store.ticket(call.path).await.map_err(EarlyResponse::from) };
    let language = reader_language(call.input.0.language.as_deref())?;
    let typed = Typed { text: &call.input.0.q, language: language.as_deref() };
    let found = matching(store, &call.request_id, &list, typed, |article, _| article.clone());
    let (ticket, (articles, degraded)) = try_join(ticket, found).await?;
    let (_, ticket) = call.authorize(ticket).await?;
    let requester = ticket.kind.face().audiences();
    let view = |article: Article| LinkableArticle::of(article, requester, call.now);
    let mut items: Vec<LinkableArticle> = articles.into_iter().map(view).collect();
    // Sorting keeps the order within each part.
    items.sort_by_key(|article| !article.for_requester);
    Ok(ok(LinkableArticles { items, degraded }))
}
