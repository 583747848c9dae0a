import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
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
