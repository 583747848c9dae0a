/** Rules for the fields of a form, with the words for errors. Lengths are the server's: `src/api/limits.ts`. */
import { characters } from "@/components/text";
import { i18next } from "@/i18n";
import "./texts";

export interface Limit {
  least: number;
  most: number;
}

/** Rule for a value: returns the words for its error, or null. */
export interface Rule<T, V> {
  (value: T, values: V): string | null;
  /** Least and largest number of characters of a text. */
  limit?: Limit;
}

export type Rules<V> = { readonly [Field in keyof V]?: Rule<V[Field], V> };

/** Rule for a text within the server's limits; a text that may be empty is optional. */
export function text(
  limit: Limit,
  words: { required?: string } = {},
): Rule<string | null | undefined, unknown> {
  function rule(value: string | null | undefined): string | null {
    const length = characters((value ?? "").trim());
    if (length === 0) return limit.least > 0 ? (words.required ?? i18next.t("form:required")) : null;
    if (length < limit.least) return i18next.t("form:short", { ...limit });
    return characters((value ?? "").trimEnd()) > limit.most ? i18next.t("form:long", { ...limit }) : null;
  }
  return Object.assign(rule, { limit });
}

/** Rule for a required choice, of one or of several. */
export function chosen(required?: string): Rule<string | readonly string[], unknown> {
  return (value) => (value.length > 0 ? null : (required ?? i18next.t("form:required")));
}

/** Checks values by rules; returns the error of each wrong field, in words. */
export function check<V extends object>(
  rules: Rules<V>,
  values: NoInfer<V>,
): Partial<Record<keyof V, string>> {
  const found: Partial<Record<keyof V, string>> = {};
  for (const field of Object.keys(rules) as (keyof V)[]) {
    const words = rules[field]?.(values[field], values);
    if (words) found[field] = words;
  }
  return found;
}

/** Returns the values of a form without the blanks around its texts. */
export function trimmed<V extends object>(values: V): V {
  const parts = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? value.trim() : value,
  ]);
  return Object.fromEntries(parts) as V;
}
