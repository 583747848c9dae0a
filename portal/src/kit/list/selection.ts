/** Chosen rows of a list: chosen one by one, in a run, or all that are shown. */
import { useRef, useState } from "react";

export interface Selection {
  /** The chosen rows, in the order of the list. */
  chosen: string[];
  has(id: string): boolean;
  /** Chooses a row, or ends the choice; `run` includes every row since the last one. */
  toggle(id: string, run?: boolean): void;
  /** Chooses exactly these rows; a run begins at the last of them. */
  choose(ids: readonly string[]): void;
  /** Chooses all rows that are shown, or none where all are. */
  toggleAll(): void;
  clear(): void;
  /** Removes and adds rows, whatever was chosen in the meantime. */
  change(rows: { out: readonly string[]; in: readonly string[] }): void;
}

/** Selection among the shown rows, by their IDs, in the order in which they are shown. */
export function useSelection(ids: readonly string[]): Selection {
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const chosen = ids.filter((id) => kept.has(id));

  // A row that leaves the list is no longer chosen, also when it comes back.
  const shown = new Set(chosen);
  if (shown.size < kept.size) setKept(shown);

  function choose(next: readonly string[]) {
    last.current = next.at(-1) ?? null;
    setKept(new Set(next));
  }

  function toggle(id: string, run = false) {
    const [from, to] = [ids.indexOf(last.current ?? ""), ids.indexOf(id)];
    if (run && from >= 0 && to >= 0)
      choose([...chosen, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)]);
    else choose(shown.has(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
    last.current = id;
  }

  return {
    chosen,
    has: (id) => shown.has(id),
    toggle,
    choose,
    toggleAll: () => choose(chosen.length === ids.length ? [] : ids),
    clear: () => choose([]),
    change(rows) {
      setKept((now) => new Set([...[...now].filter((id) => !rows.out.includes(id)), ...rows.in]));
    },
  };
}
