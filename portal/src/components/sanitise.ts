/** Sanitiser of HTML. The server sanitises articles too; this is a second barrier. */
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

/** Sanitised HTML. Browsers with Trusted Types accept nothing else as the inside of an element. */
export type SafeHtml = string | TrustedHTML;

/** Beginning of the address of an answer, in the portal of some face. */
const ANSWER = /^\/(customer|partner|employee|staff)(?=\/knowledge\/)/;

/** Returns the address of an answer in the reader's own portal; any other address as it is. */
function ownAnswer(address: URL): URL {
  const own = /^\/(customer|partner|employee|staff)(?=\/)/.exec(window.location.pathname)?.[0];
  if (own && address.origin === window.location.origin)
    address.pathname = address.pathname.replace(ANSWER, own);
  return address;
}

// Links to other sites open a window without access to this one. On paper the address is next to the words.
DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  const to = node.tagName === "A" ? node.getAttribute("href") : null;
  if (to === null) return;
  // An invalid address is removed, so that it does not stop the rest from being shown.
  if (!URL.canParse(to, window.location.href)) return node.removeAttribute("href");
  const address = ownAnswer(new URL(to, window.location.href));
  if (ANSWER.test(address.pathname) && address.origin === window.location.origin)
    node.setAttribute("href", `${address.pathname}${address.search}${address.hash}`);
  if (node.textContent?.trim() !== to.replace(/^(mailto|tel):/, ""))
    node.setAttribute("data-address", address.href);
  node.setAttribute("rel", "noopener noreferrer nofollow");
  if (address.origin !== window.location.origin) node.setAttribute("target", "_blank");
});

/** Returns sanitised HTML whose links to other sites open a window without access to this one. */
export function safeLinks(html: string, options: Config): SafeHtml {
  return DOMPurify.sanitize(html, { ...options, RETURN_TRUSTED_TYPE: true });
}

const VOID = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "source",
  "wbr",
]);

/** Counts the elements of an HTML text and its deepest nesting, by its tags. */
export function sizeOf(html: string): { count: number; depth: number } {
  let level = 0;
  let depth = 0;
  let count = 0;
  for (const [, closing, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (!closing) count += 1;
    if (VOID.has(name.toLowerCase())) continue;
    level = closing ? Math.max(0, level - 1) : level + 1;
    depth = Math.max(depth, level);
  }
  return { count, depth };
}

/** Deepest nesting of elements in an article; the server makes far fewer. */
const ARTICLE_DEEPEST = 200;

/** Returns an article's HTML without active content, or null if it cannot be drawn. */
export function articleHtml(html: string): SafeHtml | null {
  return sizeOf(html).depth > ARTICLE_DEEPEST ? null : safeLinks(html, ARTICLE);
}
