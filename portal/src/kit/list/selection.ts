/** Which rows of a list are chosen, one by one, in a run, or all that are shown. */
import { useRef, useState } from "react";

export interface Selection {
  /** The chosen rows that are still shown, in the order of the list. */
  chosen: string[];
  has(id: string): boolean;
  /** Chooses a row, or no longer; `run` takes along every row since the last one. */
  toggle(id: string, run?: boolean): void;
  /** Chooses exactly these rows. */
  choose(ids: readonly string[]): void;
  /** Chooses all rows that are shown, or none where all are. */
  toggleAll(): void;
  clear(): void;
}

/** For the rows that are shown, by their ids. */
export function useSelection(ids: readonly string[]): Selection {
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  // What the list no longer shows is not acted on.
  const chosen = ids.filter((id) => kept.has(id));

  function choose(next: readonly string[]) {
    setKept(new Set(next));
  }

  return {
    chosen,
    has: (id) => kept.has(id),
    toggle(id, run = false) {
      const [from, to] = [ids.indexOf(last.current ?? ""), ids.indexOf(id)];
      last.current = id;
      if (run && from >= 0 && to >= 0) {
        const between = ids.slice(Math.min(from, to), Math.max(from, to) + 1);
        return choose([...chosen, ...between]);
      }
      choose(kept.has(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
    },
    choose,
    toggleAll: () => choose(chosen.length === ids.length ? [] : ids),
    clear() {
      last.current = null;
      choose([]);
    },
  };
}
