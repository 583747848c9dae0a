import { describe, expect, it } from "vitest";
import { amountOf, moneyWords, shortMoney } from "./money";

/** Without the blanks that do not break, which locales differ in. */
const words = (amount: string, currency: string, locale = "en-US", bare = false) =>
  moneyWords({ amount, currency }, locale, bare).replace(/[\u00a0\u202f]/g, " ");

describe("an amount in minor units", () => {
  it.each([
    [1250, "USD", "12.50"],
    [5, "EUR", "0.05"],
    [0, "EUR", "0.00"],
    [-5, "EUR", "-0.05"],
    [-123456, "EUR", "-1234.56"],
    [1250, "JPY", "1250"],
    [0, "JPY", "0"],
    [1250, "KWD", "1.250"],
    [1250, "HUF", "12.50"],
    [12345, "CLF", "1.2345"],
    [9007199254740993n, "USD", "90071992547409.93"],
  ] as const)("%s of %s is %s", (minor, currency, amount) => {
    expect(amountOf(minor, currency)).toEqual({ amount, currency });
  });

  it.each([12.5, Number.NaN, 2 ** 53])("is a whole number: %s is refused", (minor) => {
    expect(() => amountOf(minor, "USD")).toThrow(RangeError);
  });
});

it.each([
  [10_400_000, "USD", "$104K"],
  [125_00, "USD", "$125"],
  [0, "EUR", "€0"],
  [-1_250_000, "JPY", "-¥1.3M"],
])("%s minor units of %s are %s at an axis", (minor, currency, written) => {
  expect(shortMoney(minor, currency, "en-US")).toBe(written);
});

describe("an amount in words", () => {
  it.each([
    ["12.50", "USD", "en-US", "$12.50"],
    ["-1234.56", "USD", "en-US", "-$1,234.56"],
    ["0.00", "EUR", "en-US", "€0.00"],
    ["-0.00", "EUR", "en-US", "€0.00"],
    ["1250", "JPY", "en-US", "¥1,250"],
    ["1.250", "KWD", "en-US", "KWD 1.250"],
    ["1234.50", "HUF", "en-US", "HUF 1,234.50"],
    ["-29626.20", "EUR", "de-DE", "-29.626,20 €"],
    ["348.3512", "EUR", "en-US", "€348.3512"],
    ["348.3500", "EUR", "en-US", "€348.35"],
    ["12.5", "EUR", "en-US", "€12.50"],
  ])("%s %s in %s is %s", (amount, currency, locale, written) => {
    expect(words(amount, currency, locale)).toBe(written);
  });

  it("loses no digit that a float would lose", () => {
    expect(words("90071992547409931.23", "USD")).toBe("$90,071,992,547,409,931.23");
    expect(words("0.3000", "EUR")).toBe("€0.30");
  });

  it("has no currency where the heading says it", () => {
    expect(words("29626.20", "EUR", "de-DE", true)).toBe("29.626,20");
    expect(words("1250", "JPY", "en-US", true)).toBe("1,250");
  });

  it.each([
    ["", "EUR", "EUR"],
    ["on request", "EUR", "on request EUR"],
    ["1e3", "EUR", "1e3 EUR"],
    ["12.50", "points", "12.50 points"],
  ])("is left as it is where it is none: %s %s", (amount, currency, written) => {
    expect(words(amount, currency)).toBe(written);
  });
});
