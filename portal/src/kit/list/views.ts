/** Views that a person saved of a list: a name for the filters, words and order in the address. Kept on this device. */
import { useState } from "react";
import { viewsPlace } from "@/api/device";
import { useSession } from "@/context/session";

export interface View {
  name: string;
  search: Record<string, string>;
}

/** As many as a menu can show. */
export const MOST_VIEWS = 20;
export const VIEW_NAME = { least: 1, most: 60 };

/** What of the address a view keeps: neither the page of the list nor what was opened or looked up from it. */
export function viewOf(search: object, besides: readonly string[] = []): Record<string, string> {
  const kept = Object.entries(search).filter(
    ([name, value]) => name !== "cursor" && !besides.includes(name) && typeof value === "string",
  );
  return Object.fromEntries(kept.sort(([one], [other]) => one.localeCompare(other)));
}

const same = (one: object, other: object) => JSON.stringify(viewOf(one)) === JSON.stringify(viewOf(other));

function isView(value: unknown): value is View {
  const view = value as View | null;
  return typeof view?.name === "string" && typeof view.search === "object" && view.search !== null;
}

function remembered(place: string): View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isView).slice(0, MOST_VIEWS) : [];
  } catch {
    return [];
  }
}

/** The saved views of a list, and which of them is shown. */
export function useViews(list: string, search: Record<string, string>) {
  const { person, hat } = useSession();
  const place = viewsPlace(person.id, hat.id, list);
  const [views, setViews] = useState(() => remembered(place));

  /** False when this device refuses to keep anything. */
  function put(next: View[]): boolean {
    setViews(next);
    try {
      localStorage.setItem(place, JSON.stringify(next));
      return true;
    } catch {
      return false;
    }
  }

  return {
    views,
    current: views.find((view) => same(view.search, search)),
    full: views.length >= MOST_VIEWS,
    /** Saves what is shown; a view of the same name gives way. */
    save(name: string): boolean {
      const others = views.filter((view) => view.name !== name);
      const next = [...others, { name, search }];
      return put(next.sort((one, other) => one.name.localeCompare(other.name)));
    },
    remove: (name: string) => put(views.filter((view) => view.name !== name)),
    restore: (before: View[]) => put(before),
  };
}
