/** Search parameters of an address, read with care: anything unknown is left out. */

type Field<T> = (value: unknown) => T | undefined;
type Fields = Record<string, Field<unknown>>;

/** Search parameters that the given fields read. */
export type SearchOf<Read extends (raw: Record<string, unknown>) => object> = ReturnType<Read>;

/** Field for a word or number of at most so many characters. */
export function word(most = 200): Field<string> {
  return (value) => {
    if (typeof value === "number") return String(value);
    return typeof value === "string" && value !== "" && value.length <= most ? value : undefined;
  };
}

/** Field for one of a few words. */
export function oneOf<const T extends string>(...choices: T[]): Field<T> {
  return (value) => choices.find((choice) => choice === value);
}

/** Reads the named parts of an address, and leaves out empty ones, so that addresses stay short. */
export function search<F extends Fields>(fields: F) {
  type Found = { [Name in keyof F]?: Exclude<ReturnType<F[Name]>, undefined> | undefined };
  return (raw: Record<string, unknown>): Found => {
    const found = Object.entries(fields).map(([name, read]) => [name, read(raw[name])]);
    return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Found;
  };
}
