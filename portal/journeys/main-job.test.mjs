// The whole main job: a customer opens a ticket, an agent answers and resolves it, the customer confirms.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import {
  fillTicket,
  login,
  mail,
  reply,
  resolveTicket,
  signIn,
  submitTicket,
  THE_TICKET,
  textFile,
} from "./support/portal.mjs";

const NOTE = `Looks like the licence pool; do not tell yet (${Date.now()}).`;
const REPLY = "Thank you. We have found the cause and are testing a mend.";
const SOLUTION = "Please install **3.0.2**; it mends the login.";

describe("the main job", () => {
  const customer = login("customer");
  const agent = login("staff", "agent");
  const open = browserOfGroup();
  let theirs;
  let ours;
  let number;

  before(async () => {
    theirs = await open();
    ours = await open(null, WIDE);
  });

  it("a customer signs in and finds the way to a new ticket", async () => {
    await signIn(theirs, customer);
    await theirs.waitForURL(/\/customer$/);
    await theirs.getByRole("link", { name: "Submit a New Ticket" }).click();
    await theirs.getByRole("heading", { name: "Submit a New Ticket", level: 1 }).waitFor();
  });

  it("articles appear while the synopsis is typed, and one can be read without leaving the form", async () => {
    // A draft of an earlier journey may wait on the server.
    await theirs.waitForLoadState("networkidle");
    await theirs.getByLabel("Synopsis").fill("");
    await theirs.getByLabel("Synopsis").pressSequentially(THE_TICKET.synopsis, { delay: 5 });
    const suggested = theirs.getByRole("region", { name: "Suggested articles" });
    await suggested.getByRole("button").first().click();
    await theirs.getByRole("dialog").getByRole("button", { name: "This solved it" }).waitFor();
    await theirs.getByRole("dialog").locator("header button").click();
    await theirs.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await theirs.getByLabel("Synopsis").inputValue(), THE_TICKET.synopsis);
  });

  it("only purchased products are offered; a file travels with progress", async () => {
    await fillTicket(theirs);
    const seen = theirs
      .getByText(/^(Reading…|\d+ %|Checking…|Arrived)$/)
      .first()
      .waitFor();
    await theirs.getByTestId("files").setInputFiles(textFile("login.log"));
    await seen;
    await theirs.getByText("Arrived").waitFor();
  });

  it("submitting lands on the ticket, with its number and when it is due", async () => {
    ({ number } = await submitTicket(theirs));
    assert.match(number, /^T-\d+$/);
    await theirs.getByRole("heading", { name: THE_TICKET.synopsis, level: 1 }).waitFor();
    await theirs.getByText("Received").first().waitFor();
    await theirs
      .getByRole("region", { name: "Details" })
      .getByText(/^(Due|Was due) /)
      .first()
      .waitFor();
    await theirs.getByRole("button", { name: "Download login.log" }).first().waitFor();
    await theirs.locator("strong", { hasText: "nobody" }).waitFor();
  });

  it("an acknowledgement with the number is in the mailbox", async () => {
    const got = await mail(customer.email, new RegExp(`${number}\\b`));
    assert.ok(got.subject.includes(number), got.subject);
  });

  it("My Tickets shows it, and its number finds it", async () => {
    await theirs.getByRole("link", { name: "Tickets", exact: true }).first().click();
    await theirs.getByRole("heading", { name: "My Tickets" }).waitFor();
    const row = theirs.getByRole("row").filter({ hasText: number });
    await row.getByText("Received").waitFor();
    await theirs.getByLabel("Words or number").fill(number.toLowerCase());
    await theirs.getByRole("button", { name: "Find" }).click();
    await theirs.getByRole("heading", { name: THE_TICKET.synopsis, level: 1 }).waitFor();
  });

  it("the customer adds information and a file", async () => {
    await theirs.getByRole("textbox", { name: "Add information" }).fill("It began at nine o'clock.");
    await theirs.getByTestId("files").setInputFiles(textFile("more.log", 50));
    await theirs.getByText("Arrived").waitFor();
    await theirs.getByRole("button", { name: "Send", exact: true }).click();
    await theirs.getByRole("button", { name: "Download more.log" }).waitFor();
    assert.equal(await theirs.getByRole("textbox", { name: "Add information" }).inputValue(), "");
  });

  it("a file is fetched through a link made for it", async () => {
    const [download] = await Promise.all([
      theirs.waitForEvent("download"),
      theirs.getByRole("button", { name: "Download more.log" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "more.log");
  });

  it("an agent finds it in the queue and takes it", async () => {
    await signIn(ours, agent);
    await ours.getByRole("list", { name: "Tickets" }).getByRole("link", { name: "PowerPlus" }).click();
    await ours
      .getByRole("region", { name: "Tickets" })
      .getByRole("button")
      .filter({ hasText: number })
      .first()
      .click();
    const record = ours.getByRole("region", { name: `Ticket ${number}` });
    await record.getByRole("button", { name: "Take it" }).click();
    await ours.getByText(`${number} is yours now.`).waitFor();
    await ours.getByRole("complementary").getByText(customer.email).waitFor();
  });

  it("the agent replies, and writes a note in a composer of its own", async () => {
    await reply(ours, REPLY);
    await ours.getByText("Note", { exact: true }).click();
    await ours.getByRole("textbox", { name: "Internal note" }).fill(NOTE);
    await ours.getByRole("button", { name: "Add note" }).click();
    await ours.getByRole("listitem").filter({ hasText: NOTE }).getByText("Internal note").waitFor();
  });

  it("the agent resolves it", async () => {
    await resolveTicket(ours, SOLUTION);
    await ours.getByText(SOLUTION.replaceAll("**", "")).first().waitFor();
  });

  it("the customer gets the mail, sees the reply and the solution, and never the note", async () => {
    await mail(customer.email, /3\.0\.2/);
    const heard = [];
    theirs.on("response", async (response) => {
      if (response.url().includes("/v1/")) heard.push(await response.text().catch(() => ""));
    });
    await theirs.reload();
    await theirs.getByRole("listitem").filter({ hasText: REPLY }).waitFor();
    const solution = theirs.getByRole("region", { name: "Our solution" });
    await solution.getByText("Please install 3.0.2; it mends the login.").waitFor();
    assert.ok(!(await theirs.content()).includes(NOTE));
    assert.ok(heard.some((text) => text.includes(REPLY)));
    assert.ok(!heard.some((text) => text.includes(NOTE)));
  });

  it("the customer confirms and the ticket is closed", async () => {
    await theirs.getByRole("button", { name: "Yes, it is solved" }).click();
    await theirs.getByText(`Thank you. ${number} is closed.`).waitFor();
    await theirs.getByText("Closed").first().waitFor();
    await theirs.getByRole("button", { name: "Reopen" }).waitFor();
  });

  it("the touches of the ticket tell the story", async () => {
    await ours.getByRole("link", { name: "All touches of this ticket" }).click();
    await ours.getByRole("heading", { name: "Touches of a ticket" }).waitFor();
    const table = ours.getByRole("table", { name: "Touches of a ticket" });
    await table.getByRole("row").nth(4).waitFor();
    await table.getByRole("link", { name: customer.name }).first().waitFor();
    await table.getByRole("link", { name: agent.name }).first().waitFor();
  });

  nothingComplained(open);
});
