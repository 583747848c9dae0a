//! The text of an article, as both engines keep it.

use crate::vocabulary::{joined, vocabulary};
use crate::words::{can_be_meant, words};
use portico_domain::letters::normal;
use portico_domain::search::SearchDocument;
use std::collections::BTreeSet;

/// The text of one article, ready to be indexed and shown.
pub(crate) struct Content {
    pub(crate) title: String,
    pub(crate) tags: Vec<String>,
    pub(crate) summary: String,
    pub(crate) body: String,
}

impl Content {
    pub(crate) fn of(document: &SearchDocument) -> Self {
        Self {
            title: normal(&document.title),
            tags: document.tags.iter().map(|tag| normal(tag)).collect(),
            summary: in_one_line(&normal(&document.summary)),
            body: in_one_line(&normal(&document.body)),
        }
    }

    /// All texts of the article.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let title = std::iter::once(&self.title);
        title.chain(&self.tags).chain([&self.summary, &self.body]).map(String::as_str)
    }

    /// Returns the words that are written with a hyphen or a slash, each as one word.
    pub(crate) fn joined(&self) -> BTreeSet<String> {
        self.texts().flat_map(joined).collect()
    }

    /// Returns the terms of the article's vocabulary.
    pub(crate) fn vocabulary(&self) -> BTreeSet<String> {
        vocabulary(self.texts())
    }

    /// Returns the words of the title that a mistyped word may have meant.
    pub(crate) fn title_loose(&self) -> String {
        loose([self.title.as_str()].into_iter())
    }

    /// Returns the words of all texts that a mistyped word may have meant.
    pub(crate) fn all_loose(&self) -> String {
        loose(self.texts())
    }
}

/// Joins blocks into one line, so that a heading or a cell does not run into the next block.
fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for block in text.lines().map(str::trim).filter(|block| !block.is_empty()) {
        if !line.is_empty() {
            let is_sentence = line.ends_with(['.', '!', '?', ':', ';', ',', '…', '·']);
            line.push_str(if is_sentence { " " } else { " · " });
        }
        line.push_str(block);
    }
    line
}

fn loose<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let read = texts.flat_map(|text| words(text).into_iter().map(|word| word.plain).chain(joined(text)));
    let meant: BTreeSet<String> = read.filter(|word| can_be_meant(word)).collect();
    meant.into_iter().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_do_not_run_together() {
        assert_eq!(
            in_one_line("Codes\nIt says:\n Code · Meaning \n\nDone.\nEnd"),
            "Codes · It says: Code · Meaning · Done. End"
        );
        assert_eq!(in_one_line("\n"), "");
    }

    #[test]
    fn only_what_may_have_been_meant_is_searched_loosely() {
        assert_eq!(loose(["The hand-held and E1042 scan, with a PC scan"].into_iter()), "hand handheld held scan");
    }
}
