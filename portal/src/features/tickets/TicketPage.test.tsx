import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { field, options } from "@/testing/fields";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, serve } from "@/testing/server";
import TicketPage from "./TicketPage";

vi.mock("@/context/branding", () => ({ useBranding: () => ({ company_name: "XYZ Co." }) }));

const TICKET = {
  id: "t1",
  number: "T-1042",
  version: 3,
  kind: "support",
  type: "question",
  severity: "high",
  severity_label: "2-High",
  synopsis: "Nobody can sign in",
  description: "Since the update.",
  state: "closed",
  state_label: "Closed",
  requester: { id: "p1", name: "Ann" },
  account: { id: "a1", name: "Acme" },
  product: null,
  participants: [{ id: "p2", name: "Bo" }],
  files: [],
  resolution: { text: "Restarted.", at: "2025-01-01T10:00:00Z" },
  rating: null,
  custom_fields: {},
  allowed: ["rate", "follow_up", "remove_participant"],
  created_at: "2025-01-01T10:00:00Z",
  updated_at: "2025-01-01T10:00:00Z",
  first_response_due: "2025-01-01T12:00:00Z",
  resolution_due: "2025-01-02T10:00:00Z",
  first_responded_at: null,
  due_paused: true,
};
const event = (id: string, kind: string, more: object = {}) => ({
  id,
  kind: "event",
  at: "2025-01-01T10:00:00Z",
  author: { id: "p1", name: "Ann", side: "customer" },
  event: kind,
  ...more,
});

let ticket: Omit<typeof TICKET, "rating" | "custom_fields"> & { rating: unknown; custom_fields: object };
let asked: Asked[];
let links: object[];
let people: { id: string; name: string }[];
let items: object[];
const sent = (method: string, path: string) =>
  asked.filter((one) => one.method === method && one.path === path);

async function open(face: "customer" | "staff" = "customer") {
  openPage(TicketPage, {
    path: "/customer/tickets/$id",
    at: "/customer/tickets/t1",
    face,
    others: { "/customer/tickets": "the list", "/customer/tickets/new": "the form" },
  });
  await screen.findByRole("heading", { name: "Nobody can sign in", level: 1 });
  return userEvent.setup();
}

beforeEach(() => {
  ticket = { ...TICKET };
  links = [];
  items = [
    event("1", "participant_added", { person: { id: "p2", name: "Bo" } }),
    event("2", "participant_left"),
  ];
  people = [
    { id: "p1", name: "Ann" },
    { id: "p2", name: "Bo" },
    { id: "p3", name: "Cy" },
  ];
  asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["list_colleagues"] }),
    "GET /v1/tickets/t1": () => json(200, ticket),
    "GET /v1/tickets/t1/links": () => json(200, { items: links, next_cursor: null }),
    "GET /v1/tickets/t1/timeline": () => json(200, { items, next_cursor: null }),
    "GET /v1/ticket-fields": () =>
      json(200, {
        items: [
          field("place", "one_of", { options: options("roof", "cellar") }),
          field("height", "number"),
          field("bought", "date"),
          field("works", "yes_no"),
          field("serial", "text", { retired: true }),
        ],
        next_cursor: null,
      }),
    "GET /v1/colleagues": () => json(200, { items: people, next_cursor: null }),
    "POST /v1/tickets/t1/rating": ({ body }) => {
      ticket = {
        ...ticket,
        version: 4,
        allowed: [],
        rating: { ...(body as object), at: "2025-01-02T10:00:00Z" },
      };
      return json(200, ticket);
    },
    "POST /v1/tickets/t1/participants": () => {
      ticket = { ...ticket, version: 4, participants: [...ticket.participants, { id: "p3", name: "Cy" }] };
      return json(201, ticket);
    },
    "DELETE /v1/tickets/t1/participants/p2": () => {
      ticket = { ...ticket, version: 4, participants: [] };
      return new Response(null, { status: 204 });
    },
  });
});

describe("the rating of a ticket", () => {
  it("is one of five words with a comment, by keyboard, and is thanked for", async () => {
    const user = await open();
    const send = await screen.findByRole("button", { name: "Send rating" });
    expect(send).toBeDisabled();
    expect(screen.queryByRole("textbox", { name: /What should we know/ })).not.toBeInTheDocument();
    expect(screen.getAllByRole("radio").map((one) => one.getAttribute("value"))).toEqual([
      "5",
      "4",
      "3",
      "2",
      "1",
    ]);
    await user.click(screen.getByRole("radio", { name: "Very good" }));
    await user.keyboard("{ArrowDown}");
    expect(screen.getByRole("radio", { name: "Good" })).toBeChecked();
    await user.type(screen.getByRole("textbox", { name: /What should we know/ }), " Quick. ");
    await user.click(send);
    const thanks = await screen.findByRole("region", { name: "Rating" });
    expect(thanks).toHaveTextContent("Thank you. You told us how we did:Good“Quick.”");
    expect(screen.queryByRole("button", { name: "Send rating" })).not.toBeInTheDocument();
    const [rated] = sent("POST", "/v1/tickets/t1/rating");
    expect(rated?.body).toEqual({ score: 4, comment: "Quick." });
    expect(rated?.headers.get("if-match")).toBe('"3"');
  });

  it("is not asked of others, who read it", async () => {
    ticket = {
      ...ticket,
      requester: { id: "p9", name: "Zoe" },
      allowed: [],
      rating: { score: 1, comment: null, at: "2025-01-02T10:00:00Z" },
    };
    await open();
    const said = await screen.findByRole("region", { name: "Rating" });
    expect(said).toHaveTextContent("Zoe told us how we did:Very poor");
  });
});

describe("answering a ticket", () => {
  it.each([
    ["waiting", "Answer"],
    ["open", "Add information"],
  ])("has a way from the head of one that is %s to its composer", async (state, name) => {
    ticket = { ...ticket, state, resolution: null as never, allowed: ["reply"] };
    const user = await open();
    await user.click(screen.getByRole("button", { name }));
    expect(screen.getByRole("textbox", { name: "Add information" })).toHaveFocus();
  });

  it("comes after the solution is confirmed or refused", async () => {
    ticket = { ...ticket, state: "resolved", allowed: ["confirm", "reopen", "reply"] };
    await open();
    expect(await screen.findByRole("button", { name: "Yes, it is solved" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Add information" })).not.toBeInTheDocument();
    expect(screen.getByRole("textbox", { name: "Add information" })).toBeInTheDocument();
  });

  it("is by a team, which is named with whoever of it acted last", async () => {
    items = [
      event("1", "taken", { author: { id: "s1", name: "Sofie", side: "company" } }),
      event("2", "participant_left"),
    ];
    await open();
    expect(await screen.findByText("Who answers")).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByText("Who answers").nextSibling).toHaveTextContent("Sofie, XYZ Co. support"),
    );
  });

  it("is by the team alone while nobody has acted", async () => {
    await open();
    await waitFor(() =>
      expect(screen.getByText("Who answers").nextSibling).toHaveTextContent(/^XYZ Co. support$/),
    );
  });
});

describe("the people of a ticket", () => {
  it("are named in the timeline", async () => {
    await open();
    expect(await screen.findByText(/added/)).toHaveTextContent("Ann you added Bo Customer");
    expect(screen.getByText(/left the ticket/)).toHaveTextContent("Ann you left the ticket");
  });

  it("are chosen among the colleagues who are not on it", async () => {
    ticket = { ...ticket, allowed: ["add_participant", "remove_participant"] };
    const user = await open();
    await user.click(await screen.findByRole("button", { name: "Add a colleague" }));
    await screen.findByRole("option", { name: "Cy" });
    const dialog = screen.getByRole("dialog");
    const names = within(dialog).getAllByRole("option");
    expect(names.map((one) => one.textContent)).toEqual(["Choose a name", "Cy"]);
    await user.click(within(dialog).getByRole("button", { name: "Add" }));
    expect(await within(dialog).findByText("Choose who is to be added.")).toBeInTheDocument();
    await user.selectOptions(within(dialog).getByLabelText("Who?"), "Cy");
    await user.click(within(dialog).getByRole("button", { name: "Add" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    const [added] = sent("POST", "/v1/tickets/t1/participants");
    expect(added?.body).toEqual({ person_id: "p3" });
    expect(added?.headers.get("if-match")).toBeNull();
    expect(await screen.findByRole("button", { name: "Remove Cy" })).toBeInTheDocument();
  });

  it("are removed after a question", async () => {
    const user = await open();
    await user.click(screen.getByRole("button", { name: "Remove Bo" }));
    const dialog = await screen.findByRole("dialog", { name: "Remove Bo?" });
    await user.click(within(dialog).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.queryByText("Also on it")).not.toBeInTheDocument());
    expect(sent("DELETE", "/v1/tickets/t1/participants/p2")).toHaveLength(1);
  });

  it("leave by themselves, and come back to their list", async () => {
    ticket = {
      ...ticket,
      requester: { id: "p9", name: "Zoe" },
      participants: [{ id: "p1", name: "Ann" }],
      allowed: ["leave"],
    };
    const user = await open();
    // Nobody else can be removed or added.
    expect(screen.queryByRole("button", { name: "Add a colleague" })).not.toBeInTheDocument();
    asked.length = 0;
    serve({
      "DELETE /v1/tickets/t1/participants/p1": () => new Response(null, { status: 204 }),
      "GET /v1/tickets/t1": () => problem(404, "not_found"),
      "GET /v1/home": () => json(200, HOME),
    });
    await user.click(screen.getByRole("button", { name: "Leave" }));
    const dialog = await screen.findByRole("dialog", { name: "Leave T-1042?" });
    expect(dialog).toHaveTextContent("Zoe can add you again.");
    await user.click(within(dialog).getByRole("button", { name: "Leave" }));
    expect(await screen.findByText("the list")).toBeInTheDocument();
  });
});

describe("a ticket that is closed for good", () => {
  it("leads to a follow-up, and names what it is linked to", async () => {
    links = [
      {
        id: "t9",
        number: "T-1050",
        relation: "follow_up",
        synopsis: "Again",
        state: "new",
        state_label: "Received",
      },
    ];
    const user = await open();
    const linked = await screen.findByRole("link", { name: "T-1050" });
    expect(linked.closest("li")).toHaveTextContent("Follow-up: T-1050 Again · Received");
    expect(linked).toHaveAttribute("href", "/customer/tickets/t9");
    await user.click(screen.getByRole("link", { name: "Open a follow-up" }));
    expect(await screen.findByText("the form")).toBeInTheDocument();
  });
});

describe("the company’s fields", () => {
  it("are among the facts, in the reader’s words, retired ones as well", async () => {
    const custom_fields = {
      works: false,
      place: "roof",
      bought: "2024-02-29",
      height: "1234.5",
      serial: "KX-7",
      Site: "Oslo",
    };
    ticket = { ...ticket, custom_fields };
    await open();
    const facts = async (name: string) => (await screen.findByText(name)).nextElementSibling?.textContent;
    expect(await facts("Label of place")).toBe("The roof");
    expect(await facts("Label of height")).toBe("1,234.5");
    expect(await facts("Label of bought")).toBe("Feb 29, 2024");
    expect(await facts("Label of works")).toBe("No");
    expect(await facts("Label of serial")).toBe("KX-7");
    expect(await facts("Site")).toBe("Oslo");
  });

  it("are not asked about where a ticket has none", async () => {
    await open();
    await screen.findByText(/left the ticket/);
    expect(sent("GET", "/v1/ticket-fields")).toEqual([]);
  });

  it("are named in what was corrected", async () => {
    const custom_changes = [
      { field: "place", before: "roof", after: "cellar" },
      { field: "works", before: null, after: true },
      { field: "serial", before: "KX-7", after: null },
      { field: "unheard_of", before: null, after: "x" },
    ];
    items = [...items, event("3", "corrected", { custom_changes })];
    await open();
    await screen.findByText("Label of place changed from The roof to The cellar");
    expect(screen.getByText("Label of works set to Yes")).toBeInTheDocument();
    expect(screen.getByText("Label of serial emptied; it was KX-7")).toBeInTheDocument();
    expect(screen.getByText("unheard_of set to x")).toBeInTheDocument();
  });
});
