// Home, Layout, Profile, the search panel, the colours, hats and leaving.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { base, login, widgetNames } from "./support/portal.mjs";

describe("a home of one's own", () => {
  const open = browserOfGroup();
  let page;

  before(async () => {
    page = await open(login("customer"));
  });

  const widgets = async () => {
    await page.goto(`${base}/customer`);
    return widgetNames(page);
  };
  const save = async () => {
    await page.getByRole("button", { name: "Save layout" }).click();
    await page.getByText("Your home page is saved.").waitFor();
  };

  it("the widgets are arranged by keyboard, and stay so", async () => {
    const before = await widgets();
    await page.goto(`${base}/customer/layout`);
    await page.getByRole("button", { name: `Move ${before[1]} up` }).press("Enter");
    await save();
    assert.deepEqual(await widgets(), [before[1], before[0], ...before.slice(2)]);
    await page.goto(`${base}/customer/layout`);
    await page.getByRole("button", { name: `Move ${before[1]} down` }).press("Enter");
    await page.getByRole("switch", { name: `Show ${before[2]}` }).press("Space");
    await save();
    assert.ok(!(await widgets()).includes(before[2]));
    await page.goto(`${base}/customer/layout`);
    await page.getByRole("switch", { name: `Show ${before[2]}` }).press("Space");
    await save();
    assert.deepEqual(await widgets(), before);
  });

  it("the profile is changed and kept", async () => {
    await page.goto(`${base}/customer/profile`);
    const phone = page.getByLabel("Phone");
    await phone.waitFor();
    const was = await phone.inputValue();
    const now = `+1 555 ${String(Date.now()).slice(-4)}`;
    await phone.fill(now);
    await page.getByRole("button", { name: "Save profile" }).click();
    await page.getByText("Your profile is saved.").waitFor();
    await page.reload();
    assert.equal(await page.getByLabel("Phone").inputValue(), now);
    await page.getByLabel("Phone").fill(was);
    await page.getByRole("button", { name: "Save profile" }).click();
    await page.getByText("Your profile is saved.").waitFor();
  });

  it("Ctrl-K goes anywhere", async () => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search" }).fill("new tick");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/customer\/tickets\/new$/);
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("the colours are chosen and remembered", async () => {
    await page.getByRole("button", { name: /^You: / }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    const scheme = () => page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
    assert.equal(await scheme(), "dark");
    await page.reload();
    assert.equal(await scheme(), "dark");
    await page.getByRole("button", { name: /^You: / }).click();
    await page.getByRole("menuitemradio", { name: "As the system" }).click();
    // Choosing colours leaves the menu open, so that one can compare.
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  });

  it("a manager sees the company's tickets, a member only the own ones", async () => {
    const theirs = await open(login("customer", "manager"), { to: "/customer/tickets" });
    await theirs.getByText("Company tickets", { exact: true }).click();
    await theirs.waitForURL(/view=company/);
    await theirs.getByRole("heading", { name: "Company tickets" }).waitFor();
    await theirs.context().close();
    const own = await open(login("customer", "member"), { to: "/customer/tickets?view=company" });
    await own.getByRole("heading", { name: "My Tickets" }).waitFor();
    assert.equal(await own.getByText("Company tickets").count(), 0);
    await own.context().close();
  });

  it("signing out ends it in every window", async () => {
    const other = await page.context().newPage();
    await other.goto(`${base}/customer`);
    await other.getByRole("button", { name: /^You: / }).waitFor();
    await page.getByRole("button", { name: /^You: / }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await other.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto(`${base}/customer/tickets`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  nothingComplained(open);
});
