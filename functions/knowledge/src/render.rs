//! Markdown to HTML that is safe to show: comrak renders it, ammonia lets through only what articles need.

use comrak::Options;

/// The HTML of an article's body. Raw HTML in the Markdown is not passed on.
pub fn html(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    let rendered = comrak::markdown_to_html(markdown, &options);
    ammonia::Builder::default()
        .link_rel(Some("noopener noreferrer"))
        .url_schemes(["https", "http", "mailto"].into())
        .clean(&rendered)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn headings_lists_tables_and_code_are_shown() {
        let shown = html("## Steps\n\n1. One\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n");
        for tag in ["<h2>", "<ol>", "<table>", "<code>"] {
            assert!(shown.contains(tag), "{tag} is missing in {shown}");
        }
    }

    #[test]
    fn scripts_and_their_like_are_not() {
        let hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1)) <iframe src=//evil></iframe>";
        let shown = html(hostile);
        for part in ["<script", "onerror", "javascript:", "<iframe"] {
            assert!(!shown.contains(part), "{part} came through in {shown}");
        }
    }
}
