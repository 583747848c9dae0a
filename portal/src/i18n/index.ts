/**
 * Texts of the portal. The texts that every face needs are loaded with the first page; an area brings its own when
 * it is loaded. Components contain no sentences.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { common } from "./common";

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

void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  defaultNS: "common",
  resources: { en: { common } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** Adds an area's texts; called once by the module that holds them. */
export function addTexts<Area extends keyof Texts>(area: Area, texts: Texts[Area]): void {
  i18next.addResourceBundle("en", area, texts, true, true);
}

export { i18next };
