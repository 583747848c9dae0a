//! Markdown that people write, as HTML that is safe to show: comrak draws it, ammonia lets through only the tags that
//! each place needs.
//!
//! The cost of drawing is bounded: a text that is too large, nests too deep or takes too many steps is shown as plain
//! text.

use ammonia::Builder;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options, format_html, try_parse_document};
use std::cell::Cell;

/// Largest text that is drawn, in bytes.
const MOST_BYTES: usize = 100_000;
/// Largest HTML of a text, in bytes: a short table can become a great many empty cells.
const MOST_DRAWN: usize = 2_000_000;
/// Largest number of steps of drawing: lines, inlines and nodes.
const MOST_STEPS: u32 = 300_000;
/// Number of steps that comrak takes before it asks again whether to go on.
const STEPS_AT_ONCE: u32 = 256;
/// Deepest nesting of quotations, lists, emphasis and links.
const DEEPEST: usize = 40;

/// HTML tags that a message may have: no pictures, which a mail would fetch from anywhere.
const MESSAGE_TAGS: [&str; 23] = [
    "p",
    "br",
    "strong",
    "em",
    "del",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "table",
    "tr",
    "th",
    "td",
];

/// Returns the HTML of an article's body. Raw HTML in the Markdown is not passed on.
pub fn article(markdown: &str) -> String {
    draw(markdown, &options(), Builder::default(), Links::Followed)
}

/// Returns the HTML of a message, a description or a resolution. Each line is a line, and raw HTML is shown as text.
pub fn message(markdown: &str) -> String {
    draw_message(markdown, Links::Followed)
}

/// Returns the HTML of a message in a mail of the company. A link is shown as its text with its address, so that
/// nobody's words lead elsewhere in the company's name.
pub fn message_in_mail(markdown: &str) -> String {
    draw_message(markdown, Links::Spelt)
}

/// Treatment of links.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    /// Links can be followed.
    Followed,
    /// The address of each link follows its text.
    Spelt,
}

fn draw_message(markdown: &str, links: Links) -> String {
    let mut options = options();
    options.render.hardbreaks = true;
    options.render.escape = true;
    let mut allowed = Builder::default();
    allowed.tags(MESSAGE_TAGS.into_iter().filter(|tag| links == Links::Followed || *tag != "a").collect());
    draw(markdown, &options, allowed, links)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options
}

fn draw(markdown: &str, options: &Options<'_>, mut allowed: Builder<'_>, links: Links) -> String {
    let Some(html) = within_bounds(markdown, options, links) else { return plain(markdown) };
    allowed
        .link_rel(Some("noopener noreferrer"))
        .url_schemes(["https", "http", "mailto"].into())
        .clean(&html)
        .to_string()
}

/// Returns the HTML that comrak draws; `None` if that would cost too much.
fn within_bounds(markdown: &str, options: &Options<'_>, links: Links) -> Option<String> {
    if markdown.len() > MOST_BYTES {
        return None;
    }
    let steps = Cell::new(0);
    let too_many = || {
        steps.set(steps.get() + STEPS_AT_ONCE);
        steps.get() > MOST_STEPS
    };
    let arena = Arena::new();
    let document = try_parse_document(&arena, markdown, options, &too_many).ok()?;
    if is_too_deep(document) {
        return None;
    }
    if links == Links::Spelt {
        spell_links(&arena, document);
    }
    let mut html = String::new();
    format_html(document, options, &mut html).ok()?;
    (html.len() <= MOST_DRAWN).then_some(html)
}

/// Puts the address of each link behind its text, unless the text is the address.
fn spell_links<'a>(arena: &'a Arena<'a>, document: Node<'a>) {
    let links: Vec<Node<'a>> = document.descendants().collect();
    for link in links {
        let NodeValue::Link(target) = link.data().value.clone() else { continue };
        let shown = link.first_child().filter(|child| child.same_node(link.last_child().unwrap_or(child)));
        let is_address = shown.is_some_and(
            |text| matches!(&text.data().value, NodeValue::Text(text) if target.url.ends_with(text.as_ref())),
        );
        if !is_address {
            let address = NodeValue::Text(format!(" ({})", target.url).into());
            link.insert_after(arena.alloc(address.into()));
        }
    }
}

fn is_too_deep(document: Node<'_>) -> bool {
    let mut depth = 0_usize;
    document.traverse().any(|edge| {
        match edge {
            NodeEdge::Start(_) => depth += 1,
            NodeEdge::End(_) => depth -= 1,
        }
        depth > DEEPEST
    })
}

/// Returns the text as it was written, in paragraphs and lines.
fn plain(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let text = text.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.trim_matches('\n')).filter(|text| !text.is_empty());
    paragraphs.map(|text| format!("<p>{}</p>\n", text.replace('\n', "<br>"))).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lists_tables_and_code_are_shown() {
        let shown = article("## Steps\n\n1. One\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n");
        for tag in ["<h2>", "<ol>", "<table>", "<code>"] {
            assert!(shown.contains(tag), "{tag} is missing in {shown}");
        }
    }

    #[test]
    fn scripts_and_their_like_are_not() {
        let hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1)) <iframe src=//evil></iframe>";
        for part in ["<script", "<img", "<iframe", "href=\"javascript:"] {
            let (article, message) = (article(hostile), message(hostile));
            assert!(!article.contains(part), "{part} came through in {article}");
            assert!(!message.contains(part), "{part} came through in {message}");
        }
    }

    #[test]
    fn a_message_keeps_its_lines_and_shows_no_pictures() {
        let shown = message("Open **System > Security**\nand set *3*.\n\n![x](https://example.com/x.png) <b>raw</b>");
        assert!(shown.contains("<strong>System &gt; Security</strong><br>"), "{shown}");
        assert!(shown.contains("<em>3</em>") && shown.contains("&lt;b&gt;raw"), "{shown}");
        assert!(!shown.contains("<img"), "{shown}");
    }

    #[test]
    fn what_nests_too_deep_is_shown_as_it_was_written() {
        let deep = format!("{} & <b>\n\nmore\nlines", ">".repeat(DEEPEST));
        let shown = message(&deep);
        assert!(shown.starts_with(&format!("<p>{} &amp; &lt;b&gt;</p>", "&gt;".repeat(DEEPEST))), "{shown}");
        assert!(shown.contains("<p>more<br>lines</p>"), "{shown}");
        let deepest = format!("{} a", ">".repeat(DEEPEST - 3));
        assert!(message(&deepest).contains("<blockquote>"));
    }
}
