import { describe, expect, it } from "vitest";
import type { Action, Face } from "@/api/types";
import { arranged, firstName, moved } from "@/features/home/order";
import { articleSearch } from "@/features/knowledge/search";
import { deskSearch, newTicketSearch, ticketSearch } from "@/features/tickets/search";
import { touchSearch } from "@/features/touches/search";
import { areasOf } from "./areas";
import { numberOrDigits, ticketNumber } from "./SearchBox";

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
    expect(newTicketSearch({ synopsis: "blue screen", severity: "low" })).toEqual({
      synopsis: "blue screen",
    });
    expect(newTicketSearch({ synopsis: "x".repeat(2_001) })).toEqual({});
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
  const keys = (face: Face, actions?: Action[]) => areasOf(face, actions).map((area) => area.key);

  it("are its face's, and only what the server lets it do", () => {
    expect(keys("customer")).toEqual(["tickets", "newTicket", "knowledge"]);
    expect(keys("customer", ["search_articles"])).toEqual(["knowledge"]);
    for (const face of ["partner", "employee"] as const) {
      expect(keys(face, ["list_tickets", "open_ticket", "search_articles"])).toEqual([
        "requests",
        "ask",
        "knowledge",
      ]);
      expect(areasOf(face, undefined).every(({ to }) => to.startsWith(`/${face}/`))).toBe(true);
    }
  });

  it("of staff are nothing but answers until it is known what they may do", () => {
    expect(keys("staff")).toEqual(["knowledge"]);
    expect(keys("staff", ["search_articles"])).toEqual(["knowledge"]);
    expect(keys("staff", ["list_tickets", "search_articles", "list_touches"])).toEqual([
      "desk",
      "knowledge",
      "touches",
    ]);
    expect(keys("staff", ["list_jobs", "invite_person"])).toEqual(["people", "jobs"]);
  });
});

describe("arranging", () => {
  it("starts with what people come for, and keeps what they chose themselves", () => {
    const widgets = ["submit_ticket", "my_tickets", "new_thing", "find_answer"].map((id) => ({ id }));
    const ids = (version: number, asking: boolean) =>
      arranged({ version, widgets }, asking).map(({ id }) => id);
    expect(ids(0, true)).toEqual(["find_answer", "my_tickets", "submit_ticket", "new_thing"]);
    for (const order of [ids(1, true), ids(0, false)]) expect(order).toEqual(widgets.map(({ id }) => id));
  });

  it("moves one thing and keeps the others in order", () => {
    expect(moved(["a", "b", "c", "d"], 3, 1)).toEqual(["a", "d", "b", "c"]);
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  });
});

describe("greeting", () => {
  it.each([
    ["Jon Arne Eide", "Jon Arne"],
    ["Lotte van Dijk", "Lotte"],
    ["Ingrid", "Ingrid"],
    ["o'neil", "o'neil"],
    ["李 小龙", "李"],
  ])("%s as %s", (name, first) => expect(firstName(name)).toBe(first));
});
