/**
 * Texts of the portal, in the language of the reader. The texts that every face needs are loaded with the first page;
 * an area brings its own when it is loaded. Those of other languages are never loaded. Components contain no sentences.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { common } from "./common/en";
import { deviceLocale, keepLocale, type Language, languageOf, spokenLocale } from "./language";
import { type Translation, withRarePlurals } from "./translation";

/** Texts by area: each area adds its own by declaration merging, next to its texts. */
export interface Texts {
  common: typeof common;
}

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: Texts;
  }
}

/** Loads the texts of an area in each language. */
type Loads = Readonly<Record<Language, () => Promise<object>>>;

const areas: { area: string; loads: Loads }[] = [];
let wanted = deviceLocale();

const setLang = () => {
  document.documentElement.lang = i18next.language;
};
i18next.on("languageChanged", setLang);
void i18next.use(initReactI18next).init({
  lng: wanted,
  fallbackLng: false,
  defaultNS: "common",
  interpolation: { escapeValue: false },
  initAsync: false,
});

async function load(area: string, loads: Loads, language: Language): Promise<void> {
  i18next.addResourceBundle(language, area, withRarePlurals(await loads[language]()), true, true);
}

/** Adds texts of an area, and loads those in the language of the reader. Several parts may add to one area. */
export async function addAnyTexts(area: string, loads: Loads): Promise<void> {
  areas.push({ area, loads });
  // While the language changes, the page is still drawn in the one before.
  const languages = new Set([i18next.language, wanted].map(languageOf));
  await Promise.all([...languages].map((language) => load(area, loads, language)));
}

/** Files with the texts of an area: each exports them by the name of the area. */
type Files<Area extends keyof Texts> = { en: () => Promise<{ [Name in Area]: Texts[Area] }> } & {
  [Other in Exclude<Language, "en">]: () => Promise<{ [Name in Area]: Translation<Texts[Area]> }>;
};

/** Adds an area's texts; the module that holds them waits for it, and so does every page that imports the module. */
export function addTexts<Area extends keyof Texts>(area: Area, files: Files<Area>): Promise<void> {
  return addAnyTexts(area, {
    en: async () => (await files.en())[area],
    es: async () => (await files.es())[area],
  });
}

/** Changes the language, dates and numbers of everything that is drawn. They stay as they are if the texts do not come. */
export async function speak(locale: string): Promise<void> {
  const next = spokenLocale(locale);
  if (next === wanted) return;
  wanted = next;
  try {
    await Promise.all(areas.map(({ area, loads }) => load(area, loads, languageOf(next))));
  } catch {
    if (wanted === next) wanted = i18next.language;
    return;
  }
  if (wanted !== next) return;
  await i18next.changeLanguage(next);
  keepLocale(next);
}

export { i18next };

/** The texts that every face needs. Texts of areas are fetched next to them, and the first page waits for all. */
export const commonTexts = addTexts("common", {
  en: () => import("./common/en"),
  es: () => import("./common/es"),
});
