import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** Folders that each folder may import in addition to itself: only those below it. */
const BELOW: Record<string, readonly string[]> = {
  api: [],
  theme: ["api"],
  i18n: [],
  context: ["api"],
  components: ["api", "context", "i18n", "theme"],
  kit: ["api", "context", "i18n", "components"],
  features: ["api", "context", "i18n", "theme", "components", "kit"],
  shell: ["api", "context", "i18n", "theme", "components", "kit", "features"],
  // The page of the kit is not imported by any file, and shows no area.
  gallery: ["trusted", "api", "context", "i18n", "theme", "components", "kit"],
};

const ROOT = import.meta.dirname;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Files directly in `features`: they name the areas, so that no other file has to. */
const LISTS = readdirSync(join(ROOT, "features"), { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name.split(".")[0]);

/** Returns the folder of a file; for a file in `features`, the area. */
function partOf(path: string): string {
  const [folder = "", area = ""] = path.split("/");
  return folder === "features" && !LISTS.includes(area.split(".")[0]) ? `features/${area}` : folder;
}

/** Returns the files of the portal that a file imports, relative to `src`. */
function imports(file: string, text: string): string[] {
  const here = dirname(file).split("\\").join("/");
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
  return [...found].flatMap(([, to = ""]) => {
    if (to.startsWith("@/")) return [to.slice(2)];
    return to.startsWith(".") ? [posix.normalize(posix.join(here, to))] : [];
  });
}

/** Returns the imports of a file that no file of its part may have. */
function offences(file: string, text: string): string[] {
  const from = partOf(file);
  return imports(file, text)
    .filter((to) => {
      const target = partOf(to);
      if (target === from) return false;
      // The lists of the areas name them all. The shell may import the lists; an area may not.
      if (target.startsWith("features/")) return from !== "features";
      return !BELOW[from.split("/")[0] ?? ""]?.includes(target);
    })
    .map((to) => `${file} imports ${to}`);
}

/** Areas that code must not name: all but signing in, and home and profile, which the bar of every face links to. */
const AREAS = readdirSync(join(ROOT, "features"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => !["auth", "home", "profile"].includes(name));

/** Returns the areas that code names: by a folder, an address, a key or a word. */
function named(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  return AREAS.filter((area) => new RegExp(`\\b${area}\\b`).test(code));
}

/** Code that a page leaves to `When`, `Due`, `Person`, `Status` and `Money`: formats, initials, colours of states. */
const OWN =
  /<time\b|Intl\.(DateTime|RelativeTime)Format|\.toLocale\w*String|\binitials\(|--portico-\w+-bg|style: "currency"/;

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
    ["kit/record/RecordPage.tsx", "@/shell/Shell"],
    ["kit/record/RecordPage.tsx", "@/gallery/samples"],
    ["theme/theme.ts", "@/components/Page"],
    ["gallery/Records.tsx", "@/features/tickets/People"],
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

  it.each(["features", "shell"])("%s draws no moment, person or state of its own", (folder) => {
    const own = sources(join(ROOT, folder)).filter((path) => OWN.test(readFileSync(path, "utf8")));
    expect(own.map((path) => relative(ROOT, path))).toEqual([]);
  });

  it.each([
    "<time dateTime={at}>{at}</time>",
    "new Intl.DateTimeFormat(locale)",
    "new Date(at).toLocaleDateString()",
    "{initials(name)}",
    'style={{ background: "var(--portico-info-bg)" }}',
    'new Intl.NumberFormat(locale, { style: "currency", currency })',
  ])("%s is of its own", (text) => expect(text).toMatch(OWN));

  it("the shell names no area", () => {
    const found = sources(join(ROOT, "shell")).flatMap((path) =>
      named(readFileSync(path, "utf8")).map((area) => `${relative(ROOT, path)} names ${area}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ['<Link to="/staff/people" />', ["people"]],
    ["const key = areas.tickets;", ["tickets"]],
    ['t("nav.jobs")', ["jobs"]],
    ["/** Tickets, people, places. */ const places = usePlaces(); // people", []],
  ])("%s names %o", (text, areas) => expect(named(text)).toEqual(areas));

  it("finds every folder", () => {
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = [...Object.keys(BELOW), "testing"];
    expect(folders.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});
