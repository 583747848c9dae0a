//! Reading articles: by id, the newest, by word, and all of them for the index.

use super::Dynamo;
use super::items::{Item, count, key_of, record, stored, text_of};
use crate::parts::{Aws, Component};
use futures::future::try_join_all;
use portico_domain::ids::{ArticleId, PersonId};
use portico_domain::knowledge::ports::Articles;
use portico_domain::knowledge::record::{ListingRow, ProductFilter};
use portico_domain::knowledge::words::asked_words;
use portico_domain::knowledge::{Article, ArticleList, Vote};
use portico_domain::paging::{Page, PageRequest, Position};
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::record::{List, ListQuery, SortRange};
use portico_domain::store::{StoreError, StoreResult};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};

stored!(Article, ListingRow, Vote);

/// Largest number of words that are looked up.
const MOST_WORDS: usize = 8;
/// Largest number of articles that are looked at for one word.
const MOST_PER_WORD: u32 = 1000;
/// Largest number of reads for one page if articles are left out. The page is then short, and the next one continues
/// from there.
const MOST_ROUNDS: usize = 20;
/// Number of entries read from a partition for each article wanted, if the list is of one of the three kinds.
const PLACES_OF_A_FORM: u32 = 4;
/// Smallest number of entries read from a partition, if the list is of one kind.
const LEAST_OF_A_FORM: u32 = 100;

/// Reads an article, with the votes counted next to it.
pub(super) fn article(item: Item) -> StoreResult<Article> {
    let (helpful, unhelpful) = (count(&item, "helpful"), count(&item, "unhelpful"));
    let stored: Article = record(item)?;
    let helpful = helpful.unwrap_or(stored.helpful);
    let unhelpful = unhelpful.unwrap_or(stored.unhelpful);
    Ok(Article { helpful, unhelpful, ..stored })
}

/// Returns the article that an item of a list refers to: the last part of its sort key.
pub(super) fn listed(item: &Item, sk: &str) -> StoreResult<ArticleId> {
    let text = text_of(item, sk).unwrap_or_default();
    let id = text.rsplit('#').next().unwrap_or(text);
    id.parse().map_err(|_| StoreError::corrupt(format!("{:?} names no article", key_of(item))))
}

impl Dynamo {
    /// Reads articles by ID, in that order; those that do not exist are left out.
    pub(super) async fn some_articles(&self, ids: &[ArticleId]) -> StoreResult<Vec<Article>> {
        let keys: Vec<_> = ids.iter().map(|id| Article::key_of(*id)).collect();
        self.get_all(&keys).await?.into_iter().flatten().map(article).collect()
    }
}

/// Whether a list may show the article of an entry, as far as the entry says. The article itself decides the rest.
fn may_show(list: &ArticleList, item: &Item) -> StoreResult<bool> {
    // The entry's expiry is in whole seconds; the article has the exact time.
    let over = count(item, "expires").is_some_and(|end| i64::try_from(end).is_ok_and(|end| end < list.now.as_second()));
    if over || !item.contains_key("data") {
        return Ok(!over);
    }
    let ListingRow { audiences, kind: Some(kind), products, .. } = record(item.clone())? else { return Ok(true) };
    let readable = audiences.iter().any(|audience| list.audiences().contains(audience));
    Ok(readable && list.asks_for(kind, &products))
}

/// Rank of an article: the number of words that it has of those asked for, then its ID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    words: u32,
    article: ArticleId,
}

impl Rank {
    fn position(&self) -> Position {
        Position(format!("{}#{}", self.words, self.article))
    }

    fn read(position: &Position) -> StoreResult<Self> {
        let parts =
            position.0.split_once('#').and_then(|(words, article)| Some((words.parse().ok()?, article.parse().ok()?)));
        let (words, article) =
            parts.ok_or_else(|| StoreError::corrupt(format!("not a position among words: {}", position.0)))?;
        Ok(Self { words, article })
    }
}

impl Dynamo {
    /// Returns the articles that have one of the words and that a list may show, in no order.
    async fn ranked(&self, list: &ArticleList, asked: &[String]) -> StoreResult<Vec<Rank>> {
        let mut seen = HashSet::new();
        let wanted: Vec<String> = asked
            .iter()
            .flat_map(|text| asked_words(text))
            .filter(|word| seen.insert(word.clone()))
            .take(MOST_WORDS)
            .collect();
        let first = PageRequest::first(MOST_PER_WORD);
        let lookups = wanted.iter().map(|word| {
            let first = &first;
            async move {
                let query = ListQuery::all(Article::of_word(word)).newest_first();
                self.page(&query, first, |item| Ok((listed(&item, "sk")?, may_show(list, &item)?))).await
            }
        });
        let mut matched: HashMap<ArticleId, u32> = HashMap::new();
        for page in try_join_all(lookups).await? {
            for (id, _) in page.items.into_iter().filter(|(_, may)| *may) {
                *matched.entry(id).or_default() += 1;
            }
        }
        Ok(matched.into_iter().map(|(article, words)| Rank { words, article }).collect())
    }
}

/// Page of the newest articles under construction: the partitions of a list are read in parallel and merged by date. An
/// article has the same sort key in each of its partitions. So the next page starts after the last key shown, in all of
/// them.
struct Newest<'a> {
    dynamo: &'a Dynamo,
    list: &'a ArticleList,
    sources: Vec<Source>,
    /// Number of entries that are read from a partition at once.
    chunk: u32,
    /// Sort key of the last entry that was merged.
    last: Option<String>,
}

/// One partition of the list.
struct Source {
    list: List,
    /// Entries that are read and not yet merged, newest first: sort key, article, and whether it may be shown.
    read: VecDeque<(String, ArticleId, bool)>,
    /// Range that is still to be read; `None` at the end of the partition.
    rest: Option<SortRange>,
}

impl<'a> Newest<'a> {
    fn new(dynamo: &'a Dynamo, list: &'a ArticleList, page: &PageRequest) -> Self {
        let about = match list.product {
            Some(product) => vec![ProductFilter::Product(product), ProductFilter::Nothing],
            None => vec![ProductFilter::Anything],
        };
        let start = || match &page.after {
            Some(position) => SortRange::Before(position.0.clone()),
            None => SortRange::UpTo(Article::published_until(list.now)),
        };
        let lists = list
            .audiences()
            .iter()
            .flat_map(|audience| about.iter().map(|about| Article::of_audience(*audience, *about)).collect::<Vec<_>>());
        let sources = lists.map(|list| Source { list, read: VecDeque::new(), rest: Some(start()) }).collect();
        let wanted = page.limit.max(1) + 1;
        let chunk = if list.kind.is_some() { (wanted * PLACES_OF_A_FORM).max(LEAST_OF_A_FORM) } else { wanted };
        Self { dynamo, list, sources, chunk, last: None }
    }

    async fn page(mut self, limit: usize) -> StoreResult<Page<Article>> {
        let mut found: Vec<(String, Article)> = Vec::with_capacity(limit + 1);
        for _ in 0..MOST_ROUNDS {
            self.read_on().await?;
            let shown: Vec<_> = self.merge().into_iter().filter(|(_, _, may)| *may).collect();
            let ids: Vec<ArticleId> = shown.iter().map(|(_, id, _)| *id).collect();
            let mut articles: HashMap<ArticleId, Article> = HashMap::with_capacity(ids.len());
            for article in self.dynamo.some_articles(&ids).await? {
                articles.insert(article.id, article);
            }
            found.extend(shown.into_iter().filter_map(|(place, id, _)| {
                let article = articles.remove(&id).filter(|article| self.list.shows(article))?;
                Some((place, article))
            }));
            if found.len() > limit || self.is_done() {
                break;
            }
        }
        let next = if found.len() > limit {
            found.truncate(limit);
            found.last().map(|(place, _)| place.clone())
        } else {
            self.last.take().filter(|_| !self.is_done())
        };
        Ok(Page { items: found.into_iter().map(|(_, article)| article).collect(), next: next.map(Position) })
    }

    fn is_done(&self) -> bool {
        self.sources.iter().all(|source| source.rest.is_none() && source.read.is_empty())
    }

    /// Reads on in every partition that has no entry left to merge.
    async fn read_on(&mut self) -> StoreResult<()> {
        let (dynamo, list, page) = (self.dynamo, self.list, PageRequest::first(self.chunk));
        let hungry = self.sources.iter_mut().filter(|source| source.read.is_empty() && source.rest.is_some());
        try_join_all(hungry.map(|source| {
            let page = &page;
            async move {
                let Some(range) = source.rest.take() else { return Ok(()) };
                let query = ListQuery { list: source.list.clone(), range, descending: true };
                let place = |item: Item| {
                    let place = text_of(&item, "sk").unwrap_or_default().to_owned();
                    Ok((place, listed(&item, "sk")?, may_show(list, &item)?))
                };
                let read = dynamo.page(&query, page, place).await?;
                source.read.extend(read.items);
                let more = read.next.and(source.read.back());
                source.rest = more.map(|(place, ..)| SortRange::Before(place.clone()));
                Ok(())
            }
        }))
        .await
        .map(drop)
    }

    /// Returns the entries that are certain to be next, newest first and each once. Stops where a partition must be
    /// read on.
    fn merge(&mut self) -> Vec<(String, ArticleId, bool)> {
        let mut merged: Vec<(String, ArticleId, bool)> = Vec::new();
        while !self.sources.iter().any(|source| source.read.is_empty() && source.rest.is_some()) {
            let newest = self.sources.iter_mut().filter(|source| !source.read.is_empty());
            let Some(next) = newest.max_by(|one, two| one.read[0].0.cmp(&two.read[0].0)) else { break };
            let Some(place) = next.read.pop_front() else { break };
            if self.last.as_ref() != Some(&place.0) {
                self.last = Some(place.0.clone());
                merged.push(place);
            }
        }
        merged
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Articles
    for Aws<Files, Search, Mailing, Keys>
{
    async fn article(&self, id: ArticleId) -> StoreResult<Guarded<Article>> {
        let item = self.dynamo.get(Article::key_of(id)).await?;
        Ok(Guarded::seal(item.map(article).transpose()?))
    }

    async fn articles(&self, ids: &[ArticleId]) -> StoreResult<Vec<Article>> {
        self.dynamo.some_articles(ids).await
    }

    async fn newest(&self, list: &ArticleList, page: PageRequest) -> StoreResult<Page<Article>> {
        Newest::new(&self.dynamo, list, &page).page(page.limit.max(1) as usize).await
    }

    async fn by_words(&self, list: &ArticleList, asked: &[String], page: PageRequest) -> StoreResult<Page<Article>> {
        let after = page.after.map(|position| Rank::read(&position)).transpose()?;
        let mut ranks = self.dynamo.ranked(list, asked).await?;
        // Articles with most of the words come first, then the newest.
        ranks.sort_unstable_by_key(|rank| Reverse(*rank));
        ranks.retain(|rank| after.is_none_or(|after| *rank < after));
        let limit = page.limit.max(1) as usize;
        let (mut found, mut next) = (Vec::with_capacity(limit + 1), None);
        for (round, some) in ranks.chunks(limit + 1).enumerate() {
            if round == MOST_ROUNDS {
                next = ranks.get(round * (limit + 1) - 1).map(Rank::position);
                break;
            }
            let ids: Vec<ArticleId> = some.iter().map(|rank| rank.article).collect();
            let articles = self.dynamo.some_articles(&ids).await?;
            found.extend(articles.into_iter().filter(|article| list.shows(article)));
            if found.len() > limit {
                break;
            }
        }
        if found.len() > limit {
            found.truncate(limit);
            let last = found.last().and_then(|last| ranks.iter().find(|rank| rank.article == last.id));
            next = last.map(Rank::position);
        }
        Ok(Page { items: found, next })
    }

    async fn vote(&self, article: ArticleId, person: PersonId) -> StoreResult<PartOf<Article, Option<Vote>>> {
        let vote = self.dynamo.get(Vote::key_of(article, person)).await?;
        Ok(PartOf::seal(article, vote.map(record).transpose()?))
    }

    async fn all_articles(&self, page: PageRequest) -> StoreResult<Page<Article>> {
        let Page { items, next } = self.dynamo.page(&Article::all(), &page, |item| listed(&item, "gsi1sk")).await?;
        Ok(Page { items: self.dynamo.some_articles(&items).await?, next })
    }
}
