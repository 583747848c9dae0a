/** The order of what a home page shows. */

interface Arrangement<T> {
  /** Counts the changes; 0 while nobody arranged anything. */
  version: number;
  widgets: T[];
}

/** Returns the parts in the order the person gave them, or else in the default order, parts without a place last. */
export function arranged<T extends { id: string }>(
  { version, widgets }: Arrangement<T>,
  start: readonly { id: string }[],
): T[] {
  if (version > 0) return widgets;
  const place = ({ id }: T) => {
    const found = start.findIndex((one) => one.id === id);
    return found < 0 ? start.length : found;
  };
  return [...widgets].sort((one, other) => place(one) - place(other));
}

/** The list with one thing taken from its place and put at another. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(to, 0, taken);
  return next;
}

/** The name to greet somebody by: all but the family name, as far as a name tells. */
export function firstName(name: string): string {
  const words = name.trim().split(/\s+/);
  // "Lotte van Dijk": words in small letters belong to the family name.
  const small = words.findIndex((word) => word === word.toLowerCase() && word !== word.toUpperCase());
  const end = small > 0 ? small : Math.max(words.length - 1, 1);
  return words.slice(0, end).join(" ");
}
