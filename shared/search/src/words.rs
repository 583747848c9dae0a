//! Words of texts and of queries: the same for both engines.
//!
//! Words are those of Unicode's word boundaries (UAX 29), which is what Lucene's standard tokenizer follows too. They
//! are compared in lower case, without accents, and by their stems in the language of the article.

use ::tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RawTokenizer, RemoveLongFilter, Stemmer, TextAnalyzer, Token,
    TokenStream, Tokenizer,
};
use portico_domain::letters::{is_ignorable, is_stop_word};
use std::cell::RefCell;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::{UWordBoundIndices, UnicodeSegmentation};

/// Shortest word that is forgiven an error, or that a mistyped word may have meant, in characters.
const SHORTEST_FORGIVEN: usize = 4;

/// Shortest Spanish word that is cut, in characters.
const SHORTEST_SPANISH: usize = 5;

/// Size limit of indexed words, in bytes: longer ones are keys and encoded data, not language.
const MAX_WORD_BYTES: usize = 128;

/// Folds letters for comparison: compatible forms as one, nothing invisible, one kind of apostrophe. The analyzers
/// handle case and accents.
fn fold(piece: &str, into: &mut String) {
    if piece.is_ascii() {
        into.push_str(piece);
        return;
    }
    let seen = piece.nfkc().filter(|letter| !letter.is_whitespace() && !is_ignorable(*letter));
    // A typographic apostrophe is the same letter.
    into.extend(seen.map(|letter| if letter == '\u{2019}' { '\'' } else { letter }));
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

/// Splits at Unicode's word boundaries, and at [`parts_words`], and keeps pieces with a letter or a digit.
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

/// Pieces of a text; some of them have neither letters nor digits.
enum Parts<'a> {
    /// Pieces of plain ASCII, by the same rules and ten times as fast: most texts and queries are plain English.
    Ascii { text: &'a str, at: usize },
    Unicode {
        pieces: UWordBoundIndices<'a>,
        /// Start of the rest of a piece, and the rest.
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

/// Returns the end of a word. Letters and digits belong together, an apostrophe between two of a kind too, and the
/// marks of a number.
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
            self.token.text.clear();
            fold(piece, &mut self.token.text);
            if self.token.text.is_empty() {
                continue;
            }
            self.token.offset_from = start;
            self.token.offset_to = start + piece.len();
            self.token.position = self.token.position.wrapping_add(1);
            // The possessive is a form, not another word.
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

/// Returns the analyzer of words as they are written, in lower case and without accents.
pub(crate) fn plain_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer)
        .filter(RemoveLongFilter::limit(MAX_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// Returns the analyzer of words as they are written, each cut to its English stem.
pub(crate) fn stem_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer)
        .filter(RemoveLongFilter::limit(MAX_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
}

thread_local! {
    /// Stemmer of this thread. Making one costs more than using it, and every search uses it for hundreds of words.
    static STEMMER: RefCell<TextAnalyzer> =
        RefCell::new(TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::English)).build());
}

/// Returns the English stem of a word of [`plain_analyzer`].
pub(crate) fn stem_of(plain: &str) -> String {
    let mut stem = String::new();
    STEMMER.with_borrow_mut(|stemmer| {
        stemmer.token_stream(plain).process(&mut |token| stem.clone_from(&token.text));
    });
    stem
}

/// Rules by which words are cut to their stems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Stemming {
    /// English rules, also for articles in languages without rules of their own.
    English,
    /// Spanish rules.
    Spanish,
}

impl Stemming {
    /// All rules.
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// Returns the rules for an article in this language, a BCP 47 tag.
    pub(crate) fn of(language: &str) -> Self {
        if primary(language) == "es" { Self::Spanish } else { Self::English }
    }

    /// Returns the stem of a word of [`plain_analyzer`].
    pub(crate) fn stem(self, plain: &str) -> String {
        match self {
            Self::English => stem_of(plain),
            Self::Spanish => spanish_stem(plain),
        }
    }

    /// Returns the words of a text as stems with blanks between them, so that both engines have the same.
    pub(crate) fn stems(self, text: &str) -> String {
        words(text).iter().map(|word| self.stem(&word.plain)).collect::<Vec<_>>().join(" ")
    }
}

/// Returns the language of a BCP 47 tag without its region, in lower case: `es` for `es-ES`.
pub(crate) fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// Cuts number and gender off a Spanish word. These are the light rules of Lucene's analyzer for Spanish, which need no
/// accents, and one for borrowed words such as `tickets`.
fn spanish_stem(plain: &str) -> String {
    if plain.chars().count() < SHORTEST_SPANISH {
        return plain.to_owned();
    }
    for (ending, instead) in [("eses", "es"), ("ces", "z"), ("os", ""), ("as", ""), ("es", "")] {
        if let Some(stem) = plain.strip_suffix(ending) {
            return format!("{stem}{instead}");
        }
    }
    let borrowed = |stem: &&str| stem.ends_with(|last: char| last.is_ascii_alphabetic() && !"aeiouys".contains(last));
    let stem = plain.strip_suffix('s').filter(borrowed).or_else(|| plain.strip_suffix(['a', 'e', 'o']));
    stem.unwrap_or(plain).to_owned()
}

/// Word at its place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Bytes of the text that the word was read from.
    pub(crate) range: Range<usize>,
    /// The word in lower case, without accents.
    pub(crate) plain: String,
    /// English stem of the word.
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

/// Returns the number of typing errors that a word of a query is forgiven. Words below four letters and stop words are
/// forgiven none. Nor is anything with a digit, because an error code with another digit is another error.
pub(crate) fn forgiven(plain: &str) -> u8 {
    match plain.chars().count() {
        _ if !can_be_meant(plain) => 0,
        ..=7 => 1,
        _ => 2,
    }
}

/// Returns the number of words that an article must have of `count`: 60 %, to the nearest, and at least one.
pub(crate) fn required(count: usize) -> usize {
    ((count * 6 + 5) / 10).max(1).min(count.max(1))
}

/// Whether a mistyped word may have meant this word of an article: none that is very short, a stop word, or has a
/// digit.
pub(crate) fn can_be_meant(plain: &str) -> bool {
    plain.chars().count() >= SHORTEST_FORGIVEN && plain.chars().all(char::is_alphabetic) && !is_stop_word(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::letters::normal;
    use proptest::prelude::*;

    fn plain(text: &str) -> Vec<String> {
        words(&normal(text)).into_iter().map(|word| word.plain).collect()
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
    fn what_cannot_be_seen_hides_no_word() {
        for hidden in
            ["pass\u{200B}word", "pass\u{AD}word", "pass\u{200D}word", "pass\u{2060}word", "\u{FEFF}password\u{FE0F}"]
        {
            assert_eq!(plain(hidden), ["password"], "{hidden:?}");
        }
        assert_eq!(plain("ｐａｓｓｗｏｒｄ of\u{fb01}ce"), ["password", "office"]);
        assert_eq!(normal("soft\u{AD}ware 👩\u{200D}👧"), "software 👩\u{200D}👧");
        assert_eq!(normal("ไทย\u{200B}ไทย"), "ไทย ไทย");
    }

    #[test]
    fn stems_follow_the_language() {
        for forms in [
            &["impresora", "impresoras", "impresor", "impresores"][..],
            &["etiqueta", "etiquetas"],
            &["gravedad", "gravedades"],
            &["ticket", "tickets"],
            &["luz", "luces"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| Stemming::Spanish.stem(form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{forms:?}: {stems:?}");
        }
        assert_ne!(Stemming::English.stem("impresora"), Stemming::English.stem("impresor"));
        assert_eq!(Stemming::Spanish.stems("Las impresoras de tickets"), "las impresor de ticket");
        for (language, expected) in [
            ("es", Stemming::Spanish),
            ("ES-mx", Stemming::Spanish),
            ("en", Stemming::English),
            ("", Stemming::English),
        ] {
            assert_eq!(Stemming::of(language), expected, "{language}");
        }
    }

    #[test]
    fn errors_are_forgiven_by_length() {
        assert_eq!(["vpn", "mail", "printer", "printers", "e1042", "with"].map(forgiven), [0, 1, 1, 2, 0, 0]);
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
                prop_assert!(!Stemming::Spanish.stem(&word.plain).is_empty());
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
    }
}
