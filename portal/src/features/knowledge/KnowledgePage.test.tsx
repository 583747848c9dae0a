import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Action, Face } from "@/api/types";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import KnowledgePage from "./KnowledgePage";

const NOTHING = { items: [], total: 0, also_elsewhere: 0, asks_nothing: false, degraded: false };
const ONE = {
  id: "a1",
  title: "Session limits",
  summary: "",
  kind: "faq",
  products: [],
  updated_at: "2026-11-01T09:00:00Z",
  title_segments: [{ text: "Session limits", hit: false }],
  excerpt: [],
};

let found: object;
let actions: Action[];

const open = (search: string, face: Face = "customer") =>
  openPage(KnowledgePage, { path: `/${face}/knowledge`, at: `/${face}/knowledge?${search}`, face });

beforeEach(() => {
  actions = ["search_articles"];
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions }),
    "GET /v1/articles": () => json(200, found),
    "GET /v1/articles/a1": () => json(200, { ...ONE, body_html: "<p>Two for each person.</p>" }),
  });
});

describe("a search for answers", () => {
  it.each(["customer", "staff"] as const)("says to %s that words ask for nothing", async (face) => {
    found = { ...NOTHING, asks_nothing: true };
    open("q=how+do+I", face);
    expect(await screen.findByText("These words are too common to search for")).toBeInTheDocument();
    expect(screen.getByText(/^Add a word that says what it is about/)).toBeInTheDocument();
    expect(screen.queryByText(/We have noted/)).not.toBeInTheDocument();
  });

  it("carries the words on into what is asked instead", async () => {
    found = NOTHING;
    actions = ["search_articles", "open_ticket"];
    open("q=blue+screen");
    const ask = await screen.findByRole("link", { name: "Submit a new ticket" });
    expect(ask).toHaveAttribute("href", "/customer/tickets/new?synopsis=blue+screen");
  });

  it.each([
    ["product=p1", "12 more in other products:"],
    ["kind=faq", "12 more of other kinds:"],
    ["kind=faq&product=p1", "12 more in other products or of other kinds:"],
  ])("names what is found without the filters %s, and lifts them", async (filters, words) => {
    found = { ...NOTHING, items: [ONE], total: 1, also_elsewhere: 12 };
    const router = open(`q=login&${filters}`);
    expect(await screen.findByText(words, { exact: false })).toBeInTheDocument();
    found = { ...NOTHING, items: [ONE], total: 13 };
    await userEvent.click(screen.getByRole("link", { name: "Show all" }));
    expect(await screen.findByText("13 answers")).toBeInTheDocument();
    expect(router.state.location.search).toEqual({ q: "login" });
    expect(screen.queryByText(/more in other products/)).not.toBeInTheDocument();
  });

  it.each(["customer", "staff"] as const)("leads %s on when only the filters hide it", async (face) => {
    found = { ...NOTHING, also_elsewhere: 1 };
    open("q=login&kind=manual", face);
    expect(await screen.findByText("Nothing found for “login”")).toBeInTheDocument();
    expect(screen.getByText("1 more of another kind:", { exact: false })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Show all" })).toHaveAttribute(
      "href",
      `/${face}/knowledge?q=login`,
    );
  });

  it("opens a frequent question to its answer in place", async () => {
    found = { ...NOTHING, items: [ONE], total: 1 };
    open("kind=faq");
    const question = await screen.findByText("Session limits");
    expect(screen.queryByText("Two for each person.")).not.toBeInTheDocument();
    await userEvent.click(question);
    expect(await screen.findByText("Two for each person.")).toBeVisible();
    expect(screen.getByRole("link", { name: "Open as a page" })).toHaveAttribute(
      "href",
      "/customer/knowledge/a1",
    );
  });
});
