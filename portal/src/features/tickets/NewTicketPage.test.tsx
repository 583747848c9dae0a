import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { field, options } from "@/testing/fields";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, serve } from "@/testing/server";
import NewTicketPage from "./NewTicketPage";

const entitlement = (product: string, version: string, in_support: boolean) => ({
  id: `${product}-${version}`,
  product: { id: product, name: `Product ${product}`, code: product },
  version: { id: version, label: version, supported_until: null },
  quantity: 1,
  serials: [],
  purchased_on: "2025-01-01",
  support_until: "2026-02-01",
  in_support,
});

let asked: Asked[];
let fields: object[];
let answer: () => Response | Promise<Response>;
const sent = () => asked.filter((one) => one.method === "POST" && one.path === "/v1/tickets");

function open(search = "") {
  openPage(NewTicketPage, {
    path: "/customer/tickets/new",
    at: `/customer/tickets/new${search}`,
    others: { "/customer/tickets/$id": "the ticket’s page" },
  });
}

beforeEach(() => {
  answer = () => json(201, { id: "t1", number: "T-1042" });
  fields = [];
  // Purchased products come in pages; all of them are offered.
  const purchased = [
    { items: [entitlement("a", "3.0", true), entitlement("a", "2.9", false)], next_cursor: "more" },
    { items: [entitlement("b", "1", false)], next_cursor: null },
  ];
  asked = serve({
    "GET /v1/home": () => problem(503, "unavailable"),
    "GET /v1/branding": () => problem(503, "unavailable"),
    "GET /v1/entitlements": () => json(200, purchased.shift()),
    "GET /v1/ticket-fields": () => json(200, { items: fields, next_cursor: null }),
    "GET /v1/articles/suggestions": () => json(200, { items: [], degraded: false }),
    "GET /v1/drafts/ticket": () => problem(404, "not_found"),
    "PUT /v1/drafts/ticket": () => json(200, { data: {}, updated_at: new Date().toISOString() }),
    "DELETE /v1/drafts/ticket": () => new Response(null, { status: 204 }),
    "POST /v1/tickets": () => answer(),
  });
});

async function fill() {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Synopsis"), "Nobody can sign in");
  await user.click(screen.getByRole("radio", { name: "Issue" }));
  await user.click(screen.getByRole("radio", { name: "1-Critical" }));
  await screen.findByRole("option", { name: "Product a" });
  await user.selectOptions(screen.getByLabelText("Product"), "Product a");
  await user.type(screen.getByLabelText("Description"), "Since the update.");
  return user;
}

const submit = () => screen.getByRole("button", { name: "Submit new ticket" });

describe("words that were searched for in vain", () => {
  const HINT = /These are the words you searched for/;
  const WORDS = "?synopsis=blue%20screen%0Aagain";
  const synopsis = () => screen.findByLabelText("Synopsis");
  const kept = () => localStorage.getItem("portico:draft:p1:ticket-h1");

  it("begin an empty form, and are a draft only once somebody types", async () => {
    open(WORDS);
    expect(await synopsis()).toHaveValue("blue screen again");
    expect(screen.getByText(HINT)).toBeInTheDocument();
    expect(kept()).toBeNull();
    const user = userEvent.setup();
    await user.type(await synopsis(), " today");
    expect(screen.queryByText(HINT)).not.toBeInTheDocument();
    expect(JSON.parse(kept() ?? "")).toMatchObject({ data: { synopsis: "blue screen again today" } });
    await user.clear(await synopsis());
    expect(await synopsis()).toHaveValue("");
    expect(kept()).toBeNull();
  });

  it("are sent with what is added to them", async () => {
    open(WORDS);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("radio", { name: "Question" }));
    await user.click(screen.getByRole("radio", { name: "4-Low" }));
    await user.type(screen.getByLabelText("Description"), "Since the update.");
    await user.click(submit());
    await screen.findByText("the ticket’s page");
    expect(sent()[0]?.body).toMatchObject({
      synopsis: "blue screen again",
      description: "Since the update.",
    });
  });

  it("leave a draft on this device as it is", async () => {
    localStorage.setItem(
      "portico:draft:p1:ticket-h1",
      JSON.stringify({ data: { description: "What I wrote" }, at: 1 }),
    );
    open(WORDS);
    expect(await screen.findByLabelText("Description")).toHaveValue("What I wrote");
    expect(await synopsis()).toHaveValue("");
    expect(screen.queryByText(HINT)).not.toBeInTheDocument();
  });
});

describe("the page of a new ticket", () => {
  it("offers only what was purchased and is in support, and chooses the only version itself", async () => {
    open();
    await fill();
    const product = screen.getByLabelText("Product");
    expect(within(product).getByRole("option", { name: /Product b \(support ended/ })).toBeDisabled();
    expect(screen.getByLabelText("Version")).toHaveValue("3.0");
    expect(screen.getByRole("option", { name: /2\.9 \(support ended/ })).toBeDisabled();
  });

  it("sends nothing incomplete, says what is missing and goes to the first field", async () => {
    open();
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Submit new ticket" }));
    expect(screen.getByText("Say in one line what this is about.")).toBeInTheDocument();
    expect(screen.getByText("Tell us what happened.")).toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText("Synopsis")).toHaveFocus());
    expect(sent()).toEqual([]);
  });

  it("sends what was typed and leads to the ticket; the draft is gone", async () => {
    open();
    const user = await fill();
    await user.click(submit());
    expect(await screen.findByText("the ticket’s page")).toBeInTheDocument();
    expect(sent()).toHaveLength(1);
    expect(sent()[0]?.body).toMatchObject({
      type: "issue",
      severity: "critical",
      synopsis: "Nobody can sign in",
      product_id: "a",
      version_id: "3.0",
      upload_ids: [],
    });
    expect(localStorage.getItem("portico:draft:p1:ticket-h1")).toBeNull();
  });

  it("puts the server's objection to its field", async () => {
    answer = () =>
      problem(422, "input_invalid", {
        errors: [{ pointer: "/version_id", code: "not_in_support", detail: "…" }],
      });
    open();
    const user = await fill();
    await user.click(submit());
    expect(await screen.findByText("Support for this has ended.")).toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText("Version")).toHaveFocus());
    expect(screen.getByLabelText("Description")).toHaveValue("Since the update.");
  });

  it("keeps the key over a lost connection and takes a new one for other words", async () => {
    const tries: Array<() => Response | Promise<Response>> = [
      () => Promise.reject(new TypeError("Failed to fetch")),
      () => problem(500, "internal"),
      () => json(201, { id: "t1", number: "T-1042" }),
    ];
    answer = () => (tries.shift() ?? vi.fn())() as Response;
    open();
    const user = await fill();
    await user.click(submit());
    expect(await screen.findByText(/could not be reached. Nothing is lost/)).toBeInTheDocument();
    await user.click(submit());
    expect(await screen.findByText("req-1")).toBeInTheDocument();
    await user.type(screen.getByLabelText("Description"), " More.");
    await user.click(submit());
    await screen.findByText("the ticket’s page");
    const keys = sent().map((one) => one.headers.get("idempotency-key"));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("counts two quick clicks as one", async () => {
    let done: (response: Response) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        done = resolve;
      });
    open();
    const user = await fill();
    await user.dblClick(submit());
    await waitFor(() => expect(sent()).toHaveLength(1));
    done(json(201, { id: "t1", number: "T-1042" }));
    await screen.findByText("the ticket’s page");
    expect(sent()).toHaveLength(1);
  });
});

describe("colleagues of a new ticket", () => {
  const people = [
    { id: "p1", name: "Ann" },
    { id: "p2", name: "Bo Berg" },
    { id: "p3", name: "Cy Lind" },
  ];

  function offer(found: { id: string; name: string }[]) {
    return serve({
      "GET /v1/home": () => json(200, { ...HOME, actions: ["list_colleagues"] }),
      "GET /v1/branding": () => problem(503, "unavailable"),
      "GET /v1/entitlements": () => json(200, { items: [entitlement("a", "3.0", true)], next_cursor: null }),
      "GET /v1/articles/suggestions": () => json(200, { items: [], degraded: false }),
      "GET /v1/drafts/ticket": () => problem(404, "not_found"),
      "PUT /v1/drafts/ticket": () => json(200, { data: {}, updated_at: new Date().toISOString() }),
      "DELETE /v1/drafts/ticket": () => new Response(null, { status: 204 }),
      "GET /v1/colleagues": () => json(200, { items: found, next_cursor: null }),
      "POST /v1/tickets": () => answer(),
    });
  }

  it("are chosen by name and sent along", async () => {
    asked = offer(people);
    open();
    const user = await fill();
    await user.click(await screen.findByRole("checkbox", { name: "Cy Lind" }));
    // Nobody adds themself.
    expect(screen.queryByRole("checkbox", { name: "Ann" })).not.toBeInTheDocument();
    await user.click(submit());
    expect(await screen.findByText("the ticket’s page")).toBeInTheDocument();
    expect(sent()[0]?.body).toMatchObject({ participant_ids: ["p3"] });
  });

  it("are searched where there are many, and at most ten", async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ id: `c${index}`, name: `Colleague ${index}` }));
    asked = offer(many);
    open();
    const user = userEvent.setup();
    for (const { name } of many.slice(0, 10)) await user.click(await screen.findByRole("checkbox", { name }));
    expect(screen.getByRole("checkbox", { name: "Colleague 11" })).toBeDisabled();
    await user.click(screen.getByRole("checkbox", { name: "Colleague 9" }));
    await user.type(screen.getByLabelText("Find a name"), "gue 11{Enter}");
    expect(screen.queryByRole("checkbox", { name: "Colleague 10" })).not.toBeInTheDocument();
    expect(screen.getByRole("checkbox", { name: "Colleague 11" })).toBeEnabled();
    expect(sent()).toHaveLength(0);
  });
});

describe("a follow-up", () => {
  it("begins with the type and product of the closed ticket, and names it", async () => {
    const old = {
      id: "t0",
      number: "T-1001",
      synopsis: "The old one",
      type: "issue",
      product: { id: "a", name: "Product a", version_id: "3.0", version_label: "3.0" },
    };
    const routes = {
      "GET /v1/home": () => problem(503, "unavailable"),
      "GET /v1/branding": () => problem(503, "unavailable"),
      "GET /v1/entitlements": () => json(200, { items: [entitlement("a", "3.0", true)], next_cursor: null }),
      "GET /v1/articles/suggestions": () => json(200, { items: [], degraded: false }),
      "GET /v1/tickets/t0": () => json(200, old),
      "POST /v1/tickets": () => answer(),
    };
    asked = serve(routes);
    open("?follows=t0");
    const user = userEvent.setup();
    expect(await screen.findByText("This follows T-1001, which is closed")).toBeInTheDocument();
    expect(screen.getByRole("radio", { name: "Issue" })).toBeChecked();
    await screen.findByRole("option", { name: "Product a" });
    expect(screen.getByLabelText("Product")).toHaveValue("a");
    await user.type(screen.getByLabelText("Synopsis"), "It is back again");
    await user.click(screen.getByRole("radio", { name: "4-Low" }));
    await user.type(screen.getByLabelText("Description"), "Since today.");
    await user.click(submit());
    expect(await screen.findByText("the ticket’s page")).toBeInTheDocument();
    expect(sent()[0]?.body).toMatchObject({
      follows: "t0",
      type: "issue",
      product_id: "a",
      version_id: "3.0",
    });
  });
});

describe("the company’s fields", () => {
  beforeEach(() => {
    fields = [
      field("place", "one_of", { options: options("roof", "cellar") }),
      field("serial", "text", { most: 20, required: true, shown_if: { field: "place", is: ["roof"] } }),
      field("lights", "some_of", { options: options("red", "green"), help: "All that shine." }),
      field("old", "text", { retired: true }),
    ];
  });
  const select = () => screen.findByRole("combobox", { name: /^Label of place/ });
  const serial = () => screen.queryByRole("textbox", { name: "Label of serial" });

  it("are asked while their condition holds, and sent by their IDs", async () => {
    open();
    const user = await fill();
    expect(serial()).not.toBeInTheDocument();
    expect(screen.queryByText(/Label of old/)).not.toBeInTheDocument();
    expect(screen.getByText("All that shine.")).toBeInTheDocument();
    await user.selectOptions(await select(), "The roof");
    await user.type(serial() as HTMLElement, "KX-7");
    await user.click(screen.getByRole("checkbox", { name: "The green" }));
    await user.click(submit());
    await screen.findByText("the ticket’s page");
    expect(sent()[0]?.body).toMatchObject({
      custom_fields: { place: "roof", serial: "KX-7", lights: ["green"] },
    });
  });

  it("that are hidden again are not sent, and come back as they were", async () => {
    open();
    const user = await fill();
    await user.selectOptions(await select(), "The roof");
    await user.type(serial() as HTMLElement, "KX-7");
    await user.selectOptions(await select(), "The cellar");
    expect(serial()).not.toBeInTheDocument();
    await user.selectOptions(await select(), "The roof");
    expect(serial()).toHaveValue("KX-7");
    await user.selectOptions(await select(), "No answer");
    await user.click(submit());
    await screen.findByText("the ticket’s page");
    expect(sent()[0]?.body).toHaveProperty("custom_fields", {});
  });

  it("that are required are asked for, and the server’s objections are put to them", async () => {
    answer = () =>
      problem(422, "input_invalid", {
        errors: [{ pointer: "/custom_fields/place", code: "not_one_of", detail: "…" }],
      });
    open();
    const user = await fill();
    await user.selectOptions(await select(), "The roof");
    await user.click(submit());
    expect(await screen.findByText("Please fill this in.")).toBeInTheDocument();
    await waitFor(() => expect(serial()).toHaveFocus());
    expect(sent()).toEqual([]);
    await user.type(serial() as HTMLElement, "KX-7");
    await user.click(submit());
    expect(await screen.findByText("Please choose one from the list.")).toBeInTheDocument();
    await waitFor(async () => expect(await select()).toHaveFocus());
  });

  it("are in the draft", async () => {
    open();
    const user = await fill();
    await user.selectOptions(await select(), "The roof");
    const kept = JSON.parse(localStorage.getItem("portico:draft:p1:ticket-h1") ?? "{}");
    expect(kept.data).toMatchObject({ field_place: "roof", field_lights: [] });
  });
});
