import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, serve } from "@/testing/server";
import SectionPage from "../SectionPage";

const nothing = {
  kind: null,
  type: null,
  severity: null,
  product: null,
  plan: null,
  territory: null,
  custom_field: null,
};
const tickets = {
  queues: [{ id: "q1", name: "Shops", lead: "p3", agents: [{ id: "p2", name: "Bo Berg" }] }],
  rules: [{ name: "Everything", when: nothing, queue: "q1", agent: "nobody" }],
  calendar: {
    time_zone: "UTC",
    week: [{ from: "09:00:00", to: "17:00:00" }, null, null, null, null, null, null],
    holidays: [],
  },
  targets: ["critical", "high", "medium", "low"].flatMap((severity) =>
    ["standard", "premium", "internal"].map((plan) => ({
      severity,
      plan,
      first_response_minutes: 60,
      resolution_minutes: 480,
    })),
  ),
  custom_fields: [],
  alarm: { severities: ["critical"], unassigned: false },
};
const person = (id: string, name: string, role: string, queue_ids: string[] = []) => ({
  id,
  name,
  email: `${id}@acme.example`,
  status: "active",
  version: 1,
  allowed: [],
  hats: [{ id: `h-${id}`, kind: "staff", role, label: role, organisation: "Acme", queue_ids }],
});
const PEOPLE = [
  person("p2", "Bo Berg", "agent", ["q1"]),
  person("p4", "Cy Carr", "agent", ["q1"]),
  person("p5", "Di Dunn", "agent", ["q2"]),
  person("p3", "Eva Elm", "sales"),
  person("p6", "Flo Fell", "administrator"),
];

let asked: Asked[];

beforeEach(() => {
  const draft = {
    section: "tickets",
    version: 0,
    document: null,
    based_on: null,
    published_version: 4,
    saved_at: null,
    saved_by: null,
    publish_at: null,
    differences: [],
    unfinished: [],
  };
  asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["view_settings"] }),
    "GET /v1/branding": () => json(200, { company_name: "XYZ Co.", brand_color: "#1f5fa8" }),
    "GET /v1/settings/tickets": () => json(200, { section: "tickets", version: 4, document: tickets }),
    "GET /v1/settings/tickets/draft": () => json(200, draft),
    "GET /v1/settings/tickets/history": () => json(200, { items: [], next_cursor: null }),
    "GET /v1/settings/tickets/trial": () => json(200, { has_draft: false, tickets: [] }),
    "GET /v1/settings/ticket_fields": () =>
      json(200, { section: "ticket_fields", version: 1, document: { fields: [] } }),
    "PUT /v1/settings/tickets/draft": () => json(200, { ...draft, version: 1, document: tickets }),
    "GET /v1/people": ({ query }) =>
      query.get("cursor")
        ? json(200, { items: PEOPLE.slice(3), next_cursor: null })
        : json(200, { items: PEOPLE.slice(0, 3), next_cursor: "next" }),
    "GET /v1/products": () =>
      json(200, { items: [{ id: "d1", name: "Pump", code: "PMP", version: 1, versions: [] }] }),
    ...Object.fromEntries(PEOPLE.map((one) => [`GET /v1/people/${one.id}`, () => json(200, one)])),
  });
  openPage(SectionPage, {
    path: "/staff/settings/$section",
    at: "/staff/settings/tickets",
    face: "staff",
    role: "administrator",
  });
});

async function openDialog(button: string) {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: button }));
  return within(await screen.findByRole("dialog"));
}

it("offers for a new queue only those who can work on it at once", async () => {
  const dialog = await openDialog("Add a queue");
  expect(await dialog.findByRole("checkbox", { name: "Flo Fell" })).toBeInTheDocument();
  expect(dialog.getAllByRole("checkbox")).toHaveLength(1);
  expect(dialog.getByText(/agents are added to it/)).toBeInTheDocument();
  expect(asked.find(({ path }) => path === "/v1/people")?.query.get("kind")).toBe("staff");
});

it("offers for a queue the people whose hats name it, and calls its lead by name", async () => {
  const list = within(await screen.findByRole("list", { name: "Queues" }));
  await userEvent.setup().click(list.getByRole("button", { name: "Change…" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByRole("checkbox", { name: "Cy Carr" })).toBeInTheDocument();
  const names = dialog.getAllByRole("checkbox").map((box) => (box as HTMLInputElement).value);
  expect(names).toEqual(["p2", "p4", "p6"]);
  expect(dialog.getByRole("combobox", { name: "Lead" })).toHaveDisplayValue("Eva Elm");
});

it("names every product in a rule, with no ticket of it yet", async () => {
  const dialog = await openDialog("Add a rule");
  expect(await dialog.findByRole("option", { name: "Pump" })).toBeInTheDocument();
});

it("does not take a day with one of its times for a closed one", async () => {
  fireEvent.change(await screen.findByLabelText("Monday to"), {
    target: { value: "" },
  });
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  expect(await screen.findByText(/A day has both times or neither/)).toBeInTheDocument();
  expect(screen.getByText("Please add this time.")).toBeInTheDocument();
  await waitFor(() => expect(asked.filter(({ method }) => method === "PUT")).toEqual([]));
});
