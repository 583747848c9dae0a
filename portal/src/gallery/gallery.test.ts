/** Test that the page of the kit shows all of the kit. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..");

/** Components that draw nothing of their own, or that another component draws. */
const INSIDE = [
  "ActDialog's frame: Dialog",
  "Actions' menu: MoreActs",
  "Form's frame: PlainForm",
  "Form's questions: LeaveGuard, Theirs",
  "FilesField's form: AttachField",
  "TextField's count: CharactersLeft",
  "MarkdownField's parts: MarkdownPreview, MarkdownTools",
  "List's rows: Chooser, RowActs",
  "List's bar of chosen rows: Bulk, BulkBar",
  "ListPage's line: ExportDialog, Filters, ListTools, Tools, ViewsMenu",
  "Message's letters: DrawnMessage",
  "Plot's drawing: Drawing, Mark, Patterns",
  "the whole window: Broken",
  "around others: Allowed, Boundary, QueryResult",
].flatMap((line) => line.split(": ")[1]?.split(", ") ?? []);

function sources(folder: string): string[] {
  return readdirSync(join(SRC, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.test)\.tsx$/.test(entry.name) ? [path] : [];
  });
}

/** Returns the components that a file exports: capitalized names that can be drawn. */
function componentsOf(path: string): string[] {
  const text = readFileSync(join(SRC, path), "utf8");
  const named = text.matchAll(/export (?:default )?(?:class|function) ([A-Z]\w*)/g);
  return [...named].flatMap(([, name]) => name ?? []);
}

it("every component is on it", () => {
  const page = sources("gallery")
    .map((path) => readFileSync(join(SRC, path), "utf8"))
    .join("\n");
  const all = ["components", "kit"].flatMap(sources).flatMap(componentsOf);
  expect(all).toContain("RecordPage");
  const drawn = (name: string) => new RegExp(`<${name}\\b`).test(page);
  expect(all.filter((name) => !drawn(name)).sort()).toEqual(INSIDE.sort());
});
