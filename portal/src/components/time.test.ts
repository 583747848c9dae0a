import { describe, expect, it } from "vitest";
import { daysToMonday, dayWords, exactTime, momentOf, nineIn, plainDate, timeWords, zoneOf } from "./time";

const words = {
  now: "just now",
  today: (time: string) => `today ${time}`,
  tomorrow: (time: string) => `tomorrow ${time}`,
  yesterday: (time: string) => `yesterday ${time}`,
  weekday: (day: string, time: string) => `${day} ${time}`,
  date: (day: string, time: string) => `${day}, ${time}`,
};
const berlin = { locale: "en-GB", timeZone: "Europe/Berlin" };
const now = new Date("2026-11-20T10:00:00Z");
const say = (iso: string, zone = berlin) => timeWords(new Date(iso), now, zone, words);

describe("time in words", () => {
  it.each([
    ["2026-11-20T09:59:30Z", "just now"],
    ["2026-11-20T09:40:00Z", "20 min ago"],
    ["2026-11-20T08:00:00Z", "2 hr ago"],
    ["2026-11-20T10:20:00Z", "in 20 min"],
    ["2026-11-20T14:00:00Z", "today 15:00"],
    ["2026-11-21T09:00:00Z", "tomorrow 10:00"],
    ["2026-11-19T20:00:00Z", "yesterday 21:00"],
    ["2026-11-23T09:00:00Z", "Mon 10:00"],
    ["2026-03-03T09:00:00Z", "3 Mar"],
    ["2025-03-03T09:00:00Z", "3 Mar 2025"],
  ])("%s is %s", (iso, expected) => expect(say(iso)).toBe(expected));

  it("takes the day from the person's zone, not from the machine's", () => {
    // 23:30 in Berlin is still the afternoon in New York.
    expect(say("2026-11-20T22:30:00Z")).toBe("today 23:30");
    expect(say("2026-11-20T23:30:00Z")).toBe("tomorrow 00:30");
    expect(say("2026-11-20T23:30:00Z", { locale: "en-GB", timeZone: "America/New_York" })).toBe(
      "today 18:30",
    );
  });

  it("gives the exact moment with its zone", () => {
    expect(exactTime(new Date("2026-11-21T09:00:00Z"), berlin)).toMatch(/21 Nov 2026.*10:00.*(CET|GMT\+1)/);
  });

  it("shows a date as written, in no zone", () => {
    expect(plainDate("2026-02-01", "en-GB")).toBe("1 Feb 2026");
  });

  it("falls back to the browser's zone when the person's is not understood", () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(zoneOf("en-GB", "Moon/Base", "es")).toEqual({ locale: "es", timeZone });
    expect(zoneOf(undefined, "Europe/Berlin", "es")).toEqual({ locale: "es", timeZone: "Europe/Berlin" });
    expect(zoneOf("en-GB", "Europe/Berlin", "en")).toEqual(berlin);
  });

  it("has 24 hours and the day before the month for English in Europe", () => {
    const zone = zoneOf("en", "Europe/Oslo", "en");
    expect(say("2026-11-20T14:00:00Z", zone)).toBe("today 15:00");
    expect(say("2026-03-03T09:00:00Z", zone)).toBe("3 Mar");
    const there = zoneOf("en", "America/New_York", "en");
    expect(say("2026-11-20T20:00:00Z", there)).toMatch(/^today 3:00\sPM$/);
    expect(say("2026-03-03T09:00:00Z", there)).toBe("Mar 3");
  });

  it("is in the language of the texts, as the person's region writes it", () => {
    const zone = zoneOf("de-DE", "Europe/Berlin", "en-DE");
    expect(say("2026-11-20T08:00:00Z", zone)).toBe("2 hr ago");
    expect(say("2026-03-03T09:00:00Z", zone)).toBe("3 Mar");
    expect(say("2026-03-03T09:00:00Z", { locale: "es-ES", timeZone: "Europe/Madrid" })).toBe("3 mar");
    expect(say("2026-11-20T08:00:00Z", { locale: "es-ES", timeZone: "Europe/Madrid" })).toBe("hace 2 h");
  });
});

describe("a wall-clock time in a person's zone", () => {
  it.each([
    ["2026-11-30T10:00", "Europe/Amsterdam", "2026-11-30T09:00:00.000Z"],
    ["2026-07-01T10:00", "Europe/Amsterdam", "2026-07-01T08:00:00.000Z"],
    ["2026-11-30T10:00", "America/New_York", "2026-11-30T15:00:00.000Z"],
    ["2026-11-30T10:00", "Asia/Kolkata", "2026-11-30T04:30:00.000Z"],
    ["2026-11-30T00:30", "Pacific/Auckland", "2026-11-29T11:30:00.000Z"],
    // The hour that comes twice, and the one that never comes.
    ["2022-10-30T02:30", "Europe/Amsterdam", "2022-10-30T00:30:00.000Z"],
    ["2022-03-27T02:30", "Europe/Amsterdam", "2022-03-27T01:30:00.000Z"],
  ])("%s in %s is %s", (local, zone, moment) => expect(momentOf(local, zone)?.toISOString()).toBe(moment));

  it("is none where nothing was written", () => {
    expect(momentOf("", "Europe/Amsterdam")).toBeNull();
    expect(momentOf("soon", "Europe/Amsterdam")).toBeNull();
  });

  it("is offered as a day to come, the day being that of the zone", () => {
    const late = new Date("2026-11-28T23:30:00Z");
    expect(nineIn(1, late, "Europe/Amsterdam")).toBe("2026-11-30T09:00");
    expect(nineIn(1, late, "America/New_York")).toBe("2026-11-29T09:00");
    expect(nineIn(7, new Date("2024-02-25T12:00:00Z"), "UTC")).toBe("2024-03-03T09:00");
    // A Sunday in Amsterdam, still Saturday in New York; and a Monday.
    expect(daysToMonday(late, "Europe/Amsterdam")).toBe(1);
    expect(daysToMonday(late, "America/New_York")).toBe(2);
    expect(daysToMonday(new Date("2026-11-30T12:00:00Z"), "UTC")).toBe(7);
  });

  it("names the day as people do", () =>
    expect(
      dayWords(new Date("2026-11-29T23:30:00Z"), { locale: "en-GB", timeZone: "Europe/Amsterdam" }),
    ).toBe("Mon 30 Nov"));
});
