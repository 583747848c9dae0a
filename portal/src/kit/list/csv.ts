/** A list as a CSV file: RFC 4180, in UTF-8 with its mark, with no cell that a spreadsheet would take for a formula. */

/** A column of the file. */
export interface CsvColumn<T> {
  title: string;
  value(row: T): string | number | null | undefined;
}

/** What a spreadsheet begins a formula with, in either width, also after blanks. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
const QUOTED = /[",;\r\n\t]/;
const MARK = "\uFEFF";

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf<T>(rows: readonly T[], columns: readonly CsvColumn<T>[]): string {
  const lines = [
    columns.map(({ title }) => cell(title)),
    ...rows.map((row) => columns.map((one) => cell(one.value(row)))),
  ];
  return MARK + lines.map((line) => `${line.join(",")}\r\n`).join("");
}

/** Hands a file to the browser to keep. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
