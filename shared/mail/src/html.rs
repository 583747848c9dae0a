//! HTML of a mail as text. Quotations get `> ` before each line, items of lists a dash, links their address. Only the
//! tokens are read and no tree is built, so that no nesting is too deep.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Deepest quotation that is shown as such.
const DEEPEST: usize = 8;
/// Elements whose content is no text.
const HIDDEN: &[&str] = &["head", "style", "script", "title", "template", "noscript", "svg"];
/// Elements that begin and end on a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];
/// Elements with an empty line before and after.
const APART: &[&str] = &["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"];

/// Longest time that the HTML of a mail is read for. The tokenizer compares each attribute of a tag with all before it.
const READ_FOR: Duration = Duration::from_secs(3);
/// Number of characters that are read between two looks at the clock.
const AT_ONCE: usize = 1_000;

/// Returns the text of an HTML document or fragment; nothing if it takes too long to read.
pub(crate) fn to_text(html: &str) -> Option<String> {
    read_within(READ_FOR, html)
}

fn read_within(time: Duration, html: &str) -> Option<String> {
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), TokenizerOpts::default());
    let (input, until, mut rest) = (BufferQueue::default(), Instant::now() + time, html);
    while !rest.is_empty() {
        if Instant::now() > until {
            return None;
        }
        let end = rest.char_indices().nth(AT_ONCE).map_or(rest.len(), |(end, _)| end);
        let (next, after) = rest.split_at(end);
        input.push_back(StrTendril::from(next));
        // The sink stops at no script, so one call reads all of it.
        let _ = tokenizer.feed(&input);
        rest = after;
    }
    tokenizer.end();
    Some(tokenizer.sink.0.into_inner().finish())
}

struct Sink(RefCell<Writer>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut writer = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => writer.text(&text),
            Token::TagToken(tag) => {
                writer.tag(&tag);
                return raw(&tag);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Tells the tokenizer that tags inside these elements are none, as a tree builder would.
fn raw(tag: &Tag) -> TokenSinkResult<()> {
    use html5ever::tokenizer::states::RawKind::{Rawtext, Rcdata, ScriptData};
    match (tag.kind, &*tag.name) {
        (TagKind::StartTag, "style") => TokenSinkResult::RawData(Rawtext),
        (TagKind::StartTag, "script") => TokenSinkResult::RawData(ScriptData),
        (TagKind::StartTag, "title" | "textarea") => TokenSinkResult::RawData(Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    line: String,
    quoted: usize,
    hidden: usize,
    preformatted: usize,
    /// Whether a blank separates the next word from the last.
    blank: bool,
    /// Address of the link that is open, and where its words begin.
    link: Option<(String, usize)>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        if self.preformatted > 0 {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    self.end_line();
                }
                self.line.push_str(line);
            }
            return;
        }
        for letter in text.chars() {
            if matches!(letter, ' ' | '\n' | '\r' | '\t' | '\x0c') {
                self.blank = true;
                continue;
            }
            if std::mem::take(&mut self.blank) && !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
            self.line.push(letter);
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let (name, starts) = (&*tag.name, tag.kind == TagKind::StartTag);
        if HIDDEN.contains(&name) {
            // An end without a start hides nothing, and a body shows everything again.
            self.hidden = if starts && !tag.self_closing { self.hidden + 1 } else { self.hidden.saturating_sub(1) };
            return;
        }
        if name == "body" {
            self.hidden = 0;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "br" => self.end_line(),
            "td" | "th" => self.blank = true,
            "a" => self.link(tag, starts),
            _ if BLOCKS.contains(&name) => self.block(name, starts),
            _ => {}
        }
    }

    fn block(&mut self, name: &str, starts: bool) {
        self.break_line();
        if APART.contains(&name) {
            self.empty_line();
        }
        match (name, starts) {
            ("blockquote", true) => self.quoted += 1,
            ("blockquote", false) => {
                // The empty line before belongs to the quotation, and one after it does not.
                self.quoted = self.quoted.saturating_sub(1);
                self.empty_line();
            }
            ("pre", true) => self.preformatted += 1,
            ("pre", false) => self.preformatted = self.preformatted.saturating_sub(1),
            ("li", true) => self.line.push_str("- "),
            _ => {}
        }
    }

    fn link(&mut self, tag: &Tag, starts: bool) {
        if let Some((address, from)) = self.link.take() {
            let words = self.line.get(from..).unwrap_or_default().trim();
            let shown = words.contains(address.trim_end_matches('/')) || words.is_empty();
            if !shown {
                // Writing to a string cannot fail.
                let _ = write!(self.line, " ({address})");
            }
        }
        let address = tag.attrs.iter().find(|attribute| &*attribute.name.local == "href");
        let address = address.map(|attribute| attribute.value.trim().to_owned()).filter(|_| starts);
        let web = |address: &String| address.starts_with("http://") || address.starts_with("https://");
        self.link = address.filter(web).map(|address| (address, self.line.len()));
    }

    /// Ends the line if something is on it.
    fn break_line(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
        self.line.clear();
        self.blank = false;
    }

    fn end_line(&mut self) {
        let depth = self.quoted.min(DEEPEST);
        let mark = if depth == 0 { String::new() } else { format!("{} ", ">".repeat(depth)) };
        self.lines.push(format!("{mark}{}", self.line).trim_end().to_owned());
        self.line.clear();
        self.blank = false;
        // Words of a link that goes over lines are not compared with its address.
        if let Some((_, from)) = &mut self.link {
            *from = 0;
        }
    }

    /// Adds an empty line, unless there is one.
    fn empty_line(&mut self) {
        let empty = |line: &String| line.trim_start_matches('>').trim().is_empty();
        if self.lines.last().is_some_and(|line| !empty(line)) {
            self.end_line();
        }
    }

    fn finish(mut self) -> String {
        self.break_line();
        self.lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_text() {
        for (html, expected) in [
            ("<p>Hello&nbsp;Kari,</p><p>it <b>is</b> back.</p>", "Hello\u{a0}Kari,\n\nit is back.\n"),
            ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
            ("<style>p{color:red}</style><title>x</title>seen<script>if (a<b) {}</script>", "seen"),
            ("<head><meta><title>a</title></head><body>b</body>", "b"),
            ("<ul><li>one<li>two</ul>end", "- one\n- two\n\nend"),
            ("a<blockquote>b<br>c</blockquote>d", "a\n\n> b\n> c\n>\nd"),
            ("<a href=\"https://x.example/a\">this page</a>", "this page (https://x.example/a)"),
            ("<a href=\"https://x.example/\">https://x.example</a>", "https://x.example"),
            ("<a href=\"javascript:alert(1)\">x</a>", "x"),
            ("<pre>a  b\n  c</pre>", "a  b\n  c\n"),
            ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc\n"),
        ] {
            assert_eq!(to_text(html).unwrap().trim_end(), expected.trim_end(), "{html}");
        }
    }

    #[test]
    fn a_tag_that_takes_too_long_is_given_up() {
        let attributes: Vec<String> = (0..200_000).map(|number| format!("a{number}=1")).collect();
        let begun = Instant::now();
        assert_eq!(to_text(&format!("<a {}>x</a>", attributes.join(" "))), None);
        assert!(begun.elapsed() < READ_FOR + Duration::from_secs(3), "{:?}", begun.elapsed());
    }

    #[test]
    fn no_nesting_is_too_deep() {
        let deep = format!("{}x", "<blockquote><div>".repeat(100_000));
        // A busy machine may take longer than a mail is given.
        assert!(read_within(Duration::from_mins(5), &deep).unwrap().ends_with("> x"));
    }
}
