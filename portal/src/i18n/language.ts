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

/** Regions that are offered for dates and numbers. */
export const REGIONS: readonly string[] = (
  "AR AT AU BE BO BR CA CH CL CO CR CU CZ DE DK DO EC ES FI FR GB GR GT HN " +
  "IE IN IT JP MX NI NL NO NZ PA PE PL PR PT PY SE SG SV US UY VE ZA"
).split(" ");

/** Region for days before months and 24 hours, where nothing more is known. */
const EUROPE = "150";

type Zoned = Intl.Locale & { getTimeZones?: () => readonly string[]; timeZones?: readonly string[] };

function regionOfZone(timeZone: string): string | undefined {
  const found = REGIONS.find((region) => {
    const locale: Zoned = new Intl.Locale(`und-${region}`);
    return (locale.getTimeZones?.() ?? locale.timeZones)?.includes(timeZone);
  });
  return found ?? (timeZone.startsWith("Europe/") ? EUROPE : undefined);
}

/** Region of the browser's languages, unless it is the one that browsers are delivered with. */
function regionOfBrowser(): string | undefined {
  return navigator.languages.map((one) => parsed(one)?.region).find((region) => region && region !== "US");
}

/**
 * Returns the region by which dates and numbers are written for a person. English alone leaves open whether a month
 * comes before its day: then the browser's languages decide, and else the person's time zone.
 */
export function regionFor(locale: string, timeZone: string): string {
  const around = spokenLocale(locale) === "en" ? (regionOfBrowser() ?? regionOfZone(timeZone)) : undefined;
  return around ?? regionOf(locale);
}

const written = new Map<string, string>();

/** Returns the locale by which dates and numbers are written for a person: that of the texts, with the region. */
export function writtenLocale(locale: string, timeZone: string): string {
  const asked = [locale, timeZone, ...navigator.languages].join(" ");
  const known = written.get(asked);
  if (known) return known;
  const spoken = spokenLocale(locale);
  let found = spoken;
  if (languageOf(spoken) === "en") {
    const wanted = `en-${regionFor(locale, timeZone)}`;
    // A region without English of its own would be written as the United States write.
    found = new Intl.DateTimeFormat(wanted).resolvedOptions().locale === "en" ? `en-${EUROPE}` : wanted;
  }
  written.set(asked, found);
  return found;
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
