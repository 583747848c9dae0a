import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, problem, serve } from "@/testing/server";
import AccountPage from "./AccountPage";

const account = (version: number, more: object = {}) => ({
  id: "a1",
  version,
  name: "Fjord Robotics",
  number: "A-2041",
  plan: "standard",
  territory: "Nordics",
  address: "14 Kaigata\nBergen",
  delivery_address: null,
  allowed: ["change"],
  ...more,
});

const owned = {
  id: "e1",
  product: { id: "p1", name: "Pump", code: "PMP" },
  version: { id: "v1", label: "1.0", supported_until: null },
  quantity: 2,
  serials: ["A1"],
  purchased_on: "2026-03-01",
  warranty_until: null,
  support_until: "2999-12-31",
  in_support: true,
  revision: 4,
};

const product = {
  id: "p1",
  name: "Pump",
  code: "PMP",
  version: 1,
  versions: [{ id: "v1", label: "1.0", released_on: "2025-01-01", supported_until: null }],
};

const place = {
  path: "/staff/accounts/$id",
  at: "/staff/accounts/a1",
  face: "staff",
  role: "sales",
} as const;

let now = account(1);
const answers = (actions: string[]) => ({
  "GET /v1/home": () => json(200, { ...HOME, actions }),
  "GET /v1/accounts/a1": () => json(200, now),
  "GET /v1/accounts/a1/contacts": () => json(200, { items: [{ id: "p5", name: "Bo Berg" }] }),
  "GET /v1/accounts/a1/entitlements": () => json(200, { items: [owned] }),
  "GET /v1/products": () => json(200, { items: [product] }),
});

beforeEach(() => {
  now = account(1);
});

it("shows people and purchases, and changes the version that was seen", async () => {
  const asked = serve({
    ...answers(["view_account", "change_account", "view_person"]),
    "PATCH /v1/accounts/a1": () => {
      now = account(2, { plan: "premium" });
      return json(200, now);
    },
  });
  openPage(AccountPage, { ...place, others: { "/staff/people/$id": "person" } });
  await screen.findByRole("heading", { name: "Fjord Robotics" });
  await screen.findByRole("link", { name: "Bo Berg" });
  await screen.findByRole("rowheader", { name: "Pump 1.0" });
  expect(screen.queryByRole("button", { name: "Add a purchase" })).toBeNull();
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Change account" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Change Fjord Robotics" }));
  await user.selectOptions(dialog.getByRole("combobox", { name: "Plan" }), "premium");
  await user.click(dialog.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const [sent] = asked.filter(({ method }) => method === "PATCH");
  expect(sent?.headers.get("If-Match")).toBe('"1"');
  expect(sent?.body).toEqual({ plan: "premium" });
  await screen.findByText("Premium");
});

it("offers no change that the server does not allow", async () => {
  now = account(1, { allowed: [] });
  serve(answers(["view_account"]));
  openPage(AccountPage, place);
  await screen.findByText("Bo Berg");
  expect(screen.queryByRole("link", { name: "Bo Berg" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Change account" })).toBeNull();
});

it("changes units and dates of a purchase, of the version that was seen", async () => {
  const asked = serve({
    ...answers(["view_account", "change_entitlements", "list_products"]),
    "PATCH /v1/accounts/a1/entitlements/e1": () => json(200, { ...owned, quantity: 3, revision: 5 }),
  });
  openPage(AccountPage, place);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Change Pump 1.0" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Change the purchase of Pump 1.0" }));
  const units = dialog.getByRole("textbox", { name: "Units" });
  await user.clear(units);
  await user.type(units, "none");
  await user.click(dialog.getByRole("button", { name: "Save changes" }));
  await dialog.findByText("Please enter a number of units, 1 to 1,000,000.");
  await user.clear(units);
  await user.type(units, "3");
  await user.click(dialog.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const [sent] = asked.filter(({ method }) => method === "PATCH");
  expect(sent?.headers.get("If-Match")).toBe('"4"');
  expect(sent?.body).toEqual({
    product_id: "p1",
    version_id: "v1",
    quantity: 3,
    serials: ["A1"],
    purchased_on: "2026-03-01",
    warranty_until: null,
    support_until: "2999-12-31",
  });
});

it("asks what becomes of a change that somebody else made meanwhile, and sends only what was changed", async () => {
  const asked = serve({
    ...answers(["view_account", "change_account"]),
    "PATCH /v1/accounts/a1": ({ headers }) => {
      if (headers.get("If-Match") !== `"${now.version}"`) return problem(412, "stale");
      now = account(3, { territory: "Fjords", address: "1 Torget" });
      return json(200, now);
    },
  });
  openPage(AccountPage, place);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Change account" }));
  const dialog = within(await screen.findByRole("dialog"));
  const territory = dialog.getByRole("textbox", { name: /^Territory/ });
  await user.clear(territory);
  await user.type(territory, "Fjords");
  now = account(2, { territory: "North", address: "1 Torget" });
  await user.click(dialog.getByRole("button", { name: "Save changes" }));
  await dialog.findByText("Somebody else has changed this in the meantime");
  dialog.getByText(/: North/);
  expect(territory).toHaveValue("Fjords");
  await user.click(dialog.getByRole("button", { name: "Save changes" }));
  await dialog.findByText(/Choose above what becomes of your changes/);
  const sent = () => asked.filter(({ method }) => method === "PATCH");
  expect(sent()).toHaveLength(1);
  await user.click(dialog.getByRole("button", { name: "Save my changes over it" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent().map(({ headers, body }) => [headers.get("If-Match"), body])).toEqual([
    ['"1"', { territory: "Fjords" }],
    ['"2"', { territory: "Fjords" }],
  ]);
});
