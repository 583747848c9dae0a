import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, type Reply, serve } from "@/testing/server";
import TeamPage from "./TeamPage";
import TeamTicketsPage from "./TeamTicketsPage";

const times = (count: number, median_seconds: number | null, p90_seconds: number | null) => ({
  count,
  median_seconds,
  p90_seconds,
});
const numbers = (open: number, overdue: number) => ({
  open,
  due_today: 2,
  overdue,
  answered: times(4, 1_500, 9_000),
  solved: times(0, null, null),
});
const TEAM = {
  as_of: "2025-01-01T10:00:00Z",
  week_from: "2024-12-30T00:00:00Z",
  time_zone: "Europe/Oslo",
  complete: true,
  total: numbers(1_234, 3),
  queues: [
    { queue: { id: "q1", name: "PowerPlus" }, ...numbers(1_200, 3) },
    { queue: { id: "q2", name: "Shop" }, ...numbers(34, 0) },
  ],
  agents: [
    { agent: null, ...numbers(1_000, 1) },
    { agent: { id: "s2", name: "Sofie Lund" }, ...numbers(234, 2) },
  ],
};

function open(team: object = TEAM, more: Record<string, Reply> = {}): { asked: Asked[] } {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["view_team"] }),
    "GET /v1/team": () => json(200, team),
    ...more,
  });
  return { asked };
}

const page = (at = "/staff/team") =>
  openPage(TeamPage, {
    path: "/staff/team",
    at,
    face: "staff",
    role: "agent",
    others: { "/staff/team/tickets": "The tickets" },
  });

it("shows each number in sum and by queue, with times in words and what they mean", async () => {
  open();
  page();
  const sum = within(await screen.findByRole("region", { name: "All queues together" }));
  expect(sum.getByRole("link", { name: "1,234 Open, All queues together" })).toBeInTheDocument();
  expect(sum.getByText("25 min")).toBeInTheDocument();
  expect(sum.getByText("2 h 30 min")).toBeInTheDocument();
  expect(sum.getAllByText("none")).toHaveLength(2);
  const table = within(screen.getByRole("table", { name: "Numbers by queue" }));
  const shop = within(table.getByRole("row", { name: /^Shop/ }));
  expect(shop.getByRole("link", { name: "34 Open, Shop" })).toHaveAttribute(
    "href",
    "/staff/team/tickets?measure=open&queue=q2",
  );
  expect(screen.getByRole("heading", { name: "What the numbers mean" })).toBeInTheDocument();
  expect(screen.getByText(/are those of the company, in Europe\/Oslo/)).toBeInTheDocument();
});

it("shows them by agent, those of nobody first, and leads to their tickets", async () => {
  open();
  const router = page();
  const user = userEvent.setup();
  await user.click(await screen.findByText("By agent"));
  expect(router.state.location.search).toEqual({ by: "agent" });
  const table = within(await screen.findByRole("table", { name: "Numbers by agent" }));
  const [, first, second] = table.getAllByRole("row");
  expect(first).toHaveTextContent("Nobody yet");
  const nobody = within(first as HTMLElement).getByRole("link", { name: "1 Overdue, Nobody yet" });
  expect(nobody).toHaveAttribute("href", "/staff/team/tickets?measure=overdue&unassigned=yes");
  await user.click(within(second as HTMLElement).getByRole("link", { name: "2 Overdue, Sofie Lund" }));
  await waitFor(() => expect(router.state.location.search).toEqual({ measure: "overdue", agent: "s2" }));
});

it("says when not every ticket was counted, and when there is no queue", async () => {
  open({ ...TEAM, complete: false });
  page();
  expect(await screen.findByText(/more tickets than are read at once/)).toBeInTheDocument();
});

it("says to somebody without a queue where the numbers will be", async () => {
  open({ ...TEAM, queues: [], agents: [] });
  page();
  expect(await screen.findByText("You work in no queue")).toBeInTheDocument();
});

it("lists the tickets of a number", async () => {
  const ticket = {
    id: "t1",
    number: "T-1042",
    kind: "support",
    type: "issue",
    severity: "high",
    severity_label: "2-High",
    synopsis: "Nobody can sign in",
    state: "open",
    state_label: "Open",
    requester: { id: "p2", name: "Bo" },
    assignee: null,
    queue: { id: "q1", name: "PowerPlus" },
    account: null,
    product: null,
    created_at: "2025-01-01T10:00:00Z",
    updated_at: "2025-01-01T10:00:00Z",
    first_response_due: "2025-01-01T12:00:00Z",
    resolution_due: "2025-01-02T10:00:00Z",
    first_responded_at: null,
  };
  const { asked } = open(TEAM, { "GET /v1/team/tickets": () => json(200, { items: [ticket] }) });
  openPage(TeamTicketsPage, {
    path: "/staff/team/tickets",
    at: "/staff/team/tickets?measure=overdue&queue=q1",
    face: "staff",
    role: "agent",
    others: { "/staff/team": "The team", "/staff/desk": "The desk" },
  });
  expect(await screen.findByRole("heading", { name: "Overdue" })).toBeInTheDocument();
  expect(await screen.findByText("Of PowerPlus")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Nobody can sign in" })).toHaveAttribute(
    "href",
    "/staff/desk?ticket=t1",
  );
  const [list] = asked.filter(({ path }) => path === "/v1/team/tickets");
  expect(Object.fromEntries(list?.query ?? [])).toEqual({ measure: "overdue", queue: "q1", limit: "25" });
});
