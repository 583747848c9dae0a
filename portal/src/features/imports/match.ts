/** The header of a chosen file, and the columns that hold the fields of a kind. */
import type { ImportKind } from "@/api/types";
import { cellsOf, textOfFile } from "@/kit/list/cells";

type Field = ImportKind["fields"][number];

/** Number of bytes that are read for the header and its first line. */
const HEAD = 262_144;
const SEPARATORS = [",", ";", "\t", "|"];

/** Beginning of a table: its columns, and the cells of its first line. */
export interface Head {
  columns: string[];
  first: string[];
}

/** Returns the separator that the first line has most of, outside of quotation marks, as the server does. */
function separatorOf(text: string): string {
  let quoted = false;
  const counts = new Map(SEPARATORS.map((one) => [one, 0]));
  for (const letter of text.trimStart()) {
    if (letter === '"') quoted = !quoted;
    else if (letter === "\n" && !quoted) break;
    else if (!quoted && counts.has(letter)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return SEPARATORS.find((one) => counts.get(one) === most) ?? ",";
}

/** Reads the beginning of a table; none if it has no header. */
export function headOf(text: string): Head | null {
  const plain = text.replace(/^\uFEFF/, "");
  const [, named, rest] = /^sep=([,;\t|])\r?\n([\s\S]*)$/.exec(plain) ?? [];
  const body = rest ?? plain;
  const rows = cellsOf(body, named ?? separatorOf(body)).filter((row) => row.some((cell) => cell !== ""));
  const [columns, first = []] = rows;
  return columns ? { columns, first } : null;
}

/** Reads the beginning of a file, up to the end of a line so that no letter is cut. */
export async function headOfFile(file: Blob): Promise<Head | null> {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const isWide = (bytes[0] ?? 0) >= 0xfe;
  const end = bytes.length < HEAD || isWide ? bytes.length : bytes.lastIndexOf(0x0a);
  return headOf(textOfFile(bytes.subarray(0, end < 0 ? bytes.length : end)));
}

/** A name as it is compared: letters and digits alone, without the difference of case or accents. */
const plain = (name: string) =>
  name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();

/** Column that each field is found in by its name; fields without one are left out. */
export function guess(fields: readonly Field[], columns: readonly string[]): Record<string, string> {
  const found = fields.flatMap(({ name, synonyms }) => {
    const names = [name, ...synonyms].map(plain);
    const column = columns.find((one) => one !== "" && names.includes(plain(one)));
    return column === undefined ? [] : [[name, column] as const];
  });
  return Object.fromEntries(found);
}

/** Names of the fields that still need a column. */
export function missing(kind: ImportKind, key: string, chosen: Readonly<Record<string, string>>): string[] {
  const needs = kind.keys.find(({ name }) => name === key)?.needs ?? [];
  return kind.fields
    .filter(({ name, required }) => (required || needs.includes(name)) && !chosen[name])
    .map(({ name }) => name);
}
