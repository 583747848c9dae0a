//! Content of an article in OpenSearch, and the definition of an index.

use crate::content::Content;
use crate::words::{Stemming, primary, words};
use jiff::Timestamp;
use portico_domain::hats::Audience;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::ArticleKind;
use portico_domain::search::{SearchDocument, Synonyms};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Value of `products` for an article about no product in particular.
pub(super) const ANY_PRODUCT: &str = "any";

/// Number of the stored format. An index in another format is searched and written only after a rebuild.
pub(super) const FORMAT: u64 = 3;

/// Article as it is sent. An unpublished one has no text, so none can leak.
#[derive(Serialize)]
pub(super) struct Kept {
    id: ArticleId,
    published: bool,
    publish_at: i64,
    expires_at: i64,
    updated_at: i64,
    #[serde(flatten)]
    text: Option<Text>,
}

/// Searched text of an article: words and stems with blanks between them, so that both engines have the same.
#[derive(Serialize)]
struct Text {
    kind: ArticleKind,
    products: Vec<String>,
    audiences: Vec<Audience>,
    language: String,
    #[serde(flatten)]
    stems: Stems,
    title_plain: String,
    all_plain: Vec<String>,
    title_loose: String,
    all_loose: String,
    vocabulary: Vec<String>,
    shown: Shown,
}

/// Stems of an article, in the fields of its language.
#[derive(Serialize)]
#[serde(untagged)]
enum Stems {
    English { title: String, tags: Vec<String>, summary: String, body: String },
    Spanish { title_es: String, tags_es: Vec<String>, summary_es: String, body_es: String },
}

impl Stems {
    fn of(content: &Content, by: Stemming) -> Self {
        let (title, summary, body) = (by.stems(&content.title), by.stems(&content.summary), by.stems(&content.body));
        let tags = content.tags.iter().map(|tag| by.stems(tag)).collect();
        match by {
            Stemming::English => Self::English { title, tags, summary, body },
            Stemming::Spanish => Self::Spanish { title_es: title, tags_es: tags, summary_es: summary, body_es: body },
        }
    }
}

/// Text of an article that is shown.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Shown {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) body: String,
}

impl Kept {
    /// Returns the entry that remembers that an article is not to be found.
    pub(super) fn tombstone(id: ArticleId, updated_at: Timestamp) -> Self {
        Self {
            id,
            published: false,
            publish_at: i64::MAX,
            expires_at: i64::MIN,
            updated_at: moment(updated_at),
            text: None,
        }
    }
}

impl From<&SearchDocument> for Kept {
    fn from(document: &SearchDocument) -> Self {
        if !document.published {
            return Self::tombstone(document.id, document.updated_at);
        }
        let mut products: Vec<String> = document.products.iter().map(ToString::to_string).collect();
        if products.is_empty() {
            products.push(ANY_PRODUCT.to_owned());
        }
        let content = Content::of(document);
        Self {
            id: document.id,
            published: true,
            publish_at: moment(document.publish_at),
            expires_at: document.expires_at.map_or(i64::MAX, moment),
            updated_at: moment(document.updated_at),
            text: Some(Text {
                kind: document.kind,
                products,
                audiences: document.audiences.clone(),
                language: primary(&document.language),
                stems: Stems::of(&content, Stemming::of(&document.language)),
                title_plain: plain(&content.title),
                all_plain: content.texts().map(plain).chain(content.joined()).collect(),
                title_loose: content.title_loose(),
                all_loose: content.all_loose(),
                vocabulary: content.vocabulary().into_iter().collect(),
                shown: Shown { title: content.title, summary: content.summary, body: content.body },
            }),
        }
    }
}

fn plain(text: &str) -> String {
    words(text).into_iter().map(|word| word.plain).collect::<Vec<_>>().join(" ")
}

/// Converts a time to microseconds since 1970, as times are stored.
pub(super) fn moment(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// Returns the settings and mapping of an index; `rebuilt` says that a rebuild fills it before the alias names it.
/// Fields that the mapping does not name are refused.
pub(super) fn definition(synonyms: &Synonyms, rebuilt: bool) -> Value {
    let text = |kept: &str| json!({ "type": "text", "analyzer": "whitespace", "index_options": kept });
    json!({
        "settings": { "number_of_shards": 1, "auto_expand_replicas": "0-1" },
        "mappings": {
            "dynamic": "strict",
            "_meta": { "format": FORMAT, "rebuilt": rebuilt, "synonyms": synonyms },
            "properties": {
                "id": { "type": "keyword" },
                "published": { "type": "boolean" },
                "publish_at": { "type": "long" },
                "expires_at": { "type": "long" },
                "updated_at": { "type": "long" },
                "kind": { "type": "keyword" },
                "products": { "type": "keyword" },
                "audiences": { "type": "keyword" },
                "language": { "type": "keyword" },
                "title": text("positions"),
                "tags": text("positions"),
                "summary": text("positions"),
                "body": text("positions"),
                "title_es": text("positions"),
                "tags_es": text("positions"),
                "summary_es": text("positions"),
                "body_es": text("positions"),
                "title_plain": text("docs"),
                "all_plain": text("docs"),
                "title_loose": text("docs"),
                "all_loose": text("docs"),
                "vocabulary": { "type": "keyword", "doc_values": false },
                "shown": { "type": "object", "enabled": false },
            },
        },
    })
}

/// Metadata in the mapping of an index; default values in an index that an older version made.
#[derive(Default, Deserialize)]
pub(super) struct Meta {
    #[serde(default)]
    pub(super) format: u64,
    #[serde(default)]
    pub(super) rebuilt: bool,
    #[serde(default)]
    pub(super) synonyms: Synonyms,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tombstone_has_no_text() {
        let id = ArticleId(uuid::Uuid::nil());
        let kept = serde_json::to_value(Kept::tombstone(id, Timestamp::UNIX_EPOCH)).unwrap();
        let mut names: Vec<_> = kept.as_object().unwrap().keys().collect();
        names.sort();
        assert_eq!(names, ["expires_at", "id", "publish_at", "published", "updated_at"]);
    }
}
