//! Conversion of a plan to a query of Tantivy.

use super::schema::{ANY_PRODUCT, Fields, audience_term, kind_term, moment};
use crate::plan::{Clause, Place};
use ::tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EnableScoring, FuzzyTermQuery, Occur,
    PhraseQuery, Query, RangeQuery, TermQuery,
};
use ::tantivy::schema::IndexRecordOption;
use ::tantivy::{DocSet, Searcher, TERMINATED, Term};
use portico_domain::search::SearchQuery;
use std::collections::{BTreeSet, HashSet};
use std::ops::Bound;

type Part = Box<dyn Query>;

/// Filters for the articles that a reader may see.
fn readable(fields: &Fields, query: &SearchQuery) -> Vec<Part> {
    let now = moment(query.now);
    let audiences =
        query.audiences.iter().map(|audience| Term::from_field_text(fields.audience, audience_term(*audience)));
    vec![
        Box::new(TermQuery::new(Term::from_field_bool(fields.published, true), IndexRecordOption::Basic)),
        one_of(audiences),
        Box::new(RangeQuery::new(Bound::Unbounded, Bound::Included(Term::from_field_i64(fields.publish_at, now)))),
        Box::new(RangeQuery::new(Bound::Excluded(Term::from_field_i64(fields.expires_at, now)), Bound::Unbounded)),
    ]
}

/// Filters for the readable articles of the products and the kind that the reader asked for.
fn narrowed(fields: &Fields, query: &SearchQuery) -> Vec<Part> {
    let mut filters = readable(fields, query);
    if !query.products.is_empty() {
        let products = query.products.iter().map(|product| Term::from_field_text(fields.product, &product.to_string()));
        let any = std::iter::once(Term::from_field_text(fields.product, ANY_PRODUCT));
        filters.push(one_of(products.chain(any)));
    }
    if let Some(kind) = query.kind {
        let term = Term::from_field_text(fields.kind, kind_term(kind));
        filters.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
    }
    filters
}

/// Returns a query for one of a few terms. Tantivy's set of terms is made for many, and costs as much as the rest of a
/// search.
fn one_of(terms: impl Iterator<Item = Term>) -> Part {
    let has = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Part;
    Box::new(BooleanQuery::union(terms.map(has).collect()))
}

/// Returns the query for a clause, or for everything without one. With `everywhere`, the filters of the query do not
/// apply.
pub(super) fn found(fields: &Fields, query: &SearchQuery, clause: Option<&Clause>, everywhere: bool) -> BooleanQuery {
    let filters = if everywhere { readable(fields, query) } else { narrowed(fields, query) };
    let mut parts: Vec<(Occur, Part)> =
        filters.into_iter().map(|filter| (Occur::Must, constant(filter, 0.0))).collect();
    let sought = clause.map_or_else(|| constant(Box::new(AllQuery), 0.0), |clause| compile(fields, clause));
    parts.push((Occur::Must, sought));
    BooleanQuery::new(parts)
}

/// Returns those of `terms` that are in the vocabulary of the articles that the reader may see. Other articles must not
/// change the result.
pub(super) fn known(
    fields: &Fields,
    searcher: &Searcher,
    query: &SearchQuery,
    terms: &BTreeSet<String>,
) -> ::tantivy::Result<HashSet<String>> {
    let mut known = HashSet::new();
    let readable = BooleanQuery::intersection(readable(fields, query));
    let readable = readable.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for segment in searcher.segment_readers() {
        let vocabulary = segment.inverted_index(fields.vocabulary)?;
        for term in terms {
            let term_there = Term::from_field_text(fields.vocabulary, term);
            if known.contains(term) {
                continue;
            }
            let Some(mut having) = vocabulary.read_postings(&term_there, IndexRecordOption::Basic)? else { continue };
            let mut seen = readable.scorer(segment, 1.0)?;
            let mut document = seen.doc();
            while document != TERMINATED {
                let there = if having.doc() < document { having.seek(document) } else { having.doc() };
                if there == document && !segment.is_deleted(document) {
                    known.insert(term.clone());
                    break;
                }
                document = if there > document { seen.seek(there) } else { seen.advance() };
            }
        }
    }
    Ok(known)
}

fn constant(query: Part, score: f32) -> Part {
    Box::new(ConstScoreQuery::new(query, score))
}

fn compile(fields: &Fields, clause: &Clause) -> Part {
    let parts = |clauses: &[Clause]| clauses.iter().map(|clause| compile(fields, clause)).collect::<Vec<_>>();
    match clause {
        Clause::Phrase(place, words) => {
            let field = fields.of(*place);
            let terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
            match <[Term; 1]>::try_from(terms) {
                Ok([term]) => Box::new(TermQuery::new(term, frequencies(*place))),
                Err(terms) => Box::new(PhraseQuery::new(terms)),
            }
        }
        Clause::Close(place, word, errors) => {
            Box::new(FuzzyTermQuery::new(Term::from_field_text(fields.of(*place), word), *errors, true))
        }
        Clause::Begins(place, word) => {
            Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(fields.of(*place), word), 0, true))
        }
        Clause::Constant(clause, score) => constant(compile(fields, clause), *score),
        Clause::Worth(clause, worth) => Box::new(BoostQuery::new(compile(fields, clause), *worth)),
        Clause::AtLeast(1, clauses) => Box::new(BooleanQuery::union(parts(clauses))),
        Clause::AtLeast(needed, clauses) => {
            Box::new(BooleanQuery::union_with_minimum_required_clauses(parts(clauses), *needed))
        }
        Clause::Also(clause, better) => {
            let better = parts(better).into_iter().map(|part| (Occur::Should, part));
            Box::new(BooleanQuery::new(better.chain([(Occur::Must, compile(fields, clause))]).collect()))
        }
        Clause::All(clauses) => Box::new(BooleanQuery::intersection(parts(clauses))),
        Clause::Best(clauses) => Box::new(DisjunctionMaxQuery::new(parts(clauses))),
    }
}

/// Returns the index option of a field: fields of stems record frequencies.
fn frequencies(place: Place) -> IndexRecordOption {
    match place {
        Place::Title(_) | Place::Tags(_) | Place::Summary(_) | Place::Body(_) => IndexRecordOption::WithFreqs,
        Place::TitlePlain | Place::AllPlain | Place::TitleLoose | Place::AllLoose | Place::Language => {
            IndexRecordOption::Basic
        }
    }
}
