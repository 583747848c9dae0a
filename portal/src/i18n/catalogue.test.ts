import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { server } from "@/components/serverWords/es";
import { faultsOf, TRANSLATIONS, type Tree } from "./catalogue";
import { common } from "./common/es";

const SRC = join(import.meta.dirname, "..");

/** Texts of a folder: all that its file exports. */
type Exports = Record<string, Tree>;

const files: Record<string, Exports> = import.meta.glob<Exports>("../**/{en,es}.ts", { eager: true });
const sources: Record<string, string> = import.meta.glob<string>("../**/*.{ts,tsx}", {
  eager: true,
  query: "?raw",
  import: "default",
});

/** Folder of a file, from `src`: `features/auth/texts`. */
const folderOf = (path: string) =>
  path
    .replace(/^(\.\.\/|\.\/(?=common))/, (start) => (start === "./" ? "i18n/" : ""))
    .replace(/\/\w+\.ts$/, "");

const byFolder = (language: string) =>
  new Map(
    Object.entries(files)
      .filter(([path]) => path.endsWith(`/${language}.ts`))
      .map(([path, texts]) => [folderOf(path), texts]),
  );

const english = byFolder("en");

/** Texts that are alike in English and in another language. */
const SAME: Record<string, ReadonlySet<string>> = {
  es: new Set([
    "Tickets",
    "Ticket",
    "No",
    "Manual",
    "Plan",
    "Premium",
    "Roles",
    "Ctrl",
    "{{percent}} %",
    "{{hours}} h {{minutes}} min",
    "{{minutes}} min",
  ]),
};

describe.each(TRANSLATIONS)("the texts in %s", (language) => {
  const translated = byFolder(language);

  it("are complete, translated, and show the same values", () => {
    const faults = [...english].flatMap(([folder, texts]) =>
      Object.entries(texts).flatMap(([name, tree]) =>
        faultsOf(folder, language, tree, translated.get(folder)?.[name], SAME[language] ?? new Set()),
      ),
    );
    expect(faults).toEqual([]);
  });

  it("are loaded from the folder of the English ones", () => {
    const unloaded = [...english.keys()].filter((folder) => {
      const [, source = ""] =
        Object.entries(sources).find(([path]) => folderOf(path) === folder && path.endsWith("/index.ts")) ??
        [];
      const loads = folder === "i18n/common" ? sources["./index.ts"] : source;
      return !loads?.includes(`/${language}")`);
    });
    expect(unloaded).toEqual([]);
  });

  it("allow no text to be alike that is not", () => {
    const texts = new Set<string>();
    const walk = (tree: Tree) => {
      for (const text of Object.values(tree)) typeof text === "string" ? texts.add(text) : walk(text);
    };
    for (const tree of translated.values()) walk(tree);
    expect([...(SAME[language] ?? [])].filter((text) => !texts.has(text))).toEqual([]);
  });
});

describe("the texts of an area", () => {
  it("are in a folder that has each language", () => {
    const alone = Object.keys(sources).filter((path) => /(^|\/)(t|\w+T)exts\.ts$/.test(path));
    expect(alone.map((path) => `${path}: move the texts to en.ts and es.ts of a folder`)).toEqual([]);
  });
});

describe("the words for the codes of the server", () => {
  it("are there for each error at a field that the documents name", () => {
    const document = readFileSync(join(SRC, "../../docs/API.md"), "utf8");
    const rows = /\n\| the schema \|[\s\S]*?\n\n/.exec(document)?.[0] ?? "";
    const codes = [...rows.matchAll(/`([a-z_]+)`/g)].map(([, code = ""]) => code);
    expect(codes.length).toBeGreaterThan(20);
    const known = new Set([...Object.keys(common.problem), ...Object.keys(server.problem)]);
    expect([...new Set(codes)].filter((code) => !known.has(code))).toEqual([]);
  });
});

describe("the search for faults", () => {
  const texts = {
    title: "Sign in",
    tries_one: "{{count}} try",
    tries_other: "{{count}} tries",
    of: { plan: "Plan" },
  };
  const right = {
    title: "Entrar",
    tries_one: "{{count}} vez",
    tries_other: "{{count}} veces",
    of: { plan: "Plan" },
  };
  const faults = (spanish: Tree | undefined, same = ["Plan"]) =>
    faultsOf("auth/texts", "es", texts, spanish, new Set(same));

  it("finds none in what is whole", () => expect(faults(right)).toEqual([]));

  it.each<[string, Tree | undefined, string]>([
    ["a missing file", undefined, "auth/texts/es.ts is missing"],
    ["a missing text", { ...right, of: {} }, '"of.plan" is missing; in English it is "Plan"'],
    ["an empty text", { ...right, title: " " }, '"title" is empty'],
    ["a text that is still English", { ...right, title: "Sign in" }, '"title" is the English "Sign in"'],
    ["a lost value", { ...right, tries_one: "una vez" }, '"tries_one" shows {{}}, in English {{count}}'],
    ["another value", { ...right, title: "Entrar, {{name}}" }, '"title" shows {{name}}, in English {{}}'],
    ["a text too many", { ...right, more: "Más" }, '"more" is not in English'],
  ])("finds %s", (_, spanish, fault) => {
    expect(faults(spanish)).toHaveLength(1);
    expect(faults(spanish)[0]).toContain(fault);
  });

  it("finds a plural form that English does not have", () => {
    const one = { left_one: "{{count}} left" };
    const found = faultsOf("auth/texts", "es", one, { left_one: "queda {{count}}" }, new Set());
    expect(found).toEqual(['auth/texts/es.ts: "left_other" is missing']);
  });
});
