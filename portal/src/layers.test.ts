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

const ROOT = import.meta.dirname;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** The files directly in `features`: they name the areas, so that nothing else has to. */
const LISTS = readdirSync(join(ROOT, "features"), { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name.split(".")[0]);

/** The folder a file belongs to, and for an area of the features the area. */
function partOf(path: string): string {
  const [folder = "", area = ""] = path.split("/");
  return folder === "features" && !LISTS.includes(area.split(".")[0]) ? `features/${area}` : folder;
}

/** What the text of a file imports of the portal, from `src` on. */
function imports(file: string, text: string): string[] {
  const here = dirname(file).split("\\").join("/");
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
  return [...found].flatMap(([, to = ""]) => {
    if (to.startsWith("@/")) return [to.slice(2)];
    return to.startsWith(".") ? [posix.normalize(posix.join(here, to))] : [];
  });
}

/** The imports of a file that no file of its part may have. */
function offences(file: string, text: string): string[] {
  const from = partOf(file);
  return imports(file, text)
    .filter((to) => {
      const target = partOf(to);
      if (target === from) return false;
      // The lists of the areas name them all; the shell takes the lists, and an area not even these.
      if (target.startsWith("features/")) return from !== "features";
      return !BELOW[from.split("/")[0] ?? ""]?.includes(target);
    })
    .map((to) => `${file} imports ${to}`);
}

describe("the layers of the portal", () => {
  it.each(Object.keys(BELOW))("%s imports only what is below it, and no area another", (folder) => {
    const found = sources(join(ROOT, folder)).flatMap((path) =>
      offences(relative(ROOT, path), readFileSync(path, "utf8")),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ["shell/Shell.tsx", "@/features/tickets/api"],
    ["features/home/HomePage.tsx", "@/features/tickets/day"],
    ["features/home/HomePage.tsx", "../jobs/home"],
    ["features/home/HomePage.tsx", "@/features/routes"],
    ["features/canned/CannedPage.tsx", "@/shell/Shell"],
    ["kit/home/Block.tsx", "@/features/all"],
    ["components/Page.tsx", "@/shell/Shell"],
    ["components/Page.tsx", "@/kit/Allowed"],
    ["context/home.ts", "@/components/Page"],
  ])("%s may not import %s", (file, to) => {
    expect(offences(file, `import { x } from "${to}";`)).toHaveLength(1);
    expect(offences(file, `const x = lazy(() => import("${to}"));`)).toHaveLength(1);
  });

  it.each([
    ["shell/routes.tsx", "@/features/routes"],
    ["features/all.ts", "./tickets/routes"],
    ["features/tickets/desk/DeskPage.tsx", "../api"],
    ["features/home/HomePage.tsx", "@/kit/home/Block"],
  ])("%s may import %s", (file, to) => {
    expect(offences(file, `export { x } from "${to}";`)).toEqual([]);
  });

  it("finds every folder", () => {
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = [...Object.keys(BELOW), "testing"];
    expect(folders.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});
