//! Synonyms, ready to be looked up in a query.

use crate::words::words;
use portico_domain::letters::normal;
use portico_domain::search::Synonyms;
use std::collections::HashMap;
use std::ops::Range;

/// The stems of one word or phrase.
pub(crate) type Phrase = Vec<String>;

/// Groups of phrases that mean the same, by the stem they begin with.
#[derive(Debug, Default)]
pub(crate) struct Thesaurus {
    groups: Vec<Vec<Phrase>>,
    by_first: HashMap<String, Vec<(usize, usize)>>,
}

impl From<&Synonyms> for Thesaurus {
    fn from(synonyms: &Synonyms) -> Self {
        let mut thesaurus = Self::default();
        for group in &synonyms.0 {
            let mut phrases: Vec<Phrase> = Vec::new();
            for phrase in group {
                let stems: Phrase = words(&normal(phrase)).into_iter().map(|word| word.stem).collect();
                if !stems.is_empty() && !phrases.contains(&stems) {
                    phrases.push(stems);
                }
            }
            for (at, phrase) in phrases.iter().enumerate() {
                thesaurus.by_first.entry(phrase[0].clone()).or_default().push((thesaurus.groups.len(), at));
            }
            thesaurus.groups.push(phrases);
        }
        thesaurus
    }
}

impl Thesaurus {
    /// Returns the synonyms for parts of a query: the range of `stems` that a phrase replaces, and the phrase.
    pub(crate) fn alternatives(&self, stems: &[&str]) -> Vec<(Range<usize>, &Phrase)> {
        let mut found = Vec::new();
        for start in 0..stems.len() {
            for (group, at) in self.by_first.get(stems[start]).into_iter().flatten() {
                let said = &self.groups[*group][*at];
                let matches =
                    stems[start..].len() >= said.len() && said.iter().zip(&stems[start..]).all(|(a, b)| a == b);
                if matches {
                    let others = self.groups[*group].iter().enumerate().filter(|(other, _)| other != at);
                    found.extend(others.map(|(_, phrase)| (start..start + said.len(), phrase)));
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
            vec!["notebook".into(), "laptop".into()],
        ]));
        let phrase = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Phrase>();
        assert_eq!(thesaurus.alternatives(&["slow", "vpn"]), [(1..2, &phrase(&["virtual", "privat", "network"]))]);
        assert_eq!(
            thesaurus.alternatives(&["virtual", "privat", "network", "laptop"]),
            [(0..3, &phrase(&["vpn"])), (3..4, &phrase(&["notebook"]))]
        );
        assert_eq!(thesaurus.alternatives(&["virtual", "privat"]), []);
    }
}
