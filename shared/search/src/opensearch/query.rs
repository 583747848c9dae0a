//! Conversion of a plan to a query of OpenSearch.

use super::index::{ANY_PRODUCT, moment};
use crate::plan::{Clause, Place};
use crate::words::Stemming;
use portico_domain::search::SearchQuery;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Returns the body of a `_search` for the articles that a clause finds, or for all articles without one.
pub(super) fn request(query: &SearchQuery, clause: Option<&Clause>, offset: usize, limit: usize) -> Value {
    let mut request = json!({
        "from": offset,
        "size": limit,
        "track_total_hits": true,
        "timeout": "1500ms",
        "_source": ["shown", "language"],
        // Scores are often equal; change time and id make the order the same on every page.
        "sort": [{ "_score": "desc" }, { "updated_at": "desc" }, { "id": "asc" }],
        "track_scores": true,
        "query": { "bool": { "filter": readable(query), "must": clause.map(compile).into_iter().collect::<Vec<_>>() } },
    });
    if query.is_narrowed() {
        // The filter comes after the words, so that articles which the reader's own filters hide can be counted.
        request["post_filter"] = json!({ "bool": { "filter": narrowing(query) } });
        request["aggs"] = json!({ "everywhere": { "filter": { "match_all": {} } } });
    }
    request
}

/// Returns the body of a `_search` for those of `terms` that are in the vocabulary of readable articles, and for the
/// index that answers. Articles that the reader may not see must not change the result.
pub(super) fn vocabulary(query: &SearchQuery, terms: &BTreeSet<String>) -> Value {
    let filters: Vec<Value> = terms.iter().map(|term| json!({ "term": { "vocabulary": term } })).collect();
    let mut request = json!({
        "size": 1,
        "track_total_hits": false,
        "timeout": "1500ms",
        "_source": false,
        "query": { "bool": { "filter": readable(query) } },
    });
    // An aggregation over no terms is refused.
    if !filters.is_empty() {
        request["aggs"] = json!({ "known": { "filters": { "filters": filters } } });
    }
    request
}

/// Filters for the articles that a reader may see.
fn readable(query: &SearchQuery) -> Vec<Value> {
    let now = moment(query.now);
    vec![
        json!({ "term": { "published": true } }),
        json!({ "terms": { "audiences": query.audiences } }),
        json!({ "range": { "publish_at": { "lte": now } } }),
        json!({ "range": { "expires_at": { "gt": now } } }),
    ]
}

/// Filters for the products and the kind that the reader asked for.
fn narrowing(query: &SearchQuery) -> Vec<Value> {
    let mut filters = Vec::new();
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

fn field(place: Place) -> &'static str {
    match place {
        Place::Title(Stemming::English) => "title",
        Place::Tags(Stemming::English) => "tags",
        Place::Summary(Stemming::English) => "summary",
        Place::Body(Stemming::English) => "body",
        Place::Title(Stemming::Spanish) => "title_es",
        Place::Tags(Stemming::Spanish) => "tags_es",
        Place::Summary(Stemming::Spanish) => "summary_es",
        Place::Body(Stemming::Spanish) => "body_es",
        Place::TitlePlain => "title_plain",
        Place::AllPlain => "all_plain",
        Place::TitleLoose => "title_loose",
        Place::AllLoose => "all_loose",
        Place::Language => "language",
    }
}

fn compile(clause: &Clause) -> Value {
    let all = |clauses: &[Clause]| clauses.iter().map(compile).collect::<Vec<_>>();
    match clause {
        Clause::Phrase(place, words) => match words.as_slice() {
            [word] => json!({ "term": { field(*place): { "value": word } } }),
            words => json!({ "match_phrase": { field(*place): { "query": words.join(" ") } } }),
        },
        Clause::Close(place, word, errors) => json!({ "fuzzy": { field(*place): {
            "value": word,
            "fuzziness": errors,
            // Every matching term, without a bool clause for each: their number is limited.
            "rewrite": "constant_score",
        } } }),
        Clause::Begins(place, word) => json!({ "prefix": { field(*place): { "value": word } } }),
        Clause::Constant(clause, score) => json!({ "constant_score": { "filter": compile(clause), "boost": score } }),
        Clause::Worth(clause, worth) => {
            json!({ "bool": { "must": [compile(clause)], "boost": worth } })
        }
        Clause::AtLeast(needed, clauses) => {
            json!({ "bool": { "should": all(clauses), "minimum_should_match": needed } })
        }
        Clause::Also(clause, better) => json!({ "bool": { "must": [compile(clause)], "should": all(better) } }),
        Clause::All(clauses) => json!({ "bool": { "must": all(clauses) } }),
        Clause::Best(clauses) => json!({ "dis_max": { "queries": all(clauses) } }),
    }
}
