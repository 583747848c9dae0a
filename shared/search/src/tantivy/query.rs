//! From the words of a query to what Tantivy runs.
//!
//! Scores are made in steps. First how many of the words an article has, then how many of them as they were meant
//! rather than with a typing error, and only then where they stand (BM25 by field, words next to each other).

use super::highlight::Matcher;
use super::schema::{ANY_PRODUCT, Fields, audience_term, kind_term, moment};
use super::synonyms::{Phrase, Thesaurus};
use crate::words::{QueryWords, Word, forgiven, required};
use ::tantivy::Term;
use ::tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, PhraseQuery,
    Query, RangeQuery, TermQuery,
};
use ::tantivy::schema::{Field, IndexRecordOption};
use portico_domain::search::SearchQuery;
use std::ops::Bound;

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

type Clause = Box<dyn Query>;

/// What to run, and what to show as found.
pub(super) struct Plan {
    pub(super) query: BooleanQuery,
    pub(super) matcher: Matcher,
}

/// What a reader may see and has asked to be shown, without regard to words.
fn filters(fields: &Fields, query: &SearchQuery) -> Vec<(Occur, Clause)> {
    let now = moment(query.now);
    let audiences =
        query.audiences.iter().map(|audience| Term::from_field_text(fields.audience, audience_term(*audience)));
    let mut filters: Vec<Clause> = vec![
        Box::new(TermQuery::new(Term::from_field_bool(fields.published, true), IndexRecordOption::Basic)),
        one_of(audiences),
        Box::new(RangeQuery::new(Bound::Unbounded, Bound::Included(Term::from_field_i64(fields.publish_at, now)))),
        Box::new(RangeQuery::new(Bound::Excluded(Term::from_field_i64(fields.expires_at, now)), Bound::Unbounded)),
    ];
    if !query.products.is_empty() {
        let products = query.products.iter().map(|product| Term::from_field_text(fields.product, &product.to_string()));
        let any = std::iter::once(Term::from_field_text(fields.product, ANY_PRODUCT));
        filters.push(one_of(products.chain(any)));
    }
    if let Some(kind) = query.kind {
        let term = Term::from_field_text(fields.kind, kind_term(kind));
        filters.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
    }
    filters.into_iter().map(|filter| (Occur::Must, constant(filter, 0.0))).collect()
}

/// What has one of a few terms. A set of terms is made for many, and costs as much as the rest of a search.
fn one_of(terms: impl Iterator<Item = Term>) -> Clause {
    let has = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Clause;
    Box::new(BooleanQuery::union(terms.map(has).collect()))
}

/// Everything the reader may see.
pub(super) fn everything(fields: &Fields, query: &SearchQuery) -> Plan {
    let mut clauses = filters(fields, query);
    clauses.push((Occur::Must, constant(Box::new(AllQuery), 0.0)));
    Plan { query: BooleanQuery::new(clauses), matcher: Matcher::default() }
}

/// What the reader may see of what has the words. `unfinished`: the last word may be the beginning of one.
pub(super) fn plan(
    fields: &Fields,
    thesaurus: &Thesaurus,
    query: &SearchQuery,
    words: &QueryWords,
    unfinished: bool,
) -> Plan {
    let stems: Vec<&str> = words.all.iter().map(|word| word.stem.as_str()).collect();
    let alternatives = thesaurus.alternatives(&stems);
    let last = words.all.len().checked_sub(1).filter(|_| unfinished);
    let mut matcher = Matcher::default();
    let mut by_word: Vec<Clause> = Vec::new();
    for at in &words.counted {
        let word = &words.all[*at];
        let synonyms: Vec<&Phrase> =
            alternatives.iter().filter(|(said, _)| said.contains(at)).map(|(_, phrase)| *phrase).collect();
        let mut ways = vec![as_meant(fields, word, &synonyms)];
        ways.extend(misspelt(fields, word));
        matcher.add(word, &synonyms);
        if last == Some(*at) {
            ways.extend(beginning(fields, word));
            matcher.add_beginning(word);
        }
        by_word.push(Box::new(DisjunctionMaxQuery::new(ways)));
    }
    let needed = required(by_word.len());
    let mut clauses = filters(fields, query);
    clauses.push((Occur::Must, Box::new(BooleanQuery::union_with_minimum_required_clauses(by_word, needed))));
    clauses.extend(neighbours(fields, words).into_iter().map(|clause| (Occur::Should, clause)));
    Plan { query: BooleanQuery::new(clauses), matcher }
}

fn constant(query: Clause, score: f32) -> Clause {
    Box::new(ConstScoreQuery::new(query, score))
}

fn boosted(query: Clause, boost: f32) -> Clause {
    Box::new(BoostQuery::new(query, boost))
}

/// Fields with what a word in them is worth.
fn places(fields: &Fields) -> [(Field, f32); 4] {
    [(fields.title, 1.0), (fields.tags, 0.6), (fields.summary, 0.4), (fields.body, 0.2)]
}

fn phrase(field: Field, stems: &[String]) -> Clause {
    let terms: Vec<Term> = stems.iter().map(|stem| Term::from_field_text(field, stem)).collect();
    match <[Term; 1]>::try_from(terms) {
        Ok([term]) => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
        Err(terms) => Box::new(PhraseQuery::new(terms)),
    }
}

/// The word in any of its forms, or a synonym.
fn as_meant(fields: &Fields, word: &Word, synonyms: &[&Phrase]) -> Clause {
    let own = vec![word.stem.clone()];
    let mut anywhere: Vec<Clause> = Vec::new();
    let mut clauses: Vec<(Occur, Clause)> = Vec::new();
    for (field, worth) in places(fields) {
        anywhere.push(phrase(field, &own));
        clauses.push((Occur::Should, boosted(phrase(field, &own), worth)));
        for synonym in synonyms {
            anywhere.push(phrase(field, synonym));
            clauses.push((Occur::Should, boosted(phrase(field, synonym), worth * 0.8)));
        }
    }
    for field in [fields.title_plain, fields.all_plain] {
        let typed = TermQuery::new(Term::from_field_text(field, &word.plain), IndexRecordOption::Basic);
        clauses.push((Occur::Should, constant(Box::new(typed), AS_TYPED)));
    }
    clauses.push((Occur::Must, constant(Box::new(BooleanQuery::union(anywhere)), HAS_WORD + AS_MEANT)));
    Box::new(BooleanQuery::new(clauses))
}

/// The word with typing errors.
fn misspelt(fields: &Fields, word: &Word) -> Vec<Clause> {
    let mut ways = Vec::new();
    let most = forgiven(&word.plain);
    for errors in 1..=most {
        let closer = f32::from(most - errors) * CLOSER;
        for (field, place) in [(fields.title_plain, IN_TITLE), (fields.all_plain, 0.0)] {
            let fuzzy = FuzzyTermQuery::new(Term::from_field_text(field, &word.plain), errors, true);
            ways.push(constant(Box::new(fuzzy), HAS_WORD + closer + place));
        }
    }
    ways
}

/// Words that begin like this one.
fn beginning(fields: &Fields, word: &Word) -> [Clause; 2] {
    [(fields.title_plain, IN_TITLE), (fields.all_plain, 0.0)].map(|(field, place)| {
        let begins = FuzzyTermQuery::new_prefix(Term::from_field_text(field, &word.plain), 0, true);
        constant(Box::new(begins), HAS_WORD + BEGINNING + place)
    })
}

/// Words that stand side by side in the query are worth more where they do in the article.
fn neighbours(fields: &Fields, words: &QueryWords) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for pair in words.counted.windows(2).filter(|pair| pair[0] + 1 == pair[1]) {
        let stems = [words.all[pair[0]].stem.clone(), words.all[pair[1]].stem.clone()];
        for (field, worth) in [(fields.title, 1.0), (fields.summary, 0.6), (fields.body, 0.4)] {
            clauses.push(boosted(phrase(field, &stems), worth));
        }
    }
    clauses
}
