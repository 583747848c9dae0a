/** Languages of the portal. A locale is one of them with a region, by which dates and numbers are written: `es-MX`. */

export const LANGUAGES = ["en", "es"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Names of the languages, each in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", es: "Español" };

const KEPT = "portico:language";

function parsed(locale: string): Intl.Locale | null {
  try {
    return new Intl.Locale(locale);
  } catch {
    return null;
  }
}

function known(locale: string): Language | undefined {
  const language = parsed(locale)?.language;
  return LANGUAGES.find((one) => one === language);
}

/** Returns the language of the texts for a locale: English for a locale in any other language. */
export function languageOf(locale: string): Language {
  return known(locale) ?? "en";
}

/**
 * Returns the locale in which texts, dates and numbers are written for a locale. For one in another language it is
 * English as in its region: `en-DE` for `de-DE`, so that no sentence has words of two languages.
 */
export function spokenLocale(locale: string): string {
  if (known(locale)) return locale;
  return parsed(locale) ? `en-${regionOf(locale)}` : "en";
}

/** Region by which dates and numbers are written; for a language alone, the one where most of its readers are. */
export function regionOf(locale: string): string {
  return parsed(locale)?.maximize().region ?? "US";
}

/** Locale of this device: the one used last, or the browser's first in a language of the portal. */
export function deviceLocale(): string {
  const wanted = navigator.languages;
  return kept() ?? wanted.find(known) ?? spokenLocale(wanted[0] ?? "en");
}

/** Locale of a language, with the region that the browser has for it, if any. */
export function browserLocale(language: Language): string {
  return navigator.languages.find((one) => known(one) === language) ?? language;
}

function kept(): string | undefined {
  try {
    const locale = localStorage.getItem(KEPT);
    return locale !== null && known(locale) ? locale : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a locale for the next visit on this device. */
export function keepLocale(locale: string): void {
  try {
    localStorage.setItem(KEPT, locale);
  } catch {
    // The next visit follows the browser again.
  }
}
