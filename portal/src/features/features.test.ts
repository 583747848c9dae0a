/** Tests of all areas together: navigation, search and addresses. */
import { describe, expect, it } from "vitest";
import type { Action, Face } from "@/api/types";
import type { Found } from "@/kit/feature/feature";
import { areasOf, grouped } from "@/kit/feature/features";
import { newRouter } from "@/shell/routes";
import { articleSearch } from "./knowledge/search";
import { features } from "./routes";
import { deskSearch, newTicketSearch, ticketSearch } from "./tickets/search";
import { touchSearch } from "./touches/search";

const FACES: Face[] = ["customer", "partner", "employee", "staff"];

describe("the areas of a hat", () => {
  const keys = (face: Face, actions?: Action[]) => areasOf(features, face, actions).map(({ key }) => key);

  it("are its face's, and only what the server lets it do", () => {
    expect(keys("customer")).toEqual(["tickets", "newTicket", "knowledge"]);
    expect(keys("customer", ["search_articles"])).toEqual(["knowledge"]);
    for (const face of ["partner", "employee"] as const) {
      expect(keys(face, ["list_tickets", "open_ticket", "search_articles"])).toEqual([
        "tickets",
        "newTicket",
        "knowledge",
      ]);
      expect(areasOf(features, face, undefined).every(({ to }) => to.startsWith(`/${face}/`))).toBe(true);
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
    expect(keys("staff", ["list_jobs", "list_people"])).toEqual(["people", "jobs"]);
  });

  it("have a heading each but for the act of the bar", () => {
    const all = features.flatMap(({ nav }) => nav.map(({ needs }) => needs));
    const headings = grouped(areasOf(features, "staff", all)).map(([group, areas]) => [
      group,
      areas.map(({ key }) => key),
    ]);
    expect(headings).toEqual([
      ["work", ["desk", "team"]],
      ["support", ["knowledge", "editor", "canned", "inbound"]],
      ["company", ["accounts", "catalogue", "touches", "people", "imports", "jobs", "settings"]],
    ]);
    expect(grouped(areasOf(features, "customer", all))).toHaveLength(1);
  });

  it("lead to pages that there are", () => {
    const all = features.flatMap(({ nav }) => nav.map(({ needs }) => needs));
    const pages = Object.keys(newRouter().routesByPath);
    for (const face of FACES) {
      const places = areasOf(features, face, all).map(({ to }) => to);
      // The asking faces have the same pages, known by the customer's addresses.
      expect(pages).toEqual(expect.arrayContaining(places));
    }
  });

  it("have names of their own, as their parts of the home page have", () => {
    const keys = features.flatMap(({ nav }) => nav.map(({ key, faces }) => `${key} ${faces}`));
    const ids = features.flatMap(({ widgets }) => widgets.map(({ id }) => id));
    for (const names of [keys, ids]) expect(new Set(names).size).toBe(names.length);
  });
});

describe("typed words", () => {
  function found(text: string, face: Face, actions: Action[]): Found[] {
    const who = { face, may: (action: Action) => actions.includes(action) };
    return features.flatMap(({ finds }) => finds).flatMap(({ find }) => find(text, who) ?? []);
  }

  it("lead to a ticket by its number, and otherwise to the answers", () => {
    const of = (text: string, face: Face, actions: Action[] = ["list_tickets"]) =>
      found(text, face, actions)
        .filter(({ meant }) => meant !== "otherwise")
        .map(({ to, search, meant }) => [to, search, meant]);
    expect(of("t1042", "customer")).toEqual([["/customer/tickets", { number: "T-1042" }, "surely"]]);
    expect(of("T-1042", "staff")).toEqual([["/staff/desk", { number: "T-1042" }, "surely"]]);
    expect(of("1042", "partner")).toEqual([["/partner/tickets", { number: "T-1042" }, "perhaps"]]);
    expect(of("T-1042", "staff", [])).toEqual([]);
    expect(of("printer", "staff")).toEqual([]);
    const other = found(" printer ", "staff", []).map(({ to, search }) => [to, search]);
    expect(other).toEqual([["/staff/knowledge", { q: "printer" }]]);
  });
});

describe("what an address holds", () => {
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
