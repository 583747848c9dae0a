//! From the words of a query to what OpenSearch runs. The scores are made in the same steps as Tantivy's.

use super::index::{ANY_PRODUCT, moment};
use crate::words::{HIT_END, HIT_START, QueryWords, Word, forgiven, required};
use portico_domain::search::SearchQuery;
use serde_json::{Value, json};

/// For each word an article has, however it has it.
const HAS_WORD: f32 = 1_000.0;
/// For each word it has in a form of that word or a synonym: more than all of BM25 adds up to.
const AS_MEANT: f32 = 200.0;
/// For a word in the very form that was typed.
const AS_TYPED: f32 = 3.0;
/// For the beginning of a word, where one is being typed.
const BEGINNING: f32 = 120.0;
/// For a typing error or a beginning in the title.
const IN_TITLE: f32 = 40.0;
/// For each typing error less.
const CLOSER: f32 = 20.0;

/// Fields with what a word in them is worth.
const PLACES: [(&str, f32); 4] = [("title", 1.0), ("tags", 0.6), ("summary", 0.4), ("body", 0.2)];
const ANYWHERE: [&str; 4] = ["title", "tags", "summary", "body"];

/// The body of a `_search`. No words: everything the reader may see.
pub(super) fn request(query: &SearchQuery, words: &QueryWords, unfinished: bool, offset: usize, limit: usize) -> Value {
    let mut request = json!({
        "from": offset,
        "size": limit,
        "track_total_hits": true,
        "timeout": "1500ms",
        "_source": ["title", "summary", "opening"],
        // Scores are often equal; change time and id make the order the same on every page.
        "sort": [{ "_score": "desc" }, { "updated_at": "desc" }, { "id": "asc" }],
        "track_scores": true,
    });
    let filters = filters(query);
    if words.is_empty() {
        request["query"] = json!({ "bool": { "filter": filters } });
        return request;
    }
    let last = words.all.len().checked_sub(1).filter(|_| unfinished);
    let by_word: Vec<Value> = words
        .counted
        .iter()
        .map(|at| {
            let word = &words.all[*at];
            let mut ways = vec![as_meant(word)];
            ways.extend(misspelt(word));
            if last == Some(*at) {
                ways.extend(beginning(word));
            }
            json!({ "dis_max": { "queries": ways } })
        })
        .collect();
    let needed = required(by_word.len());
    let text = words.counted().map(|word| word.plain.as_str()).collect::<Vec<_>>().join(" ");
    // A synonym for several words together is seen only where they are analysed together.
    #[allow(clippy::cast_precision_loss)] // At most 24 words.
    let together = constant(&anywhere(&text, Some("-40%")), HAS_WORD * needed as f32 + AS_MEANT);
    let mut better = neighbours(words);
    if unfinished {
        better.push(json!({ "multi_match": {
            "query": text, "type": "bool_prefix", "fields": ["title.typed", "title.typed._2gram", "title.typed._3gram"],
        } }));
    }
    request["query"] = json!({ "bool": {
        "filter": filters,
        "must": [{ "dis_max": { "queries": [
            { "bool": { "should": by_word, "minimum_should_match": needed } },
            together,
        ] } }],
        "should": better,
    } });
    request["highlight"] = highlight(words, &text, last);
    request
}

/// What a reader may see and has asked to be shown, without regard to words.
fn filters(query: &SearchQuery) -> Vec<Value> {
    let now = moment(query.now);
    let mut filters = vec![
        json!({ "term": { "published": true } }),
        json!({ "terms": { "audiences": query.audiences } }),
        json!({ "range": { "publish_at": { "lte": now } } }),
        json!({ "range": { "expires_at": { "gt": now } } }),
    ];
    if !query.products.is_empty() {
        let mut products: Vec<String> = query.products.iter().map(ToString::to_string).collect();
        products.push(ANY_PRODUCT.to_owned());
        filters.push(json!({ "terms": { "products": products } }));
    }
    if let Some(kind) = query.kind {
        filters.push(json!({ "term": { "kind": kind } }));
    }
    filters
}

fn constant(filter: &Value, score: f32) -> Value {
    json!({ "constant_score": { "filter": filter, "boost": score } })
}

/// Text in any field, by stems and synonyms.
fn anywhere(text: &str, at_least: Option<&str>) -> Value {
    let mut query = json!({ "query": text, "fields": ANYWHERE });
    if let Some(at_least) = at_least {
        query["minimum_should_match"] = json!(at_least);
    }
    json!({ "multi_match": query })
}

/// The word in any of its forms, or a synonym.
fn as_meant(word: &Word) -> Value {
    let mut places: Vec<Value> = PLACES
        .iter()
        .map(|(field, worth)| json!({ "match": { *field: { "query": word.plain, "boost": worth } } }))
        .collect();
    for field in ["title.plain", "all_plain"] {
        places.push(constant(&json!({ "term": { field: word.plain } }), AS_TYPED));
    }
    json!({ "bool": { "must": [constant(&anywhere(&word.plain, None), HAS_WORD + AS_MEANT)], "should": places } })
}

fn fuzzy(word: &Word, errors: u8, fields: &[&str]) -> Value {
    json!({ "multi_match": {
        "query": word.plain,
        "fields": fields,
        "fuzziness": errors,
        // Every matching term, without a bool clause for each: their number is limited.
        "fuzzy_rewrite": "constant_score",
    } })
}

/// The word with typing errors.
fn misspelt(word: &Word) -> Vec<Value> {
    let most = forgiven(&word.plain);
    let way = |errors: u8, field: &str, place: f32| {
        constant(&fuzzy(word, errors, &[field]), HAS_WORD + f32::from(most - errors) * CLOSER + place)
    };
    (1..=most).flat_map(|errors| [way(errors, "title.plain", IN_TITLE), way(errors, "all_plain", 0.0)]).collect()
}

/// Words that begin like this one.
fn beginning(word: &Word) -> [Value; 2] {
    let begins = |field: &str| json!({ "prefix": { field: { "value": word.plain } } });
    [
        constant(&json!({ "match_bool_prefix": { "title.typed": word.plain } }), HAS_WORD + BEGINNING + IN_TITLE),
        constant(&begins("all_plain"), HAS_WORD + BEGINNING),
    ]
}

/// Words that stand side by side in the query are worth more where they do in the article.
fn neighbours(words: &QueryWords) -> Vec<Value> {
    let mut clauses = Vec::new();
    for pair in words.counted.windows(2).filter(|pair| pair[0] + 1 == pair[1]) {
        let text = format!("{} {}", words.all[pair[0]].plain, words.all[pair[1]].plain);
        for (field, worth) in [("title", 1.0), ("summary", 0.6), ("body", 0.4)] {
            clauses.push(json!({ "match_phrase": { field: { "query": text, "analyzer": "stems", "boost": worth } } }));
        }
    }
    clauses
}

/// Hits by stem and synonym are marked in the field itself, those by typing error and beginning in its plain twin: the
/// text is the same, so the marks can be laid over each other.
fn highlight(words: &QueryWords, text: &str, last: Option<usize>) -> Value {
    let mut strict: Vec<Value> = words.counted().map(|word| anywhere(&word.plain, None)).collect();
    strict.push(anywhere(text, None));
    let plain = ["title.plain", "summary.plain", "body.plain"];
    let mut loose: Vec<Value> = words
        .counted()
        .filter(|word| forgiven(&word.plain) > 0)
        .map(|word| fuzzy(word, forgiven(&word.plain), &plain))
        .collect();
    if let Some(last) = last {
        loose.extend(plain.map(|field| json!({ "prefix": { field: { "value": words.all[last].plain } } })));
    }
    let mut fields = serde_json::Map::new();
    for field in ["title", "summary", "body"] {
        let marks = |clauses: &[Value]| json!({ "number_of_fragments": 0, "highlight_query": { "bool": { "should": clauses } } });
        fields.insert(field.to_owned(), marks(&strict));
        if !loose.is_empty() {
            fields.insert(format!("{field}.plain"), marks(&loose));
        }
    }
    json!({
        "type": "unified",
        "pre_tags": [HIT_START],
        "post_tags": [HIT_END],
        "fields": fields,
    })
}
