// Ways to sign in and to stay safe: a forgotten password, a code by mail, a second step, another address, and sessions
// on other devices.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, eventually, fillSignIn, findPerson, inviteAgent, login, mail } from "./support/portal.mjs";

const FIRST = "a sentence is easy to remember";
const SECOND = "another sentence is as easy";
const THIRD = "and a third one, for good measure";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Code that an app with this key shows so many steps from now (RFC 6238). */
function codeOf(key, steps = 0) {
  const bits = [...key].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", bytes).update(counter).digest();
  const start = hash[19] & 15;
  return String((hash.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Waits until the codes of now are those of the next seconds too: a busy machine takes some to send one. */
function whenCodesStay() {
  return eventually(() => Date.now() % 30_000 < 15_000, "a new code", 30_000);
}

describe("signing in", () => {
  const open = browserOfGroup();
  const email = `robin.${Date.now()}@xyz.example`;
  let admin;
  let person;
  let robin;
  let key;
  let codes;

  const inside = (page) => page.getByRole("button", { name: /^You: Robin Dahl/ }).waitFor();
  const toProfile = async (page) => {
    await page.goto(`${base}/staff/profile`);
    await page.getByRole("heading", { name: "Profile", level: 1 }).waitFor();
  };
  /** The newest mail to Robin that matches, once it is another than the one before. */
  const newMail = async (pattern, before) => {
    for (let tries = 0; tries < 100; tries += 1) {
      const found = await mail(email, pattern);
      if (found.id !== before) return found;
      await new Promise((later) => setTimeout(later, 200));
    }
    throw new Error(`no other mail with ${pattern} came`);
  };

  before(async () => {
    admin = await open(login("staff", "administrator"), { to: "/staff/people" });
    const invited = { name: "Robin Dahl", email };
    await inviteAgent(admin, invited);
    person = (await (await findPerson(admin, invited)).getAttribute("href")).split("/").pop();
    const link = (await mail(email, /invitation#/)).text.match(/https?:\/\/\S+\/invitation#\S+/)[0];
    robin = await open();
    await robin.goto(link);
    await robin.getByLabel("Password", { exact: true }).fill(FIRST);
    await robin.getByRole("button", { name: "Save and sign in" }).click();
    await inside(robin);
  });

  it("a forgotten password is replaced by the link in a mail", async () => {
    const page = await open();
    await page.goto(`${base}/staff`);
    await page.getByRole("link", { name: "Forgotten your password?" }).click();
    await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
    await judge(page, "a forgotten password");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Send the mail" }).click();
    await page.getByText(`If somebody signs in with ${email}`).waitFor();
    const link = (await mail(email, /password#/)).text.match(/https?:\/\/\S+\/password#\S+/)[0];
    // Scanners follow links: that changes nothing.
    await fetch(link);
    const asked = [];
    page.on("request", (request) => asked.push(request.url(), request.headers().referer ?? ""));
    await page.goto(link);
    await page.getByLabel("New password").fill("too short");
    await page.getByRole("button", { name: "Save the password" }).click();
    await page.getByText("Please choose a password of at least 15 characters.").waitFor();
    await page.getByLabel("New password").fill("Robin DahlRobin Dahl");
    await page.getByRole("button", { name: "Save the password" }).click();
    await page.getByText("This password is easy to guess.").waitFor();
    await page.getByLabel("New password").fill(SECOND);
    await page.getByRole("button", { name: "Save the password" }).click();
    await page.getByText("Your new password is saved.").waitFor();
    const secret = link.split("#")[1];
    assert.ok(!asked.some((url) => url.includes(secret)) && !page.url().includes(secret));
    await page.getByRole("link", { name: "Go to sign in" }).click();
    await fillSignIn(page, { email, password: FIRST });
    await page.getByText("E-mail or password is not right.").waitFor();
    await fillSignIn(page, { email, password: SECOND });
    await inside(page);
    // The browser that was signed in before is signed out.
    await robin.goto(`${base}/staff/profile`);
    await robin.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    await mail(email, /You have a new password/);
    const late = await open();
    await late.goto(link);
    await late.getByLabel("New password").fill(THIRD);
    await late.getByRole("button", { name: "Save the password" }).click();
    await late.getByText("This link is not good any more.").waitFor();
    await late.context().close();
    await page.context().close();
  });

  it("a code by mail signs in without the password", async () => {
    await robin.getByLabel("E-mail").fill(email);
    await robin.getByRole("button", { name: "Send me a code instead" }).click();
    await robin.getByRole("button", { name: "Send the code" }).click();
    const code = (await mail(email, /^\d{3} \d{3}$/m)).text.match(/^\d{3} \d{3}$/m)[0];
    await robin.getByLabel("Code from the mail").fill(code);
    await judge(robin, "a code by mail");
    await robin.getByRole("button", { name: "Sign in", exact: true }).click();
    await inside(robin);
  });

  it("a session is ended from another browser", async () => {
    const phone = await open();
    await phone.goto(`${base}/staff`);
    await fillSignIn(phone, { email, password: SECOND });
    await inside(phone);
    await toProfile(robin);
    const list = robin.getByRole("list", { name: "Where you are signed in" });
    await list.getByText("This device").waitFor();
    const others = list.getByRole("button", { name: /^Sign out / });
    await others.first().click();
    await robin
      .getByText(/is signed out\.$/)
      .first()
      .waitFor();
    await phone.goto(`${base}/staff/profile`);
    await phone.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    await phone.context().close();
    await judge(robin, "the profile");
  });

  it("the password is changed", async () => {
    await toProfile(robin);
    await robin.getByLabel("Present password").fill("this is not it at all");
    await robin.getByLabel("New password").fill(THIRD);
    await robin.getByRole("button", { name: "Change password" }).click();
    await robin.getByText("This is not your present password.").waitFor();
    await robin.getByLabel("Present password").fill(SECOND);
    await robin.getByRole("button", { name: "Change password" }).click();
    await robin.getByText("Your password is changed.").first().waitFor();
    await mail(email, /Your password was changed/);
  });

  it("a second step is set up with an app", async () => {
    await toProfile(robin);
    await robin.getByRole("button", { name: "Set it up" }).click();
    await robin.getByLabel("Your password").fill(THIRD);
    await robin.getByRole("button", { name: "Go on" }).click();
    await robin.getByRole("img", { name: /QR code/ }).waitFor();
    await judge(robin, "setting up a second step");
    key = (
      await robin
        .locator("code")
        .filter({ hasText: /^[A-Z2-7 ]{30,}$/ })
        .textContent()
    ).replaceAll(" ", "");
    await whenCodesStay();
    await robin.getByLabel("Code that the app shows").fill(codeOf(key, -1));
    await robin.getByRole("button", { name: "Turn it on" }).click();
    const list = robin.getByRole("list", { name: "Your recovery codes" });
    await list.waitFor();
    codes = await list.getByRole("listitem").allTextContents();
    assert.equal(codes.length, 10);
    await robin.getByRole("button", { name: "I have kept them" }).click();
    await robin.getByText("On: we ask for a code").waitFor();
    await mail(email, /Signing in now takes a second step/);
  });

  it("signing in then takes a code, which is good once", async () => {
    const page = await open();
    await page.goto(`${base}/staff`);
    await fillSignIn(page, { email, password: THIRD });
    const code = page.getByLabel("Code", { exact: true });
    await code.waitFor();
    await judge(page, "the second step");
    const now = codeOf(key);
    await code.fill(now);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await inside(page);
    await page.context().close();

    const again = await open();
    await again.goto(`${base}/staff`);
    await fillSignIn(again, { email, password: THIRD });
    await again.getByLabel("Code", { exact: true }).fill(now);
    await again.getByRole("button", { name: "Sign in", exact: true }).click();
    await again.getByText("This code is not right, or it was used already.").waitFor();
    await again.getByLabel("Code", { exact: true }).fill(codes[0]);
    await again.getByRole("button", { name: "Sign in", exact: true }).click();
    await inside(again);
    await mail(email, /A recovery code was used to sign in/);
    await again.context().close();
  });

  it("a code by mail takes the second step too", async () => {
    const before = (await mail(email, /^\d{3} \d{3}$/m)).id;
    const page = await open();
    await page.goto(`${base}/staff`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Send me a code instead" }).click();
    await page.getByRole("button", { name: "Send the code" }).click();
    const sent = await newMail(/^\d{3} \d{3}$/m, before);
    await page.getByLabel("Code from the mail").fill(sent.text.match(/^\d{3} \d{3}$/m)[0]);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByLabel("Code", { exact: true }).fill(codes[1]);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await inside(page);
    await page.context().close();
  });

  it("new recovery codes replace the ones before", async () => {
    await toProfile(robin);
    await robin.getByRole("button", { name: "New recovery codes" }).click();
    await robin.getByLabel("Code of your app").fill(codes[2]);
    await judge(robin, "new recovery codes");
    await robin.getByRole("button", { name: "Make new codes" }).click();
    const list = robin.getByRole("list", { name: "Your recovery codes" });
    await list.waitFor();
    codes = await list.getByRole("listitem").allTextContents();
    assert.equal(codes.length, 10);
    await robin.getByRole("button", { name: "I have kept them" }).click();
    await mail(email, /You have new recovery codes/);
  });

  it("the second step is turned off, and the password is enough again", async () => {
    await toProfile(robin);
    await robin.getByRole("button", { name: "Turn it off" }).click();
    await robin.getByLabel("Code of your app").fill(codes[0]);
    await robin.getByRole("button", { name: "Turn it off" }).click();
    await robin.getByText("The second step is off.").waitFor();
    const page = await open();
    await page.goto(`${base}/staff`);
    await fillSignIn(page, { email, password: THIRD });
    await inside(page);
    await page.context().close();
  });

  it("a lost second step is removed by an administrator", async () => {
    await toProfile(robin);
    await robin.getByRole("button", { name: "Set it up" }).click();
    await robin.getByLabel("Your password").fill(THIRD);
    await robin.getByRole("button", { name: "Go on" }).click();
    const secret = robin.locator("code").filter({ hasText: /^[A-Z2-7 ]{30,}$/ });
    await whenCodesStay();
    await robin
      .getByLabel("Code that the app shows")
      .fill(codeOf((await secret.textContent()).replaceAll(" ", ""), -1));
    await robin.getByRole("button", { name: "Turn it on" }).click();
    await robin.getByRole("button", { name: "I have kept them" }).click();

    await admin.goto(`${base}/staff/people/${person}`);
    await admin.getByRole("button", { name: "Remove second step…" }).click();
    const dialog = admin.getByRole("dialog", { name: "Remove the second step of Robin Dahl?" });
    await dialog.waitFor();
    await judge(admin, "removing a second step");
    await dialog.getByRole("button", { name: "Remove second step" }).click();
    await admin.getByText("Robin Dahl signs in without a second step now.").first().waitFor();
    await admin.getByRole("button", { name: "Remove second step…" }).waitFor({ state: "detached" });
    await mail(email, /removed by an administrator/);
    const page = await open();
    await page.goto(`${base}/staff`);
    await fillSignIn(page, { email, password: THIRD });
    await inside(page);
    await page.context().close();
  });

  it("the e-mail address is changed by the link in a mail to the new one", async () => {
    const moved = `moved.${email}`;
    await toProfile(robin);
    await robin.getByRole("button", { name: "Change…" }).click();
    const dialog = robin.getByRole("dialog", { name: "Change your e-mail address" });
    await dialog.getByLabel("New e-mail address").fill(moved);
    await dialog.getByLabel("Your password").fill(THIRD);
    await judge(robin, "changing the e-mail address");
    await dialog.getByRole("button", { name: "Send the link" }).click();
    await robin.getByText(`We sent a link to ${moved}`).first().waitFor();
    const link = (await mail(moved, /email-change#/)).text.match(/https?:\/\/\S+\/email-change#\S+/)[0];
    // Scanners follow links: that changes nothing.
    await fetch(link);
    const page = await open();
    await page.goto(link);
    await page.getByRole("button", { name: "Confirm the address" }).waitFor();
    await judge(page, "confirming an e-mail address");
    await page.getByRole("button", { name: "Confirm the address" }).click();
    await page.getByText("Your e-mail address is changed.").waitFor();
    assert.ok(!page.url().includes("#"));
    await mail(email, /Your e-mail address was changed/);
    // The browser that asked goes on; others sign in with the new address.
    await toProfile(robin);
    await robin.getByText(moved).waitFor();
    await page.getByRole("link", { name: "Go to the portal" }).click();
    await fillSignIn(page, { email, password: THIRD });
    await page.getByText("E-mail or password is not right.").waitFor();
    await fillSignIn(page, { email: moved, password: THIRD });
    await inside(page);
    await page.goto(link);
    await page.getByRole("button", { name: "Confirm the address" }).click();
    await page.getByText("This link is not good any more.").waitFor();
    await page.context().close();
  });

  nothingComplained(open);
});
