import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import NewImportPage from "./NewImportPage";

vi.mock("@/kit/files/upload", async (original) => ({
  ...(await original<typeof import("@/kit/files/upload")>()),
  upload: (file: File) => Promise.resolve(`id-of-${file.name}`),
}));

const field = (name: string, required: boolean, synonyms: string[] = []) => ({
  name,
  required,
  synonyms,
  cell: "line",
  words: [],
  example: "",
});
const KINDS = [
  {
    kind: "accounts",
    fields: [field("number", false), field("name", true, ["company"])],
    keys: [
      { name: "number", fields: ["number"], needs: ["number"] },
      { name: "name", fields: ["name"], needs: ["name"] },
    ],
  },
  {
    kind: "contacts",
    fields: [field("email", true, ["e-mail"]), field("name", true, ["contact"])],
    keys: [{ name: "email", fields: ["email"], needs: ["email"] }],
  },
];

function open() {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["start_import"] }),
    "GET /v1/import-kinds": () => json(200, { items: KINDS, next_cursor: null }),
    "POST /v1/imports": () => json(201, { id: "i1", version: 1 }),
  });
  openPage(NewImportPage, {
    path: "/staff/imports/new",
    face: "staff",
    role: "administrator",
    others: { "/staff/imports/$id": "The import" },
  });
  return asked;
}

const input = () => document.querySelector<HTMLInputElement>('input[type="file"]') as HTMLInputElement;

it("finds the columns by their names, and sends those that are chosen", async () => {
  const asked = open();
  const user = userEvent.setup({ applyAccept: false });
  await screen.findByRole("heading", { name: "Import a file" });
  await user.upload(input(), new File(["No;Company;Other\n1;Fjord;x\n"], "accounts.csv"));
  await screen.findByText("Choose a column for: Number.");
  expect(screen.getByLabelText("Name")).toHaveValue("Company");
  screen.getByText("Fjord");
  expect(screen.getByRole("button", { name: "Check the file" })).toBeDisabled();
  await user.selectOptions(screen.getByLabelText("Number"), "No");
  await user.click(screen.getByRole("button", { name: "Check the file" }));
  await screen.findByText("The import");
  expect(asked.find(({ method }) => method === "POST")?.body).toEqual({
    kind: "accounts",
    upload_id: "id-of-accounts.csv",
    columns: [
      { column: "Company", field: "name" },
      { column: "No", field: "number" },
    ],
    key: "number",
    quiet: false,
  });
});

it("adds people quietly if it is asked to", async () => {
  const asked = open();
  const user = userEvent.setup({ applyAccept: false });
  await user.selectOptions(await screen.findByLabelText("Kind"), "contacts");
  await user.upload(input(), new File(["E-Mail,Contact\nkim@example.com,Kim\n"], "people.csv"));
  await user.click(await screen.findByLabelText("Add people without inviting them"));
  await user.click(screen.getByRole("button", { name: "Check the file" }));
  await waitFor(() =>
    expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({
      kind: "contacts",
      key: "email",
      quiet: true,
    }),
  );
});

it("refuses a file without a header before anything is sent", async () => {
  open();
  const user = userEvent.setup({ applyAccept: false });
  await screen.findByRole("heading", { name: "Import a file" });
  await user.upload(input(), new File(["\n\n"], "empty.csv"));
  await screen.findByText("This file has no header line that can be read.");
});
