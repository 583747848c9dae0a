// Words of a language on a page: what the catalogue of another language has must not be read there.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SRC = join(import.meta.dirname, "../../src");

/** Words of the server that a label shows where it is not translated. */
const OF_SERVER = [
  ...["Received", "We are working on it", "Waiting for you", "On hold", "Closed", "Solved, please confirm"],
  ...["1-Critical", "2-High", "3-Medium", "4-Low"],
];

const TICKETS = join(import.meta.dirname, "../../../seed/tickets");

/** Synopses of the demo company’s tickets: people wrote them, in whatever language. */
const SYNOPSES = new Set(
  readdirSync(TICKETS).flatMap((file) =>
    [...readFileSync(join(TICKETS, file), "utf8").matchAll(/^ *synopsis: (".*")$/gm)].map(([, text]) =>
      JSON.parse(text),
    ),
  ),
);

/** Returns all texts of a language. */
function catalogue(language) {
  const files = readdirSync(SRC, { recursive: true }).filter((file) => file.endsWith(`/${language}.ts`));
  return files.flatMap((file) => {
    const code = readFileSync(join(SRC, file), "utf8").replace(/\/\*[\s\S]*?\*\/|^import .*$/gm, "");
    return [...code.matchAll(/"(?:[^"\\\n]|\\.)*"(?!:)/g)].map(([text]) => JSON.parse(text));
  });
}

const VALUE = /(\{\{.*?\}\})/;

/** Pattern of a text with values in it; null if it neither begins nor ends with a word, as many texts of people may. */
function patternOf(text) {
  const parts = text.split(VALUE);
  if (parts.length > 1 && !/\p{L}{3}/u.test(`${parts[0]} ${parts.at(-1)}`)) return null;
  const escaped = parts.map((part) => {
    if (VALUE.test(part)) return part.startsWith("{{count") ? "[\\d.,]+" : "[^]+?";
    return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${escaped.join("")}$`);
}

const patterns = (texts) => texts.map(patternOf).filter(Boolean);
const english = patterns([...catalogue("en"), ...OF_SERVER]);
const spanish = patterns(catalogue("es"));

/** Texts that a reader sees or hears on the page. Runs in the page. */
function textsOfPage() {
  const texts = new Set([document.title.split(" · ")[0]]);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest("script, style, noscript")) texts.add(node.data.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`)) texts.add(one.getAttribute(name).trim());
  return [...texts];
}

/** Checks that a page for a Spanish reader has no English text; `own` are texts that people wrote. */
export async function allSpanish(page, what, own = []) {
  const lang = await page.evaluate(() => document.documentElement.lang);
  assert.match(lang, /^es\b/, what);
  const texts = (await page.evaluate(textsOfPage)).filter(
    (text) => /\p{L}{2}/u.test(text) && !SYNOPSES.has(text) && !own.includes(text),
  );
  const left = texts.filter(
    (text) => english.some((one) => one.test(text)) && !spanish.some((one) => one.test(text)),
  );
  assert.deepEqual(left, [], `English on ${what}`);
}
