//! Markdown to plain text, for searching and for excerpts only. Articles are rendered elsewhere.

/// Separator of the cells of a row while the row is read.
const CELL: char = '\u{1F}';

/// Returns the text of `markdown` without markers, addresses of links and images, and HTML tags. The text of code is
/// kept. Each block has lines of its own, the cells of a row are separated, and runs of blanks become one.
pub fn plain_text(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut fence: Option<&str> = None;
    let mut new_block = true;
    let without_comments = remove_comments(markdown);
    for line in without_comments.lines() {
        if let Some(marker) = fence_marker(line) {
            match fence {
                None => fence = Some(marker),
                Some(open) if marker.starts_with(open) => fence = None,
                Some(_) => {}
            }
            new_block = true;
            continue;
        }
        if fence.is_some() {
            push_line(&mut text, line, true);
            continue;
        }
        let (content, starts_block) = block_content(line);
        if content.is_empty() {
            new_block = true;
            continue;
        }
        let read = if content.starts_with('|') { row(content) } else { inline_text(content) };
        push_line(&mut text, &read, new_block || starts_block);
        new_block = starts_block && line.trim_start().starts_with('#');
    }
    text
}

/// Returns the fence of a code block: three or more backticks or tildes (`CommonMark` 4.5).
fn fence_marker(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = line.chars().take_while(|character| *character == mark).count();
    (length >= 3).then(|| &line[..length])
}

/// The cells of a row of a table, apart from each other.
fn row(content: &str) -> String {
    let read = inline(content, CELL);
    let cells = read.split(CELL).map(str::trim).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" · ")
}

fn remove_comments(markdown: &str) -> String {
    let mut kept = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        match rest[start..].find("-->") {
            Some(end) => rest = &rest[start + end + 3..],
            None => return kept,
        }
    }
    kept.push_str(rest);
    kept
}

fn push_line(text: &mut String, line: &str, new_block: bool) {
    let mut words = line.split_whitespace().peekable();
    if words.peek().is_some() && !text.is_empty() {
        text.push(if new_block { '\n' } else { ' ' });
    }
    while let Some(word) = words.next() {
        text.push_str(word);
        if words.peek().is_some() {
            text.push(' ');
        }
    }
}

/// The line without quote, heading and list markers, and whether it begins a block. Rules, underlines of headings,
/// separator rows of tables and definitions of links have no content.
fn block_content(line: &str) -> (&str, bool) {
    let mut content = line.trim();
    let mut starts_block = false;
    while let Some(quoted) = content.strip_prefix('>') {
        content = quoted.trim_start();
        starts_block = true;
    }
    if content.len() >= 2
        && content.chars().all(|mark| matches!(mark, '-' | '=' | '*' | '_' | '|' | ':' | ' '))
        && content.chars().any(|mark| mark != ' ')
    {
        return ("", true);
    }
    if content.starts_with('[') && content.find("]:").is_some_and(|end| !content[..end].contains(' ')) {
        return ("", true);
    }
    let hashes = content.chars().take_while(|mark| *mark == '#').count();
    if (1..=6).contains(&hashes) && content[hashes..].chars().next().is_none_or(char::is_whitespace) {
        return (content[hashes..].trim().trim_end_matches('#').trim_end(), true);
    }
    if let Some(item) = list_item(content) {
        let item = ["[ ] ", "[x] ", "[X] "].iter().find_map(|task| item.strip_prefix(task)).unwrap_or(item);
        return (item, true);
    }
    (content, starts_block || content.starts_with('|'))
}

fn list_item(content: &str) -> Option<&str> {
    if let Some(item) = ["- ", "* ", "+ "].iter().find_map(|marker| content.strip_prefix(marker)) {
        return Some(item.trim_start());
    }
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let rest = content.get(digits..)?;
    ((1..=9).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "))).then(|| rest[2..].trim_start())
}

/// The text of one line without emphasis, link addresses, tags, escapes and entities.
fn inline_text(line: &str) -> String {
    inline(line, ' ')
}

/// Like [`inline_text`], with `bar` in place of each `|` that is not part of code and not escaped.
fn inline(line: &str, bar: char) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        match character {
            '\\' if after.starts_with(|next: char| next.is_ascii_punctuation()) => {
                text.push_str(&after[..1]);
                rest = &after[1..];
            }
            '`' => {
                let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
                let (marker, code) = rest.split_at(ticks);
                if let Some(end) = code.find(marker) {
                    text.push_str(&code[..end]);
                    rest = &code[end + ticks..];
                } else {
                    text.push_str(marker);
                    rest = code;
                }
            }
            '!' if after.starts_with('[') => rest = after,
            '[' => {
                if let Some((label, remaining)) = link(rest) {
                    text.push_str(&inline_text(label));
                    rest = remaining;
                } else {
                    text.push('[');
                    rest = after;
                }
            }
            '<' => {
                if let Some((kept, remaining)) = tag(rest) {
                    text.push_str(kept);
                    rest = remaining;
                } else {
                    text.push('<');
                    rest = after;
                }
            }
            '&' => {
                if let Some((meant, remaining)) = entity(rest) {
                    text.push(meant);
                    rest = remaining;
                } else {
                    text.push('&');
                    rest = after;
                }
            }
            '|' => {
                text.push(bar);
                rest = after;
            }
            '*' | '_' | '~' => {
                let length = rest.bytes().take_while(|byte| char::from(*byte) == character).count();
                let remaining = &rest[length..];
                if !is_emphasis(character, length, text.chars().next_back(), remaining.chars().next()) {
                    text.push_str(&rest[..length]);
                }
                rest = remaining;
            }
            other => {
                text.push(other);
                rest = after;
            }
        }
    }
    text
}

/// Whether a run of markers between two characters can open or close emphasis: it touches text on one side only
/// (`CommonMark` 6.2). Inside a word it is kept: `snake_case`, `2*3`.
fn is_emphasis(mark: char, length: usize, before: Option<char>, after: Option<char>) -> bool {
    let is_word = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
    let is_blank = |side: Option<char>| side.is_none_or(char::is_whitespace);
    let touches = !(is_blank(before) && is_blank(after));
    let inside_word = is_word(before) && is_word(after);
    touches && !inside_word && (mark != '~' || length == 2)
}

/// `[label](address "title")` or `[label][reference]` at the start of `text`: its label and what follows.
fn link(text: &str) -> Option<(&str, &str)> {
    let end = matching(text, '[', ']')?;
    let label = &text[1..end];
    let rest = &text[end + 1..];
    if rest.starts_with('(') {
        return Some((label, &rest[matching(rest, '(', ')')? + 1..]));
    }
    if rest.starts_with('[') {
        return Some((label, &rest[matching(rest, '[', ']')? + 1..]));
    }
    None
}

/// Largest number of characters of a label or an address. A longer one is no link.
const LONGEST_LINK: usize = 2_000;

/// Returns the position of the bracket that closes the one `text` begins with.
fn matching(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, character) in text.char_indices().take(LONGEST_LINK) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Reads an HTML tag, which becomes a blank, or `<address>`, of which the address is kept.
fn tag(text: &str) -> Option<(&str, &str)> {
    let end = text.find('>')?;
    let inner = &text[1..end];
    let first = inner.chars().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    let is_address = !inner.contains(char::is_whitespace) && (inner.contains("://") || inner.contains('@'));
    Some((if is_address { inner } else { " " }, &text[end + 1..]))
}

fn entity(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let meant = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|meant| !meant.is_control())?
        }
    };
    Some((meant, &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::plain_text;
    use proptest::prelude::*;

    /// Texts that are costly to render, and deeply nested links.
    #[test]
    fn hostile_texts_are_read_in_time() {
        let corpus: serde_json::Value =
            serde_json::from_str(include_str!("../../../../tests/hostile-texts.json")).expect("JSON");
        let mut texts = vec![format!("{}a{}", "[".repeat(15_000), "](b)".repeat(15_000))];
        for text in corpus["texts"].as_array().expect("a list") {
            let parts = text["parts"].as_array().expect("parts").iter();
            let part = |part: &serde_json::Value| {
                let times = part[1].as_u64().and_then(|times| usize::try_from(times).ok()).expect("how often");
                part[0].as_str().expect("a piece").repeat(times)
            };
            texts.push(parts.map(part).collect());
        }
        for text in texts {
            let begun = std::time::Instant::now();
            plain_text(&text);
            let took = begun.elapsed();
            assert!(took.as_secs() < 10, "{took:?}: {}", text.chars().take(40).collect::<String>());
        }
    }

    #[test]
    fn markers_go_and_text_stays() {
        for (markdown, text) in [
            ("# Reset the **router**\n\nPress it.", "Reset the router\nPress it."),
            ("One\nparagraph\n\nAnother", "One paragraph\nAnother"),
            ("- first\n- second\n1. third\n2) fourth", "first\nsecond\nthird\nfourth"),
            ("- [ ] open\n- [x] done", "open\ndone"),
            ("> quoted *text*", "quoted text"),
            ("See [the manual](https://example.com/a_(b) \"Manual\").", "See the manual."),
            ("See [the manual][ref].\n\n[ref]: https://example.com", "See the manual."),
            ("![A *red* light](light.png) blinks", "A red light blinks"),
            ("[![badge](b.svg)](https://example.com) text", "badge text"),
            ("Run `ls -la` now", "Run ls -la now"),
            ("``a ` b``", "a ` b"),
            ("```sh\nsudo reboot\n```\nDone", "sudo reboot\nDone"),
            ("~~~\n# not a heading\n~~~", "# not a heading"),
            ("| Code | Meaning |\n|---|:-:|\n| E42 | jam |", "Code · Meaning\nE42 · jam"),
            ("| a \\| b | | `c` |\n|---|---|---|\n| |", "a | b · c"),
            ("Title\n=====\ntext\n\n---\nend", "Title\ntext\nend"),
            ("snake_case and 2*3 and 2 * 3", "snake_case and 2*3 and 2 * 3"),
            ("__bold__, _it_, ***both***, ~~gone~~", "bold, it, both, gone"),
            ("a<br>b <b>c</b> <https://example.com>", "a b c https://example.com"),
            ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"),
            ("R&amp;D &#233;t&#xe9; &unknown;", "R&D été &unknown;"),
            ("\\*not emphasis\\* \\[x\\]", "*not emphasis* [x]"),
            ("a <!-- hidden\nlines --> b", "a b"),
            ("tag #1 is no heading\n#hashtag", "tag #1 is no heading #hashtag"),
            ("", ""),
            ("***", ""),
        ] {
            assert_eq!(plain_text(markdown), text, "{markdown:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(markdown in "[\\PC\n\t]{0,200}") {
            let text = plain_text(&markdown);
            prop_assert!(!text.contains("  ") && !text.contains("\n\n"));
        }

        #[test]
        fn hostile_nesting_is_taken(markdown in "[\\[\\]()<>!`*_~|#&;\\\\a \n-]{0,300}") {
            plain_text(&markdown);
        }

        #[test]
        fn plain_words_stay_as_they_are(words in "[a-zA-Zäöüß]{1,10}( [a-zA-Zäöüß]{1,10}){0,20}") {
            prop_assert_eq!(plain_text(&words), words);
        }
    }
}
