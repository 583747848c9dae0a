/** Days of a list in its address: the first and the last, both included, as the reader's calendar has them. */
import { momentOf } from "@/components/time";

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

const nextDay = (date: string) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** The period of the days in a zone: its start, and the end that is no part of it. */
export function periodOf({ from, to }: DaysSearch, timeZone: string) {
  const midnight = (date: string) => momentOf(`${date}T00:00`, timeZone)?.toISOString();
  const turned = from && to && to < from;
  const [first, last] = turned ? [to, from] : [from, to];
  return {
    ...(first ? { from: midnight(first) } : {}),
    ...(last ? { before: midnight(nextDay(last)) } : {}),
  };
}
