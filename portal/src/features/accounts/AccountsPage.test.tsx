import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, problem, serve } from "@/testing/server";
import AccountsPage from "./AccountsPage";

const row = (id: string, name: string, territory = "Nordics") => ({
  id,
  version: 1,
  name,
  number: `A-${id}`,
  plan: "premium",
  territory,
});

const MAY = ["list_accounts", "open_account"];
const place = { path: "/staff/accounts", face: "staff", role: "sales" } as const;

it("asks for the accounts that the address names, and finds one by its number", async () => {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: MAY }),
    "GET /v1/accounts": () => json(200, { items: [row("7", "Fjord Robotics")] }),
  });
  openPage(AccountsPage, { ...place, at: "/staff/accounts?plan=premium" });
  await screen.findByRole("link", { name: "Fjord Robotics" });
  const user = userEvent.setup();
  await user.type(screen.getByRole("textbox", { name: "Find an account" }), "A-7{Enter}");
  const queries = () =>
    asked.filter(({ path }) => path.startsWith("/v1/accounts")).map(({ query }) => query.toString());
  await waitFor(() => expect(queries().at(-1)).toContain("q=A-7"));
  expect(queries()[0]).toBe("plan=premium&limit=25");
  expect(queries().at(-1)).toContain("plan=premium");
});

it("opens an account once, and keeps what is typed when the server refuses", async () => {
  let refuse = true;
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: MAY }),
    "GET /v1/accounts": () => json(200, { items: [] }),
    "GET /v1/drafts/account--0": () => json(200, { data: null, updated_at: null }),
    "PUT /v1/drafts/account--0": () => json(200, { data: {}, updated_at: "2025-01-01T10:00:00Z" }),
    "DELETE /v1/drafts/account--0": () => json(204, undefined),
    "POST /v1/accounts": () =>
      refuse
        ? problem(422, "invalid_input", {
            errors: [{ pointer: "/name", code: "too_short", detail: "Too short." }],
          })
        : json(201, { ...row("8", "Fjord"), address: "1 Quay", delivery_address: null, allowed: [] }),
  });
  openPage(AccountsPage, place);
  const user = userEvent.setup();
  await screen.findByText("No accounts yet");
  await user.click(screen.getByRole("button", { name: "Open an account" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Open an account" }));
  await user.click(dialog.getByRole("button", { name: "Open account" }));
  expect(await dialog.findAllByText("Please fill this in.")).toHaveLength(3);
  await user.type(dialog.getByRole("textbox", { name: /^Name/ }), "Fjord");
  await user.type(dialog.getByRole("textbox", { name: /^Territory/ }), "Nordics");
  await user.type(dialog.getByRole("textbox", { name: /^Postal address/ }), "1 Quay");
  await user.click(dialog.getByRole("button", { name: "Open account" }));
  await waitFor(() => expect(asked.filter(({ method }) => method === "POST")).toHaveLength(1));
  await waitFor(() => expect(dialog.getByRole("textbox", { name: /^Name/ })).toHaveFocus());
  expect(dialog.getByRole("textbox", { name: /^Name/ })).toHaveValue("Fjord");
  refuse = false;
  await user.click(dialog.getByRole("button", { name: "Open account" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const sent = asked.filter(({ method }) => method === "POST");
  expect(sent.at(-1)?.body).toEqual({
    name: "Fjord",
    plan: "standard",
    territory: "Nordics",
    address: "1 Quay",
    delivery_address: "",
  });
  expect(sent.at(-1)?.headers.get("Idempotency-Key")).toBeTruthy();
});

it("says to others that it is not open to them, and asks for nothing", async () => {
  const asked = serve({ "GET /v1/home": () => json(200, HOME) });
  openPage(AccountsPage, place);
  await screen.findByRole("heading", { name: /not open/i });
  expect(asked.filter(({ path }) => path.startsWith("/v1/accounts"))).toHaveLength(0);
});
