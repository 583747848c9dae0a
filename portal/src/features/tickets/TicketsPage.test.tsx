import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Face, Home } from "@/api/types";
import { field, options } from "@/testing/fields";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import TicketsPage from "./TicketsPage";

type Lists = Home["ticket_lists"];

function open(face: Face, ticket_lists: Lists, search = "") {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, ticket_lists, reopen_days: 3 }),
    "GET /v1/tickets": () => json(200, { items: [] }),
  });
  openPage(TicketsPage, { path: `/${face}/tickets`, at: `/${face}/tickets${search}`, face });
  return () =>
    asked.filter(({ path }) => path === "/v1/tickets").map(({ query }) => Object.fromEntries(query));
}

describe("the list of tickets", () => {
  it.each([
    ["customer", ["mine"], "Company tickets", false],
    ["customer", ["mine", "company"], "Company tickets", true],
    ["partner", ["mine"], "Company requests", false],
    ["partner", ["mine", "company"], "Company requests", true],
    ["employee", ["mine"], "Company requests", false],
  ] as [Face, Lists, string, boolean][])("of %s who may ask for %s", async (face, lists, words, seen) => {
    open(face, lists);
    await screen.findByText(face === "customer" ? "No active tickets" : "No active requests");
    await waitFor(() => expect(screen.queryAllByText(words)).toHaveLength(seen ? 1 : 0));
  });

  it("asks for the company's only as somebody who sees it", async () => {
    const member = open("customer", ["mine"], "?view=company");
    await waitFor(() => expect(member()).toMatchObject([{ view: "mine", status: "active" }]));
  });

  it("is the company's for those who see it", async () => {
    const manager = open("customer", ["mine", "company"], "?view=company");
    await waitFor(() => expect(manager()).toMatchObject([{ view: "company", status: "active" }]));
  });

  it("says how long what is closed can be reopened, as the server has it", async () => {
    open("customer", ["mine"], "?status=done");
    expect(await screen.findByText(/You can reopen them for 3 days\./)).toBeInTheDocument();
  });

  it("looks for a number among all that is in reach", async () => {
    const manager = open("customer", ["mine", "company"], "?number=T-1069");
    await waitFor(() => expect(manager()).toEqual([{ number: "T-1069", limit: "25" }]));
    expect(await screen.findByText("No ticket T-1069")).toBeInTheDocument();
  });
});

describe("the search in the list of tickets", () => {
  function found(answer: object, search = "") {
    const asked = serve({
      "GET /v1/home": () => json(200, { ...HOME, ticket_lists: ["mine", "company"] }),
      "GET /v1/tickets": () => json(200, { items: [] }),
      "GET /v1/tickets/search": () => json(200, answer),
    });
    const router = openPage(TicketsPage, {
      path: "/customer/tickets",
      at: `/customer/tickets${search}`,
      face: "customer",
    });
    const searches = () =>
      asked.filter(({ path }) => path === "/v1/tickets/search").map(({ query }) => Object.fromEntries(query));
    return { router, searches, user: userEvent.setup() };
  }

  it("looks for words in all tickets of the list", async () => {
    const { searches } = found({ items: [], asks_nothing: false }, "?view=company&q=paper%20jam");
    expect(await screen.findByText("Nothing has the words “paper jam”")).toBeInTheDocument();
    expect(searches()).toEqual([{ q: "paper jam", view: "company", limit: "25" }]);
    expect(screen.queryByRole("radio", { name: "Closed" })).toBeNull();
  });

  it("says when words are too common", async () => {
    found({ items: [], asks_nothing: true }, "?q=the");
    expect(await screen.findByText(/too common to look for/)).toBeInTheDocument();
  });

  it("tells a number from words", async () => {
    const { router, user } = found({ items: [], asks_nothing: false });
    const field = await screen.findByLabelText("Words or number");
    await user.type(field, " paper jam {Enter}");
    await waitFor(() => expect(router.state.location.search).toEqual({ q: "paper jam" }));
    await user.clear(screen.getByLabelText("Words or number"));
    await user.type(screen.getByLabelText("Words or number"), "1042{Enter}");
    await waitFor(() => expect(router.state.location.search).toEqual({ number: "T-1042" }));
  });
});

describe("the filters of the list", () => {
  const AT = "?view=company&severity=high&product=b&requester=p2";

  function company(search = "") {
    const product = (id: string) => ({
      product: { id, name: `Product ${id}`, code: id },
      version: { id, label: "1", supported_until: null },
      in_support: true,
      support_until: "2030-01-01",
    });
    const asked = serve({
      "GET /v1/home": () =>
        json(200, {
          ...HOME,
          ticket_lists: ["mine", "company"],
          actions: ["list_entitlements", "list_colleagues"],
        }),
      "GET /v1/entitlements": () => json(200, { items: [product("a"), product("b")], next_cursor: null }),
      "GET /v1/colleagues": () =>
        json(200, {
          items: [
            { id: "p1", name: "Ann" },
            { id: "p2", name: "Bo" },
          ],
          next_cursor: null,
        }),
      "GET /v1/tickets": () => json(200, { items: [] }),
    });
    const router = openPage(TicketsPage, { path: "/customer/tickets", at: `/customer/tickets${search}` });
    const last = () =>
      Object.fromEntries(asked.filter(({ path }) => path === "/v1/tickets").at(-1)?.query ?? []);
    return { router, last };
  }

  it("are in the address, and asked of the server", async () => {
    const { last } = company(AT);
    await waitFor(() =>
      expect(last()).toMatchObject({ view: "company", severity: "high", product: "b", requester: "p2" }),
    );
    expect(await screen.findByText("Nothing fits these filters")).toBeInTheDocument();
    expect(await screen.findByLabelText("Product")).toHaveValue("b");
    expect(await screen.findByLabelText("Opened by")).toHaveValue("p2");
  });

  it("include an order and days, which the server gets as a period", async () => {
    const { router, last } = company("?status=done&order=oldest&from=2026-11-03&to=2026-11-04");
    await waitFor(() => expect(last()).toMatchObject({ status: "done", sort: "oldest" }));
    expect(await screen.findByText("Nothing fits these filters")).toBeInTheDocument();
    const { from, before } = last();
    expect(Date.parse(before ?? "") - Date.parse(from ?? "")).toBe(2 * 24 * 3_600_000);
    const user = userEvent.setup();
    await user.selectOptions(screen.getByLabelText("Order"), "Longest unchanged first");
    await waitFor(() => expect(last()).toMatchObject({ sort: "earliest_change" }));
    await user.click(screen.getByRole("button", { name: /^Last change: / }));
    await user.click(await screen.findByRole("button", { name: "Show every day" }));
    await waitFor(() =>
      expect(router.state.location.search).toEqual({ status: "done", order: "earliest_change" }),
    );
  });

  it("are chosen, and one by one taken back", async () => {
    const { router, last } = company();
    const user = userEvent.setup();
    await user.selectOptions(await screen.findByLabelText("Severity"), "2-High");
    await waitFor(() => expect(last()).toMatchObject({ view: "mine", severity: "high" }));
    expect(router.state.location.search).toEqual({ severity: "high" });
    // Whose tickets they are is a question in the list of a company alone.
    expect(screen.queryByLabelText("Opened by")).not.toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText("Severity"), "Any severity");
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });
});

describe("the list of tickets, saved and as a file", () => {
  const AT = "2025-01-01T10:00:00Z";
  const ticket = (count: number) => ({
    id: `t${count}`,
    number: `T-${count}`,
    version: 1,
    kind: "support",
    severity: "high",
    severity_label: "2-High",
    synopsis: count === 1 ? "=cmd()" : "Printer",
    state: "open",
    state_label: "Open",
    requester: { id: "p1", name: "Ann" },
    created_at: AT,
    updated_at: AT,
    first_response_due: AT,
    resolution_due: AT,
    ...(count === 1 ? { custom_fields: { place: "roof", height: "-12.5" } } : {}),
  });
  const FIELDS = [field("place", "one_of", { options: options("roof") }), field("height", "number")];

  beforeEach(() => localStorage.clear());

  function list() {
    const asked = serve({
      "GET /v1/home": () => json(200, { ...HOME, ticket_lists: ["mine", "company"] }),
      "GET /v1/tickets": ({ query }) =>
        json(
          200,
          query.get("cursor")
            ? { items: [ticket(2)] }
            : { items: [ticket(1)], next_cursor: query.get("limit") === "100" ? "more" : null },
        ),
      "GET /v1/ticket-fields": () => json(200, { items: FIELDS, next_cursor: null }),
    });
    const router = openPage(TicketsPage, {
      path: "/customer/tickets",
      at: "/customer/tickets?view=company&status=done&cursor=abc",
      face: "customer",
    });
    return { asked, router, user: userEvent.setup() };
  }

  it("comes back as it was saved, from its first page", async () => {
    const { router, user } = list();
    await user.click(await screen.findByRole("button", { name: "Views" }));
    await user.click(await screen.findByRole("menuitem", { name: "Save this view…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Save this view" }));
    await user.type(dialog.getByLabelText("Name"), "Done by all");
    await user.click(dialog.getByRole("button", { name: "Save view" }));
    expect(await screen.findByRole("button", { name: "View: Done by all" })).toBeInTheDocument();
    await router.navigate({ to: ".", search: {} });
    await user.click(await screen.findByRole("button", { name: "Views" }));
    await user.click(await screen.findByRole("menuitem", { name: "Done by all" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "company", status: "done" }));
    await user.click(await screen.findByRole("button", { name: "View: Done by all" }));
    await user.click(await screen.findByRole("menuitem", { name: "Remove “Done by all”" }));
    expect(await screen.findByRole("button", { name: "Views" })).toBeInTheDocument();
  });

  it("is exported with all its pages and no formula", async () => {
    const { asked, user } = list();
    const files: Blob[] = [];
    URL.createObjectURL = (file) => {
      files.push(file as Blob);
      return "blob:file";
    };
    URL.revokeObjectURL = () => undefined;
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue(undefined);
    await user.click(await screen.findByRole("button", { name: "Export as CSV" }));
    await waitFor(() => expect(click).toHaveBeenCalledTimes(1));
    click.mockRestore();
    const reader = new FileReader();
    reader.readAsArrayBuffer(files[0] as Blob);
    await waitFor(() => expect(reader.readyState).toBe(FileReader.DONE));
    const bytes = new Uint8Array(reader.result as ArrayBuffer);
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [titles, ...rows] = new TextDecoder().decode(bytes).trimEnd().split("\r\n");
    const quoted = (line: string) => line.replaceAll(/[^,]+|(?<=,)(?=,)/g, (cell) => `"${cell}"`);
    expect(titles).toBe(
      quoted(
        "Number,Synopsis,Status,Severity,Opened by,Company,Product,Opened,Last change,Due,Label of place,Label of height",
      ),
    );
    expect(rows).toEqual([
      quoted(`T-1,'=cmd(),Open,2-High,Ann,,,${AT},${AT},${AT},The roof,-12.5`),
      `${quoted(`T-2,Printer,Open,2-High,Ann,,,${AT},${AT},${AT}`)},"",""`,
    ]);
    const pages = asked.filter(({ query }) => query.get("limit") === "100");
    const parts = ["view", "status", "cursor", "with_fields"];
    expect(pages.map(({ query }) => parts.map((part) => query.get(part)))).toEqual([
      ["company", "done", null, "true"],
      ["company", "done", "more", "true"],
    ]);
  });
});
