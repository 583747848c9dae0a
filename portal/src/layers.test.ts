import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** What each folder may import besides itself: only what stands below it. */
const BELOW: Record<string, readonly string[]> = {
  api: [],
  theme: ["api"],
  i18n: [],
  context: ["api"],
  components: ["api", "context", "i18n", "theme"],
  kit: ["api", "context", "i18n", "components"],
  features: ["api", "context", "i18n", "theme", "components", "kit"],
  shell: ["api", "context", "i18n", "theme", "components", "kit", "features"],
};

/** Imports that are known and are to go; nothing is added here. */
const KNOWN = new Set([
  // The parts of the home page that draw tickets.
  "features/home → features/tickets",
  "features/home → shell",
  // Signing in comes before every area; the queues stand in the side bar.
  "shell → features/auth",
  "shell → features/tickets",
]);

const ROOT = import.meta.dirname;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** The folder a file belongs to, and for an area of the features the area. */
function partOf(path: string): string {
  const [folder = "", area = ""] = path.split("/");
  const list = area.includes(".") || area === "routes";
  return folder === "features" && !list ? `features/${area}` : folder;
}

/** What a file imports of the portal, from `src` on. */
function imports(path: string): string[] {
  const here = relative(ROOT, dirname(path)).split("\\").join("/");
  const found = readFileSync(path, "utf8").matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
  return [...found].flatMap(([, to = ""]) => {
    if (to.startsWith("@/")) return [to.slice(2)];
    return to.startsWith(".") ? [posix.normalize(posix.join(here, to))] : [];
  });
}

describe("the layers of the portal", () => {
  it.each(Object.keys(BELOW))("%s imports only what is below it, and no area another", (folder) => {
    const offending: string[] = [];
    for (const path of sources(join(ROOT, folder))) {
      const file = relative(ROOT, path);
      const from = partOf(file);
      for (const to of imports(path)) {
        const target = partOf(to);
        // The list of the areas names them all; the shell names none.
        const list = from === "features" && target.startsWith("features/");
        const allowed = list || target === from || BELOW[folder]?.includes(target.split("/")[0] ?? "");
        const other = !list && target.startsWith("features/") && target !== from;
        if ((allowed && !other) || KNOWN.has(`${from} → ${target}`)) continue;
        offending.push(`${file} imports ${to}`);
      }
    }
    expect(offending).toEqual([]);
  });

  it("finds every folder", () => {
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = [...Object.keys(BELOW), "testing"];
    expect(folders.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});
