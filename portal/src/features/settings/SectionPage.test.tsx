import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, serve } from "@/testing/server";
import SectionPage from "./SectionPage";

const portal = {
  company_name: "XYZ Co.",
  brand_color: "#1f5fa8",
  support_email: "help@xyz.example",
  support_phone: "",
  taken_away: [{ capability: "knowledge", face: "partner", role: "seller" }],
  session_days: 30,
  rates: { tickets: 60, uploads: 300 },
};
const none = {
  section: "portal",
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
const difference = {
  part: "company_name",
  part_label: "Company name",
  name: null,
  kind: "changed",
  before: [{ text: "XYZ Co.", code: null, id: null }],
  after: [{ text: "Nordlys AS", code: null, id: null }],
};
const draftOf = (document: object, more: object = {}) => ({
  ...none,
  version: 1,
  document,
  based_on: 4,
  saved_at: "2026-11-20T09:00:00Z",
  saved_by: "Ann",
  differences: [difference],
  ...more,
});
const former = {
  version: 3,
  document: { ...portal, company_name: "Former Co." },
  replaced_at: "2026-11-19T09:00:00Z",
  replaced_by: "Bo Berg",
};

/** A server that keeps one section, its draft and its history. */
function server(section: string, published: object, routes: Parameters<typeof serve>[0] = {}) {
  const at = `/v1/settings/${section}`;
  return serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["view_settings"] }),
    "GET /v1/branding": () => json(200, { company_name: "XYZ Co.", brand_color: "#1f5fa8" }),
    [`GET ${at}`]: () => json(200, { section, version: 4, document: published }),
    [`GET ${at}/draft`]: () => json(200, { ...none, section }),
    [`GET ${at}/history`]: () => json(200, { items: [former], next_cursor: null }),
    ...routes,
  });
}

function open(section: string) {
  const Page = () => (
    <>
      <SectionPage />
      <Toasts />
    </>
  );
  openPage(Page, {
    path: "/staff/settings/$section",
    at: `/staff/settings/${section}`,
    face: "staff",
    role: "administrator",
    others: { "/staff/settings": "all sections" },
  });
}

const sent = (asked: Asked[], method: string) => asked.filter((one) => one.method === method);

it("saves a draft of the whole section, compares it, and publishes it", async () => {
  let draft: object = none;
  const asked = server("portal", portal, {
    "GET /v1/settings/portal/draft": () => json(200, draft),
    "PUT /v1/settings/portal/draft": ({ body }) => {
      draft = draftOf((body as { document: object }).document);
      return json(200, draft);
    },
    "POST /v1/settings/portal/publish": () => {
      draft = { ...none, version: 2, published_version: 5 };
      return json(200, draft);
    },
  });
  open("portal");
  const user = userEvent.setup();
  const name = await screen.findByLabelText("Name of the company");
  await user.clear(name);
  await user.type(name, "Nordlys AS");
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  const table = await screen.findByRole("table", { name: "Differences from what is published" });
  expect(within(table).getByText("Nordlys AS")).toBeInTheDocument();
  const [saved] = sent(asked, "PUT");
  expect(saved?.headers.get("If-Match")).toBe('"0"');
  expect(saved?.body).toEqual({ document: { ...portal, company_name: "Nordlys AS" }, based_on: 4 });
  await user.click(screen.getByRole("button", { name: "Publish…" }));
  await user.click(await screen.findByRole("button", { name: "Publish draft" }));
  await waitFor(() => expect(screen.queryByRole("table")).toBeNull());
  const [published] = sent(asked, "POST");
  expect([published?.headers.get("If-Match"), published?.body]).toEqual(['"1"', {}]);
});

it("publishes at a time, in the zone of the reader", async () => {
  const asked = server("portal", portal, {
    "GET /v1/settings/portal/draft": () => json(200, draftOf({ ...portal, company_name: "Nordlys AS" })),
    "POST /v1/settings/portal/publish": () =>
      json(
        200,
        draftOf(
          { ...portal, company_name: "Nordlys AS" },
          { version: 2, publish_at: "2999-01-02T03:04:00Z" },
        ),
      ),
  });
  open("portal");
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Publish…" }));
  await user.click(await screen.findByLabelText("Later"));
  await user.click(screen.getByRole("button", { name: "Publish draft" }));
  expect(await screen.findByText("Please choose a time to come.")).toBeInTheDocument();
  await user.type(screen.getByLabelText("Day and time"), "2999-01-02T03:04");
  await user.click(screen.getByRole("button", { name: "Publish draft" }));
  await screen.findByText(/goes out/);
  expect(sent(asked, "POST")[0]?.body).toEqual({ at: "2999-01-02T03:04:00.000Z" });
});

it("keeps what was typed when somebody else has saved the draft", async () => {
  let draft: object = none;
  server("portal", portal, {
    "GET /v1/settings/portal/draft": () => json(200, draft),
    "PUT /v1/settings/portal/draft": () => {
      draft = draftOf({ ...portal, support_phone: "+47 22 00 00 00" }, { saved_by: "Bo Berg" });
      return problem(412, "stale");
    },
  });
  open("portal");
  const user = userEvent.setup();
  const name = await screen.findByLabelText("Name of the company");
  await user.clear(name);
  await user.type(name, "Nordlys AS");
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  await screen.findByText(/Draft of Bo Berg/);
  expect(screen.getByText(/Somebody else has saved this draft meanwhile/)).toBeInTheDocument();
  expect(screen.getByLabelText("Name of the company")).toHaveValue("Nordlys AS");
  expect(screen.getByLabelText(/Telephone of support/)).toHaveValue("+47 22 00 00 00");
});

it("does not publish what is unfinished or not saved, and says what is missing", async () => {
  const unfinished = [{ pointer: "/document/rates/tickets", code: "out_of_range", detail: "Too few." }];
  server("portal", portal, {
    "GET /v1/settings/portal/draft": () => json(200, draftOf(portal, { unfinished })),
  });
  open("portal");
  expect(await screen.findByText(/Too few/)).toBeInTheDocument();
  expect(screen.getByText("Limits in an hour")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Publish…" })).toBeNull();
  expect(screen.getByRole("button", { name: "Discard…" })).toBeInTheDocument();
});

it("warns of a draft that is older than what is published, and saves it again as it is", async () => {
  const asked = server("portal", portal, {
    "GET /v1/settings/portal/draft": () => json(200, draftOf(portal, { based_on: 3 })),
    "PUT /v1/settings/portal/draft": () => json(200, draftOf(portal, { version: 2 })),
  });
  open("portal");
  await screen.findByText("Published again since this draft was begun");
  await userEvent.setup().click(screen.getByRole("button", { name: "Save draft" }));
  await waitFor(() => expect(sent(asked, "PUT")).toHaveLength(1));
  expect(sent(asked, "PUT")[0]?.body).toMatchObject({ based_on: 4 });
});

it("undoes the last change, and puts a former state into the form", async () => {
  const asked = server("portal", portal, {
    "POST /v1/settings/portal/undo": () =>
      json(200, { section: "portal", version: 5, document: former.document }),
  });
  open("portal");
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Put into the form" }));
  expect(screen.getByLabelText("Name of the company")).toHaveValue("Former Co.");
  await user.click(screen.getByRole("button", { name: "Undo…" }));
  await user.click(await screen.findByRole("button", { name: "Undo the change" }));
  await screen.findByText("The change is undone.");
  const [undone] = sent(asked, "POST");
  expect([undone?.headers.get("If-Match"), undone?.body]).toEqual(['"4"', { version: 3 }]);
});

it("adds a field with options, moves it and retires another", async () => {
  const field = {
    id: "serial",
    kind: "text",
    label: { en: "Serial number" },
    help: {},
    options: [],
    shown_for: ["customer", "staff"],
    required_for: [],
    shown_if: null,
    retired: false,
  };
  const asked = server(
    "ticket_fields",
    { fields: [field] },
    {
      "PUT /v1/settings/ticket_fields/draft": () => json(200, draftOf({ fields: [field] })),
    },
  );
  open("ticket_fields");
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Add a field" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a field" }));
  await user.selectOptions(dialog.getByLabelText("Kind"), "one_of");
  await user.type(dialog.getByLabelText("Label in English"), "Where is it?");
  await user.click(dialog.getByRole("button", { name: "Put into the form" }));
  expect(await dialog.findByText("Please write at least one option in English.")).toBeInTheDocument();
  await user.click(dialog.getByRole("button", { name: "Add an option" }));
  await user.type(dialog.getByLabelText("Option 1 in English"), "In the shop");
  await user.click(dialog.getByRole("button", { name: "Put into the form" }));
  await user.click(await screen.findByRole("button", { name: "Move Where is it? up" }));
  await user.click(screen.getByRole("button", { name: "Retire" }));
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  await waitFor(() => expect(sent(asked, "PUT")).toHaveLength(1));
  expect(sent(asked, "PUT")[0]?.body).toMatchObject({
    document: {
      fields: [
        {
          id: "where_is_it",
          kind: "one_of",
          options: [{ id: "in_the_shop", label: { en: "In the shop" }, retired: false }],
          shown_for: ["customer", "staff"],
        },
        { id: "serial", retired: true },
      ],
    },
  });
});

const queue = { id: "q1", name: "Shops", lead: "p2", agents: [{ id: "p2", name: "Bo Berg" }] };
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
  queues: [queue],
  rules: [{ name: "Everything", when: nothing, queue: "q1", agent: "nobody" }],
  calendar: {
    time_zone: "UTC",
    week: [{ from: "09:00:00", to: "17:00:00" }, null, null, null, null, null, null],
    holidays: ["2026-12-25"],
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

const trial = {
  has_draft: true,
  tickets: [
    {
      id: "t1",
      number: "T-1042",
      synopsis: "The till is dark",
      product: null,
      published: { rule: "Everything", queue: { id: "q1", name: "Shops" } },
      drafted: { rule: "Urgent", queue: { id: "q2", name: "Emergencies" } },
    },
  ],
};

it("adds a rule before the last one, which stays, and tries the rules", async () => {
  const asked = server("tickets", tickets, {
    "GET /v1/settings/ticket_fields": () =>
      json(200, { section: "ticket_fields", version: 1, document: { fields: [] } }),
    "GET /v1/settings/tickets/trial": () => json(200, trial),
    "PUT /v1/settings/tickets/draft": () => json(200, draftOf(tickets)),
  });
  open("tickets");
  const user = userEvent.setup();
  const rules = within(await screen.findByRole("list", { name: "Routing rules" }));
  expect(rules.queryByRole("button", { name: "Remove" })).toBeNull();
  expect(rules.getByText(/Everything else → Shops/)).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Add a rule" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a rule" }));
  await user.type(dialog.getByLabelText("Name"), "Urgent");
  await user.selectOptions(dialog.getByLabelText("Severity"), "critical");
  await user.selectOptions(dialog.getByLabelText("Goes to the queue"), "q1");
  await user.selectOptions(dialog.getByLabelText("Agent"), "p2");
  await user.click(dialog.getByRole("button", { name: "Put into the form" }));
  await waitFor(() => expect(rules.getAllByRole("listitem")).toHaveLength(2));
  expect(rules.getByText(/Critical → Shops · Bo Berg/)).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  await waitFor(() => expect(sent(asked, "PUT")).toHaveLength(1));
  const urgent = {
    name: "Urgent",
    when: { ...nothing, severity: "critical" },
    queue: "q1",
    agent: { fixed: "p2" },
  };
  expect(sent(asked, "PUT")[0]?.body).toEqual({
    document: { ...tickets, rules: [urgent, ...tickets.rules] },
    based_on: 4,
  });
  await user.click(screen.getByRole("button", { name: "Try the rules" }));
  expect(await screen.findByText("1 of 1 tickets would go to another queue.")).toBeInTheDocument();
  expect(screen.getByText("Emergencies")).toBeInTheDocument();
});

it("knows no other section", async () => {
  server("portal", portal);
  open("verification_keys");
  expect(await screen.findByText("Nothing here")).toBeInTheDocument();
});
