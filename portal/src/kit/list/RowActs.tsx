/** Acts on a row of a list, or on one that is yet to be written: buttons, questions and news. */
import type { QueryKey } from "@tanstack/react-query";
import { toast } from "@/components/toasts";
import { Actions } from "@/kit/record/Actions";
import { type Acting, useAct } from "@/kit/record/useAct";
import { actsOnOne, type Listed, type RowAct } from "./acts";

/** Acts on the rows of a list, with what they have in common. */
export interface ActsOf<T> {
  acts: readonly RowAct<T>[];
  /** Returns the names of the acts that a row allows. */
  allowed: (row: T) => readonly string[];
  /** Returns the name of a row. */
  nameOf: (row: T) => string;
  /** Query of the list, which each row adds its ID to. */
  listKey: QueryKey;
  /** Queries that show something of the rows. */
  refreshes: readonly QueryKey[];
}

interface Props<T> {
  of: ActsOf<T>;
  row: T;
  /** Whether the row is yet to be written: its act is the one of the page. */
  fresh?: boolean;
}

export function RowActs<T extends Listed>({ of, row, fresh = false }: Props<T>) {
  const { acts, allowed, nameOf, listKey, refreshes } = of;
  const act = useAct({ version: row.version ?? 0 }, { key: [...listKey, row.id], refreshes });
  const open = allowed(row);
  return (
    <Actions
      allowed={open}
      act={withNews(act)}
      primary={fresh ? open[0] : undefined}
      size={fresh ? "sm" : "compact-sm"}
      of={fresh ? "" : nameOf(row)}
      actions={actsOnOne(acts).map(({ name, label, send, done, undo, dialog }) => ({
        name,
        label,
        send: send?.(row),
        done: typeof done === "function" ? done(row) : done,
        undo: undo?.(row),
        dialog: dialog && ((onClose) => dialog({ row, act, onClose })),
      }))}
    />
  );
}

/** Reports a failure as news: the row may have left the list by then. */
function withNews(act: Acting): Acting {
  return {
    ...act,
    start(name, send, options) {
      act.run(name, send, options).catch((error) => {
        const said = act.words(error);
        if (said) toast(said, "error");
      });
    },
  };
}
