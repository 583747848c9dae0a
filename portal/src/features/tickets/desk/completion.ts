/** The mark before the caret that a list completes, `/`, `[[` or `@`, with the words typed after it. */

export type Completed = "canned" | "article" | "person";

export interface Token {
  kind: Completed;
  /** Place of its first character, and of the caret after it. */
  from: number;
  to: number;
  /** Words to look for. */
  query: string;
}

/** The mark at the end of the text, and the words after it. A slash or an at sign within a word begins nothing. */
const MARKS: Record<Completed, RegExp> = {
  article: /()\[\[([^[\]\n]{0,100})$/,
  canned: /(^|\s)\/((?:[^\s/][^\n]{0,60})?)$/,
  person: /(^|\s)@((?:[^\s@][^\n@]{0,60})?)$/,
};

/** Returns the mark and words before the caret, if they are of one of these kinds. */
export function tokenAt(text: string, caret: number, kinds: readonly Completed[]): Token | null {
  const before = text.slice(0, caret);
  for (const kind of kinds) {
    const found = MARKS[kind].exec(before);
    if (!found) continue;
    const [, gap = "", query = ""] = found;
    return { kind, from: found.index + gap.length, to: caret, query };
  }
  return null;
}

/** Letters without case and accents. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether a name has all of the words. */
export function hasWords(name: string, query: string): boolean {
  const there = plain(name);
  return plain(query)
    .split(/\s+/)
    .every((word) => there.includes(word));
}
