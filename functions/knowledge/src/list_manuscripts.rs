//! `GET /v1/editor/articles`: articles for their editors.

use crate::manuscript::{ManuscriptRow, with_names};
use portico_domain::ids::PersonId;
use portico_domain::knowledge::ports::Manuscripts;
use portico_domain::knowledge::{Article, ManuscriptList, ManuscriptState};
use portico_domain::paging::Page;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, Params, ok};

portico_http::list_query! {
    /// Query of a list of articles for editors.
    pub struct ListManuscriptsQuery {
        /// Articles in this state only.
        pub state: Option<ManuscriptState>,
        /// Articles of this owner only.
        pub owner: Option<PersonId>,
        /// Words of title and tags, each by its beginning.
        #[schema(max_length = 150)]
        #[param(max_length = 150)]
        pub q: Option<String>,
    }
}

/// Articles in every state with the text that editors work on, the newest article first.
#[utoipa::path(get, path = "/v1/editor/articles", operation_id = "list_manuscripts", tag = "knowledge",
    params(ListManuscriptsQuery),
    responses((status = 200, description = "A page", body = List<ManuscriptRow>)))]
pub async fn list_manuscripts<S: RequestStore + Manuscripts + People + Sync>(
    store: &S,
    call: Call<(), Params<ListManuscriptsQuery>>,
) -> HandlerResult<List<ManuscriptRow>> {
    let ListManuscriptsQuery { state, owner, q, .. } = &call.input.0;
    let text = q.as_deref().unwrap_or_default();
    let list = ManuscriptList::within(&call.scope()?, *state, *owner, text, call.now)?;
    let paged = call.paged(&call.input.0, &format!("{state:?}|{owner:?}|{text}"))?;
    let Page { items, next } = store.manuscripts(&list, paged.request()).await?;
    let mut articles: Vec<Article> = items.into_iter().map(|manuscript| manuscript.0).collect();
    with_names(store, &mut articles).await?;
    let page = Page { items: articles, next };
    Ok(ok(paged.list(page, |article| ManuscriptRow::from(&article))?))
}
