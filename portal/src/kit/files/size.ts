/** Sizes of files in words. */
import { numberFormat } from "@/components/formats";
import { i18next } from "@/i18n";

const UNITS = ["B", "kB", "MB", "GB"];

function inUnits(bytes: number, step: number): [value: number, unit: number] {
  let value = bytes;
  let unit = 0;
  while (value >= step && unit < UNITS.length - 1) {
    value /= step;
    unit += 1;
  }
  return [value, unit];
}

/** A file's size in words, with the digits of the reader's language: "412 kB", "3.4 MB". */
export function fileSize(bytes: number): string {
  const [value, unit] = inUnits(bytes, 1000);
  const digits = unit > 0 && value < 10 ? 1 : 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${numberFormat(i18next.language, options).format(value)} ${UNITS[unit]}`;
}

/** The largest size in words: "25 MB". Counted in steps of 1,024, so that it promises no more than is taken. */
export function sizeLimit(bytes: number): string {
  const [value, unit] = inUnits(bytes, 1024);
  return `${Math.floor(value)} ${UNITS[unit]}`;
}
