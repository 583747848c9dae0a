/** Saved views of a list: each names the filters, words and order of an address. The browser stores them. */
import { useMemo, useState, useSyncExternalStore } from "react";
import { viewsPlace } from "@/api/device";
import { useSession } from "@/context/session";

export interface View {
  name: string;
  search: Record<string, string>;
}

/** Largest number of views of a list: a menu has no room for more. */
export const MOST_VIEWS = 20;
export const VIEW_NAME = { least: 1, most: 60 };

/** Returns the part of an address that a view saves: all but the cursor and the names in `except`. */
export function viewOf(search: object, except: readonly string[] = []): Record<string, string> {
  const kept = Object.entries(search).filter(
    ([name, value]) => name !== "cursor" && !except.includes(name) && typeof value === "string",
  );
  return Object.fromEntries(kept.sort(([one], [other]) => one.localeCompare(other)));
}

const same = (one: object, other: object) => JSON.stringify(viewOf(one)) === JSON.stringify(viewOf(other));

function isView(value: unknown): value is View {
  const view = value as View | null;
  return typeof view?.name === "string" && typeof view.search === "object" && view.search !== null;
}

function stored(place: string): string {
  try {
    return localStorage.getItem(place) ?? "";
  } catch {
    return "";
  }
}

function read(text: string): View[] {
  try {
    const kept: unknown = JSON.parse(text || "[]");
    return Array.isArray(kept) ? kept.filter(isView).slice(0, MOST_VIEWS) : [];
  } catch {
    return [];
  }
}

/** Listeners called after a change: the `storage` event reaches other tabs only. */
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** Writes the views; false when the browser does not allow it. */
function write(place: string, views: readonly View[]): boolean {
  try {
    localStorage.setItem(place, JSON.stringify(views));
  } catch {
    return false;
  }
  for (const listener of listeners) listener();
  return true;
}

const without = (views: readonly View[], name: string) => views.filter((view) => view.name !== name);

/** Returns the views with one more, by name; a view of the same name is replaced. */
function including(views: readonly View[], added: View): View[] {
  return [...without(views, added.name), added].sort((one, other) => one.name.localeCompare(other.name));
}

/** Outcome of saving: kept, shown until the page is left, or refused for lack of room. */
export type Saved = "kept" | "unkept" | "full";

/** Saved views of a list, and the current one. Every change starts from the views that other tabs saved. */
export function useViews(list: string, search: Record<string, string>) {
  const { person, hat } = useSession();
  const place = viewsPlace(person.id, hat.id, list);
  const text = useSyncExternalStore(subscribe, () => stored(place));
  /** Views that the browser did not allow to be saved. */
  const [unkept, setUnkept] = useState<readonly View[]>([]);
  const views = useMemo(() => unkept.reduce<View[]>(including, read(text)), [text, unkept]);

  function save(view: View): Saved {
    const kept = read(stored(place));
    const next = including(kept, view);
    if (including(unkept, view).reduce(including, next).length > MOST_VIEWS) return "full";
    const done = write(place, next);
    setUnkept(done ? without(unkept, view.name) : including(unkept, view));
    return done ? "kept" : "unkept";
  }

  return {
    views,
    current: views.find((view) => same(view.search, search)),
    full: views.length >= MOST_VIEWS,
    /** Saves the current view; a view of the same name is replaced. */
    save: (name: string) => save({ name, search }),
    /** Removes a view; false when the browser does not allow it. */
    remove(name: string): boolean {
      const kept = read(stored(place));
      if (kept.some((view) => view.name === name) && !write(place, without(kept, name))) return false;
      setUnkept(without(unkept, name));
      return true;
    },
    /** Adds a removed view again, unless a newer one has its name. */
    restore(view: View): Saved {
      const taken = read(stored(place)).some(({ name }) => name === view.name);
      return taken ? "kept" : save(view);
    },
  };
}
