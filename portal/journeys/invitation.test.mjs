// An administrator invites a colleague; the link in the mail leads to a password and into the portal, once.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { base, fillSignIn, findPerson, login, mail } from "./support/portal.mjs";

const PASSWORD = "a sentence is easy to remember";
const RULE = "Please choose a password of at least 15 characters.";

async function linkIn(found) {
  const link = found.text.match(/https?:\/\/\S+\/invitation#\S+/)?.[0];
  assert.ok(link, found.text);
  return link;
}

/** The newest link to an address, once it is another than the one before. */
async function newLink(to, before) {
  for (let tries = 0; tries < 100; tries += 1) {
    const link = await linkIn(await mail(to, /invitation#/));
    if (link !== before) return link;
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error(`no second invitation came to ${to}`);
}

async function choosePassword(page, password) {
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
}

describe("an invitation", () => {
  const open = browserOfGroup();
  let admin;
  const email = `kim.${Date.now()}@xyz.example`;
  let link;
  const invitation = () => admin.getByRole("dialog", { name: "Invite somebody" });

  before(async () => {
    admin = await open(login("staff", "administrator"));
  });

  it("is sent by an administrator", async () => {
    await admin.goto(`${base}/staff`);
    await admin.getByRole("navigation", { name: "Areas" }).getByRole("link", { name: "People" }).click();
    await admin.getByRole("heading", { name: "People", level: 1 }).waitFor();
    await admin.getByRole("button", { name: "Invite somebody" }).click();
    const dialog = invitation();
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await dialog.getByText("Please enter the name.").waitFor();
    await dialog.getByLabel("Name").fill("Kim Berg");
    await dialog.getByLabel("E-mail").fill("kim at xyz");
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await dialog.getByText("Please choose a queue at least.").waitFor();
    await dialog.getByRole("checkbox").first().check();
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await dialog.getByText("This is not an e-mail address").waitFor();
    assert.equal(await dialog.getByLabel("Name").inputValue(), "Kim Berg");
    await dialog.getByLabel("E-mail").fill(email);
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await admin.getByText("The invitation is sent.").waitFor();
    link = await linkIn(await mail(email, /invitation#/));
  });

  it("is sent once more, and the link before is of no use", async () => {
    await (await findPerson(admin, { name: "Kim Berg", email })).click();
    await admin.getByRole("heading", { name: "Kim Berg", level: 1 }).waitFor();
    await admin.getByText("Invited, not yet signed in").first().waitFor();
    await admin.getByRole("button", { name: "Invite again" }).click();
    await admin.getByText("Kim Berg is invited again.").waitFor();
    const newest = await newLink(email, link);
    const stranger = await open();
    await stranger.goto(link);
    await choosePassword(stranger, PASSWORD);
    await stranger.getByText("This invitation is not good any more.").waitFor();
    // The good one, opened in the same tab, is taken for another.
    await stranger.goto(newest);
    await stranger.getByLabel("Password", { exact: true }).waitFor();
    await stranger.context().close();
    link = newest;
  });

  it("leads to a password and into the portal", async () => {
    const kim = await open();
    const asked = [];
    kim.on("request", (request) => asked.push(request.url(), request.headers().referer ?? ""));
    await kim.goto(link);
    await kim.getByRole("heading", { name: "Choose your password" }).waitFor();
    await choosePassword(kim, "too short");
    await kim.getByText(RULE).waitFor();
    await choosePassword(kim, PASSWORD);
    await kim.getByRole("button", { name: /^You: Kim Berg/ }).waitFor();
    await kim.waitForURL(`${base}/staff`);
    await kim.getByRole("list", { name: "Tickets" }).getByRole("link", { name: "Assigned to me" }).waitFor();
    // What the link carries is in no address that was asked for, and no longer in the window's.
    const secret = link.split("#")[1];
    assert.deepEqual(
      asked.filter((url) => url.includes(secret)),
      [],
    );
    await kim.goBack().catch(() => null);
    assert.ok(!kim.url().includes(secret), kim.url());
    await kim.context().close();

    const again = await open();
    await again.goto(`${base}/staff`);
    await fillSignIn(again, { email, password: PASSWORD });
    await again.getByRole("button", { name: /^You: Kim Berg/ }).waitFor();
    await again.context().close();
  });

  it("is good once", async () => {
    const late = await open();
    await late.goto(link);
    await choosePassword(late, PASSWORD);
    await late.getByText("This invitation is not good any more.").waitFor();
    await late.getByRole("link", { name: "You have a password already? Sign in" }).click();
    await late.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    await late.context().close();
    await admin.goto(`${base}/staff/people`);
    await admin.getByRole("button", { name: "Invite somebody" }).click();
    const dialog = invitation();
    await dialog.getByLabel("Name").fill("Kim Berg");
    await dialog.getByLabel("E-mail").fill(email);
    await dialog.getByRole("checkbox").first().check();
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await dialog.getByText("Somebody with this address has joined already.").waitFor();
  });

  it("makes an agent who can be given tickets, until they are disabled", async () => {
    const kim = { name: "Kim Berg", email };
    await (await findPerson(admin, kim)).click();
    await admin.getByRole("button", { name: "Disable" }).click();
    await admin.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
    await admin.getByText("Disabled").first().waitFor();
    const row = (await findPerson(admin, kim)).locator("xpath=ancestor::tr");
    await row.getByText("Disabled").waitFor();
  });

  it("is not an agent's to give", async () => {
    const agent = await open(login("staff", "agent"), { to: "/staff/people" });
    await agent.getByRole("heading", { name: "Not open to you", level: 1 }).waitFor();
    assert.equal(await agent.getByRole("link", { name: "People" }).count(), 0);
  });

  nothingComplained(open);
});
