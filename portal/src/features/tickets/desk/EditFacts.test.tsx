import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { keysHere } from "@/context/keys";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, type Reply, serve } from "@/testing/server";
import { TICKET as A_TICKET, ACME } from "@/testing/tickets";
import { windowOf } from "@/testing/width";
import DeskPage from "./DeskPage";

const TICKET = {
  ...A_TICKET,
  ...ACME,
  product: { id: "x", name: "PowerPlus", version_id: "x3", version_label: "3.0" },
  allowed: ["reply", "note", "assign", "correct", "merge"],
};
const OTHER = {
  ...TICKET,
  id: "t2",
  number: "T-1043",
  synopsis: "Sign-in fails",
  requester: { id: "p3", name: "Cy" },
};
const owned = (version: string, in_support: boolean) => ({
  id: version,
  product: { id: "x", name: "PowerPlus", code: "PP" },
  version: { id: `x${version}`, label: `${version}.0`, supported_until: null },
  quantity: 1,
  serials: [],
  purchased_on: "2024-01-01",
  support_until: "2024-12-31",
  in_support,
});

let asked: Asked[];
let answers: Record<string, Reply>;

beforeEach(() => {
  windowOf(1600);
  const changed = { ...TICKET, severity: "critical", severity_label: "1-Critical", version: 4 };
  answers = {
    "GET /v1/home": () => json(200, { ...HOME, actions: ["list_tickets"] }),
    "GET /v1/queues": () =>
      json(200, {
        items: [
          { id: "q1", name: "PowerPlus", mine: true, agents: [] },
          { id: "q2", name: "Service Desk", mine: false, agents: [] },
        ],
      }),
    "GET /v1/tickets": ({ query }) => {
      const number = query.get("number");
      return json(200, { items: number ? [{ ...OTHER, number }] : [TICKET, OTHER] });
    },
    "GET /v1/tickets/t1": () => json(200, TICKET),
    "PATCH /v1/tickets/t1": () => json(200, changed),
    "POST /v1/tickets/t1/merge": () => json(200, { ...TICKET, state: "merged", version: 4 }),
    "GET /v1/tickets/t1/timeline": () => json(200, { items: [] }),
    "GET /v1/people/p2": () => problem(403, "forbidden"),
    "GET /v1/accounts/a1": () => problem(403, "forbidden"),
    "GET /v1/accounts/a1/entitlements": () => json(200, { items: [owned("3", true), owned("2", false)] }),
    "GET /v1/touches": () => json(200, { items: [] }),
    "GET /v1/drafts/reply-t1": () => json(200, { data: null, updated_at: null }),
  };
  asked = serve(answers);
});

function Page() {
  return (
    <>
      <DeskPage />
      <Toasts />
    </>
  );
}

function open() {
  openPage(Page, { path: "/staff/desk", at: "/staff/desk?ticket=t1", face: "staff", role: "agent" });
  return userEvent.setup();
}

const sent = (method: string) => asked.filter((one) => one.method === method);

describe("the facts of a ticket", () => {
  it.each([
    ["Change severity", "1-Critical", { severity: "critical" }],
    ["Change type", "Issue", { type: "issue" }],
    ["Change product", /^PowerPlus 2\.0/, { product_id: "x", version_id: "x2" }],
    ["Change queue", "Service Desk", { queue_id: "q2" }],
    ["Change requester", "Cy", { requester_id: "p3" }],
  ])("%s in place, by keyboard, as the version that was seen", async (name, choice, body) => {
    const user = open();
    const fact = await screen.findByRole("button", { name: new RegExp(`^${name}`) });
    fact.focus();
    await user.keyboard("{Enter}");
    (await screen.findByRole("menuitem", { name: choice })).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(sent("PATCH")).toHaveLength(1));
    const [one] = sent("PATCH");
    expect([one?.path, one?.body, one?.headers.get("If-Match")]).toEqual(["/v1/tickets/t1", body, '"3"']);
    await screen.findByText("T-1042 is changed.");
  });

  it("marks what support has ended for, and what the ticket has", async () => {
    const user = open();
    await user.click(await screen.findByRole("button", { name: /^Change product/ }));
    const item = await screen.findByRole("menuitem", { name: /2\.0/ });
    expect(item).toHaveTextContent("support ended Dec 31, 2024");
    expect(screen.getByRole("menuitem", { name: "PowerPlus 3.0" })).toHaveAttribute("aria-current", "true");
  });

  it("says why a change was refused, and undoes one", async () => {
    const user = open();
    await user.click(await screen.findByRole("button", { name: /^Change severity/ }));
    await user.click(await screen.findByRole("menuitem", { name: "1-Critical" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(sent("PATCH")).toHaveLength(2));
    expect(sent("PATCH")[1]?.body).toEqual({ severity: "high" });
    answers["PATCH /v1/tickets/t1"] = () => problem(412, "stale");
    await user.click(await screen.findByRole("button", { name: /^Change type/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Request" }));
    await screen.findByText(/Somebody changed this ticket/);
  });

  it("are plain where the ticket may not be corrected", async () => {
    answers["GET /v1/tickets/t1"] = () => json(200, { ...TICKET, allowed: [] });
    open();
    await screen.findByRole("complementary");
    expect(screen.queryByRole("button", { name: /^Change / })).not.toBeInTheDocument();
  });
});

describe("the keys of the console", () => {
  it("begin a note and a reply, and are named", async () => {
    const user = open();
    await screen.findByRole("textbox", { name: "Reply to the customer" });
    await user.keyboard("n");
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Internal note" })).toHaveFocus());
    await user.keyboard("x?{Escape}");
    expect(screen.getByRole("textbox", { name: "Internal note" })).toHaveValue("x?");
    (document.activeElement as HTMLElement).blur();
    expect(keysHere()).toEqual(
      expect.arrayContaining([
        { key: "j", name: "Next ticket of the list" },
        { key: "m", name: "Merge" },
        { key: "r", name: "Write a reply" },
        { key: "Ctrl+Enter", name: "Add note" },
      ]),
    );
    await user.keyboard("r");
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Reply to the customer" })).toHaveFocus());
  });
});

describe("merging", () => {
  it("is begun by a key, says what will happen, and is sent with the number", async () => {
    const user = open();
    await screen.findByRole("button", { name: "More" });
    await user.keyboard("m");
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(await dialog.findByRole("button", { name: /T-1043/ }));
    expect(dialog.getByText(/The conversation goes on in T-1043/)).toBeInTheDocument();
    expect(await dialog.findByText("Bo will read everything on the ticket of Cy.")).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Merge" }));
    await screen.findByText("T-1042 is merged.");
    const [one] = sent("POST");
    expect([one?.path, one?.body, one?.headers.get("If-Match")]).toEqual([
      "/v1/tickets/t1/merge",
      { into: "T-1043" },
      '"3"',
    ]);
  });

  it("takes a typed number, and keeps it when the server refuses it", async () => {
    answers["POST /v1/tickets/t1/merge"] = () =>
      problem(422, "input_invalid", {
        errors: [{ pointer: "/into", code: "other_account", detail: "T-7 is not of the same account." }],
      });
    const user = open();
    await user.click(await screen.findByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: "Merge…" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(await dialog.findByLabelText("Ticket to go on in"), "7");
    await dialog.findByRole("region", { name: "Ticket that it is merged into" });
    await user.click(dialog.getByRole("button", { name: "Merge" }));
    await dialog.findByText("T-7 is not of the same account.");
    expect(sent("POST")[0]?.body).toEqual({ into: "T-7" });
    expect(dialog.getByLabelText("Ticket to go on in")).toHaveValue("7");
  });

  it("does not begin while something is being typed", async () => {
    const user = open();
    await user.type(await screen.findByRole("textbox", { name: "Reply to the customer" }), "mm");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
});
