// Time from a click to its content, as the browser sees it: from the event to the frame that shows the content.

/** Waits in the page for the next click, and then for all of `wanted`: a selector, and a text within, each. */
function watch(wanted) {
  window.portico_click = new Promise((done) => {
    const there = () =>
      wanted.every(({ selector, text = "" }) =>
        [...document.querySelectorAll(selector)].some(
          (element) => element.checkVisibility() && element.textContent.includes(text),
        ),
      );
    addEventListener(
      "click",
      ({ timeStamp }) => {
        if (there()) return done("what the click leads to was there before it");
        const changes = new MutationObserver(() => {
          if (!there()) return;
          changes.disconnect();
          // A message that is sent in a frame arrives once that frame is drawn.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - timeStamp);
            port2.postMessage(null);
          });
        });
        changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      },
      { capture: true, once: true },
    );
  });
}

/** As long as a pointer is over a link before it is pressed, at the least. */
const HOVERED = 100;

/** Clicks on a link as a hand does, and gives the milliseconds until `wanted` was drawn. */
export async function clickTo(page, link, wanted) {
  await link.scrollIntoViewIfNeeded();
  await page.evaluate(watch, wanted);
  await link.hover();
  await page.waitForTimeout(HOVERED);
  await link.click();
  const taken = await page.evaluate(() =>
    Promise.race([
      window.portico_click,
      new Promise((done) => setTimeout(() => done("the content did not come"), 10_000)),
    ]),
  );
  if (typeof taken === "string") throw new Error(`${taken}: ${JSON.stringify(wanted)} on ${page.url()}`);
  return taken;
}

/** The time within which this share of the clicks came to their content. */
export function quantile(times, share) {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}
