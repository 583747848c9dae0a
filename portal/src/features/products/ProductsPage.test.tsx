import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import ProductsPage from "./ProductsPage";

const pump = {
  id: "p1",
  version: 3,
  name: "Pump",
  code: "PMP",
  versions: [{ id: "v1", label: "1.0", released_on: "2025-01-01", supported_until: "2027-01-31" }],
};

const place = { path: "/staff/products", face: "staff", role: "operations" } as const;

const answers = (...actions: string[]) => ({
  "GET /v1/home": () => json(200, { ...HOME, actions: ["list_products", ...actions] }),
  "GET /v1/products": () => json(200, { items: [pump] }),
});

it("moves the end of a version, with the version of the product that was seen", async () => {
  const asked = serve({
    ...answers("change_products"),
    "PATCH /v1/products/p1": () => json(200, { ...pump, version: 4 }),
  });
  openPage(ProductsPage, place);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Versions… Pump" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Versions of Pump" }));
  await user.selectOptions(dialog.getByRole("combobox", { name: "Version" }), "v1");
  expect(dialog.getByRole("textbox", { name: "Label" })).toHaveValue("1.0");
  const end = dialog.getByLabelText(/^Supported until/);
  fireEvent.change(end, { target: { value: "2024-12-31" } });
  await user.click(dialog.getByRole("button", { name: "Save version" }));
  await dialog.findByText("This is before the release.");
  fireEvent.change(end, { target: { value: "2028-01-31" } });
  await user.click(dialog.getByRole("button", { name: "Save version" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const [sent] = asked.filter(({ method }) => method === "PATCH");
  expect(sent?.headers.get("If-Match")).toBe('"3"');
  expect(sent?.body).toEqual({
    versions: [{ id: "v1", label: "1.0", released_on: "2025-01-01", supported_until: "2028-01-31" }],
  });
});

it("shows the products to those who may not change them", async () => {
  serve(answers());
  openPage(ProductsPage, place);
  await screen.findByRole("rowheader", { name: "Pump" });
  expect(screen.queryByRole("button", { name: "Write a product" })).toBeNull();
  expect(screen.queryByRole("button", { name: /Pump$/ })).toBeNull();
});
