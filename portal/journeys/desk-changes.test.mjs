// The console: facts corrected in place, a ticket merged into another one, and colleagues on the same ticket.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, login, mail, openTicket } from "./support/portal.mjs";

describe("changing a ticket in the console", () => {
  const customer = login("customer");
  const agent = login("staff", "agent");
  const open = browserOfGroup();
  let theirs;
  let desk;
  let first;
  let second;

  before(async () => {
    theirs = await open(customer);
    desk = await open(agent, WIDE);
    const now = Date.now();
    first = await openTicket(theirs, { synopsis: `Two of a kind ${now}`, severity: "2-High" });
    second = await openTicket(theirs, { synopsis: `One of a kind ${now}`, severity: "3-Medium" });
  });

  const show = async (page, { id, number }) => {
    await page.goto(`${base}/staff/desk?ticket=${id}`);
    await page.getByRole("region", { name: `Ticket ${number}` }).waitFor();
  };

  it("a fact is corrected in place by keyboard, and the customer reads it", async () => {
    await show(desk, first);
    const severity = desk.getByRole("button", { name: /^Change severity/ });
    await severity.focus();
    await desk.keyboard.press("Enter");
    await judge(desk, "the severities to choose", desk.getByRole("menuitem", { name: "4-Low" }));
    await desk.setViewportSize(WIDE.viewport);
    await desk.getByRole("menuitem", { name: "4-Low" }).focus();
    await desk.keyboard.press("Enter");
    await desk.getByText(`${first.number} is changed.`).waitFor();
    await desk
      .getByRole("button", { name: /^Change severity/ })
      .getByText("4-Low")
      .waitFor();
    await theirs.goto(`${base}/customer/tickets/${first.id}`);
    await theirs.getByText("Severity changed from 2-High to 4-Low").waitFor();
  });

  it("a step back takes a correction back", async () => {
    await desk.getByRole("button", { name: /^Change type/ }).click();
    await desk.getByRole("menuitem", { name: "Request" }).click();
    // The news of the change before may still be there.
    await desk
      .getByRole("listitem")
      .filter({ hasText: /Type changed from .* to Request/ })
      .first()
      .waitFor();
    await desk.getByRole("button", { name: "Undo" }).last().click();
    await desk.getByRole("listitem").filter({ hasText: "Type changed from Request to" }).first().waitFor();
  });

  it("colleagues see each other on a ticket", async () => {
    const admin = await open(login("staff", "administrator"), {
      to: `/staff/desk?ticket=${second.id}`,
      ...WIDE,
    });
    await admin.getByText("Note", { exact: true }).click();
    await show(desk, second);
    await desk.getByText(/ is (reading|writing)$/).waitFor();
    await admin.getByRole("textbox", { name: "Internal note" }).fill("I look into it.");
    await desk.getByText(/ is writing$/).waitFor();
    await admin.getByRole("textbox", { name: "Internal note" }).fill("");
    await admin.context().close();
  });

  it("a ticket goes on in another one, with its people", async () => {
    await show(desk, first);
    await desk.getByRole("button", { name: "More", exact: true }).waitFor();
    await desk.locator("body").press("m");
    const dialog = desk.getByRole("dialog");
    await dialog.getByLabel("Ticket to go on in").fill(first.number);
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await dialog.getByText("A ticket cannot be merged into itself.").waitFor();
    await dialog.getByRole("button", { name: second.number }).click();
    await dialog.getByText(`The conversation goes on in ${second.number}`).waitFor();
    const target = dialog.getByRole("region", { name: "Ticket that it is merged into" });
    await target.getByText(second.number).waitFor();
    await target.getByText(customer.name).waitFor();
    await judge(desk, "the question before a merge", dialog);
    await desk.setViewportSize(WIDE.viewport);
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await desk.getByText(`${first.number} is merged.`).waitFor();
    await desk.getByRole("link", { name: second.number }).first().waitFor();
    await mail(customer.email, new RegExp(`${first.number} continues in ${second.number}`));

    await theirs.goto(`${base}/customer/tickets/${first.id}`);
    await theirs.getByText(`Continued in ${second.number}`).first().waitFor();
    assert.equal(await theirs.getByRole("textbox", { name: "Add information" }).count(), 0);
    await theirs.getByRole("link", { name: `Continue in ${second.number}` }).click();
    await theirs.getByText(`merged ${first.number} into this ticket`).waitFor();
  });

  nothingComplained(open);
});
