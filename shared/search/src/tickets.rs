//! Words of tickets, the same for both engines: a word is its stem, in lower case and without accents. Stop words and
//! single letters are left out.

use crate::vocabulary::joined;
use crate::words::{stem_of, words};
use portico_domain::letters::{is_stop_word, normal};
use portico_domain::tickets::search::TicketDocument;
use std::collections::BTreeSet;

/// Largest number of words kept of the texts that everybody on a ticket may read. Those of the oldest texts are kept.
pub const MOST_WORDS: usize = 400;
/// Largest number of further words kept of the texts for staff.
pub const MOST_STAFF_WORDS: usize = 200;
/// Largest number of words of a query that are looked up. Its longest words say most.
pub const MOST_ASKED: usize = 6;
/// Largest number of letters that are kept of a word.
const LONGEST: usize = 40;

/// Words of a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketWords {
    /// Words of the texts that everybody on the ticket may read.
    pub public: BTreeSet<String>,
    /// Further words, for staff alone.
    pub staff: BTreeSet<String>,
}

impl TicketWords {
    /// The words of a ticket's texts.
    pub fn of(document: &TicketDocument) -> Self {
        let public = first_words(&document.texts, MOST_WORDS, &BTreeSet::new());
        let staff = first_words(&document.staff_texts, MOST_STAFF_WORDS, &public);
        Self { public, staff }
    }
}

/// The first `most` words of some texts, without those that are `known`.
fn first_words(texts: &[String], most: usize, known: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in texts {
        let text = normal(text);
        let compounds = joined(&text).into_iter().map(|compound| stem_of(&compound));
        for word in kept(&text).into_iter().chain(parts(&text)).chain(compounds.map(|word| cut(&word))) {
            if found.len() == most {
                return found;
            }
            if !known.contains(&word) {
                found.insert(word);
            }
        }
    }
    found
}

/// The words to look up for a text, each once; none if it asks nothing.
pub fn asked_words(text: &str) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    for word in kept(&normal(text)) {
        if !asked.contains(&word) {
            asked.push(word);
        }
    }
    asked.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    asked.truncate(MOST_ASKED);
    asked
}

/// The words of a text that are kept, in order.
fn kept(text: &str) -> Vec<String> {
    let found = words(text).into_iter().filter(|word| {
        let letter = word.plain.len() == 1 && word.plain.as_bytes()[0].is_ascii_alphabetic();
        !letter && !is_stop_word(&word.plain)
    });
    found.map(|word| cut(&word.stem)).collect()
}

/// The parts of words such as `PowerPlus`, which others write apart.
fn parts(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in words(text) {
        let written = &text[word.range];
        let letters: Vec<(usize, char)> = written.char_indices().collect();
        let starts = letters.windows(2).filter(|pair| pair[0].1.is_lowercase() && pair[1].1.is_uppercase());
        let starts: Vec<usize> = starts.map(|pair| pair[1].0).collect();
        if starts.is_empty() {
            continue;
        }
        let ends = starts.iter().copied().chain([written.len()]);
        for (from, to) in [0].into_iter().chain(starts.iter().copied()).zip(ends) {
            found.extend(kept(&written[from..to]));
        }
    }
    found
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use portico_domain::ids::TicketId;
    use portico_domain::tickets::search::Opening;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn document(texts: &[&str], staff_texts: &[&str]) -> TicketDocument {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        TicketDocument {
            id: TicketId(Uuid::nil()),
            version: 1,
            texts: owned(texts),
            staff_texts: owned(staff_texts),
            sets: BTreeSet::new(),
            opening: Opening { at: Timestamp::UNIX_EPOCH, active: true },
        }
    }

    fn finds(asked: &str, text: &str) -> bool {
        let words = TicketWords::of(&document(&[text], &[])).public;
        let asked = asked_words(asked);
        !asked.is_empty() && asked.iter().all(|word| words.contains(word))
    }

    #[test]
    fn forms_accents_and_case_do_not_matter() {
        for (asked, text) in [
            ("PRINTERS", "the printer jams"),
            ("cafe", "The Café is closed"),
            ("jammed printer", "Printers jam daily"),
            ("ÅLESUND", "a ship in Ålesund"),
        ] {
            assert!(finds(asked, text), "{asked} in {text}");
        }
        assert!(!finds("printer scanner", "the printer jams"), "all of the words are asked for");
    }

    #[test]
    fn spellings_of_a_compound_meet() {
        for asked in ["power plus", "Power-Plus", "powerplus", "POWER/PLUS"] {
            for text in ["The Power-Plus", "PowerPlus 3", "power/plus"] {
                assert!(finds(asked, text), "{asked} in {text}");
            }
        }
    }

    #[test]
    fn what_says_nothing_is_not_asked() {
        for nothing in ["the", "to be or not to be", "?!", "x", ""] {
            assert_eq!(asked_words(nothing), Vec::<String>::new(), "{nothing}");
        }
        assert_eq!(asked_words("the printer of the printers"), ["printer"]);
        assert_eq!(asked_words("one two three four five six seven eight").len(), MOST_ASKED);
    }

    #[test]
    fn words_for_staff_are_apart() {
        let words = TicketWords::of(&document(&["The printer"], &["printer fan"]));
        assert_eq!(words.public.into_iter().collect::<Vec<_>>(), ["printer"]);
        assert_eq!(words.staff.into_iter().collect::<Vec<_>>(), ["fan"]);
    }

    #[test]
    fn a_long_ticket_keeps_the_words_of_its_oldest_texts() {
        let long = (0..MOST_WORDS).map(|number| format!("w{number}x")).collect::<Vec<_>>().join(" ");
        let words = TicketWords::of(&document(&["printer", &long], &[&long])).public;
        assert_eq!(words.len(), MOST_WORDS);
        assert!(words.contains("printer"));
    }

    proptest! {
        #[test]
        fn a_text_is_found_by_its_own_words(text in "\\PC{0,200}") {
            let words = TicketWords::of(&document(&[&text], &[])).public;
            for asked in asked_words(&text) {
                prop_assert!(words.contains(&asked), "{asked}");
                prop_assert!(asked.chars().count() <= LONGEST);
            }
        }
    }
}
