//! Reading a question: from the text typed to the words that are searched, the same for both engines.

use crate::synonyms::Phrase;
use crate::vocabulary::{Link, cuts, in_some_form, side_by_side, written};
use crate::words::{Stemming, Word, forgiven, stem_of, words};
use portico_domain::letters::{is_stop_word, normal};
use std::collections::{BTreeSet, HashSet};

/// Largest number of different words of a query that are searched. A longer text is not a question; its first words say
/// what it is about.
const MAX_WORDS: usize = 24;

/// Largest number of words of a query that are read: twice as many, because stop words are not searched.
const MAX_READ: usize = 2 * MAX_WORDS;

/// Words of a sentence that say little about its subject. They count like others in a search, but are no reason to
/// suggest an article.
const FILLERS: &[&str] = &[
    "after", "again", "all", "also", "always", "another", "back", "because", "before", "both", "each", "end", "ended",
    "ending", "ends", "every", "few", "first", "found", "get", "gets", "getting", "give", "gives", "go", "goes",
    "going", "got", "having", "he", "help", "her", "here", "him", "his", "just", "keep", "keeps", "last", "less",
    "like", "made", "make", "makes", "many", "more", "most", "much", "must", "need", "needs", "never", "next", "now",
    "off", "often", "once", "one", "ones", "only", "other", "others", "out", "over", "problem", "same", "second",
    "see", "seem", "seems", "since", "still", "take", "takes", "than", "them", "thing", "things", "third", "three",
    "time", "times", "too", "tried", "tries", "try", "trying", "two", "under", "until", "up", "us", "use", "used",
    "uses", "using", "very", "want", "wants", "way", "well", "while", "without", "work", "worked", "working", "works",
];

/// Word that is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The word in lower case, without accents.
    pub(crate) plain: String,
    /// English stem of the word, by which words of a question and of the vocabulary are the same.
    pub(crate) stem: String,
    /// Parts of the same word written apart.
    pub(crate) apart: Vec<[String; 2]>,
    /// Number of typing errors that the word is forgiven; none for a word that occurs as it is written.
    pub(crate) errors: u8,
}

/// Question as it was typed.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// Each word, and its link to the next one.
    typed: Vec<(Word, Option<Link>)>,
    unfinished: bool,
    /// Whether a blank ends the last word.
    ended: bool,
}

/// The words of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct QueryWords {
    /// All words that were typed, in order, with stop words: phrases are found in them.
    pub(crate) all: Vec<Asked>,
    /// Positions in `all` of the words that count: each word once, without stop words.
    pub(crate) counted: Vec<usize>,
    /// Positions in `all` of the words that say little.
    pub(crate) fillers: Vec<usize>,
    /// Position in `all` of the word that is being typed.
    pub(crate) typing: Option<usize>,
}

impl Question {
    /// Reads a question.
    pub(crate) fn of(text: &str) -> Self {
        let text = normal(text);
        let mut words = words(&text);
        words.truncate(MAX_READ);
        let links: Vec<Option<Link>> = words
            .windows(2)
            .map(|pair| Link::of(&text[pair[0].range.end..pair[1].range.start]))
            .chain([None])
            .collect();
        Self {
            typed: words.into_iter().zip(links).collect(),
            unfinished: false,
            ended: text.ends_with(char::is_whitespace),
        }
    }

    /// Reads a question that is being typed: its last word may be the beginning of a word.
    pub(crate) fn unfinished(text: &str) -> Self {
        Self { unfinished: true, ..Self::of(text) }
    }

    /// Whether nothing is asked for: there are no words, or only stop words. A single word that is being typed may be
    /// the beginning of another one. The last of several stop words is a stop word.
    pub(crate) fn asks_nothing(&self) -> bool {
        if self.unfinished && !self.ended && self.typed.len() == 1 {
            return false;
        }
        self.typed.iter().all(|(word, _)| is_stop_word(&word.plain))
    }

    /// Returns the terms to look up in the vocabulary to understand the question.
    pub(crate) fn lookups(&self) -> BTreeSet<String> {
        let mut terms = BTreeSet::new();
        for (at, (word, _)) in self.typed.iter().enumerate() {
            if !is_stop_word(&word.plain) {
                terms.insert(written(&word.plain));
                terms.insert(in_some_form(&word.stem));
                for (first, second) in cuts(&word.plain) {
                    terms.extend([side_by_side(&stem_of(first), &stem_of(second)), written(first), written(second)]);
                }
            }
            if let Some(joined) = self.joined(at) {
                terms.insert(in_some_form(&stem_of(&joined)));
                terms.extend(cuts(&joined).map(|(first, second)| side_by_side(&stem_of(first), &stem_of(second))));
                terms.insert(written(&joined));
            }
        }
        terms
    }

    /// Joins this word and the next one into one.
    fn joined(&self, at: usize) -> Option<String> {
        let (first, link) = self.typed.get(at)?;
        let (second, _) = self.typed.get(at + 1)?;
        link.filter(|link| link.joins(&first.plain, &second.plain))?;
        Some(format!("{}{}", first.plain, second.plain))
    }

    /// Returns the words, by the `known` terms of the vocabulary. Words that are one word anywhere are one here,
    /// however they were typed; a word that is written apart everywhere is two.
    pub(crate) fn words(&self, known: &HashSet<String>) -> QueryWords {
        let mut all = Vec::with_capacity(self.typed.len());
        let mut at = 0;
        while let Some((word, _)) = self.typed.get(at) {
            at += 1;
            if let Some(joined) = self.joined(at - 1).map(|joined| asked(joined, known))
                && known.contains(&in_some_form(&joined.stem))
            {
                all.push(joined);
                at += 1;
                continue;
            }
            let is_known = known.contains(&written(&word.plain)) || known.contains(&in_some_form(&word.stem));
            let parts = cuts(&word.plain)
                .find(|(first, second)| known.contains(&side_by_side(&stem_of(first), &stem_of(second))));
            match parts {
                Some((first, second)) if !is_known => {
                    all.extend([asked(first.to_owned(), known), asked(second.to_owned(), known)]);
                }
                _ => all.push(asked(word.plain.clone(), known)),
            }
        }
        self.counted(all)
    }

    fn counted(&self, all: Vec<Asked>) -> QueryWords {
        let typing = all.len().checked_sub(1).filter(|_| self.unfinished);
        let mut counted: Vec<usize> = Vec::new();
        for (at, word) in all.iter().enumerate() {
            if counted.len() < MAX_WORDS
                && !is_stop_word(&word.plain)
                && !counted.iter().any(|seen| all[*seen].stem == word.stem)
            {
                counted.push(at);
            }
        }
        let mut fillers = Vec::new();
        if let Some(last) = typing {
            let is_filler = |at: &usize| *at != last && FILLERS.binary_search(&all[*at].plain.as_str()).is_ok();
            if !counted.iter().all(is_filler) {
                (fillers, counted) = counted.into_iter().partition(is_filler);
            }
            // The word counts even if it is a stop word so far.
            if counted.len() < MAX_WORDS && !counted.contains(&last) {
                counted.retain(|at| all[*at].plain != all[last].plain);
                counted.push(last);
            }
        }
        QueryWords { all, counted, fillers, typing }
    }
}

impl Asked {
    /// Returns the ways to write the word as stems: as one word, or apart.
    pub(crate) fn forms(&self, by: Stemming) -> impl Iterator<Item = Phrase> {
        std::iter::once(vec![by.stem(&self.plain)]).chain(self.forms_apart(by))
    }

    /// Returns the ways to write the word apart.
    pub(crate) fn forms_apart(&self, by: Stemming) -> impl Iterator<Item = Phrase> {
        self.apart.iter().map(move |parts| parts.iter().map(|part| by.stem(part)).collect())
    }
}

fn asked(plain: String, known: &HashSet<String>) -> Asked {
    let stem = stem_of(&plain);
    let apart = cuts(&plain)
        .filter(|(first, second)| known.contains(&side_by_side(&stem_of(first), &stem_of(second))))
        .map(|(first, second)| [first.to_owned(), second.to_owned()])
        .collect();
    let errors = if known.contains(&written(&plain)) { 0 } else { forgiven(&plain) };
    Asked { plain, stem, apart, errors }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::vocabulary;
    use proptest::prelude::*;

    impl QueryWords {
        /// The words that count.
        pub(crate) fn counted(&self) -> impl Iterator<Item = &Asked> {
            self.counted.iter().map(|at| &self.all[*at])
        }
    }

    fn words_of(question: &Question, texts: &[&str]) -> QueryWords {
        let known = vocabulary(texts.iter().copied());
        question.words(&question.lookups().intersection(&known).cloned().collect())
    }

    fn counted(text: &str, texts: &[&str]) -> Vec<String> {
        words_of(&Question::of(text), texts).counted().map(|word| word.plain.clone()).collect()
    }

    fn typing(text: &str) -> Vec<String> {
        words_of(&Question::unfinished(text), &[]).counted().map(|word| word.plain.clone()).collect()
    }

    #[test]
    fn fillers_are_in_order() {
        assert!(FILLERS.is_sorted());
    }

    #[test]
    fn stop_words_never_count() {
        assert_eq!(counted("How do I reset the router?", &[]), ["reset", "router"]);
        assert_eq!(counted("print printing prints", &[]), ["print"]);
        assert_eq!(counted(&"word ".repeat(400), &[]).len(), 1);
        for nothing in ["the", "AND", "to be or not to be", "?!", ""] {
            assert!(Question::of(nothing).asks_nothing(), "{nothing}");
        }
        assert!(!Question::of("the router").asks_nothing());
        for nothing in ["the ", "of the and", "a ", ""] {
            assert!(Question::unfinished(nothing).asks_nothing(), "{nothing}");
        }
        assert!(!Question::unfinished("the").asks_nothing(), "it may become a thermostat");
    }

    #[test]
    fn the_word_being_typed_counts() {
        assert_eq!(typing("reset the"), ["reset", "the"]);
        assert_eq!(typing("Second login ends the first one"), ["login", "one"]);
        assert_eq!(typing("first one"), ["one"], "where there is nothing else");
    }

    #[test]
    fn a_word_that_occurs_is_taken_at_its_word() {
        let errors = |text: &str, texts: &[&str]| words_of(&Question::of(text), texts).all[0].errors;
        assert_eq!((errors("printer", &[]), errors("printer", &["Printers"])), (1, 1));
        assert_eq!(errors("printer", &["A printer"]), 0);
    }

    #[test]
    fn a_compound_is_read_as_it_is_written_elsewhere() {
        let spellings =
            ["power plus", "Power-Plus", "PowerPlus", "powerplus", "power/plus", "power\u{2013}plus", "Power.Plus"];
        for (texts, words) in [
            (&["PowerPlus"][..], &["powerplus"][..]),
            (&["The power-plus"], &["powerplus"]),
            (&["a power/plus", "power supply"], &["powerplus"]),
            (&["power plus"], &["power", "plus"]),
            (&["power plus", "PowerPlus"], &["powerplus"]),
        ] {
            for spelling in spellings {
                assert_eq!(counted(spelling, texts), words, "{spelling} by {texts:?}");
            }
        }
        assert_eq!(counted("Is there a part for it?", &["apart"]), ["part"]);
        let login = &words_of(&Question::of("log in fails"), &["log in", "login"]).all[0];
        assert_eq!((login.plain.as_str(), &login.apart), ("login", &vec![["log".to_owned(), "in".to_owned()]]));
    }

    proptest! {
        #[test]
        fn spellings_of_a_compound_are_one_question(
            first in "[b-df-h]{2,6}", second in "[j-np-t]{2,6}", written in prop::collection::vec(0..5_usize, 1..4),
        ) {
            let spell = |how: usize| match how {
                0 => format!("{first} {second}"),
                1 => format!("{first}-{second}"),
                2 => format!("{first}{second}"),
                3 => format!("{first}/{second}"),
                _ => format!("{}_{second}", first.to_uppercase()),
            };
            let texts: Vec<String> = written.into_iter().map(spell).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let asked = words_of(&Question::of(&spell(0)), &texts);
            for how in 1..5 {
                prop_assert_eq!(&words_of(&Question::of(&spell(how)), &texts), &asked);
            }
        }

        #[test]
        fn a_question_is_bounded(text in "\\PC{0,2000}") {
            let question = Question::unfinished(&text);
            prop_assert!(words_of(&question, &[]).counted.len() <= MAX_WORDS);
            prop_assert!(question.lookups().len() < MAX_READ * 200);
        }
    }
}
