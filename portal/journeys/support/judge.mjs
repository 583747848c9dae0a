// Checks a page with axe in light, in dark and at 320 px; and checks that it does not scroll sideways.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";

const DRESSES = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  { name: "320 px", colorScheme: "light", viewport: { width: 320, height: 700 } },
];
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Waits until nothing is loading and no animation is running. */
async function settled(page) {
  await page.waitForLoadState("networkidle");
  // An animation caused by a new size or colour begins with the next frame.
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

/** Finds sentences on one line with no space between them. Runs in the page. */
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

/** Describes the violations of the chosen axe rules, a line each, on the page or within a part of it. */
async function broken(page, within, choose) {
  const axe = new AxeBuilder({ page });
  const { violations } = await choose(within ? axe.include(within) : axe).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`,
  );
}

/**
 * Checks a page in its current state, in every dress. The element `open`, such as a menu, must be there in each. Dark
 * changes nothing but colours. On a large page that was judged before, only the part `within` a selector can be.
 */
export async function judge(page, what, open, within) {
  for (const { name, colorScheme, viewport } of DRESSES) {
    const where = `${what}, ${name}`;
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await settled(page);
    if (open) await open.waitFor({ timeout: 5_000 });
    const light = colorScheme === "light";
    const rules = light ? (axe) => axe.withTags(RULES) : (axe) => axe.withRules(OF_COLOURS);
    assert.deepEqual(await broken(page, within, rules), [], where);
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

/** Returns how far the page scrolls sideways when its times and days are of another year, which takes more letters. */
function withLongTimes() {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const longest = node.parentElement?.closest("time")
      ? "Was due 30 Sept 2028"
      : node.data.replace(/ until .*\d.*/, " until Wed, Dec 30");
    if (node.data.length < longest.length) texts.push([node, node.data, longest]);
  }
  for (const [node, , longest] of texts) node.data = longest;
  const wider = document.documentElement.scrollWidth - window.innerWidth;
  for (const [node, text] of texts) node.data = text;
  return wider;
}
