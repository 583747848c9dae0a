// Looks at a page with axe in light, in dark and at 320 px; and sees that it does not scroll sideways.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";

const DRESSES = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  { name: "320 px", colorScheme: "light", viewport: { width: 320, height: 700 } },
];
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Nothing is loaded any more, and nothing that opens or fades is still on its way. */
async function settled(page) {
  await page.waitForLoadState("networkidle");
  // What a change of size or colours sets in motion begins with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (animation) =>
          animation.playState !== "running" || animation.effect?.getComputedTiming().endTime === Infinity,
      ),
  );
}

/** Where a sentence ends and the next begins without a space, though both are on one line. Runs in the page. */
function runTogether() {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const boxes = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()];
  };
  let before = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent;
    if (text === "") continue;
    if (before && /\p{L}[.!?:,;]$/u.test(before.textContent) && /^[\p{L}\p{N}]/u.test(text)) {
      const end = boxes(before).at(-1);
      const start = boxes(node)[0];
      const touch =
        end && start && Math.abs(end.bottom - start.bottom) < 4 && Math.abs(start.left - end.right) < 1;
      if (touch) found.push(`${before.textContent.slice(-20)}|${text.slice(0, 20)}`);
    }
    before = node;
  }
  return found;
}

/** What is wrong by these rules, in words. */
async function broken(page, choose) {
  const { violations } = await choose(new AxeBuilder({ page })).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`,
  );
}

/**
 * Looks at a page as it stands, in every dress. What is `open` on it, a menu or the like, must be there in each. Dark changes
 * nothing but colours.
 */
export async function judge(page, what, open) {
  for (const { name, colorScheme, viewport } of DRESSES) {
    const where = `${what}, ${name}`;
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await settled(page);
    if (open) await open.waitFor({ timeout: 5_000 });
    const light = colorScheme === "light";
    const rules = light ? (axe) => axe.withTags(RULES) : (axe) => axe.withRules(OF_COLOURS);
    assert.deepEqual(await broken(page, rules), [], where);
    if (!light) continue;
    const together = await page.evaluate(runTogether);
    assert.deepEqual(together, [], `${where} has sentences without a space between them`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${where} scrolls sideways by ${wide} px`);
    const wider = await page.evaluate(withLongTimes);
    assert.ok(wider <= 0, `${where} scrolls sideways by ${wider} px in another year`);
  }
  await page.setViewportSize(DRESSES[0].viewport);
  await page.emulateMedia({ colorScheme: DRESSES[0].colorScheme });
}

/** By how much the page scrolls sideways when its times and days are of another year, which takes more letters. */
function withLongTimes() {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const longest = node.parentElement?.closest("time")
      ? "Was due Sep 30, 2028"
      : node.data.replace(/ until .*\d.*/, " until Wed, Dec 30");
    if (node.data.length < longest.length) texts.push([node, node.data, longest]);
  }
  for (const [node, , longest] of texts) node.data = longest;
  const wider = document.documentElement.scrollWidth - window.innerWidth;
  for (const [node, text] of texts) node.data = text;
  return wider;
}
