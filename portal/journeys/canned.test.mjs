// Canned replies: an agent writes one, uses it, changes it, retires it and finds it among the retired ones.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, login, openTicket } from "./support/portal.mjs";

describe("canned replies", () => {
  const open = browserOfGroup();
  const stamp = Date.now();
  const name = `Ask for the log ${stamp}`;
  const changed = `Ask for the whole log ${stamp}`;
  const forAll = `A word of thanks ${stamp}`;
  const text = "Please send us the log of the last hour.";
  let desk;
  let admin;
  const row = (page, of) => page.getByRole("row").filter({ hasText: of });
  const dialog = (page) => page.getByRole("dialog");
  const show = async (page, state = "") => {
    await page.goto(`${base}/staff/canned-replies${state && `?state=${state}`}`);
    await page.getByRole("heading", { name: "Canned replies", level: 1 }).waitFor();
  };

  /** Writes one, and gives the queues there were to choose from. */
  async function write(page, called, queue) {
    await page.getByRole("button", { name: "Write a canned reply" }).click();
    await dialog(page).getByLabel("Name").fill(called);
    await dialog(page).getByLabel("Text").fill(text);
    const queues = dialog(page).getByLabel("Queue");
    const choices = await queues.locator("option").allTextContents();
    if (queue) await queues.selectOption({ label: queue });
    await page.getByRole("button", { name: "Save canned reply" }).click();
    await row(page, called).waitFor();
    return choices;
  }

  before(async () => {
    desk = await open(login("staff", "agent"), WIDE);
    admin = await open(login("staff", "administrator"));
  });

  it("an administrator writes one for all queues", async () => {
    await admin.getByRole("link", { name: "Canned replies" }).click();
    await admin.getByRole("heading", { name: "Canned replies", level: 1 }).waitFor();
    const choices = await write(admin, forAll);
    assert.equal(choices[0], "All queues");
    await row(admin, forAll).getByText("All queues").waitFor();
  });

  it("what is missing is said", async () => {
    await show(desk);
    await desk.getByRole("button", { name: "Write a canned reply" }).click();
    await desk.getByRole("button", { name: "Save canned reply" }).click();
    await dialog(desk).getByText("Please fill this in.").first().waitFor();
    await dialog(desk).getByRole("toolbar", { name: "Formatting" }).waitFor();
    await judge(desk, "a canned reply with complaints", dialog(desk));
    await dialog(desk).getByRole("button", { name: "Cancel" }).click();
  });

  it("an agent writes one for their own queue, and changes none for all", async () => {
    const choices = await write(desk, name);
    assert.ok(!choices.includes("All queues"));
    await row(desk, name).getByText(choices[0]).waitFor();
    await row(desk, forAll).waitFor();
    assert.equal(await row(desk, forAll).getByRole("button").count(), 0);
    await judge(desk, "canned replies", row(desk, name));
  });

  it("it goes into a reply, after what is there", async () => {
    const theirs = await open(login("customer"));
    const { id, number } = await openTicket(theirs, { synopsis: `For a canned reply ${stamp}` });
    await desk.goto(`${base}/staff/desk?ticket=${id}`);
    await desk.getByRole("region", { name: `Ticket ${number}` }).waitFor();
    const reply = desk.getByRole("textbox", { name: "Reply to the customer" });
    await reply.fill("Good morning.");
    await desk.getByRole("button", { name: "Canned replies" }).click();
    await desk.getByRole("menuitem", { name: forAll }).waitFor();
    await judge(desk, "the canned replies of a ticket", desk.getByRole("menuitem", { name: forAll }));
    await desk.getByRole("menuitem", { name: forAll }).click();
    assert.equal(await reply.inputValue(), `Good morning.\n\n${text}`);
    await reply.fill("");
    await theirs.close();
  });

  it("is changed", async () => {
    await show(desk);
    await row(desk, name).getByRole("button", { name: "Change" }).click();
    assert.equal(await dialog(desk).getByLabel("Text").inputValue(), text);
    await dialog(desk).getByLabel("Name").fill(changed);
    await desk.getByRole("button", { name: "Save changes" }).click();
    await row(desk, changed).waitFor();
    assert.equal(await row(desk, name).count(), 0);
  });

  it("is previewed as the customer will read it", async () => {
    await row(desk, changed).getByRole("button", { name: "Change" }).click();
    const field = dialog(desk).getByLabel("Text");
    await field.press("Control+a");
    await dialog(desk).getByRole("button", { name: "Bold" }).click();
    assert.equal(await field.inputValue(), `**${text}**`);
    await dialog(desk).getByRole("tab", { name: "Preview" }).click();
    const preview = dialog(desk).getByRole("tabpanel");
    await preview.locator("strong").getByText(text).waitFor();
    await judge(desk, "the preview of a canned reply", preview);
    await dialog(desk).getByRole("button", { name: "Save changes" }).click();
    await dialog(desk).waitFor({ state: "detached" });
  });

  it("is retired, which can be taken back", async () => {
    await row(desk, changed).getByRole("button", { name: "Retire" }).click();
    await row(desk, changed).waitFor({ state: "detached" });
    await desk.getByRole("button", { name: "Undo" }).click();
    await row(desk, changed).waitFor();
    await row(desk, changed).getByRole("button", { name: "Retire" }).click();
    await row(desk, changed).waitFor({ state: "detached" });
  });

  it("is found among the retired ones, and offered again", async () => {
    await desk.getByText("Retired", { exact: true }).click();
    await row(desk, changed).waitFor();
    assert.match(desk.url(), /state=retired/);
    await judge(desk, "retired canned replies", row(desk, changed));
    await row(desk, changed).getByRole("button", { name: "Offer again" }).click();
    await dialog(desk).getByRole("button", { name: "Offer again" }).click();
    await row(desk, changed).waitFor({ state: "detached" });
    await show(desk);
    await row(desk, changed).waitFor();
  });

  nothingComplained(open);
});
