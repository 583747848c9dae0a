import { describe, expect, it } from "vitest";
import { moved, paired } from "@/features/home/order";
import { areasOf } from "./areas";
import { numberOrDigits, ticketNumber } from "./SearchBox";
import { articleSearch, deskSearch, ticketSearch, touchSearch } from "./search";

describe("what stands in the address", () => {
  it("is read back, and anything unknown is left out", () => {
    expect(ticketSearch({ view: "company", status: "done", cursor: "abc", evil: "x" })).toEqual({
      view: "company",
      status: "done",
      cursor: "abc",
    });
    expect(ticketSearch({ view: "all", status: 7, cursor: "" })).toEqual({});
    expect(deskSearch({ view: "queue", queue: "q1", ticket: "t1" })).toEqual({ queue: "q1", ticket: "t1" });
    expect(articleSearch({ q: 42, kind: "essay" })).toEqual({ q: "42" });
    expect(touchSearch({ record: "r", limit: 5 })).toEqual({ record: "r" });
  });
});

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

describe("the areas of a hat", () => {
  const hat = (kind: string, role: string) => ({ id: "h", kind, role, label: "" }) as never;
  const keys = (kind: string, role: string, on?: string[]) =>
    areasOf(hat(kind, role), on).map((area) => area.key);

  it("are its face's, and only what its role and the settings open", () => {
    expect(keys("customer", "member")).toEqual(["tickets", "newTicket", "knowledge"]);
    expect(keys("customer", "member", ["knowledge"])).toEqual(["knowledge"]);
    expect(keys("staff", "agent")).not.toContain("jobs");
    expect(keys("staff", "administrator")).toContain("jobs");
    expect(keys("partner", "seller")).toEqual([]);
  });
});

describe("arranging", () => {
  it("puts two narrow neighbours into one row and lets a lonely one take its own", () => {
    expect(paired([true, true, false, true])).toEqual([true, true, false, false]);
    expect(paired([true, false, true, true, true])).toEqual([false, false, true, true, false]);
  });

  it("moves one thing and keeps the others in order", () => {
    expect(moved(["a", "b", "c", "d"], 3, 1)).toEqual(["a", "d", "b", "c"]);
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  });
});
