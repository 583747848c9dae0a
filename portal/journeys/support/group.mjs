// What the journeys of a group share: one browser, its windows, and a last look at what complained in them.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
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

  async function open(who, { to, ...options } = {}) {
    const page = await openPage(browser, options);
    pages.push(page);
    if (who) await signIn(page, who, to);
    return page;
  }
  return Object.assign(open, { pages });
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
