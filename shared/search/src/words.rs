//! What a word is, and which words of a query count: the same for both engines.
//!
//! Words are those of Unicode's word boundaries (UAX 29), which is what Lucene's standard tokenizer follows too. They
//! are compared in lower case, without accents, and by their English stems.

use ::tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RawTokenizer, RemoveLongFilter, Stemmer, TextAnalyzer, Token,
    TokenStream, Tokenizer,
};
use std::cell::RefCell;
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::{UWordBoundIndices, UnicodeSegmentation};

/// How many different words of a query are looked for. A text longer than that is a text, not a question; the first
/// ones say what it is about.
const MAX_WORDS: usize = 24;

/// Longer words are not indexed: they are keys and encoded data, not language.
const MAX_WORD_BYTES: usize = 128;

/// Marks a hit in text that comes back from OpenSearch. Private-use characters, taken out of everything indexed.
pub(crate) const HIT_START: char = '\u{E000}';
/// Ends a hit.
pub(crate) const HIT_END: char = '\u{E001}';

/// Words that say nothing about what is looked for. They count only in a query made of nothing else.
const STOP_WORDS: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "cannot", "could",
    "did", "do", "does", "doesn't", "doing", "don't", "for", "from", "had", "has", "have", "how", "i", "i'm", "if",
    "in", "into", "is", "it", "it's", "its", "me", "my", "no", "not", "of", "on", "or", "our", "please", "she",
    "should", "so", "some", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
    "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
];

/// Text as it is indexed and asked for: accents composed, no control characters, none of our own marks.
pub(crate) fn normal(text: &str) -> String {
    let clean = |character: &char| !matches!(*character, HIT_START | HIT_END);
    let blank = |character: char| match character {
        '\n' => '\n',
        other if other.is_control() => ' ',
        other => other,
    };
    if is_nfc(text) {
        text.chars().filter(clean).map(blank).collect()
    } else {
        text.nfc().filter(clean).map(blank).collect()
    }
}

/// Whether a character that Unicode allows inside a word parts words here: `error_code`, `title:word`, `file.txt`. In
/// numbers the point stays: `2.4`.
fn parts_words(before: Option<char>, character: char, after: Option<char>) -> bool {
    match character {
        '_' | ':' => true,
        '.' => before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic),
        _ => false,
    }
}

/// The same rule as a regular expression, for OpenSearch.
pub(crate) const PARTS_WORDS: &str = r"[_:]|(?<=\p{L})\.(?=\p{L})";

/// Splits at Unicode's word boundaries, and at [`parts_words`], and keeps what has a letter or a digit.
#[derive(Clone, Default)]
pub(crate) struct WordTokenizer;

/// The words of one text.
pub(crate) struct WordStream<'a> {
    parts: Parts<'a>,
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let parts = if text.is_ascii() {
            Parts::Ascii { text, at: 0 }
        } else {
            Parts::Unicode { pieces: text.split_word_bound_indices(), rest: (0, "") }
        };
        WordStream { parts, token: Token::default() }
    }
}

/// What a text is split into; some of it has neither letters nor digits.
enum Parts<'a> {
    /// By the same rules as below, ten times as fast: what is searched and shown is mostly plain English.
    Ascii { text: &'a str, at: usize },
    Unicode {
        pieces: UWordBoundIndices<'a>,
        /// What is left of a piece, and where it begins.
        rest: (usize, &'a str),
    },
}

impl<'a> Iterator for Parts<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<(usize, &'a str)> {
        match self {
            Self::Ascii { text, at } => {
                let start = *at + text.as_bytes()[*at..].iter().position(u8::is_ascii_alphanumeric)?;
                let end = end_of_ascii_word(text.as_bytes(), start);
                *at = end;
                Some((start, &text[start..end]))
            }
            Self::Unicode { pieces, rest } => {
                if rest.1.is_empty() {
                    *rest = pieces.next()?;
                }
                let (start, piece) = *rest;
                let mut before = None;
                let mut characters = piece.char_indices().peekable();
                while let Some((at, character)) = characters.next() {
                    if parts_words(before, character, characters.peek().map(|(_, next)| *next)) {
                        let after = at + character.len_utf8();
                        *rest = (start + after, &piece[after..]);
                        return Some((start, &piece[..at]));
                    }
                    before = Some(character);
                }
                *rest = (0, "");
                Some((start, piece))
            }
        }
    }
}

/// Letters and digits belong together, an apostrophe between two of a kind too, and the marks of a number.
fn end_of_ascii_word(text: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        at += text[at..].iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len() - at);
        let sides = text.get(at + 1).map(|next| (text[at - 1], *next));
        let joins = sides.is_some_and(|(before, next)| match text[at] {
            b'\'' => {
                (before.is_ascii_alphabetic() && next.is_ascii_alphabetic())
                    || (before.is_ascii_digit() && next.is_ascii_digit())
            }
            b'.' | b',' | b';' => before.is_ascii_digit() && next.is_ascii_digit(),
            _ => false,
        });
        if !joins {
            return at;
        }
        at += 1;
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((start, piece)) = self.parts.next() {
            if !piece.chars().any(char::is_alphanumeric) {
                continue;
            }
            self.token.offset_from = start;
            self.token.offset_to = start + piece.len();
            self.token.position = self.token.position.wrapping_add(1);
            self.token.text.clear();
            // A typographic apostrophe is the same letter; the possessive is a form, not another word.
            self.token.text.extend(piece.chars().map(|letter| if letter == '\u{2019}' { '\'' } else { letter }));
            if let Some(owner) = self.token.text.strip_suffix("'s").or_else(|| self.token.text.strip_suffix("'S")) {
                let length = owner.len();
                self.token.text.truncate(length);
            }
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Words as they are written, in lower case and without accents.
pub(crate) fn plain_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer)
        .filter(RemoveLongFilter::limit(MAX_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// The same, each cut to its stem.
pub(crate) fn stem_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer)
        .filter(RemoveLongFilter::limit(MAX_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
}

thread_local! {
    /// Making one costs more than what it is asked for, and every search asks it for hundreds of words.
    static STEMMER: RefCell<TextAnalyzer> =
        RefCell::new(TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::English)).build());
}

/// The stem of a word of [`plain_analyzer`].
pub(crate) fn stem_of(plain: &str) -> String {
    let mut stem = String::new();
    STEMMER.with_borrow_mut(|stemmer| {
        stemmer.token_stream(plain).process(&mut |token| stem.clone_from(&token.text));
    });
    stem
}

/// A word where it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The bytes it was read from.
    pub(crate) range: Range<usize>,
    /// In lower case, without accents.
    pub(crate) plain: String,
    /// Its stem.
    pub(crate) stem: String,
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    plain_analyzer().token_stream(text).process(&mut |token| {
        found.push(Word {
            range: token.offset_from..token.offset_to,
            plain: token.text.clone(),
            stem: stem_of(&token.text),
        });
    });
    found
}

/// How many typing errors a word of a query is forgiven: none below four letters, nor in anything with a digit, because
/// an error code with another digit is another error.
pub(crate) fn forgiven(plain: &str) -> u8 {
    if plain.chars().any(|character| !character.is_alphabetic()) {
        return 0;
    }
    match plain.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// How many of `count` words an article must have: 60 %, to the nearest, and at least one.
pub(crate) fn required(count: usize) -> usize {
    ((count * 6 + 5) / 10).max(1).min(count.max(1))
}

/// The words of a query.
#[derive(Clone, Debug, Default)]
pub(crate) struct QueryWords {
    /// Everything that was typed, in order, stop words too: phrases are found in it.
    pub(crate) all: Vec<Word>,
    /// Which of `all` count: each once, without stop words if there are others.
    pub(crate) counted: Vec<usize>,
}

impl QueryWords {
    /// Reads the words of a query.
    pub(crate) fn of(text: &str) -> Self {
        let all = words(&normal(text));
        let is_stop_word = |word: &Word| STOP_WORDS.binary_search(&word.plain.as_str()).is_ok();
        let only_stop_words = all.iter().all(is_stop_word);
        let mut counted: Vec<usize> = Vec::new();
        for (at, word) in all.iter().enumerate() {
            if counted.len() == MAX_WORDS {
                break;
            }
            if (only_stop_words || !is_stop_word(word)) && !counted.iter().any(|seen| all[*seen].stem == word.stem) {
                counted.push(at);
            }
        }
        Self { all, counted }
    }

    /// The same while the last word is being typed: it counts even where it is a stop word so far.
    pub(crate) fn of_unfinished(text: &str) -> Self {
        let mut words = Self::of(text);
        if let Some(last) = words.all.len().checked_sub(1)
            && words.counted.len() < MAX_WORDS
            && !words.counted.contains(&last)
        {
            words.counted.retain(|at| words.all[*at].plain != words.all[last].plain);
            words.counted.push(last);
        }
        words
    }

    /// The words that count.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &Word> {
        self.counted.iter().map(|at| &self.all[*at])
    }

    /// Whether there is anything to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.counted.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Vec<String> {
        words(&normal(text)).into_iter().map(|word| word.plain).collect()
    }

    fn counted(text: &str) -> Vec<String> {
        QueryWords::of(text).counted().map(|word| word.plain.clone()).collect()
    }

    #[test]
    fn stop_words_are_in_order() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn words_are_those_of_unicode() {
        assert_eq!(plain("Wi-Fi doesn't work on v2.4"), ["wi", "fi", "doesn't", "work", "on", "v2.4"]);
        assert_eq!(plain("Café, CAFE\u{301} ÄÖÜ Straße"), ["cafe", "cafe", "aou", "strasse"]);
        assert_eq!(plain("the customer’s customer's router"), ["the", "customer", "customer", "router"]);
        assert_eq!(
            plain("error_code title:word file.txt _x_ 1.5."),
            ["error", "code", "title", "word", "file", "txt", "x", "1.5"]
        );
        assert_eq!(plain("💥 \"AND\" (+x)"), ["and", "x"]);
        assert_eq!(plain("打印机"), ["打", "印", "机"]);
        assert_eq!(plain("a\0b\u{E000}c"), ["a", "bc"]);
    }

    #[test]
    fn stop_words_count_only_alone() {
        assert_eq!(counted("How do I reset the router?"), ["reset", "router"]);
        assert_eq!(counted("to be or not to be"), ["to", "be", "or", "not"]);
        assert_eq!(counted("print printing prints"), ["print"]);
        assert_eq!(QueryWords::of("word ".repeat(400).as_str()).counted.len(), 1);
    }

    #[test]
    fn the_word_being_typed_counts() {
        let typed = QueryWords::of_unfinished("reset the");
        assert_eq!(typed.counted().map(|word| word.plain.as_str()).collect::<Vec<_>>(), ["reset", "the"]);
    }

    #[test]
    fn errors_are_forgiven_by_length() {
        assert_eq!(["vpn", "mail", "printer", "printers", "e1042"].map(forgiven), [0, 1, 1, 2, 0]);
    }

    #[test]
    fn most_of_the_words_are_required() {
        assert_eq!([1, 2, 3, 4, 5, 6, 10].map(required), [1, 1, 2, 2, 3, 4, 6]);
    }

    proptest! {
        #[test]
        fn any_text_has_words_within_it(text in "\\PC{0,120}") {
            let text = normal(&text);
            for word in words(&text) {
                prop_assert!(text.get(word.range.clone()).is_some());
                prop_assert!(!word.plain.is_empty() && !word.stem.is_empty());
            }
        }

        #[test]
        fn plain_english_is_split_by_the_rules_of_unicode(text in "[a-c1-3_:.,;' \"/-]{0,40}") {
            let split = |mut parts: Parts<'_>| -> Vec<(usize, String)> {
                let words = std::iter::from_fn(|| parts.next()).filter(|(_, part)| part.chars().any(char::is_alphanumeric));
                words.map(|(at, part)| (at, part.to_owned())).collect()
            };
            let unicode = Parts::Unicode { pieces: text.split_word_bound_indices(), rest: (0, "") };
            prop_assert_eq!(split(Parts::Ascii { text: &text, at: 0 }), split(unicode));
        }

        #[test]
        fn composed_or_not_is_the_same(text in "[a-zé\u{308}\u{301}ñ ]{0,40}") {
            prop_assert_eq!(plain(&text), plain(&text.nfd().collect::<String>()));
        }

        #[test]
        fn a_query_is_bounded(text in "\\PC{0,2000}") {
            prop_assert!(QueryWords::of(&text).counted.len() <= MAX_WORDS);
        }
    }
}
