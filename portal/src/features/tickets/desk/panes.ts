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
/** Width from which the facts have a pane of their own; on less they are shown over the ticket, and only when asked for. */
const ROOM = "(min-width: 80em)";
const listeners = new Set<() => void>();
let asked: boolean | null = null;

const kept = () => {
  try {
    return localStorage.getItem(FACTS) !== "hidden";
  } catch {
    return true;
  }
};

function subscribe(listener: () => void): () => void {
  const room = window.matchMedia(ROOM);
  // A window of another width begins anew.
  const turned = () => {
    asked = null;
    listener();
  };
  listeners.add(listener);
  room.addEventListener("change", turned);
  return () => {
    listeners.delete(listener);
    room.removeEventListener("change", turned);
  };
}

const areShown = () => asked ?? (window.matchMedia(ROOM).matches && kept());

function show(shown: boolean): void {
  asked = shown;
  // Shown over the ticket, they are not a habit.
  if (window.matchMedia(ROOM).matches)
    try {
      localStorage.setItem(FACTS, shown ? "shown" : "hidden");
    } catch {
      // They are shown again next time.
    }
  for (const listener of listeners) listener();
}

/** Whether the facts of a ticket are next to it, and a function that changes it. */
export function useFacts() {
  return { shown: useSyncExternalStore(subscribe, areShown), show };
}
