import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { HOME, openPage } from "@/testing/page";
import { json, problem, serve } from "@/testing/server";
import InboundMailPage from "./InboundMailPage";
import InboundPage from "./InboundPage";

const ACTIONS = ["list_inbound_mails", "view_inbound_mail", "attach_inbound_mail", "discard_inbound_mail"];
const row = {
  id: "m1",
  version: 1,
  state: "waiting",
  reason: "other_sender",
  reason_label: "It comes from another address than the one we wrote to.",
  from: "kari@home.example",
  from_name: "Kari",
  subject: "Re: T-1042 The pump stops",
  file_count: 1,
  sender: null,
  ticket: { id: "t1", number: "T-1042" },
  received_at: "2026-11-20T09:00:00Z",
};
const mail = {
  ...row,
  text: "<b>It</b> is back.\nThank you.",
  quoted: "> Is it back?",
  files: [{ name: "log.txt", size: 2048 }],
  allowed: ["attach", "attach_as_reply", "discard"],
};

function home() {
  return json(200, { ...HOME, actions: ACTIONS });
}

function one(path: string) {
  const Page = () => (
    <>
      <InboundMailPage />
      <Toasts />
    </>
  );
  openPage(Page, { path: "/staff/unmatched-mail/$id", at: path, face: "staff", role: "agent" });
}

it("lists who wrote, about what, and why nothing became of it", async () => {
  serve({ "GET /v1/home": home, "GET /v1/inbound-mails": () => json(200, { items: [row] }) });
  openPage(InboundPage, { path: "/staff/unmatched-mail", face: "staff", role: "agent" });
  expect(await screen.findByRole("link", { name: row.subject })).toBeInTheDocument();
  const line = screen.getAllByRole("row")[1] as HTMLElement;
  for (const words of [row.from, row.reason_label, "T-1042"]) {
    expect(within(line).getByText(words)).toBeInTheDocument();
  }
});

it("shows the mail as text, and what was quoted on request", async () => {
  serve({ "GET /v1/home": home, "GET /v1/inbound-mails/m1": () => json(200, mail) });
  one("/staff/unmatched-mail/m1");
  expect(await screen.findByText(/<b>It<\/b> is back/)).toBeInTheDocument();
  expect(screen.getByText("log.txt (2.0 kB)")).toBeInTheDocument();
  expect(screen.getByText("> Is it back?")).not.toBeVisible();
  await userEvent.setup().click(screen.getByText("Show what was quoted"));
  expect(screen.getByText("> Is it back?")).toBeVisible();
});

it("is attached to the ticket that it answers, as a note of a stranger", async () => {
  let now: object = mail;
  const asked = serve({
    "GET /v1/home": home,
    "GET /v1/inbound-mails/m1": () => json(200, now),
    "GET /v1/inbound-mails": () => json(200, { items: [] }),
    "POST /v1/inbound-mails/m1/attach": () => {
      now = { ...mail, version: 2, state: "joined", text: "", quoted: "", allowed: [] };
      return json(200, now);
    },
  });
  one("/staff/unmatched-mail/m1");
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Attach to a ticket…" }));
  expect(await screen.findByLabelText(/Ticket number/)).toHaveValue("T-1042");
  await user.click(screen.getByRole("button", { name: "Attach" }));
  expect(await screen.findByText(/This mail is on its ticket/)).toBeInTheDocument();
  const sent = asked.find(({ method }) => method === "POST");
  expect([sent?.headers.get("If-Match"), sent?.body]).toEqual([
    '"1"',
    { ticket_number: "T-1042", as: "note" },
  ]);
});

const second = { ...row, id: "m2", from: "sales@pumps.example", subject: "Buy pumps", ticket: null };

function list(at: string, items: object[] = [row, second]) {
  const asked = serve({
    "GET /v1/home": home,
    "GET /v1/inbound-mails": () => json(200, { items }),
    "POST /v1/inbound-mails/m1/discard": () => json(200, { ...mail, version: 2, state: "discarded" }),
    "POST /v1/inbound-mails/m2/discard": () =>
      json(200, { ...mail, id: "m2", version: 2, state: "discarded" }),
  });
  const router = openPage(InboundPage, {
    path: "/staff/unmatched-mail",
    at: `/staff/unmatched-mail${at}`,
    face: "staff",
    role: "agent",
  });
  return { asked, router, user: userEvent.setup() };
}

it("is filtered by reason and sender, in the address", async () => {
  const { asked, router, user } = list("?reason=harmful", []);
  expect(await screen.findByText("No mail fits these filters")).toBeInTheDocument();
  await user.type(screen.getByLabelText("Sender"), "@pumps.example{Enter}");
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ reason: "harmful", from: "@pumps.example" }),
  );
  const last = () =>
    Object.fromEntries(asked.filter(({ path }) => path === "/v1/inbound-mails").at(-1)?.query ?? []);
  await waitFor(() => expect(last()).toMatchObject({ reason: "harmful", from: "@pumps.example" }));
  // The other list has other reasons.
  await user.click(screen.getByText("Automatic"));
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ state: "set_aside", from: "@pumps.example" }),
  );
});

it("is discarded by many at once, each with the version that was seen", async () => {
  const { asked, user } = list("");
  await user.click(await screen.findByRole("checkbox", { name: /Choose Re: T-1042/ }));
  await user.click(screen.getByRole("checkbox", { name: /Choose Buy pumps/ }));
  await user.click(await screen.findByRole("button", { name: "Discard…" }));
  const dialog = await screen.findByRole("dialog", { name: "Discard 2 mails?" });
  expect(within(dialog).getByText("Buy pumps (sales@pumps.example)")).toBeInTheDocument();
  await user.click(within(dialog).getByRole("button", { name: "Discard 2 mails" }));
  await waitFor(() => {
    const sent = asked.filter(({ method }) => method === "POST");
    expect(sent.map(({ path }) => path).sort()).toEqual([
      "/v1/inbound-mails/m1/discard",
      "/v1/inbound-mails/m2/discard",
    ]);
    expect(sent.map(({ headers }) => headers.get("If-Match"))).toEqual(['"1"', '"1"']);
  });
});

it("says of mails that are not shown how many there were", async () => {
  const further = { count: 37, last: "m9", last_at: "2026-11-20T10:00:00Z" };
  const count = { ...second, subject: "", further, reason: "too_many" };
  list("", [count]);
  expect(await screen.findByRole("link", { name: "More mails of sales@pumps.example" })).toBeInTheDocument();
  expect(screen.getByText("37 more mails came within a day and are not shown.")).toBeInTheDocument();
});

it("offers the mail and its files to those who may have them", async () => {
  const asked = serve({
    "GET /v1/home": home,
    "GET /v1/inbound-mails/m1": () => json(200, { ...mail, allowed: ["download", "discard"] }),
    "GET /v1/inbound-mails/m1/download": () => problem(404, "not_found"),
  });
  one("/staff/unmatched-mail/m1");
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Download the mail" }));
  expect(await screen.findByText(/This could not be downloaded/)).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Download log.txt" }));
  await waitFor(() => {
    const files = asked
      .filter(({ path }) => path.endsWith("/download"))
      .map(({ query }) => query.get("file"));
    expect(files).toEqual([null, "0"]);
  });
  expect(screen.getByText(/were not checked/)).toBeInTheDocument();
});
