import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import ImportPage from "./ImportPage";

const NONE = { create: 0, change: 0, same: 0, error: 0 };
const one = (more: object) => ({
  id: "i1",
  version: 3,
  kind: "contacts",
  file: "people.csv",
  size: 90,
  columns: [{ column: "E-Mail", field: "email" }],
  key: "email",
  quiet: true,
  state: "checked",
  done: 2,
  total: 2,
  checked: { ...NONE, create: 1, error: 1 },
  applied: NONE,
  problem: null,
  by: { id: "p1", name: "Ann" },
  applied_by: null,
  created_at: "2026-03-02T10:00:00Z",
  updated_at: "2026-03-02T10:00:00Z",
  allowed: ["apply", "download"],
  ...more,
});
const line = (number: number, more: object) => ({
  line: number,
  outcome: "create",
  key: `p${number}@example.com`,
  fields: [],
  errors: [],
  record: null,
  applied: false,
  ...more,
});

function open(now: { import: object }) {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["list_imports"] }),
    "GET /v1/imports/i1": () => json(200, now.import),
    "GET /v1/imports/i1/lines": () =>
      json(200, {
        items: [
          line(2, {}),
          line(3, {
            outcome: "error",
            errors: [{ column: "E-Mail", code: "not_an_address", detail: "This is not an e-mail address." }],
          }),
        ],
        next_cursor: null,
      }),
    "POST /v1/imports/i1/apply": () => {
      now.import = one({
        state: "applied",
        version: 6,
        applied: { ...NONE, create: 1, error: 1 },
        allowed: [],
      });
      return json(200, now.import);
    },
  });
  openPage(ImportPage, {
    path: "/staff/imports/$id",
    at: "/staff/imports/i1",
    face: "staff",
    role: "administrator",
  });
  return asked;
}

it("says what each line would do, and applies it once somebody says so", async () => {
  const asked = open({ import: one({}) });
  const user = userEvent.setup();
  await screen.findByText("The file is checked");
  const wrong = within(await screen.findByRole("row", { name: /p3@example.com/ }));
  wrong.getByText("E-Mail: This is not an e-mail address.");
  await user.click(screen.getByRole("button", { name: "Apply 1 line" }));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText(/New people get no invitation\./);
  await user.click(dialog.getByRole("button", { name: "Apply" }));
  await screen.findByText("New: 1. Changed: 0. The same: 0. With errors: 1.");
  const sent = asked.find(({ method }) => method === "POST");
  expect(sent?.headers.get("If-Match")).toBe('"3"');
});

it("shows how far it is", async () => {
  open({ import: one({ state: "checking", done: 50, total: 200, allowed: [] }) });
  await screen.findByText("50 of 200 lines");
  expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "25");
});

it("says why a file cannot be imported", async () => {
  const problem = { column: "name", code: "missing_column", detail: "No column holds the field name." };
  open({ import: one({ state: "failed", problem, allowed: [] }) });
  await waitFor(() => screen.getByText("No column holds the field name."));
  screen.getByText("Column name");
});
