//! Synonyms, ready to be looked up in a query.

use crate::words::{Stemming, words};
use portico_domain::letters::normal;
use portico_domain::search::Synonyms;
use std::collections::HashMap;
use std::ops::Range;

/// The stems of one word or phrase.
pub(crate) type Phrase = Vec<String>;

/// Word or phrase of a group of synonyms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Synonym {
    english: Phrase,
    spanish: Phrase,
}

impl Synonym {
    /// Reads a phrase; nothing if it has no words.
    pub(crate) fn of(phrase: &str) -> Option<Self> {
        let words = words(&normal(phrase));
        let stems = |by: Stemming| words.iter().map(|word| by.stem(&word.plain)).collect();
        let (english, spanish) = (stems(Stemming::English), stems(Stemming::Spanish));
        (!words.is_empty()).then_some(Self { english, spanish })
    }

    /// Returns the stems by these rules.
    pub(crate) fn stems(&self, by: Stemming) -> &Phrase {
        match by {
            Stemming::English => &self.english,
            Stemming::Spanish => &self.spanish,
        }
    }
}

/// Groups of phrases that mean the same, by the stems they begin with.
#[derive(Debug, Default)]
pub(crate) struct Thesaurus {
    groups: Vec<Vec<Synonym>>,
    by_first: HashMap<(Stemming, String), Vec<(usize, usize)>>,
}

impl From<&Synonyms> for Thesaurus {
    fn from(synonyms: &Synonyms) -> Self {
        let mut thesaurus = Self::default();
        for group in &synonyms.0 {
            let mut phrases: Vec<Synonym> = Vec::new();
            for phrase in group.iter().filter_map(|phrase| Synonym::of(phrase)) {
                if !phrases.contains(&phrase) {
                    phrases.push(phrase);
                }
            }
            for (at, phrase) in phrases.iter().enumerate() {
                for by in Stemming::ALL {
                    let first = (by, phrase.stems(by)[0].clone());
                    thesaurus.by_first.entry(first).or_default().push((thesaurus.groups.len(), at));
                }
            }
            thesaurus.groups.push(phrases);
        }
        thesaurus
    }
}

impl Thesaurus {
    /// Returns the synonyms for parts of a query: the range of the words that a phrase replaces, and the phrase.
    pub(crate) fn alternatives(&self, plain: &[&str]) -> Vec<(Range<usize>, &Synonym)> {
        let mut found: Vec<(Range<usize>, &Synonym)> = Vec::new();
        for by in Stemming::ALL {
            let stems: Vec<String> = plain.iter().map(|word| by.stem(word)).collect();
            for start in 0..stems.len() {
                for (group, at) in self.by_first.get(&(by, stems[start].clone())).into_iter().flatten() {
                    let said = self.groups[*group][*at].stems(by);
                    if !stems[start..].starts_with(said) {
                        continue;
                    }
                    let range = start..start + said.len();
                    for (_, other) in self.groups[*group].iter().enumerate().filter(|(other, _)| other != at) {
                        if !found.contains(&(range.clone(), other)) {
                            found.push((range.clone(), other));
                        }
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_of_a_group_stand_for_each_other() {
        let thesaurus = Thesaurus::from(&Synonyms(vec![
            vec!["VPN".into(), "virtual private networks".into(), " ".into()],
            vec!["notebook".into(), "laptop".into(), "portátiles".into()],
        ]));
        let phrase = |phrase: &str| Synonym::of(phrase).unwrap();
        let (vpn, words) = (phrase("vpn"), phrase("virtual private networks"));
        let (notebook, laptop, portable) = (phrase("notebook"), phrase("laptop"), phrase("portátiles"));
        assert_eq!(thesaurus.alternatives(&["slow", "vpn"]), [(1..2, &words)]);
        assert_eq!(
            thesaurus.alternatives(&["virtual", "private", "network", "laptop"]),
            [(0..3, &vpn), (3..4, &notebook), (3..4, &portable)]
        );
        assert_eq!(thesaurus.alternatives(&["portatil"]), [(0..1, &notebook), (0..1, &laptop)]);
        assert_eq!(thesaurus.alternatives(&["virtual", "private"]), []);
        assert_eq!(words.stems(Stemming::English).join(" "), "virtual privat network");
    }
}
