//! Vocabulary of an article: its words, and the pairs of words next to each other. Questions are read by the vocabulary
//! of the articles that their reader may see: `power plus`, `Power-Plus` and `powerplus` are one word there.

use crate::words::{Word, stem_of, words};
use portico_domain::letters::is_stop_word;
use std::collections::BTreeSet;

/// Longest word that may be made of two words, in characters.
const LONGEST_COMPOUND: usize = 40;
/// Shortest word that may be made of two words, in characters.
const SHORTEST_COMPOUND: usize = 4;

/// Link between two words of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// A blank is between the words.
    Blank,
    /// A hyphen, a short dash, a slash, an underscore or a full stop is between the words.
    Mark,
}

impl Link {
    /// Returns the link that the text between two words makes; `None` if something else parts them.
    pub(crate) fn of(between: &str) -> Option<Self> {
        match between {
            "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2212}" | "/" | "_" | "." => Some(Self::Mark),
            blank if blank.trim().is_empty() => (!blank.is_empty() && !blank.contains('\n')).then_some(Self::Blank),
            slash if slash.trim() == "/" => Some(Self::Mark),
            _ => None,
        }
    }

    /// Whether two words linked like this may be spelt as one. Two stop words or two numbers may not, nor may a stop
    /// word and a word after a blank (`a part`).
    pub(crate) fn joins(self, first: &str, second: &str) -> bool {
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let length = first.chars().count() + second.chars().count();
        (SHORTEST_COMPOUND..=LONGEST_COMPOUND).contains(&length)
            && !(is_number(first) && is_number(second))
            && !(is_stop_word(first) && (self == Self::Blank || is_stop_word(second)))
    }
}

/// The term of a word as it is written.
pub(crate) fn written(plain: &str) -> String {
    format!("={plain}")
}

/// The term of a word in any of its forms.
pub(crate) fn in_some_form(stem: &str) -> String {
    format!("~{stem}")
}

/// The term of two words side by side, in any of their forms.
pub(crate) fn side_by_side(first_stem: &str, second_stem: &str) -> String {
    format!("{first_stem} {second_stem}")
}

/// Returns the words that a word may be made of: all ways to cut it in two.
pub(crate) fn cuts(plain: &str) -> impl Iterator<Item = (&str, &str)> {
    let length = plain.chars().count();
    let possible = (SHORTEST_COMPOUND..=LONGEST_COMPOUND).contains(&length);
    let places = plain.char_indices().skip(1).filter(move |_| possible);
    places.map(|(at, _)| plain.split_at(at)).filter(|(first, second)| Link::Mark.joins(first, second))
}

/// The terms of some texts, as [`words::normal`](portico_domain::letters::normal) gives them.
pub(crate) fn vocabulary<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for text in texts {
        let words = words(text);
        for word in words.iter().filter(|word| !is_stop_word(&word.plain)) {
            terms.insert(written(&word.plain));
            terms.insert(in_some_form(&word.stem));
        }
        for (first, second, link) in pairs(text, &words) {
            terms.insert(side_by_side(&first.stem, &second.stem));
            if link == Link::Mark {
                let joined = format!("{}{}", first.plain, second.plain);
                terms.insert(in_some_form(&stem_of(&joined)));
                terms.insert(written(&joined));
            }
        }
    }
    terms
}

/// Returns the words that a text writes with a hyphen or a slash, each as one word.
pub(crate) fn joined(text: &str) -> Vec<String> {
    let words = words(text);
    let marked = pairs(text, &words).filter(|(_, _, link)| *link == Link::Mark);
    marked.map(|(first, second, _)| format!("{}{}", first.plain, second.plain)).collect()
}

/// Returns the pairs of words next to each other in a text that may be spelt as one.
fn pairs<'a>(text: &'a str, words: &'a [Word]) -> impl Iterator<Item = (&'a Word, &'a Word, Link)> {
    words.windows(2).filter_map(|pair| {
        let link = Link::of(&text[pair[0].range.end..pair[1].range.start])?;
        link.joins(&pair[0].plain, &pair[1].plain).then_some((&pair[0], &pair[1], link))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_neighbours_are_known() {
        let known = vocabulary(["The Power-Plus scanners", "log in, then\nout"]);
        let expected = [
            "=log",
            "=out",
            "=plus",
            "=power",
            "=powerplus",
            "=scanners",
            "log in",
            "plus scanner",
            "power plus",
            "~log",
            "~out",
            "~plus",
            "~power",
            "~powerplus",
            "~scanner",
        ];
        assert_eq!(known.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn only_what_may_be_one_word_is_joined() {
        assert!(Link::Blank.joins("log", "in") && Link::Mark.joins("on", "site") && Link::Blank.joins("wp", "70"));
        assert!(!Link::Blank.joins("a", "part") && !Link::Mark.joins("and", "or") && !Link::Blank.joins("20", "26"));
        assert_eq!(Link::of(". "), None);
        assert_eq!(Link::of(" - "), None, "a dash between two phrases");
        assert_eq!(Link::of("\u{2014}"), None, "a long dash");
        assert_eq!((Link::of(""), Link::of("\n")), (None, None));
        assert_eq!((Link::of(" / "), Link::of("  ")), (Some(Link::Mark), Some(Link::Blank)));
    }

    #[test]
    fn a_word_is_cut_everywhere() {
        assert_eq!(cuts("wifi").collect::<Vec<_>>(), [("w", "ifi"), ("wi", "fi"), ("wif", "i")]);
        assert_eq!(cuts("pdf").count() + cuts(&"x".repeat(41)).count(), 0);
    }
}
