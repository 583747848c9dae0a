// The composer of the console: canned replies after a slash, links to articles, colleagues named in a note, and files
// for staff alone.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, dev, eventually, login, openTicket } from "./support/portal.mjs";

describe("the composer of the console", () => {
  const open = browserOfGroup();
  const stamp = Date.now();
  const canned = `Say thanks ${stamp}`;
  const words = "Thank you for the log.";
  const file = `margin-${stamp}.txt`;
  let desk;
  let theirs;
  let ticket;
  const reply = () => desk.getByRole("textbox", { name: "Reply to the customer" });
  const note = () => desk.getByRole("textbox", { name: "Internal note" });
  const option = (list, name) => desk.getByRole("listbox", { name: list }).getByRole("option", { name });

  before(async () => {
    theirs = await open(login("customer"));
    ticket = await openTicket(theirs, { synopsis: `Seats for the composer ${stamp}` });
    const admin = await open(login("staff", "administrator"));
    await admin.goto(`${base}/staff/canned-replies`);
    await admin.getByRole("button", { name: "Write a canned reply" }).click();
    await admin.getByRole("dialog").getByLabel("Name").fill(canned);
    await admin.getByRole("dialog").getByLabel("Text").fill(words);
    await admin.getByRole("button", { name: "Save canned reply" }).click();
    await admin.getByRole("row").filter({ hasText: canned }).waitFor();
    desk = await open(login("staff", "agent"), WIDE);
    await desk.goto(`${base}/staff/desk?ticket=${ticket.id}`);
    await desk.getByRole("region", { name: `Ticket ${ticket.number}` }).waitFor();
    await desk.getByRole("button", { name: "Link an article" }).waitFor();
  });

  it("a slash lists the canned replies, and Enter puts one in at the caret", async () => {
    await reply().pressSequentially(`Good morning. /thanks ${stamp}`);
    await option("Canned replies", canned).waitFor();
    await judge(desk, "the canned replies after a slash", option("Canned replies", canned));
    await desk.setViewportSize(WIDE.viewport);
    await reply().press("Enter");
    assert.equal(await reply().inputValue(), `Good morning. ${words}`);
    // The browser's own Undo takes it back.
    await reply().press("Control+z");
    await eventually(async () => (await reply().inputValue()).includes("/thanks"), "the slash is back");
    await reply().fill("");
  });

  it("two brackets link to an article that the customer may read", async () => {
    await desk.getByRole("button", { name: "Link an article" }).click();
    await reply().pressSequentially("seats");
    const first = option("Articles to link to", "").first();
    await first.waitFor();
    await judge(desk, "the articles to link to", first);
    await desk.setViewportSize(WIDE.viewport);
    await reply().press("Enter");
    const text = await reply().inputValue();
    const [, title, address] = /^\[(.+)\]\((http.+\/customer\/knowledge\/[0-9a-f-]+)\)$/.exec(text) ?? [text];
    assert.ok(address, `no link: ${text}`);
    await desk.getByRole("button", { name: "Send", exact: true }).click();
    await theirs.goto(`${base}/customer/tickets/${ticket.id}`);
    const name = title.replaceAll("\\", "");
    const link = theirs.getByRole("main").getByRole("link", { name });
    await link.waitFor();
    assert.equal(new URL(await link.getAttribute("href"), base).href, address);
    await theirs.goto(address);
    await theirs.getByRole("heading", { name, level: 1 }).waitFor();
  });

  it("a note names a colleague, who gets a mail, and has a file", async () => {
    await desk.getByRole("radiogroup", { name: "Write" }).getByText("Note").click();
    await note().pressSequentially("Please look, @");
    const first = option("Colleagues", "").first();
    await first.waitFor();
    const name = (await first.textContent()).trim();
    await judge(desk, "the colleagues of a note", first);
    await desk.setViewportSize(WIDE.viewport);
    await note().press("Enter");
    await note().pressSequentially("at this.");
    assert.equal(await note().inputValue(), `Please look, @${name} at this.`);
    await desk.getByTestId("files").setInputFiles({
      name: file,
      mimeType: "text/plain",
      buffer: Buffer.from("they pay too much"),
    });
    await desk.getByText(file).waitFor();
    await desk.getByRole("button", { name: "Add note" }).click();
    await desk.getByText(`Named: ${name}`).waitFor();
    await judge(desk, "a note with a file", desk.getByRole("button", { name: `Download ${file}` }));
    await desk.setViewportSize(WIDE.viewport);
    const got = await eventually(async () => {
      const { items } = await (await fetch(`${dev.mailbox_url}/messages`)).json();
      return items.find(
        ({ subject }) => subject.startsWith(`${ticket.number}: `) && /named you/.test(subject),
      );
    }, "a mail to the colleague");
    assert.match(got.text, new RegExp(`^Hello ${name},`));
  });

  it("the file is for staff alone, and on no paper", async () => {
    const [download] = await Promise.all([
      desk.waitForEvent("download"),
      desk.getByRole("button", { name: `Download ${file}` }).click(),
    ]);
    assert.equal(download.suggestedFilename(), file);
    await desk.emulateMedia({ media: "print" });
    await desk.getByRole("button", { name: `Download ${file}` }).waitFor({ state: "hidden" });
    await desk.emulateMedia({ media: "screen" });
    await theirs.goto(`${base}/customer/tickets/${ticket.id}`);
    await theirs.getByRole("heading", { name: new RegExp(String(stamp)), level: 1 }).waitFor();
    await theirs.waitForLoadState("networkidle");
    assert.equal(await theirs.getByText(file).count(), 0);
    assert.equal(await theirs.getByText("Please look").count(), 0);
  });

  nothingComplained(open);
});
