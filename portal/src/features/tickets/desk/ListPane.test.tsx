import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
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
  return screen.getAllByRole("option").map((one) => one.textContent);
}

describe("the queues of the console", () => {
  it("are one's own", async () => {
    expect(await queuesShown([])).toEqual(["Assigned to me", "PowerPlus"]);
  });

  it("are all of them for those who see every ticket, whatever their role is called", async () => {
    expect(await queuesShown(["list_tickets"])).toEqual(["Assigned to me", "PowerPlus", "Service Desk"]);
  });
});
