/** Makes HTML safe to show. The server sanitises articles too; this is the second lock on the same door. */
import DOMPurify, { type Config } from "dompurify";

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

/** What may be set as the inside of an element: in browsers that know them, of a type that only sanitising makes. */
export type SafeHtml = string | TrustedHTML;

// Links to elsewhere open a window that knows nothing of this one.
DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  const to = node.tagName === "A" ? node.getAttribute("href") : null;
  if (to === null) return;
  node.setAttribute("rel", "noopener noreferrer nofollow");
  if (new URL(to, window.location.href).origin !== window.location.origin)
    node.setAttribute("target", "_blank");
});

/** Sanitised HTML whose links to elsewhere open a window that knows nothing of this one. */
export function safeLinks(html: string, options: Config): SafeHtml {
  return DOMPurify.sanitize(html, { ...options, RETURN_TRUSTED_TYPE: true });
}

/** An article's HTML, with nothing in it that acts. */
export function articleHtml(html: string): SafeHtml {
  return safeLinks(html, ARTICLE);
}
