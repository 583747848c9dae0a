/** Days of a list in its address: the first and the last, both included, as the reader's calendar has them. */
import { momentOf } from "@/components/time";
import type { DaysSearch } from "./day";

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
