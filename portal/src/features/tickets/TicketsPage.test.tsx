import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Face, Hat } from "@/api/types";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import TicketsPage from "./TicketsPage";

function open(face: Face, role: Hat["role"], search = "") {
  const asked = serve({
    "GET /v1/home": () => json(200, HOME),
    "GET /v1/tickets": () => json(200, { items: [] }),
  });
  openPage(TicketsPage, { path: `/${face}/tickets`, at: `/${face}/tickets${search}`, face, role });
  return () =>
    asked.filter(({ path }) => path === "/v1/tickets").map(({ query }) => Object.fromEntries(query));
}

describe("the list of tickets", () => {
  it.each([
    ["customer", "member", "Company tickets", false],
    ["customer", "manager", "Company tickets", true],
    ["partner", "seller", "Company requests", false],
    ["partner", "manager", "Company requests", true],
    ["employee", "employee", "Company requests", false],
  ] as const)("of %s as %s", async (face, role, words, seen) => {
    open(face, role);
    await screen.findByText(face === "customer" ? "No active tickets" : "No active requests");
    expect(screen.queryAllByText(words)).toHaveLength(seen ? 1 : 0);
  });

  it("asks for the company's only as somebody who sees it", async () => {
    const member = open("customer", "member", "?view=company");
    await waitFor(() => expect(member()).toMatchObject([{ view: "mine", status: "active" }]));
  });

  it("is the company's for those who see it", async () => {
    const manager = open("customer", "manager", "?view=company");
    await waitFor(() => expect(manager()).toMatchObject([{ view: "company", status: "active" }]));
  });

  it("looks for a number among all that is in reach", async () => {
    const manager = open("customer", "manager", "?number=T-1069");
    await waitFor(() => expect(manager()).toEqual([{ number: "T-1069", limit: "25" }]));
    expect(await screen.findByText("No ticket T-1069")).toBeInTheDocument();
  });
});
