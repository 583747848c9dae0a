/** Days in the address of a list. The routes need this part alone. */

export interface DaysSearch {
  from?: string | undefined;
  to?: string | undefined;
}

/** Field of an address for a day, "2026-11-30". */
export function day(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^[1-9]\d{3}-\d{2}-\d{2}$/.test(value)) return undefined;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value) ? value : undefined;
}
