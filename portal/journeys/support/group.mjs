// What the journeys of a group share: one browser, its windows, and a last look at what complained in them.
import assert from "node:assert/strict";
import { after, afterEach, before, it } from "node:test";
import { leave, openBrowser, openPage, signIn } from "./portal.mjs";

/** As wide as agents have it. */
export const WIDE = { viewport: { width: 1600, height: 1000 } };

/**
 * A browser for the journeys of the group it is called in. Gives what opens a window in it: for somebody, who is signed
 * in there and goes `to` a page, or for nobody.
 */
export function browserOfGroup() {
  let browser;
  const pages = [];
  before(async () => {
    browser = await openBrowser();
  });
  after(() => leave(browser));
  afterEach(async ({ passed, error }) => {
    if (passed !== false) return;
    const shown = await Promise.all(pages.filter((page) => !page.isClosed()).map(describePage));
    const failure = error?.cause ?? error;
    failure.stack = [failure.stack ?? String(failure), ...shown].join("\n");
  });

  async function open(who, { to, ...options } = {}) {
    const page = await openPage(browser, options);
    pages.push(page);
    if (who) await signIn(page, who, to);
    return page;
  }
  return Object.assign(open, { pages });
}

/** Address of a window, its first lines, and its latest requests that were refused or wait: for the report of a failure. */
async function describePage(page) {
  const parts = page.locator("main, [role=dialog], [role=alert]");
  const texts = await parts.allInnerTexts().catch((error) => [String(error)]);
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => line.trim());
  const pending = [...page.pending].map((request) => `${request.method()} ${request.url()}: no answer yet`);
  const refused = [...page.refused.slice(-5), ...pending].map((one) => `      ${one}`);
  return [
    `  window at ${page.url()}`,
    ...refused,
    ...lines.slice(0, 30).map((line) => `    | ${line.slice(0, 100)}`),
  ].join("\n");
}

/** The last journey of a group. */
export function nothingComplained({ pages }) {
  it("nothing complained on the way", () => {
    assert.deepEqual(
      pages.flatMap((page) => page.complaints),
      [],
    );
  });
}
