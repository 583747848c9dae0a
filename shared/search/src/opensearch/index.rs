//! What is kept of an article in OpenSearch, and how an index is made.

use crate::words::{PARTS_WORDS, normal, words};
use jiff::Timestamp;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::{ArticleKind, Audience};
use portico_domain::search::{SearchDocument, Synonyms};
use serde::Serialize;
use serde_json::{Value, json};

/// Stands in `products` for an article about no product in particular.
pub(super) const ANY_PRODUCT: &str = "any";

/// The beginning of a body, for an article that has no summary.
const OPENING: usize = 400;

/// An article as it is sent. One that is not published has no text: what is not there cannot leak.
#[derive(Serialize)]
pub(super) struct Kept {
    id: ArticleId,
    published: bool,
    publish_at: i64,
    expires_at: i64,
    updated_at: i64,
    #[serde(flatten)]
    content: Option<Content>,
}

#[derive(Serialize)]
struct Content {
    kind: ArticleKind,
    products: Vec<String>,
    audiences: Vec<Audience>,
    language: String,
    title: String,
    tags: Vec<String>,
    summary: String,
    body: String,
    opening: String,
}

impl Kept {
    /// What remembers that an article is not to be found.
    pub(super) fn tombstone(id: ArticleId, updated_at: Timestamp) -> Self {
        Self {
            id,
            published: false,
            publish_at: i64::MAX,
            expires_at: i64::MIN,
            updated_at: moment(updated_at),
            content: None,
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
        let body = normal(&document.body);
        Self {
            id: document.id,
            published: true,
            publish_at: moment(document.publish_at),
            expires_at: document.expires_at.map_or(i64::MAX, moment),
            updated_at: moment(document.updated_at),
            content: Some(Content {
                kind: document.kind,
                products,
                audiences: document.audiences.clone(),
                language: document.language.clone(),
                title: normal(&document.title),
                tags: document.tags.iter().map(|tag| normal(tag)).collect(),
                summary: normal(&document.summary),
                opening: body.chars().take(OPENING).collect(),
                body,
            }),
        }
    }
}

/// Times are kept as microseconds since 1970.
pub(super) fn moment(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// The settings and mapping of an index. Fields it does not name are refused.
pub(super) fn definition(synonyms: &Synonyms) -> Value {
    let rules = rules(synonyms);
    let mut search = vec!["lowercase", "asciifolding", "possessive", "stems"];
    let mut filters = json!({
        "possessive": { "type": "stemmer", "language": "possessive_english" },
        "stems": { "type": "stemmer", "language": "porter2" },
    });
    if !rules.is_empty() {
        search.push("synonyms");
        filters["synonyms"] = json!({ "type": "synonym_graph", "synonyms": rules });
    }
    let with_plain = |analyzer: &str, search_analyzer: &str| {
        json!({
            "type": "text",
            "analyzer": analyzer,
            "search_analyzer": search_analyzer,
            "index_options": "offsets",
            "copy_to": "all_plain",
            "fields": { "plain": { "type": "text", "analyzer": "plain", "index_options": "offsets" } },
        })
    };
    let mut title = with_plain("stems", "search");
    title["fields"]["typed"] = json!({ "type": "search_as_you_type", "analyzer": "plain" });
    json!({
        "settings": {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "analysis": {
                // One character for one: marks in the text stay where they belong.
                "char_filter": {
                    "parts": { "type": "pattern_replace", "pattern": PARTS_WORDS, "replacement": " " },
                },
                "filter": filters,
                "analyzer": {
                    "plain": {
                        "type": "custom", "tokenizer": "standard", "char_filter": ["parts"],
                        "filter": ["lowercase", "asciifolding", "possessive"],
                    },
                    "stems": {
                        "type": "custom", "tokenizer": "standard", "char_filter": ["parts"],
                        "filter": ["lowercase", "asciifolding", "possessive", "stems"],
                    },
                    "search": { "type": "custom", "tokenizer": "standard", "char_filter": ["parts"], "filter": search },
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
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
                "title": title,
                "tags": with_plain("stems", "search"),
                "summary": with_plain("stems", "search"),
                "body": with_plain("stems", "search"),
                "opening": { "type": "keyword", "index": false, "doc_values": false },
                "all_plain": { "type": "text", "analyzer": "plain" },
            },
        },
    })
}

/// Synonyms in Solr's notation. Only words go in: a comma or an arrow in a phrase would be syntax there.
fn rules(synonyms: &Synonyms) -> Vec<String> {
    let phrase = |text: &String| {
        let words: Vec<String> = words(&normal(text)).into_iter().map(|word| word.plain).collect();
        Some(words.join(" ")).filter(|phrase| !phrase.is_empty())
    };
    let groups = synonyms.0.iter().map(|group| group.iter().filter_map(phrase).collect::<Vec<_>>());
    groups.filter(|group| group.len() > 1).map(|group| group.join(", ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_cannot_smuggle_syntax() {
        let synonyms =
            Synonyms(vec![vec!["VPN".into(), "virtual, private => network".into()], vec!["alone".into(), " ".into()]]);
        assert_eq!(rules(&synonyms), ["vpn, virtual private network"]);
    }

    #[test]
    fn a_tombstone_has_no_text() {
        let id = ArticleId(uuid::Uuid::nil());
        let kept = serde_json::to_value(Kept::tombstone(id, Timestamp::UNIX_EPOCH)).unwrap();
        let mut names: Vec<_> = kept.as_object().unwrap().keys().collect();
        names.sort();
        assert_eq!(names, ["expires_at", "id", "publish_at", "published", "updated_at"]);
    }
}
