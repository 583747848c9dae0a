/** Tools of a field for Markdown: their keys, and the part of the text that each takes. */

/** Names that the toolbar element has for its tools, in the order of the buttons. */
export const TOOLS = [
  "header-3",
  "bold",
  "italic",
  "quote",
  "code",
  "link",
  "unordered-list",
  "ordered-list",
] as const;

export type Tool = (typeof TOOLS)[number];

interface Keys {
  /** Letter, as it is typed. */
  letter?: string;
  /** Key by its place, whose letter differs with Shift, and the sign on it. */
  code?: string;
  sign: string;
}

/** Keys with Ctrl, or with Command on a Mac; those by their place with Shift as well. */
const KEYS: Record<Tool, Keys> = {
  "header-3": { code: "KeyH", sign: "H" },
  bold: { letter: "b", sign: "B" },
  italic: { letter: "i", sign: "I" },
  quote: { code: "Period", sign: "." },
  code: { letter: "e", sign: "E" },
  link: { letter: "k", sign: "K" },
  "unordered-list": { code: "Digit8", sign: "8" },
  "ordered-list": { code: "Digit7", sign: "7" },
};

function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey"> & {
  code?: string;
  nativeEvent?: { code: string };
};

/** Returns the tool of pressed keys. */
export function toolOf(pressed: Pressed): Tool | undefined {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = pressed;
  if (altKey || ctrlKey === metaKey || (isMac() ? ctrlKey : metaKey)) return undefined;
  const place = pressed.nativeEvent?.code ?? pressed.code;
  return TOOLS.find((tool) => {
    const { letter, code } = KEYS[tool];
    return shiftKey ? code !== undefined && code === place : letter === key.toLowerCase();
  });
}

/** Returns the keys of a tool: as people read them, and as `aria-keyshortcuts` has them. */
export function keysOf(tool: Tool, words: { ctrl: string; shift: string }): { shown: string; named: string } {
  const { code, sign } = KEYS[tool];
  const mac = isMac();
  const shown = mac
    ? `${code ? "⇧" : ""}⌘${sign}`
    : [words.ctrl, ...(code ? [words.shift] : []), sign].join(" + ");
  return { shown, named: [mac ? "Meta" : "Control", ...(code ? ["Shift"] : []), sign].join("+") };
}

/**
 * Widens the selection to whole lines for a tool of lines, which would else divide the line at the caret. Returns the
 * function that puts the caret back once the marks are written.
 */
export function toWholeLines(area: HTMLTextAreaElement, tool: Tool): (() => void) | undefined {
  if (tool !== "header-3" && tool !== "quote") return undefined;
  const { selectionStart, selectionEnd, value } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const found = value.indexOf("\n", selectionEnd);
  const end = found < 0 ? value.length : found;
  area.setSelectionRange(start, end);
  if (selectionStart !== selectionEnd) return undefined;
  return () => {
    const caret = Math.max(area.selectionStart, area.selectionEnd - (end - selectionEnd));
    area.setSelectionRange(caret, caret);
  };
}
