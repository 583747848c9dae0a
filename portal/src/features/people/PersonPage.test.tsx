import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, problem, type Reply, serve } from "@/testing/server";
import PersonPage from "./PersonPage";

const viewAs = vi.hoisted(() => vi.fn(async () => undefined));
vi.mock("@/api/session", async (original) => ({ ...(await original<object>()), viewAs }));

beforeEach(() => viewAs.mockClear());

const person = (id: string, name: string) => ({
  id,
  name,
  email: `${id}@acme.example`,
  status: "active",
  version: 1,
  hats: [],
  mail_stopped: false,
  allowed: ["disable"],
});

it("leaves an open question behind on the way to another person", async () => {
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["change_person", "view_person"] }),
    "GET /v1/people/p5": () => json(200, person("p5", "Bo Berg")),
    "GET /v1/people/p6": () => json(200, person("p6", "Cy Carr")),
  });
  const user = userEvent.setup();
  const router = openPage(PersonPage, { path: "/staff/people/$id", at: "/staff/people/p5", face: "staff" });
  await screen.findByRole("heading", { name: "Bo Berg" });
  await router.navigate({ to: "/staff/people/$id", params: { id: "p6" } } as never);
  await screen.findByRole("heading", { name: "Cy Carr" });
  await user.click(await screen.findByRole("button", { name: /^Disable/ }));
  await screen.findByRole("dialog");
  router.history.back();
  await screen.findByRole("heading", { name: "Bo Berg", hidden: true });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("removes a lost second step after a question, and offers it only where there is one", async () => {
  let protectedNow = true;
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["change_person", "view_person"] }),
    "GET /v1/people/p5": () =>
      json(200, {
        ...person("p5", "Bo Berg"),
        allowed: protectedNow ? ["disable", "remove_second_factor"] : ["disable"],
      }),
    "DELETE /v1/people/p5/second-factor": () => {
      protectedNow = false;
      return json(200, { ...person("p5", "Bo Berg"), version: 2 });
    },
  });
  const user = userEvent.setup();
  openPage(PersonPage, { path: "/staff/people/$id", at: "/staff/people/p5", face: "staff" });
  await user.click(await screen.findByRole("button", { name: "Remove second step…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Remove the second step of Bo Berg?" }));
  expect(asked.filter(({ method }) => method === "DELETE")).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Remove second step" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const sent = asked.filter(({ method }) => method === "DELETE");
  expect(sent.map(({ path }) => path)).toEqual(["/v1/people/p5/second-factor"]);
  await screen.findByRole("button", { name: /^Disable/ });
  expect(screen.queryByRole("button", { name: "Remove second step…" })).toBeNull();
});

it("shows the portal as the person in one of their hats, where the server allows it", async () => {
  const hats = ["h1", "h2"].map((id, index) => ({
    id,
    kind: "customer",
    role: index ? "manager" : "member",
    label: `Acme, ${index ? "manager" : "member"}`,
    organisation: "Acme",
    account_id: "a1",
    partner_id: null,
    queue_ids: [],
  }));
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["view_person", "list_people"] }),
    "GET /v1/people/p5": () => json(200, { ...person("p5", "Bo Berg"), hats, allowed: ["view_as"] }),
    "GET /v1/people/p6": () => json(200, { ...person("p6", "Cy Carr"), hats, allowed: [] }),
  });
  const router = openPage(PersonPage, { path: "/staff/people/$id", at: "/staff/people/p5", face: "staff" });
  await userEvent.setup().click(await screen.findByRole("button", { name: "View as Acme, manager" }));
  expect(viewAs).toHaveBeenCalledWith("p5", "h2");
  const links = await screen.findAllByRole("link", { name: "People of Acme" });
  expect(links[0]?.getAttribute("href")).toBe("/staff/people?account=a1");
  await router.navigate({ to: "/staff/people/$id", params: { id: "p6" } } as never);
  await screen.findByRole("heading", { name: "Cy Carr" });
  expect(screen.queryByRole("button", { name: /^View as/ })).toBeNull();
});

describe("other roles", () => {
  const HATS = [
    { id: "h1", kind: "customer", role: "member", organisation: "Acme", account_id: "a1" },
    { id: "h2", kind: "employee", role: "employee", organisation: "XYZ Co.", account_id: null },
  ].map((hat) => ({ ...hat, label: `${hat.organisation}, ${hat.role}`, partner_id: null, queue_ids: [] }));

  /** Opens the dialog of the roles of a person whose record is what `now` returns. */
  async function openRoles(now: () => object, save: Reply) {
    const asked = serve({
      "GET /v1/home": () => json(200, { ...HOME, actions: ["change_person", "view_person", "list_people"] }),
      "GET /v1/people/p5": () => json(200, now()),
      "GET /v1/queues": () => json(200, { items: [{ id: "q1", name: "PowerPlus", agents: [] }] }),
      "GET /v1/accounts": () => json(200, { items: [{ id: "a2", name: "Brink", number: "A-2" }] }),
      "PATCH /v1/people/p5": save,
    });
    const user = userEvent.setup();
    openPage(PersonPage, { path: "/staff/people/$id", at: "/staff/people/p5", face: "staff" });
    await user.click(await screen.findByRole("button", { name: "Change roles…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Roles of Bo Berg" }));
    const sent = () => asked.filter(({ method }) => method === "PATCH");
    return { user, dialog, sent };
  }

  const bo = (more: object) => ({
    ...person("p5", "Bo Berg"),
    hats: HATS,
    allowed: ["disable", "change_hats"],
    ...more,
  });

  it("are sent as a whole, with those that stay by their ID", async () => {
    const { user, dialog, sent } = await openRoles(
      () => bo({}),
      () => json(200, bo({ version: 2, hats: [] })),
    );
    const acme = within(dialog.getByRole("group", { name: "Acme" }));
    await user.selectOptions(acme.getByLabelText("Role"), "manager");
    await user.click(dialog.getByRole("button", { name: "Remove the role: XYZ Co., employee" }));
    await user.click(dialog.getByRole("button", { name: "Add a role in the company" }));
    const own = within(dialog.getByRole("group", { name: "The company (new)" }));
    await user.selectOptions(own.getByLabelText("Role"), "agent");
    await user.click(dialog.getByRole("button", { name: "Save the roles" }));
    dialog.getByText("Please choose a queue at least.");
    expect(sent()).toHaveLength(0);
    await user.click(await own.findByRole("checkbox", { name: "PowerPlus" }));
    expect(dialog.queryByText("Please choose a queue at least.")).toBeNull();
    await user.type(dialog.getByLabelText("Add a role in an account"), "bri");
    await user.click(await dialog.findByRole("button", { name: "Add a role in Brink" }));
    await user.click(dialog.getByRole("button", { name: "Save the roles" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent()).toHaveLength(1);
    expect(sent()[0]?.headers.get("If-Match")).toBe('"1"');
    expect(sent()[0]?.body).toEqual({
      hats: [
        { id: "h1", kind: "customer", role: "manager", account_id: "a1", queue_ids: [] },
        { kind: "staff", role: "agent", account_id: null, queue_ids: ["q1"] },
        { kind: "customer", role: "member", account_id: "a2", queue_ids: [] },
      ],
    });
  });

  it("are never none and none twice", async () => {
    const { user, dialog, sent } = await openRoles(
      () => bo({}),
      () => json(200, bo({ version: 2 })),
    );
    await user.click(dialog.getByRole("button", { name: "Add a role in the company" }));
    await user.click(dialog.getByRole("button", { name: "Save the roles" }));
    dialog.getByText("The same role is here twice. Please remove one.");
    for (const button of dialog.getAllByRole("button", { name: /^Remove the role/ }))
      await user.click(button);
    await user.click(dialog.getByRole("button", { name: "Save the roles" }));
    dialog.getByText(/^Please leave one role at least/);
    expect(sent()).toHaveLength(0);
  });

  it("of another administrator are shown before they are replaced", async () => {
    let version = 1;
    const theirs = [{ ...HATS[0], role: "manager", label: "Acme, manager" }];
    const now = () => (version === 1 ? bo({}) : bo({ version, hats: theirs }));
    const { user, dialog, sent } = await openRoles(now, ({ headers }) => {
      if (headers.get("If-Match") === '"1"') {
        version = 2;
        return problem(412, "stale");
      }
      return json(200, bo({ version: 3 }));
    });
    await user.click(dialog.getByRole("button", { name: "Remove the role: Acme, member" }));
    await user.click(dialog.getByRole("button", { name: "Save the roles" }));
    await dialog.findByText("Somebody else has changed this in the meantime");
    expect(dialog.getByText(/Acme, manager/)).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Take their version" }));
    expect(dialog.getByRole("group", { name: "Acme" })).toBeTruthy();
    expect(sent()).toHaveLength(1);
  });

  it("are not offered where the server does not allow them", async () => {
    serve({
      "GET /v1/home": () => json(200, { ...HOME, actions: ["change_person", "view_person"] }),
      "GET /v1/people/p5": () => json(200, bo({ allowed: ["disable"] })),
    });
    openPage(PersonPage, { path: "/staff/people/$id", at: "/staff/people/p5", face: "staff" });
    await screen.findByRole("button", { name: /^Disable/ });
    expect(screen.queryByRole("button", { name: "Change roles…" })).toBeNull();
  });
});
