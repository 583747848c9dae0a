import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import type { StaffTicket } from "@/api/types";
import { openPage } from "@/testing/page";
import { type Asked, json, problem, serve } from "@/testing/server";
import { useTicketAct } from "../api";
import { MergeDialog } from "./MergeDialog";
import "./texts";
import "../texts";

const TICKET = {
  id: "t1",
  number: "T-1042",
  version: 3,
  requester: { id: "p2", name: "Bo" },
  account: null,
} as unknown as StaffTicket;
const TARGET = {
  id: "t2",
  number: "T-1050",
  synopsis: "Stock count shows items as missing",
  state: "open",
  state_label: "Open",
  requester: { id: "p3", name: "Silje Nygård" },
  account: { id: "a1", name: "Halvorsen Marine AS" },
};

let asked: Asked[];
const merged = () => asked.filter(({ method }) => method === "POST");

function Shown() {
  const act = useTicketAct(TICKET, { refused: "It moved on." });
  return <MergeDialog ticket={TICKET} act={act} onClose={() => undefined} />;
}

beforeEach(() => {
  asked = serve({
    "GET /v1/home": () => problem(503, "unavailable"),
    "GET /v1/tickets": ({ query }) => json(200, { items: query.get("number") === "T-1050" ? [TARGET] : [] }),
    "POST /v1/tickets/t1/merge": () => json(200, {}),
  });
});

async function typed(text: string) {
  openPage(Shown, { path: "/staff/desk", face: "staff", role: "agent" });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Ticket to go on in"), text);
  return user;
}

it("shows the ticket that is merged into before it is", async () => {
  const user = await typed("1050");
  const target = await screen.findByRole("region", { name: "Ticket that it is merged into" });
  expect(target).toHaveTextContent("T-1050");
  expect(target).toHaveTextContent("Open");
  expect(within(target).getByText("Stock count shows items as missing")).toBeInTheDocument();
  expect(target).toHaveTextContent("Silje Nygård · Halvorsen Marine AS");
  await user.click(screen.getByRole("button", { name: "Merge" }));
  await waitFor(() => expect(merged().map(({ body }) => body)).toEqual([{ into: "T-1050" }]));
});

it("is not sent into a ticket that was not seen", async () => {
  const user = await typed("1050{Enter}");
  expect(await screen.findByText(/Look at the ticket below first/)).toBeInTheDocument();
  await screen.findByRole("region", { name: "Ticket that it is merged into" });
  await waitFor(() => expect(screen.queryByText(/Look at the ticket below first/)).not.toBeInTheDocument());
  expect(merged()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Merge" }));
  await waitFor(() => expect(merged()).toHaveLength(1));
});

it.each([
  ["1042", "A ticket cannot be merged into itself."],
  ["soon", "Type the number of a ticket, such as T-1042."],
])("refuses %s at once", async (text, words) => {
  const user = await typed(text);
  await user.click(screen.getByRole("button", { name: "Merge" }));
  expect(await screen.findByText(words)).toBeInTheDocument();
  expect(merged()).toEqual([]);
});

it("says that there is no such ticket", async () => {
  await typed("9");
  expect(await screen.findByText("There is no ticket T-9 among those you can see.")).toBeInTheDocument();
});
