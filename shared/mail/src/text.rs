//! Texts of mails as Portico keeps them: lines with a line feed, and no control characters.

/// Marks that turn the direction of the text after them, so that a name is read backwards.
const TURNS: [char; 9] =
    ['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];

/// Puts a text on one line, without control characters and marks of direction.
pub(crate) fn one_line(text: &str) -> String {
    let kept = text.chars().filter(|letter| !TURNS.contains(letter));
    let shown: String = kept.map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text with line feeds alone, and without control characters, invisible marks and blanks at line ends. More
/// than two empty lines become two.
pub(crate) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    let mut empty = 0;
    for line in text.split('\n') {
        let line: String = line.chars().filter_map(shown).collect();
        let line = if is_signature_mark(&line) { "-- " } else { line.trim_end() };
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 2 {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n").trim_matches('\n').to_owned()
}

fn shown(letter: char) -> Option<char> {
    match letter {
        '\t' | '\u{a0}' | '\u{2007}' | '\u{202f}' => Some(' '),
        // Zero-width characters and byte order marks, which some programs strew into their mails.
        '\u{200b}' | '\u{feff}' | '\u{ad}' => None,
        control if control.is_control() => None,
        other => Some(other),
    }
}

/// Whether a line begins a signature (RFC 3676, section 4.3).
pub(crate) fn is_signature_mark(line: &str) -> bool {
    line == "-- " || line == "--"
}

/// Joins the lines of a text that its program broke for the way (RFC 3676); `delete_space` as its parameter `delsp`.
pub(crate) fn unflowed(text: &str, delete_space: bool) -> String {
    let mut lines: Vec<String> = Vec::new();
    // Whether the last line goes on, and how deep it is quoted.
    let mut open: Option<usize> = None;
    for line in text.replace("\r\n", "\n").split('\n') {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = line[depth..].strip_prefix(' ').unwrap_or(&line[depth..]);
        let flows = content.ends_with(' ') && !is_signature_mark(content);
        let kept = if flows && delete_space { &content[..content.len() - 1] } else { content };
        match (open, lines.last_mut()) {
            (Some(before), Some(last)) if before == depth && !is_signature_mark(content) => last.push_str(kept),
            _ if depth > 0 => lines.push(format!("{} {kept}", ">".repeat(depth))),
            _ => lines.push(kept.to_owned()),
        }
        open = flows.then_some(depth);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_dropped() {
        assert_eq!(clean("a\r\nb\u{200b}\u{0}c\u{a0}d  \r\n\r\n\r\n\r\n\r\ne\n"), "a\nbc d\n\n\ne");
        assert_eq!(one_line(" a\r\n\tb\u{7} c "), "a b c");
    }

    #[test]
    fn flowed_lines_are_joined_by_depth() {
        let flowed = "One sentence that \ngoes on.\n> quoted and \n> joined\nnext\n-- \nKari";
        assert_eq!(unflowed(flowed, false), "One sentence that goes on.\n> quoted and joined\nnext\n-- \nKari");
        assert_eq!(unflowed("日本 \n語", true), "日本語");
    }
}
