//! Storage layout of articles: the article, its lists, the votes on it and the tickets it made unnecessary.

use super::editing::DraftStage;
use super::insights::KnowledgeEvent;
use super::words::words_of;
use super::{Article, ArticleKind, ArticleState, Audience, Vote};
use crate::change::Write;
use crate::ids::{ArticleId, PersonId, ProductId};
use crate::record::{List, ListHome, ListQuery, Membership, Record, RecordKey, time_text};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Sorts after every character an id or a time can have.
const LAST: char = '~';

/// Products that the articles of a list are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProductFilter {
    /// Any product or none.
    Anything,
    /// No product in particular.
    Nothing,
    /// One product.
    Product(ProductId),
}

/// Row of an article in a list, by which articles that were not asked for are skipped. Earlier versions wrote fewer
/// fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListingRow {
    /// ID of the article.
    pub id: Option<ArticleId>,
    /// Version of the article.
    pub version: u64,
    /// Audiences of the article.
    pub audiences: Vec<Audience>,
    /// Form of the article.
    pub kind: Option<ArticleKind>,
    /// Products that the article is about.
    pub products: Vec<ProductId>,
    /// Part by which editors find the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manuscript: Option<ManuscriptPart>,
}

/// Part of an article by which a list for editors skips those that were not asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManuscriptPart {
    /// State of the article.
    pub state: ArticleState,
    /// Stage of the text that editors work on.
    pub stage: Option<DraftStage>,
    /// Person responsible for the article.
    pub owner: PersonId,
    /// Time at which the article becomes readable.
    pub publish_at: Timestamp,
    /// Time at which the article stops being readable.
    pub expires_at: Option<Timestamp>,
}

impl ManuscriptPart {
    /// This part of an article.
    pub fn of(article: &Article) -> Self {
        let Article { state, owner, publish_at, expires_at, .. } = *article;
        Self { state, stage: article.stage(), owner, publish_at, expires_at }
    }
}

impl Article {
    /// Key of the article with this id.
    pub fn key_of(id: ArticleId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }

    /// Articles for one audience, oldest first.
    pub fn of_audience(audience: Audience, about: ProductFilter) -> List {
        let name = match audience {
            Audience::Public => "public",
            Audience::Customer => "customer",
            Audience::Partner => "partner",
            Audience::Employee => "employee",
        };
        let partition = match about {
            ProductFilter::Anything => format!("audience#{name}"),
            ProductFilter::Nothing => format!("audience#{name}#general"),
            ProductFilter::Product(product) => format!("audience#{name}#{product}"),
        };
        List::new(ListHome::Table, partition)
    }

    /// Articles with one word in title or tags.
    pub fn of_word(word: &str) -> List {
        List::new(ListHome::Table, format!("word#{word}"))
    }

    /// Bound just after every article that became readable at `at`.
    pub fn published_until(at: Timestamp) -> String {
        format!("{}{LAST}", time_text(at))
    }

    /// Query of all articles, for the index.
    pub fn all() -> ListQuery {
        ListQuery::all(List::new(ListHome::Index1, "articles"))
    }

    fn listing(&self, audience: Audience, about: ProductFilter) -> Membership {
        let place = format!("{}#{}", time_text(self.publish_at), self.id);
        Self::of_audience(audience, about).at(place).in_table("audience").until(self.expires_at)
    }
}

impl Record for Article {
    const KIND: &'static str = "article";
    type Row = ListingRow;

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> ListingRow {
        let (audiences, products) = (self.audiences.clone(), self.products.clone());
        let manuscript = Some(ManuscriptPart::of(self));
        ListingRow { id: Some(self.id), version: self.version, audiences, kind: Some(self.kind), products, manuscript }
    }
    /// Lists a published article for each of its audiences and under its words. An article for the public is listed for
    /// the public alone, whose list every reader reads.
    fn memberships(&self) -> Vec<Membership> {
        let mut lists = vec![Self::all().list.at(self.id.to_string())];
        if self.state != ArticleState::Published {
            return lists;
        }
        let public = self.audiences.contains(&Audience::Public);
        for audience in self.audiences.iter().filter(|audience| !public || **audience == Audience::Public) {
            let products = self.products.iter().map(|product| ProductFilter::Product(*product));
            let nothing = self.products.is_empty().then_some(ProductFilter::Nothing);
            let about = products.chain(nothing).chain([ProductFilter::Anything]);
            lists.extend(about.map(|about| self.listing(*audience, about)));
        }
        let words = words_of(self).into_iter();
        lists.extend(
            words.map(|word| Self::of_word(&word).at(self.id.to_string()).in_table("word").until(self.expires_at)),
        );
        lists
    }
    /// An earlier version listed an article for the public under its other audiences too.
    fn former_memberships(&self) -> Vec<Membership> {
        self.audiences.iter().map(|audience| self.listing(*audience, ProductFilter::Anything)).collect()
    }
    /// Numbers of votes, kept next to the record so that an editor's change does not undo votes given meanwhile.
    fn counters(&self) -> Vec<(&'static str, u64)> {
        vec![("helpful", self.helpful), ("unhelpful", self.unhelpful)]
    }
}

impl Vote {
    /// Key of a person's vote on an article.
    pub fn key_of(article: ArticleId, person: PersonId) -> RecordKey {
        RecordKey::under(Article::KIND, article, Self::KIND, person)
    }
}

impl Vote {
    /// Writes that store the vote in place of the one before, and count it on its article.
    pub fn writes(&self, before: Option<&Self>) -> Vec<Write> {
        let stored = before.map_or_else(|| Write::create(self), |before| Write::update(before, self));
        let counter = |helpful| if helpful { "helpful" } else { "unhelpful" };
        let counters = match before {
            None => vec![(counter(self.helpful), 1)],
            Some(before) if before.helpful != self.helpful => {
                vec![(counter(before.helpful), -1), (counter(self.helpful), 1)]
            }
            Some(_) => return vec![stored],
        };
        vec![stored, Write::Add { kind: Article::KIND, key: Article::key_of(self.article), counters }]
    }
}

impl Record for Vote {
    const KIND: &'static str = "vote";
    type Row = KnowledgeEvent;

    fn key(&self) -> RecordKey {
        Self::key_of(self.article, self.person)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> KnowledgeEvent {
        self.event()
    }
    fn memberships(&self) -> Vec<Membership> {
        self.place().into_iter().collect()
    }
}

/// A ticket that an article made unnecessary: one for each article, person and day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deflection {
    /// The article.
    pub article: ArticleId,
    /// The reader.
    pub person: PersonId,
    /// Whether the reader said that the article solved the problem; otherwise they only left the form.
    pub solved: bool,
    /// Time of the deflection.
    pub at: Timestamp,
}

impl Record for Deflection {
    const KIND: &'static str = "deflection";
    type Row = KnowledgeEvent;

    fn key(&self) -> RecordKey {
        let day = self.at.to_zoned(TimeZone::UTC).date();
        RecordKey::under(Article::KIND, self.article, Self::KIND, format!("{day}#{}", self.person))
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) -> KnowledgeEvent {
        self.event()
    }
    fn memberships(&self) -> Vec<Membership> {
        vec![self.place()]
    }
}
