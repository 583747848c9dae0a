/**
 * A message's plain Markdown as HTML. Anybody may write a message, so how deep it nests and what it costs to read are
 * bounded here: what goes beyond is shown as the text it is.
 */
import type { Config } from "dompurify";
import MarkdownIt from "markdown-it";
import type { RuleBlock } from "markdown-it/lib/parser_block.mjs";
import { type SafeHtml, safeLinks, sizeOf } from "./sanitise";

const MESSAGE: Config = {
  ALLOWED_TAGS: [
    "p",
    "br",
    "strong",
    "em",
    "del",
    "s",
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

/** Levels of blocks within one another; a list takes two, one for itself and one for its items. */
const BLOCKS_DEEPEST = 24;
/** Elements within one another, emphasis in emphasis among them. */
const ELEMENTS_DEEPEST = 100;
/** Elements of one message. Twenty thousand characters of ordinary words and lists need a fifth of it. */
const ELEMENTS_MOST = 1_000;
/** Characters of one message. The server takes fewer. */
const LONGEST = 50_000;

/**
 * Not drawn, but shown as written: raw HTML; pictures, which would call elsewhere; tables, which have no place in a
 * message; and addresses named once and used often, which could be written out a thousand times.
 */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable([
  "table",
  "reference",
  "image",
]);
// "setup.sh" and "notes.md" are names of files, not addresses.
markdown.linkify.set({ fuzzyLink: false });

function bounded(name: "blockquote" | "list", rule: RuleBlock, alt: string[]): void {
  markdown.block.ruler.at(
    name,
    (state, from, to, silent) => state.level < BLOCKS_DEEPEST && rule(state, from, to, silent),
    { alt },
  );
}

function ruleOf(name: string): RuleBlock {
  const before = markdown.block.ruler.getRules("");
  markdown.block.ruler.disable(name);
  const left = new Set(markdown.block.ruler.getRules(""));
  markdown.block.ruler.enable(name);
  const rule = before.find((one) => !left.has(one));
  if (!rule) throw new Error(`no rule ${name}`);
  return rule;
}

bounded("blockquote", ruleOf("blockquote"), ["paragraph", "reference", "blockquote", "list"]);
bounded("list", ruleOf("list"), ["paragraph", "reference", "blockquote"]);

// The page and its parts have the first two sizes of heading.
markdown.core.ruler.push("headings", (state) => {
  for (const token of state.tokens)
    if (token.type === "heading_open" || token.type === "heading_close")
      token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`;
});

/** A message's plain Markdown as HTML. Null: only its text can be shown. */
export function messageHtml(text: string): SafeHtml | null {
  if (text.length > LONGEST) return null;
  const html = markdown.render(text);
  const { depth, count } = sizeOf(html);
  return depth > ELEMENTS_DEEPEST || count > ELEMENTS_MOST ? null : safeLinks(html, MESSAGE);
}
