/** A list as a CSV file: RFC 4180 in UTF-8 with its mark, without formulas, for the spreadsheets of a locale. */

/** A column of the file. */
export interface CsvColumn<T> {
  title: string;
  value(row: T): string | number | null | undefined;
}

export type Separator = "," | ";";

/** Separator that spreadsheets of a locale expect: a comma, unless it marks decimals. */
export function separatorOf(locale: string): Separator {
  const parts = new Intl.NumberFormat(locale).formatToParts(0.5);
  return parts.some(({ type, value }) => type === "decimal" && value === ",") ? ";" : ",";
}

/**
 * Beginning of a formula, in either width, after blanks and quotes. A spreadsheet that splits at another separator
 * makes a cell of every part, so each part is a beginning.
 */
const FORMULA = /(^|[;,\t\r\n])(?=[^\S\t\r\n]*(?:"[^\S\t\r\n]*)*[=+\-@＝＋－＠])/g;
/** Blank that some spreadsheets skip before a formula. */
const SKIPPED = /^(?=[\t\r\n])/;
const MARK = "\uFEFF";

function cell(value: string | number | null | undefined): string {
  const text =
    typeof value === "string" ? value.replace(FORMULA, "$1'").replace(SKIPPED, "'") : String(value ?? "");
  return `"${text.replaceAll('"', '""')}"`;
}

/** Writes the file. Every cell is quoted, so that no separator within it can end it. */
export function csvOf<T>(
  rows: readonly T[],
  columns: readonly CsvColumn<T>[],
  separator: Separator = ",",
): string {
  const lines = [
    columns.map(({ title }) => cell(title)),
    ...rows.map((row) => columns.map((one) => cell(one.value(row)))),
  ];
  return MARK + lines.map((line) => `${line.join(separator)}\r\n`).join("");
}

/** Downloads a file. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
