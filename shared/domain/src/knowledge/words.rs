//! The words an article is found by when search is unavailable: those of its title and tags, in lower case.

use super::{Article, ArticleState};
use crate::letters::{folded, is_stop_word};
use std::collections::BTreeSet;

/// Largest number of words kept of one article. Each is an item of the transaction that writes the article.
const MOST_WORDS: usize = 35;
/// Fewest letters of a word that is kept. Shorter words are in every other title.
const SHORTEST: usize = 3;
/// Largest number of letters kept of a word.
const LONGEST: usize = 64;

/// The words of a published article; a draft has none.
pub fn words_of(article: &Article) -> BTreeSet<String> {
    if article.state != ArticleState::Published {
        return BTreeSet::new();
    }
    let texts = || std::iter::once(&article.title).chain(&article.tags);
    // The words that every version has kept come first.
    let joined = texts().flat_map(|text| joined(text, |between| between != " "));
    texts().flat_map(|text| words(text)).chain(joined).take(MOST_WORDS).collect()
}

/// Returns the words that are looked up for a text: its words without stop words, and every two neighbours as one word.
/// A title may have `Power-Plus` or `PowerPlus` for `power plus`.
pub fn asked_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = words(text).filter(|word| !is_stop_word(word)).collect();
    words.extend(joined(text, |_| true));
    words
}

/// The words of a text, as they are kept.
pub fn words(text: &str) -> impl Iterator<Item = String> + use<> {
    let words: Vec<String> = parts(&folded(text)).map(|(_, word)| kept(word)).collect();
    words.into_iter().filter(|word| word.chars().count() >= SHORTEST)
}

/// Joins every two words of a text that have a `wanted` blank, hyphen, slash or underscore between them.
fn joined(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let text = folded(text);
    let parts: Vec<(usize, &str)> = parts(&text).collect();
    let pairs = parts.windows(2).filter(|pair| {
        let between = &text[pair[0].0 + pair[0].1.len()..pair[1].0];
        matches!(between, " " | "-" | "/" | "_" | "\u{2010}") && wanted(between)
    });
    let joined = pairs.map(|pair| kept(&format!("{}{}", pair[0].1, pair[1].1)));
    joined.filter(|word| word.chars().count() >= SHORTEST).collect()
}

/// Runs of letters and digits, and where they begin.
fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let runs = text.split(|letter: char| !letter.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.map(|run| (run.as_ptr() as usize - text.as_ptr() as usize, run))
}

fn kept(word: &str) -> String {
    word.chars().take(LONGEST).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_compound_meet() {
        let title = |title: &str| words(title).chain(joined(title, |between| between != " ")).collect::<BTreeSet<_>>();
        for spelling in ["power plus", "Power-Plus", "PowerPlus", "power/plus"] {
            let asked = asked_words(spelling);
            for written in ["PowerPlus", "The Power-Plus", "power/plus"] {
                assert!(asked.iter().any(|word| title(written).contains(word)), "{spelling} finds {written}");
            }
        }
        assert!(!title("Paper jam").contains("paperjam"), "an item for every two words would be too many");
    }

    #[test]
    fn what_says_nothing_or_cannot_be_seen_does_not_count() {
        assert_eq!(asked_words("the"), Vec::<String>::new());
        assert_eq!(asked_words("pass\u{200B}word"), ["password"]);
        assert_eq!(words("pass\u{AD}word of it").collect::<Vec<_>>(), ["password"]);
    }
}
