// Printing a ticket from both sides, and an article: all of it, light, without what one presses.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, login, openTicket } from "./support/portal.mjs";

const PAGES = 3;
const EACH = 15;

/** Answers with a long timeline, a page at a time, each a little later. */
async function longTimeline(page) {
  await page.route(/\/timeline/, async (route) => {
    const at = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
    const items = Array.from({ length: EACH }, (_, index) => ({
      id: `m${at * EACH + index}`,
      kind: "reply",
      at: "2026-01-01T09:00:00Z",
      author: { id: "p", name: "Priya Raman", side: "company" },
      text: `Message ${at * EACH + index + 1}, with [a link](https://example.com/help).`,
    }));
    await new Promise((done) => setTimeout(done, 300));
    await route.fulfill({ json: { items, ...(at + 1 < PAGES ? { next_cursor: String(at + 1) } : {}) } });
  });
}

/** Remembers what is printed instead of printing it. */
const remember = (page) =>
  page.addInitScript(() => {
    window.print = () => {
      window.dispatchEvent(new Event("beforeprint"));
      window.printed = document.body.innerText;
      window.dispatchEvent(new Event("afterprint"));
    };
  });

const printed = async (page) => (await page.waitForFunction(() => window.printed)).jsonValue();

/** Puts the page on paper, as a person with dark colours does. */
async function onPaper(page) {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator("html[data-mantine-color-scheme=dark]").waitFor();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
}

async function offPaper(page) {
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
}

/** Checks that paper has dark words on white, and nothing to press. */
async function assertPaper(page, heading) {
  const ink = await page
    .getByRole("heading", { name: heading })
    .first()
    .evaluate((element) => getComputedStyle(element).color);
  assert.equal(ink, "rgb(23, 32, 43)");
  assert.equal(
    await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    "rgb(255, 255, 255)",
  );
  for (const role of ["navigation", "search", "textbox", "radiogroup"])
    assert.equal(await page.getByRole(role).filter({ visible: true }).count(), 0, `${role} is on paper`);
  // A file is a button on the screen; on paper it is its name.
  const pressed = page.locator(".mantine-Button-root, .mantine-ActionIcon-root").filter({ visible: true });
  assert.deepEqual(await pressed.allTextContents(), []);
}

describe("paper", () => {
  const open = browserOfGroup();
  const synopsis = `A ticket on paper ${Date.now()}`;
  let theirs;
  let desk;
  let id;
  let number;

  before(async () => {
    theirs = await open(login("customer", "manager"));
    desk = await open(login("staff", "agent"), WIDE);
    ({ id, number } = await openTicket(theirs, { synopsis }));
    for (const page of [theirs, desk]) {
      await remember(page);
      await longTimeline(page);
    }
  });

  it("has all of a ticket, once all of it is loaded", async () => {
    await theirs.goto(`${base}/customer/tickets/${id}`);
    await theirs.getByText("Message 1,").waitFor();
    assert.equal(await theirs.getByText(`Message ${EACH + 1},`).count(), 0);
    await theirs.getByRole("button", { name: "Print" }).click();
    await theirs.getByText("Loading all of it first…").waitFor();
    const text = await printed(theirs);
    for (const each of [1, EACH, EACH + 1, PAGES * EACH])
      assert.ok(text.includes(`Message ${each},`), `${each}`);
    await judge(theirs, "a ticket with its act that prints", theirs.getByRole("button", { name: "Print" }));
  });

  it("is light and has nothing to press", async () => {
    await onPaper(theirs);
    await assertPaper(theirs, synopsis);
    const last = theirs.getByRole("link", { name: "a link" }).last();
    const address = await last.evaluate((link) => getComputedStyle(link, "::after").content);
    assert.match(address, /https:\/\/example\.com\/help/);
    await offPaper(theirs);
  });

  it("says that it is not all where the browser prints by itself", async () => {
    await theirs.reload();
    await theirs.getByText("Message 1,").waitFor();
    const sentence = theirs.getByText("This is not all of it");
    assert.equal(await sentence.isVisible(), false);
    await onPaper(theirs);
    assert.equal(await sentence.isVisible(), true);
    await offPaper(theirs);
  });

  it("has the ticket of an agent without the list", async () => {
    await desk.goto(`${base}/staff/desk?ticket=${id}`);
    const record = desk.getByRole("region", { name: `Ticket ${number}` });
    await record.getByText("Message 1,").waitFor();
    await record.getByRole("button", { name: "Print" }).click();
    assert.ok((await printed(desk)).includes(`Message ${PAGES * EACH},`));
    await onPaper(desk);
    await assertPaper(desk, synopsis);
    assert.equal(await desk.getByRole("region", { name: "Tickets" }).isVisible(), false);
    // On paper nothing scrolls within the page: the end is there as well.
    const [end, all] = await desk.evaluate(() => {
      const messages = document.querySelectorAll("li[data-kind=reply]");
      return [
        messages[messages.length - 1].getBoundingClientRect().bottom + scrollY,
        document.body.scrollHeight,
      ];
    });
    assert.ok(end <= all, `the last message ends at ${end}, the page at ${all}`);
    await offPaper(desk);
  });

  it("has an article with the addresses of its links", async () => {
    await theirs.route(/\/v1\/articles\/[^/?]+$/, async (route) => {
      const answer = await route.fetch();
      const found = await answer.json();
      const body_html = `${found.body_html}<p>See <a href="/customer/knowledge">the others</a>.</p>`;
      await route.fulfill({ response: answer, json: { ...found, body_html } });
    });
    await theirs.goto(`${base}/customer/knowledge`);
    await theirs.locator("main h2 a").first().click();
    const link = theirs.getByRole("article").getByRole("link", { name: "the others" });
    await link.waitFor();
    await theirs.getByRole("button", { name: "Print" }).click();
    await printed(theirs);
    await judge(theirs, "an article with its act that prints", link);
    await onPaper(theirs);
    const title = await theirs.getByRole("heading", { level: 1 }).textContent();
    await assertPaper(theirs, title);
    const address = await link.evaluate((element) => getComputedStyle(element, "::after").content);
    assert.ok(address.includes(`${base}/customer/knowledge`), address);
    assert.equal(await theirs.getByText("Did this help?").isVisible(), false);
    await offPaper(theirs);
  });

  nothingComplained(open);
});
