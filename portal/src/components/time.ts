/** Time as people say it, in the person's own zone and language. */
import { writtenLocale } from "@/i18n/language";
import { agoFormat, dateFormat } from "./formats";

export interface Zone {
  locale: string;
  timeZone: string;
}

interface Words {
  now: string;
  today: (time: string) => string;
  tomorrow: (time: string) => string;
  yesterday: (time: string) => string;
  /** A day and the time of day: "Thu 10:00", "3 Mar, 10:00". */
  weekday: (day: string, time: string) => string;
  date: (day: string, time: string) => string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The calendar day in the zone, as a count of days, so that two can be subtracted. */
function dayOf(at: Date, zone: Zone): number {
  const parts = dateFormat("en-CA", { timeZone: zone.timeZone, dateStyle: "short" }).format(at);
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / DAY);
}

function yearOf(at: Date, zone: Zone): string {
  return dateFormat("en-CA", { timeZone: zone.timeZone, year: "numeric" }).format(at);
}

function format(at: Date, zone: Zone, options: Intl.DateTimeFormatOptions): string {
  return dateFormat(zone.locale, { timeZone: zone.timeZone, ...options }).format(at);
}

/** "2h ago", "tomorrow 10:00", "Thu 10:00", "3 Mar". */
export function timeWords(at: Date, now: Date, zone: Zone, words: Words): string {
  const away = at.getTime() - now.getTime();
  const ago = agoFormat(zone.locale);
  if (Math.abs(away) < MINUTE) return words.now;
  if (Math.abs(away) < HOUR) return ago.format(Math.trunc(away / MINUTE), "minute");
  const days = dayOf(at, zone) - dayOf(now, zone);
  const time = format(at, zone, { timeStyle: "short" });
  if (days === 0) return away < 0 ? ago.format(Math.trunc(away / HOUR), "hour") : words.today(time);
  if (days === -1) return words.yesterday(time);
  if (days === 1) return words.tomorrow(time);
  if (days > 1 && days < 7) return words.weekday(format(at, zone, { weekday: "short" }), time);
  const sameYear = yearOf(at, zone) === yearOf(now, zone);
  const date = format(at, zone, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
  return away > 0 && sameYear ? words.date(date, time) : date;
}

/** The exact moment with its zone, for hover and focus. */
export function exactTime(at: Date, zone: Zone): string {
  return format(at, zone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  });
}

/** A date without a time, as it was written down, in no zone. */
export function plainDate(date: string, locale: string): string {
  return dateFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(
    new Date(`${date.slice(0, 10)}T00:00:00Z`),
  );
}

/** A date without a time and a year: "Nov 23". */
export function shortDate(date: string, locale: string): string {
  return dateFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${date.slice(0, 10)}T00:00:00Z`),
  );
}

/** The browser's zone, which changes when the device travels. */
function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * Locale and zone of dates and numbers for a person, on every page: no other place decides them. The zone is the given
 * one, or the browser's where the person's is unknown or not understood; `spoken` is the locale of the texts, for a
 * person whose locale is unknown.
 */
export function zoneOf(locale: string | undefined, timeZone: string | undefined, spoken: string): Zone {
  try {
    const zone = timeZone || ownZone();
    dateFormat("en", { timeZone: zone });
    return { locale: writtenLocale(locale || spoken, zone), timeZone: zone };
  } catch {
    const own = ownZone();
    return { locale: writtenLocale(spoken, own), timeZone: own };
  }
}

/** The wall clock of a zone at a moment, as if it were UTC. */
function wallClock(at: number, timeZone: string): number {
  const parts = dateFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

/**
 * The moment of a wall-clock time, "2026-11-30T09:00", in a zone; null where it is none. A time that comes twice is the
 * first; one that the clocks jump over is as much later as they jump.
 */
export function momentOf(local: string, timeZone: string): Date | null {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return null;
  const shift = (at: number) => wallClock(at, timeZone) - at;
  const before = wanted - shift(wanted - DAY);
  const after = wanted - shift(wanted + DAY);
  const fitting = [before, after].filter((at) => wallClock(at, timeZone) === wanted);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : before);
}

/** The wall-clock time of a zone at a moment, for a field: the inverse of `momentOf`. */
export function wallTime(at: Date, timeZone: string): string {
  return new Date(wallClock(at.getTime(), timeZone)).toISOString().slice(0, 16);
}

/** Nine o'clock in a zone, so many days from now, as a wall-clock time. */
export function nineIn(days: number, now: Date, timeZone: string): string {
  return `${new Date(wallClock(now.getTime(), timeZone) + days * DAY).toISOString().slice(0, 10)}T09:00`;
}

/** Days until the next Monday in a zone: seven on a Monday. */
export function daysToMonday(now: Date, timeZone: string): number {
  return (8 - new Date(wallClock(now.getTime(), timeZone)).getUTCDay()) % 7 || 7;
}

/** "Mon 30 Nov": a day in a zone, as people say it. */
export function dayWords(at: Date, zone: Zone): string {
  return format(at, zone, { weekday: "short", day: "numeric", month: "short" });
}
