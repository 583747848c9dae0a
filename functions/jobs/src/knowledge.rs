//! Jobs of the search index, and of the dates of articles.

mod remind_of_review;

use crate::task::{Completion, Effects, JobContext, JobError, Run};
use jiff::Timestamp;
use portico_domain::change::{Change, Write};
use portico_domain::error::Error;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::Article;
use portico_domain::knowledge::jobs::{ExpireArticle, IndexArticle, PublishArticle, Reindex};
use portico_domain::knowledge::settings::KnowledgeSettings;
use portico_domain::paging::PageRequest;
use portico_domain::search::{Rebuild, SearchDocument, Synonyms};

impl Run for IndexArticle {
    async fn run<S: Effects>(self, store: &S, _: JobContext<'_>) -> Result<Completion, JobError> {
        index(store, &[self.article]).await.map(|()| Completion::Row)
    }
}

impl Run for Reindex {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        reindex(store, cx.act.now).await.map(|()| Completion::Row)
    }
}

impl Run for PublishArticle {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        on_article(store, cx, self.article, |article| article.publish_scheduled(cx.act)).await
    }
}

impl Run for ExpireArticle {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        on_article(store, cx, self.article, |article| Ok(article.expire(cx.act))).await
    }
}

/// Makes an automatic transition of an article and ends the job with it. An article that has changed since the job was
/// written may have no transition.
async fn on_article<S: Effects>(
    store: &S,
    cx: JobContext<'_>,
    id: ArticleId,
    transition: impl FnOnce(Article) -> Result<Option<Change>, Error> + Send,
) -> Result<Completion, JobError> {
    let manuscript = store.manuscript(id).await?.open_for_system(&cx.act.caller);
    let Some(manuscript) = manuscript else { return Ok(Completion::Row) };
    let Some(change) = transition(manuscript.0)? else { return Ok(Completion::Row) };
    store.commit(change.write(Write::remove(cx.job))).await?;
    Ok(Completion::Nothing)
}

/// Puts articles into the index in their current state, in one change. Takes out those that are not published.
pub(crate) async fn index<S: Effects>(store: &S, articles: &[ArticleId]) -> Result<(), JobError> {
    let mut articles = articles.to_vec();
    articles.sort_unstable();
    articles.dedup();
    if articles.is_empty() {
        return Ok(());
    }
    let documents: Vec<SearchDocument> = store.articles(&articles).await?.iter().map(SearchDocument::from).collect();
    if documents.is_empty() {
        return Ok(());
    }
    Ok(store.put(&documents).await?)
}

/// Rebuilds the index if another version of this code made it. Such an index takes nothing and finds nothing.
pub(crate) async fn renew_index<S: Effects>(store: &S, now: Timestamp) -> Result<(), JobError> {
    if store.is_current().await? {
        return Ok(());
    }
    tracing::info!("the search index has another format and is built anew");
    reindex(store, now).await
}

async fn reindex<S: Effects>(store: &S, now: Timestamp) -> Result<(), JobError> {
    let synonyms = store.section::<KnowledgeSettings>().await?.unwrap_or_default().synonyms;
    let mut documents = Vec::new();
    let mut page = PageRequest::first(100);
    loop {
        let found = store.all_articles(page).await?;
        documents.extend(found.items.iter().map(SearchDocument::from));
        match found.next {
            Some(next) => page = PageRequest { limit: 100, after: Some(next) },
            None => break,
        }
    }
    store.replace_all(Rebuild { documents, synonyms: Synonyms(synonyms), as_of: now }).await?;
    Ok(())
}
