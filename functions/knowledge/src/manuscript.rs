//! Articles, as their editors see them and write them.

use futures::future::try_join_all;
use jiff::Timestamp;
use jiff::civil::Date;
use portico_domain::accounts::products::Products;
use portico_domain::action::Action;
use portico_domain::error::Error;
use portico_domain::hats::Audience;
use portico_domain::ids::{ArticleId, ProductId};
use portico_domain::knowledge::editing::{DraftStage, ManuscriptAct, Wording, unnamed};
use portico_domain::knowledge::{Article, ArticleKind, ArticleState, ProductName};
use portico_domain::people::ports::People;
use portico_domain::store::StoreError;
use portico_domain::tickets::PersonRef;
use portico_http::{Body, Call};
use portico_markdown::article as html;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Text of an article, as an editor writes it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleText {
    /// Form of the article.
    pub kind: ArticleKind,
    /// Title of the article, one line.
    #[schema(min_length = 5, max_length = 150, pattern = r"^[^\r\n\t]*$")]
    pub title: String,
    /// Summary in one or two sentences, one line.
    #[schema(min_length = 1, max_length = 300, pattern = r"^[^\r\n\t]*$")]
    pub summary: String,
    /// Text of the article in Markdown.
    #[schema(min_length = 1, max_length = 40000)]
    pub body: String,
    /// Products that the article is about; all products if none is named.
    #[schema(max_items = 10)]
    pub product_ids: Vec<ProductId>,
    /// Audiences of the article.
    #[schema(max_items = 4)]
    pub audiences: Vec<Audience>,
    /// Words that help to find the article, each of at most 40 characters.
    #[schema(max_items = 10)]
    pub tags: Vec<String>,
    /// Language as a BCP 47 tag.
    #[schema(min_length = 2, max_length = 20, pattern = r"^[^\r\n\t]*$")]
    pub language: String,
    /// Time from which readers see the text; as soon as it is published without it.
    pub publish_at: Option<Timestamp>,
    /// Time at which the article stops being readable.
    pub expires_at: Option<Timestamp>,
    /// Day on which the owner is reminded to read the article again.
    pub review_by: Option<Date>,
}

impl From<ArticleText> for Wording {
    fn from(text: ArticleText) -> Self {
        let ArticleText { kind, title, summary, body, product_ids, audiences, tags, language, .. } = text;
        let ArticleText { publish_at, expires_at, review_by, .. } = text;
        let products = unnamed(&product_ids);
        Self { kind, title, summary, body, products, audiences, tags, language, publish_at, expires_at, review_by }
    }
}

/// Article in a list for editors, with the text that they work on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ManuscriptRow {
    /// ID of the article.
    pub id: ArticleId,
    /// Version: counts the changes of the article and of its working draft.
    pub version: u64,
    /// State of the article.
    pub state: ArticleState,
    /// Stage of the text that editors work on; none while nobody has changed the published text.
    pub stage: Option<DraftStage>,
    /// Form of the article.
    pub kind: ArticleKind,
    /// Title of the article.
    pub title: String,
    /// Summary in one or two sentences.
    pub summary: String,
    /// Products that the article is about; all products if none is named.
    pub products: Vec<ProductName>,
    /// Audiences of the article.
    pub audiences: Vec<Audience>,
    /// Words that help to find the article.
    pub tags: Vec<String>,
    /// Language as a BCP 47 tag.
    pub language: String,
    /// Time of publication that an editor asked for.
    pub publish_at: Option<Timestamp>,
    /// Time from which readers see the article; none if it was never published.
    pub readable_from: Option<Timestamp>,
    /// Time at which the article stops being readable.
    pub expires_at: Option<Timestamp>,
    /// Day on which the owner is reminded to read the article again.
    pub review_by: Option<Date>,
    /// Person responsible for the article.
    pub owner: PersonRef,
    /// Time at which the text was last changed.
    pub changed_at: Timestamp,
    /// Number of votes that the article helped.
    pub helpful: u64,
    /// Number of votes that the article did not help.
    pub unhelpful: u64,
    /// Acts that the state of the article allows.
    pub allowed: Vec<ManuscriptAct>,
}

impl From<&Article> for ManuscriptRow {
    fn from(article: &Article) -> Self {
        let published = !matches!(article.state, ArticleState::Draft | ArticleState::Review);
        let text = article.manuscript();
        Self {
            id: article.id,
            version: article.version,
            state: article.state,
            stage: article.stage(),
            kind: text.kind,
            title: text.title,
            summary: text.summary,
            products: text.products,
            audiences: text.audiences,
            tags: text.tags,
            language: text.language,
            publish_at: text.publish_at,
            readable_from: published.then_some(article.publish_at),
            expires_at: text.expires_at,
            review_by: text.review_by,
            owner: PersonRef { id: article.owner, name: article.owner_name.clone() },
            changed_at: article.changed_at(),
            helpful: article.helpful,
            unhelpful: article.unhelpful,
            allowed: article.acts(),
        }
    }
}

/// Article with the text that editors work on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ManuscriptView {
    /// Fields of the article that lists show too.
    #[serde(flatten)]
    pub row: ManuscriptRow,
    /// Text of the article in Markdown.
    pub body: String,
    /// The same text as readers will see it: HTML without anything active in it.
    pub body_html: String,
}

impl From<&Article> for ManuscriptView {
    fn from(article: &Article) -> Self {
        let body = article.manuscript().body;
        Self { row: article.into(), body_html: html(&body), body }
    }
}

/// Products that a text is about, with their names. Leaves out those that do not exist.
pub(crate) async fn named_products<S: Products + Sync, P>(
    store: &S,
    call: &Call<P, Body<ArticleText>>,
) -> Result<Vec<ProductName>, Error> {
    let found = try_join_all(call.input.0.product_ids.iter().map(|id| store.product(*id))).await?;
    let mut named = Vec::with_capacity(found.len());
    for product in found {
        match call.open_for(product, Action::ListProducts).await {
            Ok(product) => named.push(ProductName { id: product.id, name: product.name }),
            Err(Error::NotFound) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(named)
}

/// Puts in the names of owners that the previous version did not store.
pub(crate) async fn with_names<S: People + Sync>(store: &S, articles: &mut [Article]) -> Result<(), StoreError> {
    let unnamed = |article: &&mut Article| article.owner_name.is_empty();
    let owners: Vec<_> = articles.iter_mut().filter(unnamed).map(|article| article.owner).collect();
    if owners.is_empty() {
        return Ok(());
    }
    let people = store.people(&owners).await?;
    for article in articles.iter_mut().filter(unnamed) {
        let owner = people.iter().find(|person| person.id == article.owner);
        article.owner_name = owner.map(|owner| owner.name.clone()).unwrap_or_default();
    }
    Ok(())
}
