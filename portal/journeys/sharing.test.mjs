// Colleagues on a ticket: named in the form, added later, answering and leaving. Then the rating of the solution, and
// a follow-up of a ticket that was closed long ago.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import {
  base,
  fillTicket,
  login,
  mail,
  resolveTicket,
  signIn,
  startTicket,
  submitTicket,
  THE_TICKET,
} from "./support/portal.mjs";

/** A manager opens the ticket, and a member of the same account takes part. */
const manager = login("customer", "manager");
const member = login("customer", "member");
const agent = login("staff", "agent");
/** A ticket of the member that was closed months ago. */
const OLD = "T-1003";

describe("colleagues on a ticket", () => {
  const open = browserOfGroup();
  const synopsis = `The labels come out empty (${Date.now()})`;
  let theirs;
  let colleagues;
  let ours;
  let number;
  let id;

  before(async () => {
    theirs = await open(manager);
    colleagues = await open(member);
    ours = await open(agent, WIDE);
  });

  it("a colleague is named in the form of a new ticket", async () => {
    await startTicket(theirs);
    await fillTicket(theirs, { synopsis });
    await theirs.getByRole("checkbox", { name: member.name }).check();
    assert.equal(await theirs.getByRole("checkbox", { name: manager.name }).count(), 0);
    await judge(theirs, "new ticket with colleagues");
    ({ number, id } = await submitTicket(theirs));
    await theirs.getByRole("button", { name: `Remove ${member.name}` }).waitFor();
    await mail(member.email, new RegExp(`${number} received`));
  });

  it("the colleague finds it in their list, answers and leaves", async () => {
    await colleagues.goto(`${base}/customer/tickets`);
    await colleagues.getByRole("row").filter({ hasText: number }).getByRole("link").first().click();
    await colleagues.getByRole("heading", { name: synopsis, level: 1 }).waitFor();
    assert.equal(await colleagues.getByRole("button", { name: "Add a colleague" }).count(), 0);
    await colleagues.getByRole("textbox", { name: "Add information" }).fill("Here as well.");
    await colleagues.getByRole("button", { name: "Send", exact: true }).click();
    await colleagues.getByRole("listitem").filter({ hasText: "Here as well." }).waitFor();
    await colleagues.getByRole("button", { name: "Leave", exact: true }).click();
    const dialog = colleagues.getByRole("dialog");
    await dialog.getByText("You get no more e-mails of it").waitFor();
    await dialog.getByRole("button", { name: "Leave", exact: true }).click();
    await colleagues.getByText(`You have left ${number}.`).waitFor();
    await colleagues.getByRole("heading", { name: "My Tickets", level: 1 }).waitFor();
    await colleagues.goto(`${base}/customer/tickets/${id}`);
    await colleagues.getByRole("heading", { name: synopsis }).waitFor({ state: "detached" });
  });

  it("the requester adds them again, by keyboard, and removes them", async () => {
    await theirs.reload();
    await theirs.getByText(/left the ticket/).waitFor();
    await theirs.getByRole("button", { name: "Add a colleague" }).press("Enter");
    const dialog = theirs.getByRole("dialog");
    await dialog.getByLabel("Who?").selectOption({ label: member.name });
    await dialog.getByRole("button", { name: "Add", exact: true }).press("Enter");
    await theirs.getByText("Added. We have sent them an e-mail.").waitFor();
    await mail(member.email, new RegExp(`${number}: ${manager.name}.* added you`));
    await theirs.getByRole("button", { name: `Remove ${member.name}` }).click();
    await theirs.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await theirs.getByText(`${member.name} is removed.`).waitFor();
  });

  it("an agent adds somebody of the account", async () => {
    await ours.goto(`${base}/staff/desk?number=${number}`);
    const facts = ours.getByRole("complementary", { name: "About this ticket" });
    await facts.getByRole("button", { name: "Add a colleague" }).click();
    await ours.getByRole("dialog").getByLabel("Who?").selectOption({ label: member.name });
    await ours.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
    await facts.getByRole("button", { name: `Remove ${member.name}` }).waitFor();
    await colleagues.goto(`${base}/customer/tickets/${id}`);
    await colleagues.getByRole("heading", { name: synopsis, level: 1 }).waitFor();
  });

  it("the requester alone rates the solution, once, and both sides read it", async () => {
    await ours.getByRole("region", { name: `Ticket ${number}` }).waitFor();
    await resolveTicket(ours, "The ribbon was **upside down**.");
    await theirs.reload();
    await theirs.getByRole("heading", { name: "How did we do?" }).waitFor();
    await judge(theirs, "ticket to be rated");
    await theirs.getByRole("radio", { name: "Very good" }).check();
    await theirs.keyboard.press("ArrowDown");
    await theirs.getByRole("textbox", { name: /What should we know/ }).fill("Quick, and it holds.");
    await theirs.getByRole("button", { name: "Send rating" }).click();
    const said = theirs.getByRole("region", { name: "Rating" });
    await said.getByText("Good", { exact: true }).waitFor();
    await said.getByText("“Quick, and it holds.”").waitFor();
    await colleagues.reload();
    await colleagues.getByText(`${manager.name} told us how we did:`).waitFor();
    assert.equal(await colleagues.getByRole("button", { name: "Send rating" }).count(), 0);
    await ours.reload();
    await ours.getByText(/rated the solution: 4 of 5/).waitFor();
    const facts = ours.getByRole("complementary", { name: "About this ticket" });
    await facts.getByText("“Quick, and it holds.”").waitFor();
  });

  it("the company's list is filtered by severity and person, and keeps that in its address", async () => {
    await theirs.goto(`${base}/customer/tickets?view=company`);
    const row = theirs.getByRole("row").filter({ hasText: number });
    await row.waitFor();
    await theirs.getByLabel("Opened by").selectOption({ label: member.name });
    await row.waitFor({ state: "detached" });
    await theirs.getByLabel("Severity").selectOption({ label: "1-Critical" });
    await theirs.waitForURL(/severity=critical/);
    await theirs.getByLabel("Opened by").selectOption({ label: manager.name });
    await row.waitFor();
    await judge(theirs, "list with filters");
    await theirs.reload();
    await row.waitFor();
    assert.equal(await theirs.getByLabel("Severity").inputValue(), "critical");
  });

  it("what was closed long ago goes on in a follow-up, linked both ways", async () => {
    await signIn(colleagues, member, `/customer/tickets?number=${OLD}`);
    await colleagues.getByRole("link", { name: "Open a follow-up" }).click();
    await colleagues.getByText(`This follows ${OLD}, which is closed`).waitFor();
    const next = `The labels again (${Date.now()})`;
    await fillTicket(colleagues, { synopsis: next, description: THE_TICKET.description });
    await judge(colleagues, "follow-up");
    const follow = await submitTicket(colleagues);
    await colleagues.getByRole("link", { name: OLD }).click();
    await colleagues.getByText("Follow-up:").first().waitFor();
    await colleagues.getByRole("link", { name: follow.number }).click();
    await colleagues.getByRole("heading", { name: next, level: 1 }).waitFor();
  });

  nothingComplained(open);
});
