import { describe, expect, it } from "vitest";
import { numberOrDigits, ticketNumber } from "./numbers";

describe("a ticket number among searched words", () => {
  it.each([
    ["T-1042", "T-1042"],
    [" t1042 ", "T-1042"],
    ["1042", null],
    ["T-1042 printer", null],
    ["printer", null],
  ])("%s", (typed, expected) => expect(ticketNumber(typed)).toBe(expected));
});

describe("a ticket number where one is asked for", () => {
  it.each([
    ["1069", "T-1069"],
    ["t-1069", "T-1069"],
    ["T1069 ", "T-1069"],
    ["1069 printer", null],
    ["", null],
  ])("%s", (typed, expected) => expect(numberOrDigits(typed)).toBe(expected));
});
