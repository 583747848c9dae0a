// Accounts: sales open one, find it, change it; operations write a product and what the account purchased.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, login } from "./support/portal.mjs";

describe("accounts", () => {
  const open = browserOfGroup();
  const stamp = Date.now();
  const name = `Fjord Robotics ${stamp}`;
  const renamed = `Fjord Automation ${stamp}`;
  const product = `Milling Machine ${stamp}`;
  let admin;
  let number;
  const row = (page, of) => page.getByRole("row").filter({ hasText: of });
  const dialog = (page) => page.getByRole("dialog");
  const find = async (page, words) => {
    const field = page.getByRole("textbox", { name: "Find an account" });
    await field.fill(words);
    await field.press("Enter");
  };

  before(async () => {
    admin = await open(login("staff", "administrator"), WIDE);
  });

  it("what is missing is said, and an account is opened", async () => {
    await admin.getByRole("link", { name: "Accounts" }).click();
    await admin.getByRole("heading", { name: "Accounts", level: 1 }).waitFor();
    await admin.getByRole("button", { name: "Open an account" }).click();
    await admin.getByRole("button", { name: "Open account" }).click();
    await dialog(admin).getByText("Please fill this in.").first().waitFor();
    await judge(admin, "an account with complaints", dialog(admin));
    await dialog(admin).getByLabel("Name").fill(name);
    await dialog(admin).getByLabel("Plan").selectOption({ label: "Premium" });
    await dialog(admin).getByLabel("Territory").fill("Nordics");
    await dialog(admin).getByLabel("Postal address").fill("14 Kaigata\n5014 Bergen");
    await admin.getByRole("button", { name: "Open account" }).click();
    await dialog(admin).waitFor({ state: "detached" });
  });

  it("is found by the beginning of its name, of its number, and by its territory", async () => {
    await find(admin, name.toLowerCase());
    await row(admin, name).getByText("Nordics").waitFor();
    number = await row(admin, name)
      .getByText(/^A-\d+$/)
      .textContent();
    await judge(admin, "the list of accounts", row(admin, name));
    await find(admin, number.replace("A-", ""));
    await row(admin, name).waitFor();
    await find(admin, "Nobody has this name");
    await admin.getByText("No account fits").waitFor();
    await admin.goto(`${base}/staff/accounts?territory=nordics&plan=premium&q=${encodeURIComponent(name)}`);
    await row(admin, name).waitFor();
    await admin.goto(`${base}/staff/accounts?plan=standard&q=${encodeURIComponent(name)}`);
    await admin.getByText("No account fits").waitFor();
  });

  it("is found in the search panel", async () => {
    await admin.goto(`${base}/staff`);
    await admin.getByRole("heading", { level: 1 }).waitFor();
    await admin.keyboard.press("/");
    await admin.keyboard.type(name.toLowerCase());
    await admin.getByRole("option", { name: new RegExp(`^${name}`) }).click();
    await admin.getByRole("heading", { name, level: 1 }).waitFor();
  });

  it("is changed on its page", async () => {
    await admin.goto(`${base}/staff/accounts?q=${number}`);
    await admin.getByRole("link", { name }).click();
    await admin.getByRole("heading", { name, level: 1 }).waitFor();
    await admin.getByText("Nobody of this account can sign in yet.").waitFor();
    await judge(admin, "the page of an account", admin.getByRole("heading", { name: "Purchased products" }));
    await admin.getByRole("button", { name: "Change account" }).click();
    await dialog(admin).getByLabel("Name").fill(renamed);
    await dialog(admin).getByLabel("Delivery address").fill("Dock 4");
    await admin.getByRole("button", { name: "Save changes" }).click();
    await admin.getByRole("heading", { name: renamed, level: 1 }).waitFor();
    await admin.getByText("Dock 4").waitFor();
    await admin.getByText("Changed an account").first().waitFor();
  });

  it("a product is written with a version", async () => {
    const page = await open(login("staff", "administrator"), WIDE);
    await page.getByRole("link", { name: "Products", exact: true }).click();
    await page.getByRole("button", { name: "Write a product" }).click();
    await dialog(page).getByLabel("Name").fill(product);
    await dialog(page).getByLabel("Code").fill(`M${stamp}`);
    await page.getByRole("button", { name: "Save product" }).click();
    await page.getByRole("textbox", { name: "Find a product" }).fill(product);
    await page.getByRole("textbox", { name: "Find a product" }).press("Enter");
    await row(page, product).getByRole("button", { name: "Versions…" }).click();
    await dialog(page).getByLabel("Label").fill("3.0");
    await dialog(page).getByLabel("Released").fill("2025-11-03");
    await judge(page, "a version of a product", dialog(page));
    await page.getByRole("button", { name: "Save version" }).click();
    await row(page, product).getByText("3.0").waitFor();
    await judge(page, "the products", row(page, product));
    await page.context().close();
  });

  it("the account purchases it, and the purchase is changed", async () => {
    await admin.reload();
    await admin.getByRole("button", { name: "Add a purchase" }).click();
    await dialog(admin).getByLabel("Product").selectOption({ label: product });
    await dialog(admin).getByLabel("Version").selectOption({ label: "3.0" });
    await dialog(admin).getByLabel("Units").fill("2");
    await dialog(admin).getByLabel("Serial numbers").fill("MLM-1\nMLM-2");
    await dialog(admin).getByLabel("Purchased").fill("2026-03-02");
    await dialog(admin).getByLabel("Support contract until").fill("2026-03-01");
    await dialog(admin).getByRole("button", { name: "Add purchase" }).click();
    await dialog(admin).getByText("This is before the day of purchase.").waitFor();
    await judge(admin, "a purchase with complaints", dialog(admin));
    await dialog(admin)
      .getByLabel("Support contract until")
      .fill(`${new Date().getUTCFullYear() + 90}-12-31`);
    await dialog(admin).getByRole("button", { name: "Add purchase" }).click();
    const bought = row(admin, `${product} 3.0`);
    await bought.waitFor();
    await bought.getByRole("button", { name: /^Change/ }).click();
    assert.equal(await dialog(admin).getByLabel("Serial numbers").inputValue(), "MLM-1\nMLM-2");
    await dialog(admin).getByLabel("Units").fill("7");
    await dialog(admin).getByRole("button", { name: "Save changes" }).click();
    await bought.getByText("7", { exact: true }).waitFor();
  });

  it("an agent looks accounts and products up, and changes none", async () => {
    const desk = await open(login("staff", "agent"), WIDE);
    await desk.goto(`${base}/staff/accounts?q=${number}`);
    await row(desk, renamed).waitFor();
    assert.equal(await desk.getByRole("button", { name: "Open an account" }).count(), 0);
    await desk.getByRole("link", { name: renamed }).click();
    await row(desk, product).waitFor();
    assert.equal(await desk.getByRole("button", { name: "Change account" }).count(), 0);
    assert.equal(await desk.getByRole("button", { name: "Add a purchase" }).count(), 0);
    await desk.context().close();
  });

  nothingComplained(open);
});
