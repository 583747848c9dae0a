import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import PeoplePage from "./PeoplePage";

const person = (id: string, name: string, more: object = {}) => ({
  id,
  version: 3,
  name,
  email: `${id}@acme.example`,
  status: "active",
  hats: [
    {
      id: `hat-${id}`,
      kind: "customer",
      role: "member",
      label: "Acme, member",
      organisation: "Acme",
      account_id: "a1",
      partner_id: null,
    },
  ],
  allowed: ["disable", "view_as"],
  ...more,
});

const home = (...actions: string[]) => ({ "GET /v1/home": () => json(200, { ...HOME, actions }) });
const QUEUES = {
  "GET /v1/queues": () => json(200, { items: [{ id: "q1", name: "PowerPlus", agents: [], mine: false }] }),
};

function open(at = "/staff/people") {
  const Page = () => (
    <>
      <PeoplePage />
      <Toasts />
    </>
  );
  return openPage(Page, { path: "/staff/people", at, face: "staff", role: "administrator" });
}

it("lists people of every kind, and asks for what the address says", async () => {
  const asked = serve({
    ...home("list_people"),
    "GET /v1/people": () => json(200, { items: [person("p5", "Bo Berg"), person("p6", "Cy Carr")] }),
  });
  open("/staff/people?q=b&kind=customer&status=active&account=a1");
  const table = within(await screen.findByRole("table", { name: "People" }));
  expect(table.getByRole("link", { name: "Bo Berg" }).getAttribute("href")).toBe("/staff/people/p5");
  expect(table.getAllByText("Acme, member")).toHaveLength(2);
  await screen.findByText("The people of Acme.");
  const [list] = asked.filter(({ path }) => path === "/v1/people");
  expect(Object.fromEntries(list?.query ?? [])).toEqual({
    q: "b",
    kind: "customer",
    status: "active",
    account: "a1",
    limit: "25",
  });
  expect(screen.queryByRole("button", { name: "Invite somebody" })).toBeNull();
});

it("is not open to others, and asks for nothing", async () => {
  const asked = serve(home("view_person"));
  open();
  await screen.findByRole("heading", { name: "Not open to you" });
  expect(asked.filter(({ path }) => path === "/v1/people")).toEqual([]);
});

it("invites an agent, who needs a queue", async () => {
  const asked = serve({
    ...home("list_people", "invite_person"),
    ...QUEUES,
    "GET /v1/people": () => json(200, { items: [] }),
    "POST /v1/invitations": () => json(201, person("p9", "Kim Berg", { status: "invited", version: 1 })),
  });
  open();
  const user = userEvent.setup();
  await screen.findByText("Nobody is here yet");
  await user.click(screen.getByRole("button", { name: "Invite somebody" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Invite somebody" }));
  await user.type(dialog.getByLabelText("Name"), "Kim Berg");
  await user.type(dialog.getByLabelText("E-mail"), "kim@acme.example");
  await user.click(dialog.getByRole("button", { name: "Send the invitation" }));
  await dialog.findByText("Please choose a queue at least.");
  await user.click(await dialog.findByRole("checkbox", { name: "PowerPlus" }));
  await user.click(dialog.getByRole("button", { name: "Send the invitation" }));
  await screen.findByText("The invitation is sent. The link in the mail is good for seven days.");
  const [sent] = asked.filter(({ method }) => method === "POST");
  expect(sent?.body).toMatchObject({
    name: "Kim Berg",
    email: "kim@acme.example",
    hats: [{ kind: "staff", role: "agent", queue_ids: ["q1"] }],
  });
  expect(sent?.headers.get("Idempotency-Key")).toBeTruthy();
});

it("invites a customer into the account that the list is of", async () => {
  const asked = serve({
    ...home("list_people", "invite_person"),
    "GET /v1/people": () => json(200, { items: [person("p5", "Bo Berg")] }),
    "POST /v1/invitations": () => json(201, person("p9", "Kim Berg", { status: "invited", version: 1 })),
  });
  open("/staff/people?account=a1");
  const user = userEvent.setup();
  await screen.findByRole("link", { name: "Bo Berg" });
  await user.click(screen.getByRole("button", { name: "Invite somebody" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Invite somebody of Acme" }));
  await user.type(dialog.getByLabelText("Name"), "Kim Berg");
  await user.type(dialog.getByLabelText("E-mail"), "kim@acme.example");
  await user.selectOptions(dialog.getByLabelText("Role"), "manager");
  await user.click(dialog.getByRole("button", { name: "Send the invitation" }));
  await waitFor(() => expect(asked.filter(({ method }) => method === "POST")).toHaveLength(1));
  expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({
    hats: [{ kind: "customer", role: "manager", account_id: "a1", queue_ids: [] }],
  });
});

it("disables several people after a question, each as it was seen", async () => {
  const asked = serve({
    ...home("list_people", "change_person"),
    "GET /v1/people": () => json(200, { items: [person("p5", "Bo Berg"), person("p6", "Cy Carr")] }),
    "PATCH /v1/people/p5": () => json(200, person("p5", "Bo Berg", { status: "disabled", version: 4 })),
    "PATCH /v1/people/p6": () => json(200, person("p6", "Cy Carr", { status: "disabled", version: 4 })),
  });
  open();
  const user = userEvent.setup();
  await user.click(await screen.findByRole("checkbox", { name: "Choose all that are shown" }));
  await user.click(await screen.findByRole("button", { name: "Disable…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Disable 2 people?" }));
  dialog.getByText("Cy Carr");
  expect(asked.filter(({ method }) => method === "PATCH")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Disable sign-in" }));
  await waitFor(() => expect(asked.filter(({ method }) => method === "PATCH")).toHaveLength(2));
  const sent = asked.filter(({ method }) => method === "PATCH");
  expect(sent.map(({ path, headers, body }) => [path, headers.get("If-Match"), body])).toEqual([
    ["/v1/people/p5", '"3"', { status: "disabled" }],
    ["/v1/people/p6", '"3"', { status: "disabled" }],
  ]);
});
