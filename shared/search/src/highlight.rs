//! Choice of the words of an article that are shown as hits, by the same rules that found it. Tantivy's own snippets
//! know neither typing errors nor beginnings of words.

use crate::marking::Marked;
use crate::question::Asked;
use crate::synonyms::{Phrase, Synonym};
use crate::words::{Stemming, can_be_meant, plain_analyzer};
use std::collections::HashMap;
use std::ops::Range;

/// Words that count as a hit.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    english: Forms,
    spanish: Forms,
    misspelt: Vec<(String, u8)>,
    beginnings: Vec<String>,
}

/// Words of the query and their synonyms, as the stems of a language.
#[derive(Debug, Default)]
struct Forms {
    phrases: Vec<Phrase>,
    /// Single words written apart.
    apart: Vec<Phrase>,
}

impl Forms {
    fn add(&mut self, by: Stemming, word: &Asked, synonyms: &[&Synonym]) {
        self.phrases.push(vec![by.stem(&word.plain)]);
        self.phrases.extend(synonyms.iter().map(|said| said.stems(by).clone()));
        self.apart.extend(word.forms_apart(by));
    }
}

impl Matcher {
    /// Adds a word of the query and its synonyms.
    pub(crate) fn add(&mut self, word: &Asked, synonyms: &[&Synonym]) {
        self.english.add(Stemming::English, word, synonyms);
        self.spanish.add(Stemming::Spanish, word, synonyms);
        self.misspelt.push((word.plain.clone(), word.errors));
    }

    /// Adds the word that is being typed.
    pub(crate) fn add_beginning(&mut self, word: &Asked) {
        self.beginnings.push(word.plain.clone());
    }

    fn forms(&self, by: Stemming) -> &Forms {
        match by {
            Stemming::English => &self.english,
            Stemming::Spanish => &self.spanish,
        }
    }

    fn hits_alone(&self, by: Stemming, plain: &str, stem: &str) -> bool {
        self.forms(by).phrases.iter().any(|phrase| phrase.len() == 1 && phrase[0] == stem)
            || (can_be_meant(plain) && self.misspelt.iter().any(|(word, errors)| is_close(word, plain, *errors)))
            || self.beginnings.iter().any(|beginning| plain.starts_with(beginning.as_str()))
    }
}

/// Marks the texts of one answer. The result for a word in one text is reused in the next.
#[derive(Default)]
pub(crate) struct Highlighter {
    matcher: Matcher,
    known: HashMap<Stemming, HashMap<String, (String, bool)>>,
}

impl From<Matcher> for Highlighter {
    fn from(matcher: Matcher) -> Self {
        Self { matcher, known: HashMap::new() }
    }
}

impl Highlighter {
    /// Finds the hits in a text, whose words are cut by these rules.
    pub(crate) fn mark(&mut self, text: String, by: Stemming) -> Marked {
        let (matcher, known) = (&self.matcher, self.known.entry(by).or_default());
        let forms = matcher.forms(by);
        // Stems in order are needed for phrases only.
        let phrases: Vec<&Phrase> = forms.phrases.iter().filter(|phrase| phrase.len() > 1).collect();
        let mut ranges = Vec::new();
        let mut stems: Vec<String> = Vec::new();
        let mut is_hit = Vec::new();
        plain_analyzer().token_stream(&text).process(&mut |token| {
            if !known.contains_key(&token.text) {
                let stem = by.stem(&token.text);
                let alone = matcher.hits_alone(by, &token.text, &stem);
                known.insert(token.text.clone(), (stem, alone));
            }
            let (stem, alone) = &known[&token.text];
            ranges.push(token.offset_from..token.offset_to);
            is_hit.push(*alone);
            if !phrases.is_empty() || !forms.apart.is_empty() {
                stems.push(stem.clone());
            }
        });
        let mut whole: Vec<Range<usize>> = Vec::new();
        for apart in &forms.apart {
            for at in (1..stems.len()).filter(|at| stems[at - 1..=*at] == apart[..]) {
                whole.push(ranges[at - 1].start..ranges[at].end);
            }
        }
        for phrase in phrases {
            for start in 0..stems.len().saturating_sub(phrase.len() - 1) {
                if stems[start..start + phrase.len()] == phrase[..] {
                    is_hit[start..start + phrase.len()].fill(true);
                }
            }
        }
        let hits = ranges.into_iter().zip(is_hit).filter(|(_, hit)| *hit).map(|(range, _)| range).collect();
        Marked { text, hits }.with(whole)
    }
}

fn is_close(word: &str, other: &str, errors: u8) -> bool {
    errors > 0
        && word.chars().count().abs_diff(other.chars().count()) <= usize::from(errors)
        && strsim::osa_distance(word, other) <= usize::from(errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Question;
    use crate::vocabulary::vocabulary;

    fn hits(query: &str, synonyms: &[&Synonym], unfinished: bool, text: &str) -> Vec<String> {
        hits_by(Stemming::English, query, synonyms, unfinished, text)
    }

    fn hits_by(by: Stemming, query: &str, synonyms: &[&Synonym], unfinished: bool, text: &str) -> Vec<String> {
        let mut matcher = Matcher::default();
        for word in Question::of(query).words(&vocabulary([text]).into_iter().collect()).counted() {
            matcher.add(word, synonyms);
            if unfinished {
                matcher.add_beginning(word);
            }
        }
        let marked = Highlighter::from(matcher).mark(text.to_owned(), by);
        marked.hits.iter().map(|hit| marked.text[hit.clone()].to_owned()).collect()
    }

    #[test]
    fn forms_errors_beginnings_and_synonyms_are_hits() {
        assert_eq!(hits("printing", &[], false, "He printed a print on the Printer."), ["printed", "print"]);
        assert_eq!(hits("prnter", &[], false, "A printer, two printers."), ["printer"]);
        assert_eq!(hits("instalation", &[], false, "Installation of instances"), ["Installation"]);
        assert_eq!(hits("rou", &[], true, "The Router around"), ["Router"]);
        let vpn = Synonym::of("virtual private network").unwrap();
        let text = "A VPN is a virtual private network, not a virtual network";
        assert_eq!(hits("vpn", &[&vpn], false, text), ["VPN", "virtual", "private", "network"]);
        assert_eq!(hits("cafe", &[], false, "Le Café"), ["Café"]);
    }

    #[test]
    fn forms_are_those_of_the_language() {
        let text = "El impresor y una impresora";
        let spanish = hits_by(Stemming::Spanish, "impresor", &[], false, text);
        assert_eq!(spanish, ["impresor", "impresora"]);
        assert_eq!(hits("impresor", &[], false, text), ["impresor"]);
    }

    #[test]
    fn only_what_was_meant_is_a_hit() {
        assert_eq!(
            hits("hand scanner", &[], false, "A hand and a scaner, by hand and had"),
            ["hand", "scaner", "hand"]
        );
        assert_eq!(hits("hans", &[], false, "Hand in hand and has his ans"), ["Hand", "hand"]);
        let text = "Power Plus, Power-Plus, PowerPlus; power and plus";
        assert_eq!(hits("powerplus", &[], false, text), ["Power Plus", "Power-Plus", "PowerPlus"]);
    }
}
