/** Texts as people count them. */

/** Characters as people count them, not as the machine stores them. */
export function characters(text: string): number {
  return [...text].length;
}

/** The first characters of a text, as people count them. */
export function firstCharacters(text: string, most: number): string {
  return [...text].slice(0, most).join("");
}
