// Compares the compressed size of each page's files with its budget. Reads the manifest of `npm run build`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const BUDGET = {
  first: { script: 140_000, style: 10_000 },
  further: { script: 70_000 },
  // Comes after the page that has a plot, which is read before it is drawn.
  plot: { script: 125_000 },
  font: 60_000,
};
/** Drawing of a plot, with its library: nothing else may fetch it before a page is shown. */
const PLOT = "src/kit/plot/Drawing.tsx";

/** Areas that only the console has, and the console's part of an area that has both. */
const AREAS = new URL("../src/features/", import.meta.url);
const consoleOnly = readdirSync(AREAS, { withFileTypes: true })
  .filter((area) => area.isDirectory() && existsSync(new URL(`${area.name}/routes.ts`, AREAS)))
  .filter(({ name }) => /^ {2}staff:/m.test(read(name)) && !/^ {2}asking:/m.test(read(name)));
const CUSTOMER_NEVER = new RegExp(
  `features/(tickets/desk|tickets/home/desk|${consoleOnly.map(({ name }) => name).join("|")})[/.]`,
);

function read(area) {
  return readFileSync(new URL(`${area}/routes.ts`, AREAS), "utf8");
}

const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));
const weights = new Map();

function weight(file) {
  if (!weights.has(file)) weights.set(file, gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length);
  return weights.get(file);
}

/** Returns the chunks that a page needs: its own and all chunks it imports statically. */
function chunksOf(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) chunksOf(next, seen);
  return seen;
}

/** Texts of a folder in one language. */
const WORDS = /^(.*)\/(en|es)\.ts$/;

/** Returns the files with the texts of some chunks: of each folder that in the language whose file is the largest. */
function wordsOf(chunks) {
  const largest = new Map();
  for (const key of [...chunks].flatMap((chunk) => manifest[chunk].dynamicImports ?? [])) {
    const [, folder] = WORDS.exec(key) ?? [];
    const { file } = manifest[key];
    if (folder && weight(file) > (largest.has(folder) ? weight(largest.get(folder)) : 0))
      largest.set(folder, file);
  }
  return largest.values();
}

function weigh(chunks) {
  const scripts = new Set(
    [...chunks].map((key) => manifest[key].file).filter((file) => file.endsWith(".js")),
  );
  for (const file of wordsOf(chunks)) scripts.add(file);
  const styles = new Set([...chunks].flatMap((key) => manifest[key].css ?? []));
  const sum = (files) => [...files].reduce((total, file) => total + weight(file), 0);
  return { script: sum(scripts), style: sum(styles) };
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = chunksOf(entry);
const shellKey = Object.keys(manifest).find((key) => key.endsWith("shell/Application.tsx"));
const shell = new Set([...chunksOf(shellKey)].filter((key) => !first.has(key)));
const pages = Object.keys(manifest).filter(
  (key) => manifest[key].isDynamicEntry && key !== shellKey && !WORDS.test(key),
);

let failed = 0;
function line(name, { script, style }, budget) {
  const over = script > budget.script || style > (budget.style ?? Number.POSITIVE_INFINITY);
  if (over) failed += 1;
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
  process.stdout.write(
    `${over ? "OVER" : "ok  "} ${name.padEnd(44)} script ${kb(script)} of ${kb(budget.script)}, style ${kb(style)}\n`,
  );
}

line("sign-in", weigh(first), BUDGET.first);
// The font file for most pages; a page with rarer letters loads another file.
const letters = [
  ...new Set((manifest[entry].assets ?? []).filter((file) => /-latin-wght.*\.woff2$/.test(file))),
];
const font = letters.reduce((total, file) => total + readFileSync(new URL(file, DIST)).length, 0);
if (letters.length !== 1 || font > BUDGET.font) {
  failed += 1;
  process.stdout.write("OVER ");
}
process.stdout.write(`font of a first visit ${(font / 1000).toFixed(1)} kB of ${BUDGET.font / 1000} kB\n`);
line("shell, after signing in", weigh(shell), BUDGET.further);
/**
 * Returns the chunks that a browser has for certain before it fetches one: a dialog comes after the page that opens it.
 */
function before(key) {
  const known = new Set([...first, ...shell]);
  const openers = pages.filter(
    (page) => page !== key && [...chunksOf(page)].some((one) => manifest[one].dynamicImports?.includes(key)),
  );
  if (openers.length === 1) for (const chunk of chunksOf(openers[0])) known.add(chunk);
  return known;
}

for (const key of pages.sort()) {
  const known = before(key);
  const own = new Set([...chunksOf(key)].filter((chunk) => !known.has(chunk)));
  line(key.replace(/^src\/|\.tsx$/g, ""), weigh(own), key === PLOT ? BUDGET.plot : BUDGET.further);
}

function refuse(keys, never) {
  for (const key of keys) {
    for (const chunk of chunksOf(key)) {
      const sources = [chunk, ...(readSources(manifest[chunk].file) ?? [])];
      const leak = sources.find((source) => never.test(source));
      if (leak) {
        failed += 1;
        process.stdout.write(`LEAK ${key} fetches ${leak}\n`);
      }
    }
  }
}

// The texts of a language are fetched for its readers alone: no page may have those of one in it.
refuse([entry, shellKey, ...pages], WORDS);
// A customer's pages must not pull in anything of the console, and no page the library of plots.
const keys = [entry, shellKey, ...pages];
refuse(
  keys.filter((key) => !CUSTOMER_NEVER.test(key)),
  CUSTOMER_NEVER,
);
refuse(
  keys.filter((key) => key !== PLOT),
  /node_modules\/(recharts|victory-vendor)\//,
);

function readSources(file) {
  try {
    return JSON.parse(readFileSync(new URL(`${file}.map`, DIST), "utf8")).sources;
  } catch {
    return undefined;
  }
}

process.stdout.write(failed ? `${failed} over budget\n` : "all within budget\n");
process.exitCode = failed ? 1 : 0;
