/** Makes written text safe to show. The server sanitises articles too; this is the second lock on the same door. */
import DOMPurify, { type Config } from "dompurify";
import { Marked } from "marked";

const ARTICLE: Config = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: [
    "style",
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
  ],
  FORBID_ATTR: ["style", "id", "name", "class"],
  ALLOW_DATA_ATTR: false,
};

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

function safeLinks(html: string, options: Config): string {
  const holder = document.createElement("template");
  holder.innerHTML = DOMPurify.sanitize(html, options);
  for (const link of holder.content.querySelectorAll("a[href]")) {
    link.setAttribute("rel", "noopener noreferrer nofollow");
    if (new URL(link.getAttribute("href") ?? "", window.location.href).origin !== window.location.origin) {
      link.setAttribute("target", "_blank");
    }
  }
  return holder.innerHTML;
}

/** An article's HTML, with nothing in it that acts. */
export function articleHtml(html: string): string {
  return safeLinks(html, ARTICLE);
}

/** A message's plain Markdown as HTML; pictures and raw HTML in it are not drawn. */
export function messageHtml(text: string): string {
  return safeLinks(markdown.parse(text, { async: false }), MESSAGE);
}
