import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, serve } from "@/testing/server";
import { ListPane } from "./ListPane";
import "./texts";

const AT = "2025-01-01T10:00:00Z";
const ticket = (count: number) => ({
  id: `t${count}`,
  number: `T-${count}`,
  version: 10 + count,
  kind: "support",
  type: "issue",
  severity: "high",
  severity_label: "2-High",
  synopsis: `Printer ${count}`,
  state: "open",
  state_label: "Open",
  requester: { id: "p2", name: "Bo" },
  queue: { id: "q1", name: "PowerPlus" },
  created_at: AT,
  updated_at: AT,
  first_response_due: AT,
  resolution_due: AT,
});
const TICKETS = [1, 2, 3, 4].map(ticket);
const nothing = () => undefined;

let asked: Asked[];

beforeEach(() => {
  const one = (count: number, allowed: string[]) => () => json(200, { ...ticket(count), allowed });
  asked = serve({
    "GET /v1/home": () =>
      json(200, { ...HOME, actions: ["list_tickets", "take_ticket", "resolve_ticket", "close_ticket"] }),
    "GET /v1/queues": () => json(200, { items: [{ id: "q1", name: "PowerPlus", mine: true, agents: [] }] }),
    "GET /v1/tickets": () => json(200, { items: TICKETS }),
    "GET /v1/tickets/t1": one(1, ["take", "resolve"]),
    "GET /v1/tickets/t2": one(2, ["take", "resolve"]),
    "GET /v1/tickets/t3": one(3, ["reopen"]),
    "POST /v1/tickets/t1/take": () => json(200, ticket(1)),
    "POST /v1/tickets/t2/take": () => problem(412, "stale"),
    "POST /v1/tickets/t1/resolve": () => json(200, ticket(1)),
  });
  const List = () => <ListPane search={{}} onFilter={nothing} onSelect={nothing} />;
  openPage(List, { path: "/staff/desk", face: "staff", role: "agent" });
});

const sent = (act: string) =>
  asked
    .filter(({ method, path }) => method === "POST" && path.endsWith(act))
    .map(({ path, headers }) => [path.split("/")[3], headers.get("If-Match")]);

describe("many tickets of the console", () => {
  it("are taken one by one with the version in the list, and those that failed are named and stay chosen", async () => {
    const user = userEvent.setup();
    await user.click(await screen.findByRole("checkbox", { name: "Choose T-1 Printer 1" }));
    await user.keyboard("{Shift>}");
    await user.click(screen.getByRole("checkbox", { name: "Choose T-3 Printer 3" }));
    await user.keyboard("{/Shift}");
    expect(await screen.findByText("3 chosen")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Take" }));
    const results = within(await screen.findByRole("alert"));
    expect(results.getByText("Take: 1 of 3 done")).toBeInTheDocument();
    expect(results.getAllByRole("listitem").map((line) => line.textContent)).toEqual([
      "T-2 Printer 2: Somebody changed it in the meantime. Look at it, then try again.",
      "T-3 Printer 3: This is no longer possible.",
      "T-1 Printer 1: done",
    ]);
    expect(sent("/take")).toEqual([
      ["t1", '"11"'],
      ["t2", '"12"'],
    ]);
    const boxes = screen.getAllByRole("checkbox").map((box) => (box as HTMLInputElement).checked);
    expect(boxes).toEqual([false, true, true, false]);
  });

  it("are chosen with x and Shift, and resolved with one solution", async () => {
    const user = userEvent.setup();
    (await screen.findByRole("button", { name: /Printer 1/ })).focus();
    await user.keyboard("x");
    expect(await screen.findByText("1 chosen")).toBeInTheDocument();
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
    expect(await screen.findByText("2 chosen")).toBeInTheDocument();
    await user.keyboard("x");
    expect(await screen.findByText("1 chosen")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Resolve…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Resolve 1 ticket" }));
    await user.click(dialog.getByRole("button", { name: "Resolve 1 ticket" }));
    expect(dialog.getByText("Please write something first.")).toBeInTheDocument();
    await user.type(dialog.getByLabelText("Solution"), "Restart it.");
    await user.click(dialog.getByRole("button", { name: "Resolve 1 ticket" }));
    await waitFor(() => expect(sent("/resolve")).toEqual([["t1", '"11"']]));
    expect(asked.find(({ path }) => path.endsWith("/resolve"))?.body).toEqual({ text: "Restart it." });
    await waitFor(() => expect(screen.queryByText("1 chosen")).not.toBeInTheDocument());
  });
});
