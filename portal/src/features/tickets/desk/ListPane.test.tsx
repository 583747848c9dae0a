import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import type { DeskSearch } from "../search";
import { ListPane } from "./ListPane";
import "./texts";

const QUEUES = [
  { id: "q1", name: "PowerPlus", mine: true, agents: [] },
  { id: "q2", name: "Service Desk", mine: false, agents: [] },
];
const nothing = () => undefined;

async function queuesShown(unrestricted: string[]) {
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["list_tickets"], unrestricted }),
    "GET /v1/queues": () => json(200, { items: QUEUES }),
    "GET /v1/tickets": () => json(200, { items: [] }),
  });
  const List = () => <ListPane search={{}} onFilter={nothing} onSelect={nothing} />;
  openPage(List, { path: "/staff/desk", face: "staff", role: "agent" });
  await screen.findByText("Nothing waiting");
  const choice = screen.getByRole("combobox", { name: "Which tickets" });
  return within(choice)
    .getAllByRole("option")
    .map((one) => one.textContent);
}

describe("the queues of the console", () => {
  it("are one's own", async () => {
    expect(await queuesShown([])).toEqual(["Assigned to me", "PowerPlus"]);
  });

  it("are all of them for those who see every ticket, whatever their role is called", async () => {
    expect(await queuesShown(["list_tickets"])).toEqual(["Assigned to me", "PowerPlus", "Service Desk"]);
  });
});

describe("the order of the console's list", () => {
  async function ordered(search: DeskSearch) {
    const asked = serve({
      "GET /v1/home": () => json(200, { ...HOME, actions: ["list_tickets"], unrestricted: [] }),
      "GET /v1/queues": () => json(200, { items: QUEUES }),
      "GET /v1/tickets": () => json(200, { items: [] }),
    });
    const onFilter = vi.fn();
    const List = () => <ListPane search={search} onFilter={onFilter} onSelect={nothing} />;
    openPage(List, { path: "/staff/desk", face: "staff", role: "agent" });
    await screen.findByLabelText("Order");
    const last = () =>
      Object.fromEntries(asked.filter(({ path }) => path === "/v1/tickets").at(-1)?.query ?? []);
    return { last, onFilter, user: userEvent.setup() };
  }

  it("is that of the targets, or of the opening", async () => {
    const { last, onFilter, user } = await ordered({ queue: "q1", order: "newest", from: "2026-11-03" });
    await waitFor(() => expect(last()).toMatchObject({ queue: "q1", sort: "newest" }));
    expect(last().from).toMatch(/^2026-11-0[23]T/);
    expect(screen.getAllByRole("option", { name: /first$/ }).map((one) => one.textContent)).toEqual([
      "Most urgent first",
      "Newest first",
      "Oldest first",
    ]);
    await user.selectOptions(screen.getByLabelText("Order"), "Most urgent first");
    expect(onFilter).toHaveBeenCalledWith({ queue: "q1", from: "2026-11-03" });
  });

  it("leaves out what only ended tickets are sorted by", async () => {
    const { last } = await ordered({ queue: "q1", order: "earliest_change" });
    await waitFor(() => expect(last()).toMatchObject({ queue: "q1" }));
    expect(last().sort).toBeUndefined();
  });
});
