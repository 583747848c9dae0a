// Finding answers: search, article, feedback, and what is said when search is limited.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { base, login } from "./support/portal.mjs";

describe("finding an answer", () => {
  const open = browserOfGroup();
  let page;

  before(async () => {
    page = await open(login("customer", "member"));
  });

  it("the slash key leads to the search, and the words to answers with marks", async () => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("login");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/customer\/knowledge\?q=login/);
    await page.locator("main mark").first().waitFor();
    await page.getByText(/^\d+ answers?$/).waitFor();
  });

  it("filters stand in the address and Back restores them", async () => {
    await page.getByLabel("Kind").selectOption({ label: "Frequent question" });
    await page.waitForURL(/kind=faq/);
    await page.goBack();
    await page.waitForURL((url) => !url.search.includes("kind"));
    assert.equal(await page.getByLabel("Kind").inputValue(), "");
  });

  it("an article opens and can be judged", async () => {
    await page.locator("main h2 a").first().click();
    await page.waitForURL(/\/customer\/knowledge\/[\w-]+$/);
    await page.getByText("Did this help?").waitFor();
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await page.getByText("Thank you.").waitFor();
  });

  it("a search without results says what to do next", async () => {
    await page.goto(`${base}/customer/knowledge?q=zxqvbnkjw`);
    await page.getByText("Nothing found for “zxqvbnkjw”").waitFor();
    await page.getByRole("main").getByRole("link", { name: "Submit a new ticket" }).waitFor();
  });

  it("words that ask for nothing are told from words that find nothing", async () => {
    await page.goto(`${base}/customer/knowledge?q=the`);
    await page.getByText("These words are too common to search for").waitFor();
  });

  it("what the filters hide is counted, and one click lifts them", async () => {
    await page.goto(`${base}/customer/knowledge?q=login`);
    const all = await page.getByText(/^\d+ answers?$/).textContent();
    await page.getByLabel("Kind").selectOption({ label: "Frequent question" });
    await page.getByText(/^\d+ more of (other kinds|another kind): Show all$/).waitFor();
    await page.getByRole("link", { name: "Show all" }).click();
    await page.waitForURL(/\/customer\/knowledge\?q=login$/);
    await page.getByText(all, { exact: true }).waitFor();
  });

  it("says so when search is limited", async () => {
    await page.route(/\/v1\/articles\?/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), degraded: true } });
    });
    await page.goto(`${base}/customer/knowledge?q=login`);
    await page.getByText("Search is limited right now").waitFor();
    await page.unrouteAll();
  });

  it("an article that solves it ends the ticket kindly", async () => {
    await page.goto(`${base}/customer/tickets/new`);
    await page.getByLabel("Synopsis").fill("login failure");
    await page.getByRole("region", { name: "Suggested articles" }).getByRole("button").first().click();
    const told = page.waitForResponse((response) => response.url().endsWith("/v1/deflections"));
    await page.getByRole("button", { name: "This solved it" }).click();
    assert.equal((await told).status(), 201);
    await page.waitForURL(/\/customer$/);
    await page.getByText("Good to hear!").waitFor();
  });

  nothingComplained(open);
});
