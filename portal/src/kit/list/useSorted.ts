/** The rows of a list in the order in which they are shown. */
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_text,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";
import type { Column } from "./DataTable";

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { text: sortFn_text },
});

/** Sorts by the column that is named, with a minus for the other way round; without one the order stays. */
export function useSorted<T extends object>(
  rows: T[],
  columns: readonly Column<T>[],
  sorted: string | undefined,
): T[] {
  const sorting = useMemo(
    () => (sorted ? [{ id: sorted.replace(/^-/, ""), desc: sorted.startsWith("-") }] : []),
    [sorted],
  );
  const definitions = columns.map(
    ({ key, sort }): ColumnDef<typeof features, T> => ({
      id: key,
      accessorFn: (row) => sort?.(row) ?? "",
      sortFn: "text",
      enableSorting: sort !== undefined,
    }),
  );
  const table = useTable({ features, columns: definitions, data: rows, state: { sorting } });
  return table.getRowModel().rows.map(({ original }) => original);
}
