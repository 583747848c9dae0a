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

/** Sanitised HTML whose links to elsewhere open a window that knows nothing of this one. */
export function safeLinks(html: string, options: Config): string {
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
