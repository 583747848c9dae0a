//! The words an article is found by when search is away: those of its title and tags, in lower case.

use portico_domain::knowledge::{Article, ArticleState};
use std::collections::BTreeSet;

/// So many words of one article at most: each is an item of the transaction that writes it.
const MOST_WORDS: usize = 35;
/// Shorter ones are in every other title.
const SHORTEST: usize = 3;

/// The words of a published article; a draft has none.
pub(super) fn words_of(article: &Article) -> BTreeSet<String> {
    if article.state != ArticleState::Published {
        return BTreeSet::new();
    }
    let texts = std::iter::once(&article.title).chain(&article.tags);
    texts.flat_map(|text| words(text)).take(MOST_WORDS).collect()
}

/// The words of a text, as they are kept.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() >= SHORTEST)
        .map(|word| word.chars().take(64).flat_map(char::to_lowercase).collect())
}
