import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { field, options } from "@/testing/fields";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, type Reply, serve } from "@/testing/server";
import { TICKET as A_TICKET, ACME } from "@/testing/tickets";
import { windowOf } from "@/testing/width";
import DeskPage from "./DeskPage";

const TICKET = {
  ...A_TICKET,
  ...ACME,
  custom_fields: { place: "roof", serial: "KX-7", before: "Old" },
  staff_fields: {},
  allowed: ["correct"],
};
const shared = { staff_only: false, asked_of: ["customer"] as ("customer" | "employee")[] };
const FIELDS = [
  field("place", "one_of", { ...shared, options: options("roof", "cellar") }),
  field("serial", "text", { ...shared, most: 20, shown_if: { field: "place", is: ["roof"] } }),
  field("depth", "number", { ...shared, shown_if: { field: "place", is: ["cellar"] } }),
  field("before", "text", { ...shared, retired: true }),
  field("desk", "text", { staff_only: false, asked_of: ["employee"] }),
  field("cause", "one_of", { staff_only: true, options: options("defect", "setup") }),
];

let asked: Asked[];
let answers: Record<string, Reply>;

beforeEach(() => {
  windowOf(1600);
  answers = {
    "GET /v1/home": () => json(200, { ...HOME, actions: ["list_tickets"] }),
    "GET /v1/queues": () => json(200, { items: [{ id: "q1", name: "PowerPlus", mine: true, agents: [] }] }),
    "GET /v1/tickets": () => json(200, { items: [TICKET] }),
    "GET /v1/tickets/t1": () => json(200, TICKET),
    "GET /v1/ticket-fields": () => json(200, { items: FIELDS, next_cursor: null }),
    "PATCH /v1/tickets/t1": () => json(200, { ...TICKET, version: 4 }),
    "GET /v1/tickets/t1/timeline": () => json(200, { items: [] }),
    "GET /v1/people/p2": () => problem(403, "forbidden"),
    "GET /v1/accounts/a1": () => problem(403, "forbidden"),
    "GET /v1/accounts/a1/entitlements": () => json(200, { items: [] }),
    "GET /v1/touches": () => json(200, { items: [] }),
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

const sent = () => asked.filter((one) => one.method === "PATCH");
const fact = (label: string) => screen.findByRole("button", { name: new RegExp(`^Change ${label}`) });

describe("the company’s fields in the console", () => {
  it("are those of the ticket and of staff, with what was retired to read", async () => {
    open();
    expect(await fact("Label of place")).toHaveTextContent("The roof");
    expect(await fact("Label of serial")).toHaveTextContent("KX-7");
    expect(await fact("Label of cause")).toHaveTextContent("No value");
    expect((await screen.findByText("Label of before")).nextElementSibling).toHaveTextContent("Old");
    for (const hidden of ["depth", "desk", "before"])
      expect(screen.queryByRole("button", { name: `Change Label of ${hidden}` })).not.toBeInTheDocument();
  });

  it("are chosen in a menu, and a step back brings what the choice hid", async () => {
    const user = open();
    await user.click(await fact("Label of place"));
    await user.click(await screen.findByRole("menuitem", { name: "The cellar" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(sent()).toHaveLength(2));
    expect(sent().map(({ body }) => body)).toEqual([
      { custom_fields: { place: "cellar" } },
      { custom_fields: { place: "roof", serial: "KX-7" } },
    ]);
    expect(sent()[0]?.headers.get("if-match")).toBe('"3"');
  });

  it("are emptied", async () => {
    answers["GET /v1/tickets/t1"] = () => json(200, { ...TICKET, staff_fields: { cause: "setup" } });
    const user = open();
    await user.click(await fact("Label of cause"));
    await user.click(await screen.findByRole("menuitem", { name: "No value" }));
    await waitFor(() => expect(sent()[0]?.body).toEqual({ custom_fields: { cause: null } }));
  });

  it("are written in a dialog, which says what the server objects to", async () => {
    answers["PATCH /v1/tickets/t1"] = () =>
      problem(422, "input_invalid", {
        errors: [{ pointer: "/custom_fields/serial", code: "too_long", detail: "…" }],
      });
    const user = open();
    await user.click(await fact("Label of serial"));
    const dialog = within(await screen.findByRole("dialog", { name: "Change Label of serial" }));
    const box = dialog.getByRole("textbox", { name: /^Label of serial/ });
    expect(box).toHaveValue("KX-7");
    await user.clear(box);
    await user.type(box, "KX-8");
    await user.click(dialog.getByRole("button", { name: "Change" }));
    expect(await dialog.findByText("This is too long. Please shorten it.")).toBeInTheDocument();
    answers["PATCH /v1/tickets/t1"] = () => json(200, { ...TICKET, version: 4 });
    await user.type(box, "{Backspace}9");
    await user.click(dialog.getByRole("button", { name: "Change" }));
    await screen.findByText("T-1042 is changed.");
    expect(sent().map(({ body }) => body)).toEqual([
      { custom_fields: { serial: "KX-8" } },
      { custom_fields: { serial: "KX-9" } },
    ]);
  });

  it("are plain where the ticket may not be corrected", async () => {
    answers["GET /v1/tickets/t1"] = () => json(200, { ...TICKET, allowed: [] });
    open();
    expect((await screen.findByText("Label of serial")).nextElementSibling).toHaveTextContent("KX-7");
    expect(screen.queryByRole("button", { name: /^Change / })).not.toBeInTheDocument();
    expect(screen.queryByText("Label of cause")).not.toBeInTheDocument();
  });
});
