import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, type Reply, serve } from "@/testing/server";
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
let answers: Record<string, Reply>;

beforeEach(() => {
  answers = {
    "GET /v1/home": () =>
      json(200, { ...HOME, actions: ["list_tickets", "take_ticket", "resolve_ticket", "close_ticket"] }),
    "GET /v1/queues": () => json(200, { items: [{ id: "q1", name: "PowerPlus", mine: true, agents: [] }] }),
    "GET /v1/tickets": () => json(200, { items: TICKETS }),
    "POST /v1/tickets/t1/take": () => json(200, ticket(1)),
    "POST /v1/tickets/t2/take": () => problem(412, "stale"),
    "POST /v1/tickets/t3/take": () => problem(409, "state_conflict", { detail: "T-3 is closed." }),
    "POST /v1/tickets/t1/resolve": () => json(200, ticket(1)),
  };
  asked = serve(answers);
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
    expect(await screen.findByText("Take: 1 of 3 done")).toBeInTheDocument();
    const results = within(screen.getByRole("list", { name: "What became of each" }));
    expect(results.getAllByRole("listitem").map((line) => line.textContent)).toEqual([
      "T-2 Printer 2: Somebody changed it in the meantime. Look at it, then try again.",
      "T-3 Printer 3: T-3 is closed.",
      "T-1 Printer 1: done",
    ]);
    expect(sent("/take")).toEqual([
      ["t1", '"11"'],
      ["t2", '"12"'],
      ["t3", '"13"'],
    ]);
    // No ticket was read for the act: reading one would leave a touch.
    expect(asked.filter(({ method, path }) => method === "GET" && path.startsWith("/v1/tickets/"))).toEqual(
      [],
    );
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

  it("keep the solution until every ticket has it, and are tried again under the same key", async () => {
    answers["POST /v1/tickets/t1/resolve"] = () => {
      throw new TypeError("no answer");
    };
    const user = userEvent.setup();
    await user.click(await screen.findByRole("checkbox", { name: "Choose T-1 Printer 1" }));
    await user.click(await screen.findByRole("button", { name: "Resolve…" }));
    const dialog = () => screen.findByRole("dialog", { name: "Resolve 1 ticket" });
    const send = async () =>
      user.click(within(await dialog()).getByRole("button", { name: "Resolve 1 ticket" }));
    await user.type(within(await dialog()).getByLabelText("Solution"), "Restart it.");
    await send();
    expect(await screen.findByText("Resolve: 0 of 1 done")).toBeInTheDocument();
    answers["POST /v1/tickets/t1/resolve"] = () => json(200, ticket(1));
    await user.click(screen.getByRole("button", { name: "Resolve…" }));
    expect(within(await dialog()).getByText(/This is the draft you left/)).toBeInTheDocument();
    expect(within(await dialog()).getByLabelText("Solution")).toHaveValue("Restart it.");
    await send();
    await waitFor(() => expect(screen.queryByText("1 chosen")).not.toBeInTheDocument());
    const keys = asked
      .filter(({ path }) => path.endsWith("/resolve"))
      .map(({ headers }) => headers.get("Idempotency-Key"));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(Object.keys(localStorage).filter((name) => name.includes("resolve-many"))).toEqual([]);
  });
});
