/** Faults of a translation, for the test of all texts: it names each key that is missing, untranslated or broken. */
import { LANGUAGES, type Language } from "./language";

export interface Tree {
  readonly [key: string]: string | Tree;
}

/** Languages that texts are translated into. */
export const TRANSLATIONS = LANGUAGES.filter((language) => language !== "en");

/** Texts by their keys, those inside others joined by dots. */
export function flat(tree: Tree, path = ""): Map<string, string> {
  const all = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : [...flat(value, `${path}${key}.`)],
  );
  return new Map(all);
}

/** Names of the values that a text shows. */
function placeholders(text: string): string {
  const names = [...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name);
  return [...new Set(names)].sort().join(", ");
}

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Plural forms that a language has. "many", for whole millions, is filled in by the portal. */
function pluralForms(language: Language): string[] {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  return pluralCategories.filter((form) => form !== "many");
}

/** Returns what is wrong with the texts of one folder in another language, each fault in one line. */
export function faultsOf(
  where: string,
  language: Language,
  english: Tree,
  translated: Tree | undefined,
  same: ReadonlySet<string>,
): string[] {
  if (!translated) return [`${where}/${language}.ts is missing`];
  const [texts, others] = [flat(english), flat(translated)];
  const faults: string[] = [];
  const fault = (key: string, what: string) => faults.push(`${where}/${language}.ts: "${key}" ${what}`);
  for (const [key, text] of texts) {
    const other = others.get(key);
    if (other === undefined) fault(key, `is missing; in English it is "${text}"`);
    else if (other.trim() === "") fault(key, "is empty");
    else if (other === text && /\p{L}{2}/u.test(text.replace(/\{\{.*?\}\}/g, "")) && !same.has(text))
      fault(key, `is the English "${text}"`);
    else if (placeholders(other) !== placeholders(text))
      fault(key, `shows {{${placeholders(other)}}}, in English {{${placeholders(text)}}}`);
  }
  for (const key of others.keys()) if (!texts.has(key)) fault(key, "is not in English");
  const stems = new Set([...texts.keys()].filter((key) => /_(one|other)$/.test(key)));
  for (const stem of new Set([...stems].map((key) => key.replace(PLURAL, ""))))
    for (const form of pluralForms(language))
      if (!texts.has(`${stem}_${form}`) && !others.has(`${stem}_${form}`))
        fault(`${stem}_${form}`, "is missing");
  return faults;
}
