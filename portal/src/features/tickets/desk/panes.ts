/** Widths of the console's panes, and whether the facts are shown: remembered on this device. */
import { useState, useSyncExternalStore } from "react";

type Size = number | `${number}%` | `${number}px` | `${number}rem`;

const PLACE = "portico:desk-panes";
const FIRST: Size[] = [29, 45, 26];

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

const FACTS = "portico:desk-facts";
/** Width from which the facts have a pane of their own. On less, they come over the ticket when they are asked for. */
const ROOM = "(min-width: 80em)";
const listeners = new Set<() => void>();
/** Whether the facts are shown next to the ticket, once that is known, and whether over it. */
let beside: boolean | undefined;
let over = false;

function isBeside(): boolean {
  try {
    beside ??= localStorage.getItem(FACTS) !== "hidden";
  } catch {
    beside = true;
  }
  return beside;
}

const room = () => window.matchMedia(ROOM);

const areShown = () => (room().matches ? isBeside() : over);

function show(shown: boolean): void {
  if (!room().matches) over = shown;
  else {
    beside = shown;
    try {
      localStorage.setItem(FACTS, shown ? "shown" : "hidden");
    } catch {
      // They are shown again next time.
    }
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const changes = room();
  listeners.add(listener);
  changes.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    changes.removeEventListener("change", listener);
  };
}

/** Whether the facts of a ticket are shown, and a function that changes it. */
export function useFacts() {
  return { shown: useSyncExternalStore(subscribe, areShown), show };
}
