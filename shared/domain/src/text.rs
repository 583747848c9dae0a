//! What a text shows. A text that shows nothing is empty, whatever characters it is made of; a line is one line wherever it
//! is shown; a name holds no address. Every text field follows this, so it is decided here alone.

use crate::failure::FieldError;
use unicode_normalization::char::is_combining_mark;

/// Marks that only say where a line may be broken. Joiners are not among them: scripts and emoji need those.
pub const WITHOUT_WIDTH: [char; 4] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'];

/// Characters without a shape of their own: default ignorable code points (Unicode, DerivedCoreProperties), those that only
/// format what is around them, and the blanks that are no white space. Among others they can be right, alone they are not.
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
    ('\u{1bca0}', '\u{1bca3}'),
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

/// The number of characters of a plain text that are there to be read; 0 if it shows nothing.
pub fn shown(text: &str) -> usize {
    if text.chars().any(shows) { text.chars().filter(|char| !is_unseen(*char)).count() } else { 0 }
}

/// Whether a reader of this Markdown sees anything: not with blanks as character references, comments, and links and
/// pictures without a text, nor with marks of blocks that hold nothing.
pub fn shows_something(markdown: &str) -> bool {
    let drawn = drawn(markdown);
    drawn.lines().any(|line| {
        let line = line.trim_matches(|char: char| !shows(char));
        let marks = line.trim_start_matches(['>', ' ']);
        let alone = |mark: char, least: usize| marks.len() >= least && marks.chars().all(|char| char == mark);
        let nothing = alone('#', 1) || ['-', '*', '_', '=', '`', '~'].iter().any(|mark| alone(*mark, 3));
        !marks.is_empty() && !nothing
    })
}

/// Markdown without what draws nothing, in one pass.
fn drawn(markdown: &str) -> String {
    let mut drawn = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(char) = rest.chars().next() {
        let after = &rest[char.len_utf8()..];
        rest = match char {
            '<' => match tag(rest) {
                Some(after) => after,
                None => literal(&mut drawn, char, after),
            },
            '&' => match reference(rest) {
                Some((meant, after)) => literal(&mut drawn, meant, after),
                None => literal(&mut drawn, char, after),
            },
            ']' => match target(after) {
                // A link, or a picture, around nothing.
                Some(after) if without_text(&drawn).is_some() => {
                    let length = without_text(&drawn).unwrap_or_default();
                    drawn.truncate(length);
                    after
                }
                Some(after) => literal(&mut drawn, char, after),
                None => literal(&mut drawn, char, after),
            },
            _ => literal(&mut drawn, char, after),
        };
    }
    drawn
}

fn literal<'a>(drawn: &mut String, char: char, after: &'a str) -> &'a str {
    drawn.push(char);
    after
}

/// How long the text is before the link that it ends with, if that link has shown nothing so far.
fn without_text(drawn: &str) -> Option<usize> {
    let open = drawn.trim_end_matches(|char| !shows(char)).strip_suffix('[')?;
    Some(open.strip_suffix('!').unwrap_or(open).len())
}

/// What follows the address of a link: `(address)` or `[reference]`.
fn target(text: &str) -> Option<&str> {
    let close = match text.bytes().next()? {
        b'(' => ')',
        b'[' => ']',
        _ => return None,
    };
    text.find(close).map(|end| &text[end + 1..])
}

/// What follows a comment or an HTML tag.
fn tag(text: &str) -> Option<&str> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some(comment.find("-->").map_or("", |end| &comment[end + 3..]));
    }
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let end = inner.find('>').filter(|_| inner.starts_with(|first: char| first.is_ascii_alphabetic()))?;
    let name = inner[..end].find(|char: char| !char.is_ascii_alphanumeric() && char != '-').unwrap_or(end);
    // `<https://example.com>` and `<kim@example.com>` are links, and show their address.
    let is_tag = inner[name..end].chars().next().is_none_or(|next| next.is_whitespace() || next == '/');
    is_tag.then(|| &inner[end + 1..])
}

/// The character that a reference such as `&nbsp;` stands for where it shows nothing, and what follows it.
fn reference(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let meant = match &text[1..end] {
        "nbsp" | "NonBreakingSpace" | "ensp" | "emsp" | "thinsp" | "hairsp" | "numsp" | "puncsp" | "Tab"
        | "NewLine" => ' ',
        "shy" | "zwj" | "zwnj" | "lrm" | "rlm" => '\u{ad}',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|meant| !shows(*meant))?
        }
    };
    Some((meant, &text[end + 1..]))
}

/// The name of a person as it can be kept, or why not: programs that show a name make a link of an address in it.
pub fn person_name(name: &str, pointer: &str) -> Result<(), FieldError> {
    if name.split_whitespace().any(is_address) {
        let detail = "A name cannot hold a web or e-mail address. After a full stop, put a blank.";
        return Err(FieldError::new(pointer, "holds_address", detail));
    }
    Ok(())
}

/// Whether a word is read as the address of a page or a mailbox: `https://…`, `www.…`, `kim@…`, `evil.example`.
fn is_address(word: &str) -> bool {
    let word = word.to_lowercase();
    let host = |word: &str| {
        let letter = |char: char| char.is_alphanumeric() || char == '-';
        let mut labels = word.split(|char: char| !letter(char) && char != '.').flat_map(|host| {
            let labels: Vec<&str> = host.split('.').collect();
            labels.windows(2).map(|pair| (pair[0].chars().count(), pair[1].to_owned())).collect::<Vec<_>>()
        });
        labels.any(|(before, last)| before >= 2 && last.len() >= 2 && last.chars().all(char::is_alphabetic))
    };
    word.contains("://") || word.contains("www.") || word.contains('@') || host(&word)
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
            "[ \u{301} ][x]",
            "![](x)",
            "[![](a)](b)",
            "[[[](a)](b)](c)",
            "---\n***\n> ___",
            "#",
            "> \n> >",
            "```\n```",
        ] {
            assert!(!shows_something(nothing), "{nothing:?}");
        }
        for something in [
            "?",
            "-",
            "1.",
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
        ] {
            assert_eq!(person_name(name, "/name").expect_err(name).code, "holds_address");
        }
    }
}
