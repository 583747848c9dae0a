/** Formatters of dates and numbers. One is made once and used again, because making it takes as long as many texts. */

const made = new Map<string, unknown>();

function once<F>(kind: string, locale: string, options: object | undefined, make: () => F): F {
  const key = `${kind} ${locale} ${JSON.stringify(options)}`;
  const known = made.get(key) as F | undefined;
  if (known) return known;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

/** Throws a RangeError if the zone or the locale is none. */
export function dateFormat(locale: string, options?: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return once("date", locale, options, () => new Intl.DateTimeFormat(locale, options));
}

export function numberFormat(locale: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat {
  return once("number", locale, options, () => new Intl.NumberFormat(locale, options));
}

/** "2h ago" */
export function agoFormat(locale: string): Intl.RelativeTimeFormat {
  return once("ago", locale, undefined, () => new Intl.RelativeTimeFormat(locale, { style: "narrow" }));
}
