//! Visible content of texts. A text that shows nothing is empty, whatever its characters are; a line is one line
//! wherever it is shown; a name contains no address. These rules hold for every text field, so they are only here.

use crate::error::FieldError;
use core::net::IpAddr;
use icu_locale_core::LanguageIdentifier;
use icu_locale_core::subtags::Language;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Marks that only say where a line may be broken. Joiners are not among them: scripts and emoji need those.
pub const WITHOUT_WIDTH: [char; 4] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'];

/// Longest name of a character reference, with its marks: `&CounterClockwiseContourIntegral;`.
const LONGEST_REFERENCE: usize = 33;

/// Characters without a shape of their own. They are default ignorable code points (Unicode, DerivedCoreProperties),
/// characters that only format others, and blanks and placeholders that are no white space. Next to other characters
/// they can be right, alone they are not.
const UNSEEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{13441}', '\u{13442}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d159}', '\u{1d159}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

fn is_unseen(char: char) -> bool {
    UNSEEN.iter().any(|(first, last)| (*first..=*last).contains(&char))
}

/// Whether a character shows something by itself. A mark shows only on a letter.
fn shows(char: char) -> bool {
    !char.is_whitespace() && !char.is_control() && !is_unseen(char) && !is_combining_mark(char)
}

/// Whether a character has no place in any text: a control character other than line break and tab.
pub fn is_control(char: char) -> bool {
    char.is_control() && !matches!(char, '\n' | '\r' | '\t')
}

/// Whether a character ends a line (Unicode, UAX #14), or turns the direction of writing of what follows it.
pub fn breaks_line(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Number of characters of a plain text, without those that have no shape; 0 if the text shows nothing.
pub fn shown(text: &str) -> usize {
    if text.chars().any(shows) { text.chars().filter(|char| !is_unseen(*char)).count() } else { 0 }
}

/// Whether a text is one line that shows something and has at most so many characters.
pub fn is_line(text: &str, most: usize) -> bool {
    shown(text) > 0 && text.chars().count() <= most && !text.chars().any(|char| is_control(char) || breaks_line(char))
}

/// Whether a reader of this Markdown sees anything. Blanks as character references, comments, empty blocks, and links
/// and pictures without a text are not seen. The number of an item in a list is seen.
pub fn shows_something(markdown: &str) -> bool {
    let mut parser = Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH);
    let mut html = String::new();
    for event in parser.by_ref() {
        let seen = match event {
            Event::Text(text) | Event::Code(text) => text.chars().any(shows),
            Event::Start(Tag::List(Some(_))) => true,
            // Of HTML between other text each tag is an event of its own, and shows nothing.
            Event::Html(line) => {
                html.push_str(&line);
                false
            }
            Event::End(TagEnd::HtmlBlock) => shows_between_tags(&std::mem::take(&mut html)),
            _ => false,
        };
        if seen {
            return true;
        }
    }
    // A message shows the definition of a reference as it was written.
    parser.reference_definitions().iter().next().is_some()
}

/// Whether some HTML shows something between its tags and comments.
fn shows_between_tags(html: &str) -> bool {
    let mut rest = html;
    while let Some(char) = rest.chars().next() {
        let after = &rest[char.len_utf8()..];
        rest = match char {
            '<' => match tag(rest) {
                Some(after) => after,
                None => return true,
            },
            '&' => match reference(rest) {
                Some((text, after)) if !text.chars().any(shows) => after,
                _ => return true,
            },
            _ if shows(char) => return true,
            _ => after,
        };
    }
    false
}

/// Returns the text that the character reference at the beginning of `html` means, and the rest.
fn reference(html: &str) -> Option<(String, &str)> {
    let end = html.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';')? + 1;
    let text = Parser::new(&html[..end]).filter_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    Some((text.collect(), &html[end..]))
}

/// Returns the rest of `html` after the comment or the tag that it begins with.
fn tag(html: &str) -> Option<&str> {
    if let Some(comment) = html.strip_prefix("<!--") {
        return Some(comment.find("-->").map_or("", |end| &comment[end + 3..]));
    }
    let inner = html[1..].strip_prefix('/').unwrap_or(&html[1..]);
    let end = inner.find('>').filter(|_| inner.starts_with(|first: char| first.is_ascii_alphabetic()))?;
    Some(&inner[end + 1..])
}

/// Returns a language tag (BCP 47) in its usual spelling: a language, optionally with script and region. None for any
/// other text.
pub fn language_tag(given: &str) -> Option<String> {
    let language = given.split('-').next().is_some_and(|first| (2..=3).contains(&first.len()));
    let tag = LanguageIdentifier::try_from_str(given).ok()?;
    let known = language && !given.contains('_') && tag.variants.is_empty() && tag.language != Language::UNKNOWN;
    known.then(|| tag.to_string())
}

/// Refuses a person's name that contains an address, because programs that show the name turn the address into a link.
pub fn person_name(name: &str, pointer: &str) -> Result<(), FieldError> {
    if name.split_whitespace().any(is_address) {
        let detail = "A name cannot hold a web or e-mail address. After a full stop, put a blank.";
        return Err(FieldError::new(pointer, "holds_address", detail));
    }
    Ok(())
}

/// Beginnings of addresses that programs follow.
const SCHEMES: [&str; 11] =
    ["http:", "https:", "ftp:", "file:", "mailto:", "tel:", "sms:", "data:", "javascript:", "vbscript:", "//"];

/// Whether programs read a word as a web or mail address: `https://…`, `www.…`, `kim@…`, `evil.example`, `127.0.0.1`.
/// Compatible letters and other full stops are read as programs read them: `ｅｖｉｌ．com`, `evil。com`.
fn is_address(word: &str) -> bool {
    let same = word.nfkc().filter(|char| !is_unseen(*char)).map(|char| if char == '\u{3002}' { '.' } else { char });
    let word = same.collect::<String>().to_lowercase();
    let letter = |char: char| char.is_alphanumeric() || char == '-';
    let host = |host: &str| {
        let labels: Vec<&str> = host.split('.').collect();
        let named = |pair: &[&str]| {
            pair[0].chars().count() >= 2 && pair[1].len() >= 2 && pair[1].chars().all(char::is_alphabetic)
        };
        host.parse::<IpAddr>().is_ok() || labels.windows(2).any(named)
    };
    let followed = |word: &str| {
        SCHEMES.iter().any(|scheme| word.strip_prefix(scheme).is_some_and(|rest| rest.contains(char::is_alphanumeric)))
    };
    let numbered = |word: &str| {
        let address = word.trim_matches(|char: char| !letter(char) && char != ':');
        address.contains(char::is_alphanumeric) && address.parse::<IpAddr>().is_ok()
    };
    word.contains("://")
        || word.contains("www.")
        || word.contains('@')
        || word.split(|char: char| !letter(char) && !"/:.+".contains(char)).any(followed)
        || numbered(&word)
        || word.split(|char: char| !letter(char) && char != '.').any(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_can_see_is_nothing() {
        for nothing in
            ["", " \n\t", "\u{200b}\u{feff}", "\u{301}\u{308}\u{20e3}", "\u{2800} \u{3164}", "\u{200d}\u{fe0f}"]
        {
            assert_eq!(shown(nothing), 0, "{nothing:?}");
            assert!(!shows_something(nothing), "{nothing:?}");
        }
        for (text, count) in
            [("e\u{301}t\u{e9}", 4), ("a\u{200b}b", 2), ("\u{1f469}\u{200d}\u{1f52c}", 2), ("हिन्दी", 6), (".", 1)]
        {
            assert_eq!(shown(text), count, "{text:?}");
        }
    }

    #[test]
    fn markdown_that_draws_nothing_is_nothing() {
        for nothing in [
            "&nbsp;",
            "&nbsp;&#160; &#x200B;\n&zwj;&shy;",
            "<!-- -->",
            "<!-- hidden",
            "a".replace('a', "<!--a--><br><p class=\"x\"></p><br/>").as_str(),
            "[](x)",
            "[&nbsp;](https://example.com)",
            "![](x)",
            "[![](a)](b)",
            "---\n***\n> ___",
            "#",
            "> \n> >",
            "```\n```",
            "** ** **",
            "- - - -",
            "_ _ _",
            "* * *",
            "&ZeroWidthSpace;&NoBreak;&MediumSpace;&emsp13;&VeryThinSpace;&InvisibleComma;&af;",
            "*&nbsp;*",
            "**&#8203;**",
            "~~&nbsp;~~",
            "`\u{200b}`",
            "*[](x)*",
            "[](a(b)c)",
            "[](<x)y>)",
            "[](x \"a (b) c\")",
            "-",
            "- ",
            "+",
            "- [](x)",
            "- > - \u{301}",
            "### ###",
            "\u{1d159}",
            "<p>&nbsp;</p>",
            "<!--\nhidden\n-->",
            "<!-- a\n\nb -->",
            "<p\nclass=\"x\">\n</p>",
        ] {
            assert!(!shows_something(nothing), "{nothing:?}");
        }
        for something in [
            "?",
            "1.",
            "1. &nbsp;",
            "[1]: https://example.com",
            "[ ][no such reference]",
            "<p>text</p>",
            "<div>\n***\n</div>",
            "<p>&amp;</p>",
            "a <b>",
            "===",
            "[x](y)",
            "[]",
            "![a picture](x)",
            "&amp;",
            "&unknown;",
            "<3",
            "a < b > c",
            "<https://example.com>",
            "<kim@example.com>",
            "[](x) and more",
            "&#65;",
            "--",
            ":)",
            "\u{1f44d}",
            "```\nx\n```",
            "## Title",
        ] {
            assert!(shows_something(something), "{something:?}");
        }
    }

    #[test]
    fn hostile_texts_are_judged_soon() {
        let begun = std::time::Instant::now();
        for piece in
            ["[", "]", "](", "[](", "[](x)", "[[](x)", "![", "<", "<a", "<!--", "&", "&#", "> ", "*a_", "`", "<!-->"]
        {
            shows_something(&piece.repeat(20_000 / piece.len()));
        }
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
    }

    #[test]
    fn a_line_is_one_line() {
        for char in ['\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}', '\u{202e}', '\u{2066}'] {
            assert!(breaks_line(char), "{char:?}");
        }
        for char in ['a', ' ', '\u{a0}', '\u{200d}', '\u{200f}', 'é'] {
            assert!(!breaks_line(char), "{char:?}");
        }
    }

    #[test]
    fn names_hold_no_addresses() {
        for name in [
            "Jon Arne Eide",
            "J. R. R. Tolkien",
            "J.R.R. Tolkien",
            "St. John O’Neill-Smith",
            "Raj s/o Kumar",
            "李小龍",
            "Dr. Ångström Jr.",
            "Karl H:son",
            "Ann: 12:30",
            "Kim (Tel:)",
            "Lee 2.0",
            "Kim :: Lee",
        ] {
            assert_eq!(person_name(name, "/name"), Ok(()), "{name}");
        }
        for name in [
            "evil.example",
            "Visit (evil.example/login)",
            "https://x",
            "WWW.evil",
            "kim@example.com",
            "Ann www.x.y",
            "пример.рф",
            "evil\u{3002}example",
            "evil\u{ff0e}com",
            "evil\u{ff61}com",
            "evil\u{2024}com",
            "ev\u{200b}il.c\u{ad}om",
            "\u{ff45}\u{ff56}\u{ff49}\u{ff4c}.com",
            "\u{ff48}ttps://x",
            "127.0.0.1",
            "[::1]",
            "(127.0.0.1:80/x)",
            "https:evil",
            "//evil",
            "<JavaScript:alert(1)>",
            "mailto:kim",
            "Kim,https:evil",
            "x(mailto:kim",
        ] {
            assert_eq!(person_name(name, "/name").expect_err(name).code, "holds_address");
        }
    }
}
