/** A message's plain Markdown as HTML. */
import type { Config } from "dompurify";
import { Marked } from "marked";
import { type SafeHtml, safeLinks } from "./sanitise";

const MESSAGE: Config = {
  ALLOWED_TAGS: [
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
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
  ],
  ALLOWED_ATTR: ["href", "start"],
  ALLOW_DATA_ATTR: false,
};

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const markdown = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
  },
});

/** A message's plain Markdown as HTML; pictures and raw HTML in it are not drawn. */
export function messageHtml(text: string): SafeHtml {
  return safeLinks(markdown.parse(text, { async: false }), MESSAGE);
}
