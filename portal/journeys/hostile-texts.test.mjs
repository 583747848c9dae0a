// Texts written to break the pages that show them: both sides can read a ticket with them in a short time.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { base, login, openTicket, reply } from "./support/portal.mjs";

const corpus = JSON.parse(readFileSync(new URL("../../tests/hostile-texts.json", import.meta.url), "utf8"));
const textOf = ({ parts }) => parts.map(([piece, count]) => piece.repeat(count)).join("");
const SHALLOWER = Array.from({ length: 140 }, (_, index) => `${">".repeat(140 - index)} a`).join("\n");

/** Longest time for showing twenty of the texts, in milliseconds, on a machine that does other work too. */
const LIMIT = 15_000;

describe("hostile texts", () => {
  const open = browserOfGroup();
  let page;
  let desk;
  let number;
  let id;

  before(async () => {
    page = await open(login("customer", "manager"));
    desk = await open(login("staff", "agent"));
    ({ number, id } = await openTicket(page, { synopsis: `Texts to break the page ${Date.now()}` }));
  });

  it("twenty of them at a time are on a page, within its time", async () => {
    const texts = [...corpus.texts.map(textOf), SHALLOWER];
    for (let first = 0; first < texts.length; first += 20) {
      const items = texts.slice(first, first + 20).map((text, index) => ({
        id: `m${first + index}`,
        kind: "reply",
        at: "2026-01-01T00:00:00Z",
        author: { id: "p", name: `Writer ${index}.`, side: "customer" },
        text,
      }));
      await page.route(/\/timeline/, (route) => route.fulfill({ json: { items } }));
      await page.goto(`${base}/customer/tickets/${id}`);
      const messages = page.locator("li[data-kind=reply]");
      await messages.nth(items.length - 1).waitFor({ timeout: LIMIT });
      // It answers, and every one of them is there.
      assert.equal(await messages.count(), items.length);
      assert.equal(await page.getByText("could not be shown").count(), 0);
      await page.unrouteAll();
    }
  });

  it("a ticket that holds the worst is read and answered by both sides", async () => {
    await page.goto(`${base}/customer/tickets/${id}`);
    for (const text of [
      `${">".repeat(2_000)}a`,
      `${"1. ".repeat(2_000)}a`,
      "*a_".repeat(6_666),
      SHALLOWER,
      "http://[ the end",
    ]) {
      await page.getByRole("textbox", { name: "Add information" }).fill(text);
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.waitForFunction(
        () => document.querySelector("textarea[aria-label='Add information']")?.value === "",
      );
    }
    for (const [reader, path] of [
      [page, `/customer/tickets/${id}`],
      [desk, `/staff/desk?ticket=${id}`],
    ]) {
      await reader.goto(base + path);
      await reader.getByText("the end").waitFor();
      assert.equal(await reader.getByText("There is a newer version").count(), 0);
      assert.equal((await reader.locator("blockquote blockquote").count()) > 0, true);
    }
    await desk.getByRole("region", { name: `Ticket ${number}` }).waitFor();
    await reply(desk, "We can read you.");
    await page.reload();
    await page.getByText("We can read you.").waitFor();
  });

  nothingComplained(open);
});
