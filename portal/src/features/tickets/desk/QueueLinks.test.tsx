import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import QueueLinks from "./QueueLinks";
import "./texts";

const QUEUES = [
  { id: "q1", name: "PowerPlus", mine: true, agents: [], active: 12, unassigned: 3 },
  { id: "q2", name: "Finance", mine: true, agents: [], active: 1, unassigned: 0 },
  { id: "q3", name: "Shop", mine: true, agents: [], active: 0, unassigned: 0 },
  // A server of the version before counts nothing.
  { id: "q4", name: "General", mine: true, agents: [] },
];

async function links() {
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["list_tickets", "list_queues"] }),
    "GET /v1/queues": () => json(200, { items: QUEUES }),
    "GET /v1/tickets": () => json(200, { items: [{ id: "t1" }, { id: "t2" }], next_cursor: null }),
  });
  openPage(() => <QueueLinks classes={{}} />, { path: "/staff/desk", face: "staff", role: "agent" });
  const list = within(await screen.findByRole("list", { name: "Tickets" }));
  await list.findByRole("link", { name: /PowerPlus/ });
  return list.getAllByRole("link");
}

describe("the queues in the side bar", () => {
  it("have the number of their active tickets, and say how many of them nobody has", async () => {
    const [mine, first, second, third, fourth] = await links();
    await waitFor(() => expect(mine).toHaveAccessibleName("Assigned to me 2 active tickets of yours"));
    expect(first).toHaveAccessibleName("PowerPlus 12 active tickets, 3 without an agent");
    expect(first).toHaveTextContent("12");
    expect(second).toHaveAccessibleName("Finance 1 active ticket");
    expect(third).toHaveAccessibleName("Shop");
    expect(fourth).toHaveAccessibleName("General");
  });
});
