/** Amounts of money in words. An amount stays a decimal text: it is never a float, so no digit of it is lost. */
import { numberFormat } from "./formats";

/** Amount as the server gives it: a decimal, "12.50", and the code of its currency by ISO 4217. */
export interface Amount {
  amount: string;
  currency: string;
}

/**
 * Decimals of the currencies that have other than two, by ISO 4217. `Intl` knows those that people write, which are
 * fewer for twenty currencies: a minor unit of HUF is a hundredth, and `Intl` writes none.
 */
const DECIMALS: Record<string, number> = Object.fromEntries([
  ...["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"].map((code) => [code, 0] as const),
  ...["UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"].map((code) => [code, 0] as const),
  ...["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"].map((code) => [code, 3] as const),
  ...["CLF", "UYW"].map((code) => [code, 4] as const),
]);

function decimalsOf(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

/** Returns the amount of a whole number of minor units: 1250 of USD is "12.50". */
export function amountOf(minor: number | bigint, currency: string): Amount {
  if (typeof minor === "number" && !Number.isSafeInteger(minor)) throw new RangeError(`${minor} minor units`);
  const decimals = decimalsOf(currency);
  const digits = String(minor < 0 ? -BigInt(minor) : minor).padStart(decimals + 1, "0");
  const [whole, part] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  return { amount: `${minor < 0 ? "-" : ""}${whole}${part && `.${part}`}`, currency };
}

/** Returns about so many minor units as one writes them at an axis: "$1.3K". */
export function shortMoney(minor: number, currency: string, locale: string): string {
  const amount = `${minor}e-${decimalsOf(currency)}` as `${number}`;
  const options = { style: "currency", currency, notation: "compact", maximumFractionDigits: 1 } as const;
  return numberFormat(locale, { ...options, minimumFractionDigits: 0 }).format(amount);
}

/**
 * Returns an amount as it is written in a language: "$12.50", "12,50 €". It has the decimals of its currency, and more
 * where the amount has more, as prices of a unit do. Text that is no amount is returned as it is.
 */
export function moneyWords({ amount, currency }: Amount, locale: string, bare = false): string {
  const digits = /^-?\d+(?:\.(\d+))?$/.exec(amount);
  if (!digits || !/^[A-Z]{3}$/.test(currency)) return `${amount} ${currency}`.trim();
  const decimals = decimalsOf(currency);
  return numberFormat(locale, {
    ...(bare ? {} : { style: "currency", currency }),
    minimumFractionDigits: decimals,
    maximumFractionDigits: Math.max(decimals, digits[1]?.length ?? 0),
    signDisplay: "negative",
  }).format(amount as `${number}`);
}
