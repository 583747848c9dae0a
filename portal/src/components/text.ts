/** Texts as people count them. */

/** Characters as people count them, not as the machine stores them. */
export function characters(text: string): number {
  return [...text].length;
}

/** The first characters of a text, as people count them. */
export function firstCharacters(text: string, most: number): string {
  return [...text].slice(0, most).join("");
}

/** The first words of a text in Markdown, on one line and without its marks. */
export function firstWords(markdown: string, most: number): string {
  const plain = markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^[ \t]*(?:[>#]+|[-*+]|\d+\.)[ \t]+/gm, "")
    .replace(/```\w*|[*~`]{1,2}(?=\S)|(?<=\S)[*~`]{1,2}|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (characters(plain) <= most) return plain;
  const cut = firstCharacters(plain, most);
  const end = cut.lastIndexOf(" ");
  return `${(end > most / 2 ? cut.slice(0, end) : cut).replace(/[.,;:]+$/, "")}…`;
}

/** Returns a link in Markdown, whatever its words are. */
export function linkTo(title: string, address: string): string {
  return `[${title.replace(/[\\[\]]/g, "\\$&")}](${address})`;
}
