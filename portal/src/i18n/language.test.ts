import { afterEach, describe, expect, it, vi } from "vitest";
import {
  browserLocale,
  deviceLocale,
  keepLocale,
  languageOf,
  regionFor,
  regionOf,
  spokenLocale,
  writtenLocale,
} from "./language";

const browser = (...languages: string[]) =>
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);

afterEach(() => vi.restoreAllMocks());

describe("the language of a locale", () => {
  it.each([
    ["en", "en", "en", "US"],
    ["en-GB", "en", "en-GB", "GB"],
    ["es", "es", "es", "ES"],
    ["es-MX", "es", "es-MX", "MX"],
    ["es-419", "es", "es-419", "419"],
    // Other languages have no texts: English ones, with dates and numbers as in the region.
    ["de-DE", "en", "en-DE", "DE"],
    ["pt", "en", "en-BR", "BR"],
    ["zh-Hant-TW", "en", "en-TW", "TW"],
    ["not a locale", "en", "en", "US"],
    ["", "en", "en", "US"],
  ])("of %s is %s, spoken as %s, of %s", (locale, language, spoken, region) => {
    expect(languageOf(locale)).toBe(language);
    expect(spokenLocale(locale)).toBe(spoken);
    expect(regionOf(locale)).toBe(region);
  });
});

describe("how dates and numbers are written", () => {
  it.each([
    // English alone: the browser's languages say where, then the time zone.
    ["en", "Europe/Oslo", ["en-US", "en"], "NO", "en-NO"],
    ["en", "Europe/Amsterdam", ["en"], "NL", "en-NL"],
    ["en", "America/New_York", ["en-US"], "US", "en-US"],
    ["en", "America/New_York", ["en-GB", "en"], "GB", "en-GB"],
    ["en", "Europe/Oslo", ["en", "de-AT"], "AT", "en-AT"],
    ["en", "Europe/Vaduz", ["en-US"], "150", "en-150"],
    ["en", "UTC", ["en-US"], "US", "en-US"],
    // A region that was chosen stays.
    ["en-US", "Europe/Oslo", ["en-GB"], "US", "en-US"],
    ["en-GB", "America/New_York", ["en-US"], "GB", "en-GB"],
    ["de-DE", "UTC", ["en-US"], "DE", "en-DE"],
    ["es", "America/Bogota", ["en-US"], "ES", "es"],
    ["es-MX", "Europe/Oslo", ["en-US"], "MX", "es-MX"],
    // No English is written in Greece: as in the rest of Europe, not as in the United States.
    ["el-GR", "UTC", ["en-US"], "GR", "en-150"],
  ])("for %s in %s, by a browser of %s: as in %s", (locale, zone, languages, region, written) => {
    browser(...languages);
    expect(regionFor(locale, zone)).toBe(region);
    expect(writtenLocale(locale, zone)).toBe(written);
  });
});

describe("the locale of a device", () => {
  it.each([
    [["es-MX", "en-US"], "es-MX"],
    [["en-GB", "es"], "en-GB"],
    [["de-AT", "es-ES", "en"], "es-ES"],
    [["de-AT", "fr"], "en-AT"],
    [[], "en"],
  ])("is of a browser that wants %s: %s", (languages, locale) => {
    browser(...languages);
    expect(deviceLocale()).toBe(locale);
  });

  it("is the one used last, if it is one of the portal's", () => {
    browser("en-GB");
    keepLocale("es-CO");
    expect(deviceLocale()).toBe("es-CO");
    localStorage.setItem("portico:language", "xx");
    expect(deviceLocale()).toBe("en-GB");
  });

  it("is the browser's where nothing may be kept", () => {
    browser("es");
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
      throw new Error("refused");
    });
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new Error("refused");
    });
    keepLocale("en");
    expect(deviceLocale()).toBe("es");
  });

  it("has the browser's region for a language that is chosen", () => {
    browser("en-GB", "es-CL");
    expect(browserLocale("es")).toBe("es-CL");
    browser("en-GB");
    expect(browserLocale("es")).toBe("es");
  });
});
