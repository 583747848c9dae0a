//! Letters as they are indexed, shown and compared, and the stop words.

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Stop words of English and Spanish: they say nothing about the subject of a search.
const STOP_WORDS: &[&str] = &[
    "a", "about", "al", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "cannot",
    "como", "con", "could", "cual", "cuando", "de", "del", "did", "do", "does", "doesn't", "doing", "don't", "donde",
    "el", "ella", "ellos", "en", "entre", "es", "esta", "este", "esto", "for", "from", "had", "has", "have", "how",
    "i", "i'm", "if", "in", "into", "is", "it", "it's", "its", "la", "las", "le", "les", "lo", "los", "me", "mi",
    "mis", "muy", "my", "no", "not", "of", "on", "or", "our", "para", "pero", "please", "por", "porque", "que", "se",
    "she", "should", "si", "so", "some", "su", "such", "sus", "that", "the", "their", "then", "there", "these", "they",
    "this", "to", "un", "una", "uno", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will",
    "with", "would", "y", "you", "your",
];

/// Returns a text as it is indexed, shown and searched: accents composed, no control characters, nothing invisible that
/// splits words.
pub fn normal(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().map(without_control).collect();
    }
    let mut clean = String::with_capacity(text.len());
    let mut push = |character: char| match character {
        // Scripts without blanks have it between words.
        '\u{200B}' if clean.ends_with(is_unspaced) => clean.push(' '),
        hidden if parts_unseen(hidden) => {}
        other => clean.push(without_control(other)),
    };
    if is_nfc(text) {
        text.chars().for_each(&mut push);
    } else {
        text.nfc().for_each(&mut push);
    }
    clean
}

fn without_control(character: char) -> char {
    match character {
        '\n' => '\n',
        other if other.is_control() => ' ',
        other => other,
    }
}

/// Whether a character is not shown by itself (Unicode's default ignorable code points).
pub fn is_ignorable(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// Whether a character is of Thai, Lao, Burmese or Khmer.
fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Whether a character is invisible and of no use to the reader. Joiners, directions and variants are kept, because
/// they change the look of the letters next to them. Characters for private use are dropped.
fn parts_unseen(character: char) -> bool {
    let shapes = matches!(
        character,
        '\u{061C}' | '\u{180B}'..='\u{180F}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E01EF}'
    );
    matches!(character, '\u{E000}'..='\u{F8FF}') || (is_ignorable(character) && !shapes)
}

/// Returns a text as its words are compared, except for case and accents: compatible forms as one, nothing invisible.
pub fn folded(text: &str) -> String {
    normal(text).nfkc().filter(|letter| !is_ignorable(*letter)).collect()
}

/// Whether a word in lower case is a stop word.
pub fn is_stop_word(plain: &str) -> bool {
    STOP_WORDS.binary_search(&plain).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_in_order() {
        assert!(STOP_WORDS.is_sorted());
    }
}
