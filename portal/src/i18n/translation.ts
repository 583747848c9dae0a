/** Types of texts, and their forms for a number. */

interface Words {
  readonly [key: string]: string | Words;
}

/** Texts of another language: the very keys of the English ones. */
export type Translation<English> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : Translation<English[Key]>;
};

const OTHER = "_other";

/**
 * Returns texts with the plural forms that no text of ours differs in. Spanish has "many" for whole millions: "un
 * millón de filas". It is as "other".
 */
export function withRarePlurals<Texts extends object>(texts: Texts): Texts {
  const entries = Object.entries(texts as Words).flatMap(([key, text]): [string, string | Words][] => {
    if (typeof text !== "string") return [[key, withRarePlurals(text)]];
    return key.endsWith(OTHER)
      ? [
          [`${key.slice(0, -OTHER.length)}_many`, text],
          [key, text],
        ]
      : [[key, text]];
  });
  return Object.fromEntries(entries) as Texts;
}
