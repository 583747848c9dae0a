// The search panel: by the key, by Ctrl-K and by the button; words, numbers, places, people, and earlier choices.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, eventually, login, openTicket } from "./support/portal.mjs";

describe("the search panel", () => {
  const open = browserOfGroup();
  const synopsis = `Quince scanner ${Date.now()}`;
  // A word of the description alone, which no list shows.
  const rare = `zeppelin${Date.now()}`;
  let page;
  let number;
  let id;
  const field = (of = page) => of.getByRole("combobox", { name: "Search" });
  const option = (name, of = page) => of.getByRole("option", { name });
  const closed = (of = page) => field(of).waitFor({ state: "detached" });
  async function show(path) {
    await page.goto(base + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  const group = (name) => page.getByRole("group", { name, exact: true });

  before(async () => {
    page = await open(login("customer", "member"));
    ({ number, id } = await openTicket(page, { synopsis, description: `The ${rare} lands on it.` }));
    await show("/customer");
  });

  it("is looked at in every dress", async () => {
    await page.keyboard.press("/");
    await field().fill("scanner");
    await group("Answers").waitFor();
    await group("My Tickets").waitFor();
    await judge(page, "the search panel", option(/^Search the answers for/));
    await page.keyboard.press("Escape");
    await closed();
  });

  it("gives the focus back where it was", async () => {
    const button = page
      .getByRole("banner")
      .getByRole("button", { name: /^Search/ })
      .first();
    const dialog = page.getByRole("dialog", { name: "Search" });
    const ways = {
      Escape: () => page.keyboard.press("Escape"),
      "the cross": () => dialog.getByRole("button", { name: "Close" }).click(),
      // The bottom of the window, below the panel.
      "the backdrop": () => page.mouse.click(4, page.viewportSize().height - 4),
    };
    for (const [name, close] of Object.entries(ways)) {
      await button.click();
      await field().waitFor();
      await close();
      await closed();
      assert.ok(await button.evaluate((element) => element === document.activeElement), name);
    }
  });

  it("opens a ticket by words in its synopsis", async () => {
    await page.keyboard.press("Control+k");
    await field().fill("quince");
    await option(synopsis).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${base}/customer/tickets/${id}`);
    await closed();
  });

  it("opens a ticket by a word of its description", async () => {
    await eventually(async () => {
      await page.keyboard.press("/");
      await field().fill(rare.toUpperCase());
      const found = option(synopsis).first();
      await found.waitFor({ timeout: 3000 }).catch(() => undefined);
      if (await found.isVisible()) return true;
      await page.keyboard.press("Escape");
      await closed();
      return false;
    }, "the words of the ticket");
    await option(synopsis).first().click();
    await page.waitForURL(`${base}/customer/tickets/${id}`);
  });

  it("the list of tickets finds the same word, and says when nothing has it", async () => {
    await show("/customer/tickets");
    const words = page.getByLabel("Words or number");
    await words.fill(`the ${rare}`);
    await words.press("Enter");
    await page.waitForURL(/q=/);
    await page.getByRole("row").filter({ hasText: synopsis }).waitFor();
    await judge(page, "tickets found by words", page.getByRole("row").filter({ hasText: synopsis }));
    await words.fill(`${rare} submarine`);
    await words.press("Enter");
    await page.getByText(/^Nothing has the words/).waitFor();
    await judge(page, "no tickets found by words", page.getByText(/^Nothing has the words/));
  });

  it("staff find it by who asked", async () => {
    const agent = await open(login("staff", "administrator"));
    await agent.goto(`${base}/staff/desk`);
    const words = agent.getByLabel("Words or number");
    await words.fill(`${rare} ${login("customer", "member").name}`);
    await words.press("Enter");
    await agent.getByRole("list").getByText(synopsis).first().waitFor();
  });

  it("opens a ticket by its number, with or without the letter", async () => {
    await show("/customer/knowledge");
    for (const typed of [number, number.slice(2)]) {
      await page.keyboard.press("/");
      await field().fill(typed);
      await option(`Open ${number} ${synopsis}`).waitFor();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: synopsis, level: 1 }).waitFor();
    }
  });

  it("offers what was chosen before, and forgets it with the person", async () => {
    await page.keyboard.press("/");
    await group("Recent").getByRole("option", { name: synopsis }).waitFor();
    await judge(page, "the search panel before anything is typed", group("Recent"));
    await page.keyboard.press("Escape");
    const own = await open(login("customer", "member"));
    const kept = () =>
      own.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(":recent:")));
    await own.getByRole("heading", { level: 1 }).waitFor();
    await own.keyboard.press("/");
    await field(own).fill("answers");
    await own.keyboard.press("Enter");
    await own.waitForURL(/\/customer\/knowledge/);
    assert.equal((await kept()).length, 1);
    await own.getByRole("button", { name: /^You: / }).click();
    await own.getByRole("menuitem", { name: "Sign out" }).click();
    await own.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    assert.deepEqual(await kept(), []);
    own.context().signedIn = undefined;
  });

  it("the slash can be turned off, and is a letter where one types", async () => {
    await show("/customer/knowledge");
    const box = page.locator("main").getByRole("searchbox").first();
    await box.fill("");
    await box.press("/");
    assert.equal(await box.inputValue(), "/");
    const turn = async () => {
      await page.getByRole("button", { name: /^You: / }).click();
      await page.getByRole("menuitemcheckbox", { name: "Single keys, such as / and ?" }).click();
      await page.keyboard.press("Escape");
      await page.getByRole("menu").waitFor({ state: "detached" });
      await page.locator("h1").click();
    };
    await turn();
    await page.keyboard.press("/");
    assert.equal(await field().count(), 0);
    await turn();
    await page.keyboard.press("/");
    await field().waitFor();
    await page.keyboard.press("Escape");
  });

  it("takes the whole of a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("banner").getByRole("button", { name: "Search", exact: true }).click();
    const { width, height } = await page.getByRole("dialog", { name: "Search" }).boundingBox();
    assert.deepEqual([width, height], [390, 844]);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await closed();
  });

  it("finds colleagues and those who ask for staff", async () => {
    const admin = await open(login("staff", "administrator"));
    const agent = login("staff", "agent");
    await admin.getByRole("heading", { level: 1 }).waitFor();
    await admin.keyboard.press("/");
    await field(admin).fill(agent.name.toLowerCase());
    await admin.getByRole("group", { name: "People" }).getByRole("option", { name: agent.name }).click();
    await admin.waitForURL(/\/staff\/people\//);
    await admin.getByRole("heading", { name: agent.name, level: 1 }).waitFor();
  });

  nothingComplained(open);
});
