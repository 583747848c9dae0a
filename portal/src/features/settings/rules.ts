/** Rules for values that only the settings have. */
import { i18next } from "@/i18n";
import type { Rule } from "@/kit/form/rules";
import "./texts";

/** Rule for a whole number within limits, written as a text. */
export function wholeNumber(least: number, most: number): Rule<string, unknown> {
  return (value) => {
    const number = Number(value.trim());
    const fits = /^\d+$/.test(value.trim()) && number >= least && number <= most;
    return fits ? null : i18next.t("settings:wholeNumber", { least, most });
  };
}

/** Rule for a colour: # and six hexadecimal digits. */
export const colour: Rule<string, unknown> = (value) =>
  /^#[0-9a-f]{6}$/i.test(value.trim()) ? null : i18next.t("settings:colourFormat");

/** Longest ID of a field or an option. */
const LONGEST_ID = 40;

/** An ID that is made of a label and that none of the others has. */
export function idOf(label: string, taken: readonly string[]): string {
  const plain = label.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const start = (/^[a-z]/.test(words) ? words : `f_${words}`).slice(0, LONGEST_ID - 4).replace(/_+$/, "");
  let [id, count] = [start, 1];
  while (taken.includes(id)) {
    count += 1;
    id = `${start}_${count}`;
  }
  return id;
}

/** The lines of a text, without blanks around them and without empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The words of a line that commas separate. */
export function wordsOf(line: string): string[] {
  return line
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
