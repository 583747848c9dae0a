// Editors: an article is written, reviewed, published and found by a customer; its next text waits; it is archived.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, eventually, login } from "./support/portal.mjs";

describe("articles for their editors", () => {
  const open = browserOfGroup();
  const rare = `quillwort${Date.now()}`;
  const title = `How to prune the ${rare}`;
  const next = `When to prune the ${rare}`;
  let editor;
  let admin;
  let customer;
  let address;
  const heading = (page, name) => page.getByRole("heading", { name, level: 1 });
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const row = (page) => page.getByRole("row").filter({ hasText: rare });

  /** Number of answers that a customer finds. */
  async function found() {
    await customer.goto(`${base}/customer/knowledge?q=${rare}`);
    await heading(customer, "Find an answer").waitFor();
    const some = customer.getByRole("list").getByRole("link", { name: new RegExp(rare) });
    await some.first().or(customer.getByText("Nothing found").first()).waitFor();
    return some.count();
  }

  before(async () => {
    editor = await open(login("staff", "editor"));
    admin = await open(login("staff", "administrator"));
    customer = await open(login("customer", "member"));
  });

  it("what is missing is said", async () => {
    await editor.getByRole("link", { name: "Articles", exact: true }).click();
    await heading(editor, "Articles").waitFor();
    await judge(editor, "the articles for their editors", editor.getByRole("table"));
    await editor.getByRole("link", { name: "Write an article" }).click();
    await heading(editor, "Write an article").waitFor();
    await button(editor, "Save draft").click();
    await editor.getByText("Choose who may read it.").waitFor();
    await editor.getByRole("toolbar", { name: "Formatting" }).waitFor();
    await judge(editor, "an article with complaints");
  });

  it("a draft is written, and nobody finds it", async () => {
    await editor.getByLabel("Title").fill(title);
    await editor.getByLabel("Summary").fill("In two steps, once a year.");
    await editor.getByLabel("Text", { exact: true }).fill("## Before\n\nWait for **spring**.");
    await editor.getByRole("tab", { name: "Preview" }).click();
    await editor.getByRole("tabpanel").locator("strong").getByText("spring").waitFor();
    await editor.getByLabel("Customers").check();
    await editor.getByLabel(/^Tags/).fill("garden");
    await button(editor, "Save draft").click();
    await heading(editor, title).waitFor();
    address = editor.url();
    await editor.getByText("This text is a draft. No reader sees it yet.").waitFor();
    assert.equal(await editor.locator("strong").getByText("spring").count(), 1);
    assert.equal(await found(), 0);
    await judge(editor, "a draft");
  });

  it("is sent to review, and published by somebody else", async () => {
    await button(editor, "Send to review").click();
    await editor.getByText("This text waits for a second pair of eyes.").waitFor();
    await admin.goto(`${base}/staff/articles?state=review&q=${rare}`);
    await row(admin).getByRole("link", { name: title }).click();
    await heading(admin, title).waitFor();
    await button(admin, "Publish").click();
    await admin.getByText(`“${title}” is published.`).waitFor();
    await admin.getByText("Sent to review").first().waitFor();
    await judge(admin, "a published article", admin.getByText("Written").first());
  });

  it("is found and read by a customer", async () => {
    await eventually(async () => (await found()) === 1, "the article among the answers");
    await customer.getByRole("list").getByRole("link", { name: title }).click();
    await heading(customer, title).waitFor();
    await customer.locator("strong").getByText("spring").waitFor();
  });

  it("keeps its text until the next one is published", async () => {
    await editor.goto(address);
    await editor.getByRole("link", { name: "Change the text" }).click();
    await heading(editor, `Change “${title}”`).waitFor();
    await editor.getByLabel("Title").fill(next);
    await editor.getByLabel("Text", { exact: true }).fill("## Before\n\nWait for **autumn**.");
    await button(editor, "Save draft").click();
    await heading(editor, next).waitFor();
    await editor.getByText(/Readers see the published one/).waitFor();
    const lines = editor.locator("del, ins");
    await lines.first().waitFor();
    assert.deepEqual(await lines.allTextContents().then((all) => all.slice(0, 2)), [
      "Wait for **spring**.",
      "Wait for **autumn**.",
    ]);
    await customer.reload();
    await heading(customer, title).waitFor();
    await button(editor, "Send to review").click();
    await button(editor, "Publish").click();
    await editor.getByText(`“${next}” is published.`).waitFor();
    await eventually(async () => {
      await found();
      return (await customer.getByRole("link", { name: next }).count()) === 1;
    }, "the next text among the answers");
  });

  it("is found by its editors in the list", async () => {
    await editor.goto(`${base}/staff/articles`);
    await editor.getByLabel("Words of title and tags").fill(`prune ${rare}`);
    await editor.keyboard.press("Enter");
    await row(editor).waitFor();
    assert.equal(await row(editor).count(), 1);
    await editor.getByText("Mine", { exact: true }).click();
    await row(editor).waitFor();
    assert.match(editor.url(), /owner=me/);
  });

  it("is archived, and found no more", async () => {
    await editor.goto(address);
    await heading(editor, next).waitFor();
    await editor.getByRole("button", { name: /More/ }).click();
    await editor.getByRole("menuitem", { name: "Archive…" }).click();
    await editor.getByRole("dialog").getByText("Its history stays").waitFor();
    await judge(editor, "the question before an article is archived", editor.getByRole("dialog"));
    await button(editor, "Archive article").click();
    await editor.getByText("This article is archived. Nobody finds or reads it.").waitFor();
    await eventually(async () => (await found()) === 0, "the article is gone");
    await judge(editor, "an archived article");
  });

  it("shows what readers missed", async () => {
    await editor.goto(`${base}/staff/articles`);
    await editor.getByRole("link", { name: "Insights" }).click();
    await heading(editor, "Insights").waitFor();
    const missed = editor.getByRole("table", { name: "Searches without results" });
    await missed.getByText(rare).waitFor();
    await judge(editor, "the insights", missed);
  });

  nothingComplained(open);
});
