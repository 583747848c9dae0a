/** Widths of the console's panes, remembered on this device. */
import { useState } from "react";

type Size = number | `${number}%` | `${number}px` | `${number}rem`;

const PLACE = "portico:desk-panes";
const FIRST: Size[] = [31, 45, 24];

function remembered(): Size[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "null");
    const fits =
      Array.isArray(kept) && kept.length === FIRST.length && kept.every((size) => typeof size === "number");
    return fits ? (kept as number[]) : FIRST;
  } catch {
    return FIRST;
  }
}

export function usePanes() {
  const [sizes, setSizes] = useState<Size[]>(remembered);
  function change(next: Size[]) {
    setSizes(next);
    try {
      localStorage.setItem(PLACE, JSON.stringify(next));
    } catch {
      // The panes have their usual widths next time.
    }
  }
  return { sizes, change };
}
