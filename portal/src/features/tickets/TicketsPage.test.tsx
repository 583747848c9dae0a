import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Face, Home } from "@/api/types";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import TicketsPage from "./TicketsPage";

type Lists = Home["ticket_lists"];

function open(face: Face, ticket_lists: Lists, search = "") {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, ticket_lists, reopen_days: 3 }),
    "GET /v1/tickets": () => json(200, { items: [] }),
  });
  openPage(TicketsPage, { path: `/${face}/tickets`, at: `/${face}/tickets${search}`, face });
  return () =>
    asked.filter(({ path }) => path === "/v1/tickets").map(({ query }) => Object.fromEntries(query));
}

describe("the list of tickets", () => {
  it.each([
    ["customer", ["mine"], "Company tickets", false],
    ["customer", ["mine", "company"], "Company tickets", true],
    ["partner", ["mine"], "Company requests", false],
    ["partner", ["mine", "company"], "Company requests", true],
    ["employee", ["mine"], "Company requests", false],
  ] as [Face, Lists, string, boolean][])("of %s who may ask for %s", async (face, lists, words, seen) => {
    open(face, lists);
    await screen.findByText(face === "customer" ? "No active tickets" : "No active requests");
    await waitFor(() => expect(screen.queryAllByText(words)).toHaveLength(seen ? 1 : 0));
  });

  it("asks for the company's only as somebody who sees it", async () => {
    const member = open("customer", ["mine"], "?view=company");
    await waitFor(() => expect(member()).toMatchObject([{ view: "mine", status: "active" }]));
  });

  it("is the company's for those who see it", async () => {
    const manager = open("customer", ["mine", "company"], "?view=company");
    await waitFor(() => expect(manager()).toMatchObject([{ view: "company", status: "active" }]));
  });

  it("says how long what is closed can be reopened, as the server has it", async () => {
    open("customer", ["mine"], "?status=done");
    expect(await screen.findByText(/You can reopen them for 3 days\./)).toBeInTheDocument();
  });

  it("looks for a number among all that is in reach", async () => {
    const manager = open("customer", ["mine", "company"], "?number=T-1069");
    await waitFor(() => expect(manager()).toEqual([{ number: "T-1069", limit: "25" }]));
    expect(await screen.findByText("No ticket T-1069")).toBeInTheDocument();
  });
});
