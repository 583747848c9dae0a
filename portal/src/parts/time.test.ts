import { describe, expect, it } from "vitest";
import { exactTime, plainDate, timeWords, zoneOf } from "./time";

const words = {
  now: "just now",
  today: (time: string) => `today ${time}`,
  tomorrow: (time: string) => `tomorrow ${time}`,
  yesterday: (time: string) => `yesterday ${time}`,
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
    expect(zoneOf("en-GB", "Moon/Base")).toEqual({
      locale: Intl.DateTimeFormat().resolvedOptions().locale,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
    expect(zoneOf("en-GB", "Europe/Berlin")).toEqual(berlin);
  });
});
