import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Home } from "@/api/types";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, type Reply, serve } from "@/testing/server";
import { NeedsYou } from "./asking";

const TICKET = {
  id: "t1",
  number: "T-1069",
  version: 3,
  synopsis: "Hand scanner loses the network",
  state: "waiting",
  state_label: "Waiting for you",
  requester: { id: "p1", name: "Ann" },
  product: { name: "Tern Hand Scanner" },
};
const said = (text: string, more: object = {}) => ({
  id: text,
  kind: "reply",
  at: "2025-01-01T10:00:00Z",
  author: { id: "s1", name: "Jonas Weber", side: "company" },
  text,
  ...more,
});
const ASKED = said("Could you send us the **number** of the update?");
const OWN = said("I will.", { author: { id: "p1", name: "Ann", side: "customer" } });
const EVENT = said("Everything else", { kind: "event", event: "routed" });

let asked: Asked[];

function open(ticket: object, timeline: Reply, more: Record<string, Reply> = {}) {
  let current = ticket as { state: string };
  const home = () => ({ ...HOME, widgets: { articles: [], my_tickets: [current] } });
  asked = serve({
    "GET /v1/home": () => json(200, home()),
    "GET /v1/tickets": () => json(200, { items: [current], next_cursor: null }),
    "GET /v1/tickets/t1/timeline": timeline,
    "POST /v1/tickets/t1/confirm": () => {
      current = { ...current, state: "closed" };
      return json(200, current);
    },
    ...more,
  });
  openPage(() => <NeedsYou home={home() as unknown as Home} />, {
    path: "/customer",
    others: { "/customer/tickets/$id": "the ticket" },
  });
}

it("quotes the first words of what was asked", async () => {
  open(TICKET, () => json(200, { items: [ASKED, OWN, EVENT], next_cursor: null }));
  expect(
    await screen.findByText("Jonas Weber asks: “Could you send us the number of the update?” · T-1069"),
  ).toBeInTheDocument();
  const answer = screen.getByRole("link", { name: "Answer T-1069" });
  expect(answer).toHaveAttribute("href", "/customer/tickets/t1#answer");
});

it("quotes the solution of what is solved", async () => {
  const solution = said("Set it to 3.", { kind: "event", event: "resolved" });
  open({ ...TICKET, state: "resolved" }, () => json(200, { items: [ASKED, solution], next_cursor: null }));
  expect(await screen.findByText("Jonas Weber: “Set it to 3.” · T-1069")).toBeInTheDocument();
});

it.each([
  ["are not known", () => problem(403, "forbidden")],
  ["may not be the last", () => json(200, { items: [ASKED], next_cursor: "c" })],
])("says what is asked where the words %s", async (_, timeline) => {
  open(TICKET, timeline);
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith("/timeline"))).toBe(true));
  expect(await screen.findByText("We asked you something · T-1069 · Tern Hand Scanner")).toBeInTheDocument();
});

it("asks for a rating once a solution is confirmed", async () => {
  open({ ...TICKET, state: "resolved" }, () => json(200, { items: [], next_cursor: null }));
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Yes, solved: T-1069" }));
  const rate = await screen.findByRole("link", { name: "Rate the solution of T-1069" });
  expect(rate).toHaveAttribute("href", "/customer/tickets/t1#rating");
  expect(screen.queryByRole("button", { name: "Yes, solved: T-1069" })).not.toBeInTheDocument();
});
