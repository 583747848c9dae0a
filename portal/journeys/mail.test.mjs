// Mail: an answer to a notification joins its ticket; what does not fit waits in the console, is attached or discarded.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, dev, eventually, login, openTicket } from "./support/portal.mjs";

const mailbox = dev.mailbox_url.replace(/\/$/, "");

/** Waits for the newest mail to an address whose subject has these words. */
async function mailTo(address, words) {
  for (let tries = 0; tries < 60; tries += 1) {
    const answer = await fetch(`${mailbox}/messages?to=${encodeURIComponent(address)}`);
    const { items } = await answer.json();
    const found = items.find(({ subject }) => subject.includes(words));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`no mail to ${address} about ${words}`);
}

/** Hands over a raw mail as the mail service would. */
async function deliver(headers, text) {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const body = [...head, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", text].join(
    "\r\n",
  );
  const answer = await fetch(`${mailbox}/inbound`, { method: "POST", body });
  assert.equal(answer.status, 204);
}

describe("answers by mail", () => {
  const open = browserOfGroup();
  const stamp = Date.now();
  const customer = login("customer");
  const answer = `It stopped again ${stamp}`;
  const stray = `A word from home ${stamp}`;
  let theirs;
  let desk;
  let ticket;

  const show = async () => {
    await desk.goto(`${base}/staff/unmatched-mail`);
    await desk.getByRole("heading", { name: "Unmatched mail", level: 1 }).waitFor();
  };

  before(async () => {
    theirs = await open(customer);
    desk = await open(login("staff", "administrator"), WIDE);
    ticket = await openTicket(theirs, { synopsis: `Answered by mail ${stamp}` });
  });

  it("an answer from the mailbox joins the ticket, and says that it came by mail", async () => {
    const mail = await mailTo(customer.email, ticket.number);
    assert.match(mail.reply_to[0], /^reply\+[0-9a-f]{32}@/);
    assert.match(mail.text, /reply to this mail/);
    const box = await open();
    await box.goto(`${mailbox}/?id=${mail.id}`);
    await box.getByLabel("Your answer").fill(answer);
    await box.getByRole("button", { name: "Reply" }).click();
    await box.getByText("The answer was handed over.").waitFor();
    await box.close();
    await theirs.goto(`${base}/customer/tickets/${ticket.id}`);
    const item = theirs.getByRole("listitem").filter({ hasText: answer });
    await item.getByText("by mail", { exact: true }).waitFor();
    const quoted = item.getByText("Show what was quoted");
    await quoted.click();
    await item.getByText(`“Answered by mail ${stamp}”`).waitFor();
    await judge(theirs, "an answer by mail", item);
  });

  it("an absence note joins nothing", async () => {
    const { reply_to: to } = await mailTo(customer.email, ticket.number);
    const away = `I am away ${stamp}`;
    const headers = { From: customer.email, To: to[0], Subject: away, "Auto-Submitted": "auto-replied" };
    await deliver({ ...headers, "Message-ID": `<away-${stamp}@mail.example>` }, away);
    await desk.goto(`${base}/staff/unmatched-mail?state=set_aside`);
    await desk.getByRole("row").filter({ hasText: away }).getByText("It is an automatic answer.").waitFor();
    await theirs.reload();
    await theirs.getByText(answer).waitFor();
    assert.equal(await theirs.getByText(away).count(), 0);
  });

  it("a mail from another address waits, and is attached as a note", async () => {
    const { reply_to: to } = await mailTo(customer.email, ticket.number);
    const headers = { From: "Kari at home <kari@home.example>", To: to[0], Subject: stray };
    await deliver({ ...headers, "Message-ID": `<stray-${stamp}@mail.example>` }, `${stray} <b>now</b>`);
    await show();
    const row = desk.getByRole("row").filter({ hasText: stray });
    await row.getByText("It comes from another address than the one we wrote to.").waitFor();
    await judge(desk, "unmatched mail", row);
    await row.getByRole("link", { name: stray }).click();
    await desk.getByText(`${stray} <b>now</b>`).waitFor();
    await judge(desk, "an unmatched mail", desk.getByRole("heading", { name: stray, level: 1 }));
    await desk.getByRole("button", { name: "Attach to a ticket…" }).click();
    const dialog = desk.getByRole("dialog");
    assert.equal(await dialog.getByLabel("Ticket number").inputValue(), ticket.number);
    await judge(desk, "attaching a mail", dialog);
    await dialog.getByRole("button", { name: "Attach", exact: true }).click();
    await desk.getByText("This mail is on its ticket.").waitFor();
    await desk.goto(`${base}/staff/desk?ticket=${ticket.id}`);
    await desk.getByRole("listitem").filter({ hasText: "Mail from Kari at home" }).waitFor();
    await theirs.reload();
    await theirs.getByText(answer).waitFor();
    assert.equal(await theirs.getByText(stray).count(), 0, "a note is for staff");
  });

  it("what is of no use is discarded", async () => {
    const offer = `Buy our pumps ${stamp}`;
    const question = `Where do you sell pumps ${stamp}`;
    for (const [name, subject] of Object.entries({ question, offer })) {
      const headers = { From: "sales@pumps.example", To: "support@xyz.example", Subject: subject };
      await deliver({ ...headers, "Message-ID": `<${name}-${stamp}@mail.example>` }, "Hello!");
    }
    await show();
    await desk.getByRole("link", { name: offer }).click();
    await desk.getByRole("button", { name: "Discard…" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "Discard", exact: true }).click();
    await desk.getByText("This mail was discarded.").waitFor();
    await show();
    await desk.getByRole("link", { name: question }).waitFor();
    assert.equal(await desk.getByRole("link", { name: offer }).count(), 0);
  });

  it("the mails of a sender are found, downloaded and discarded together", async () => {
    const domain = `pumps-${stamp}.example`;
    const offers = [`More pumps ${stamp}`, `Still more pumps ${stamp}`];
    for (const [number, subject] of offers.entries()) {
      const headers = { From: `sales@${domain}`, To: "support@xyz.example", Subject: subject };
      await deliver({ ...headers, "Message-ID": `<more-${number}-${stamp}@mail.example>` }, "Hello!");
    }
    await show();
    await desk.getByRole("textbox", { name: "Sender" }).fill(`@${domain}`);
    await desk.keyboard.press("Enter");
    await desk.waitForURL(/from=/);
    await desk.getByLabel("Reason").selectOption({ label: "It does not answer a mail that we sent." });
    await desk.waitForURL(/reason=unknown_address/);
    const rows = desk.locator("tbody tr");
    await eventually(async () => (await rows.count()) === offers.length, "the mails of the sender alone");
    await desk.getByRole("link", { name: offers[0], exact: true }).click();
    const coming = desk.waitForEvent("download");
    await desk.getByRole("button", { name: "Download the mail" }).click();
    assert.equal((await coming).suggestedFilename(), "mail.eml");
    await desk.goBack();
    for (const offer of offers) await desk.getByRole("checkbox", { name: `Choose ${offer}` }).check();
    await desk
      .getByRole("region", { name: "What to do with the chosen rows" })
      .getByRole("button", { name: "Discard…" })
      .click();
    const dialog = desk.getByRole("dialog", { name: `Discard ${offers.length} mails?` });
    await judge(desk, "discarding mails", dialog);
    await dialog.getByRole("button", { name: `Discard ${offers.length} mails` }).click();
    await desk.getByText("No mail fits these filters").waitFor();
  });

  nothingComplained(open);
});
