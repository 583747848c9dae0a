//! Reading articles: by id, the newest, by word, and all of them for the index.

use super::Dynamo;
use super::client::{Stretch, Within};
use super::items::{Item, count, record};
use super::keys::{ALL_ARTICLES, ArticleKey, EntityKey, Index, Key, audience_partition, until, word_partition};
use super::words::words;
use crate::parts::{Aws, Part};
use futures::future::try_join_all;
use jiff::Timestamp;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::{Article, Audience};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::Guarded;
use portico_domain::ports::{Articles, Found, PortFailure};
use std::collections::{BTreeSet, HashMap};

/// How many words are looked up.
const MOST_WORDS: usize = 8;
/// How many articles of one word are looked at.
const MOST_PER_WORD: u32 = 100;

/// An article with the votes counted beside it.
fn article(item: Item) -> Found<Article> {
    let (helpful, unhelpful) = (count(&item, "helpful"), count(&item, "unhelpful"));
    let stored: Article = record(item)?;
    let helpful = helpful.unwrap_or(stored.helpful);
    let unhelpful = unhelpful.unwrap_or(stored.unhelpful);
    Ok(Article { helpful, unhelpful, ..stored })
}

/// The article an item of a list stands for: the last part of its sort key.
fn listed(item: &Item, sk: &str) -> Found<ArticleId> {
    let text = item.get(sk).and_then(|value| value.as_s().ok()).map_or("", String::as_str);
    let id = text.rsplit('#').next().unwrap_or(text);
    id.parse().map_err(|_| PortFailure::Broken(format!("{:?} names no article", Key::of(item))))
}

impl Dynamo {
    async fn some_articles(&self, ids: &[ArticleId]) -> Found<Vec<Article>> {
        let keys: Vec<_> = ids.iter().map(|id| ArticleKey::new(*id).key()).collect();
        self.get_all(&keys).await?.into_iter().flatten().map(article).collect()
    }
}

impl<F: Part, X: Part, M: Part, K: Part> Articles for Aws<F, X, M, K> {
    async fn article(&self, id: ArticleId) -> Found<Guarded<Article>> {
        let item = self.dynamo.get(&ArticleKey::new(id)).await?;
        Ok(Guarded::seal(item.map(article).transpose()?))
    }

    async fn articles(&self, ids: &[ArticleId]) -> Found<Vec<Article>> {
        self.dynamo.some_articles(ids).await
    }

    async fn newest(&self, audience: Audience, now: Timestamp, page: PageRequest) -> Found<Page<Article>> {
        let pk = audience_partition(audience);
        let stretch = Stretch { index: None, pk, within: Within::UpTo(until(now)), descending: true };
        let Page { items, next } = self.dynamo.page(&stretch, &page, |item| listed(&item, "sk")).await?;
        let mut articles = self.dynamo.some_articles(&items).await?;
        articles.retain(|article| article.readable_by(&[audience], now));
        Ok(Page { items: articles, next })
    }

    async fn by_words(&self, asked: &[String], limit: u32) -> Found<Vec<Article>> {
        let wanted: BTreeSet<String> = asked.iter().flat_map(|text| words(text)).take(MOST_WORDS).collect();
        let first = PageRequest::first(MOST_PER_WORD);
        let lookups = wanted.iter().map(|word| {
            let first = &first;
            async move {
                let pk = word_partition(word);
                let stretch = Stretch { index: None, pk, within: Within::All, descending: true };
                self.dynamo.page(&stretch, first, |item| listed(&item, "sk")).await
            }
        });
        let mut matched: HashMap<ArticleId, u32> = HashMap::new();
        for page in try_join_all(lookups).await? {
            for id in page.items {
                *matched.entry(id).or_default() += 1;
            }
        }
        let mut ids: Vec<ArticleId> = matched.keys().copied().collect();
        // Those with most of the words first, then the newest.
        ids.sort_by_key(|id| std::cmp::Reverse((matched[id], *id)));
        ids.truncate(limit as usize);
        self.dynamo.some_articles(&ids).await
    }

    async fn all_articles(&self, page: PageRequest) -> Found<Page<Article>> {
        let stretch =
            Stretch { index: Some(Index::One), pk: ALL_ARTICLES.into(), within: Within::All, descending: false };
        let sk = Index::One.sk();
        let Page { items, next } = self.dynamo.page(&stretch, &page, |item| listed(&item, sk)).await?;
        Ok(Page { items: self.dynamo.some_articles(&items).await?, next })
    }
}
