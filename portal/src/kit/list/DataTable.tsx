/** Table that becomes cards where there is no room for columns. */

import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Chooser, chooseByKey } from "./Chooser";
import type { CsvColumn } from "./csv";
import classes from "./DataTable.module.css";
import type { Selection } from "./selection";
import "./texts";

export interface Column<T> {
  key: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** Whether the cell names the row; it leads a card. */
  heading?: boolean;
  /** Whether a card shows the cell without its title, possibly in a corner. */
  bare?: boolean | "start" | "end";
  /** Whether the cells are amounts or counts, aligned at the right. */
  number?: boolean;
  /** Value to sort by, for a list on one page. */
  sort?: (row: T) => string;
  /** Value in the CSV file. */
  csv?: CsvColumn<T>["value"];
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  /** Rows in the order in which they are shown. */
  rows: T[];
  keyOf: (row: T) => string;
  /** Whether rows are scanned rather than read. */
  dense?: boolean;
  /** Column that the table is sorted by, with a minus for descending order. */
  sorted?: string | undefined;
  onSort?: (by: string) => void;
  /** Lets rows be chosen by checkbox or x; with Shift, all rows since the last one. */
  selection?: Selection | undefined;
  /** Name of a row, for its checkbox. */
  nameOf?: ((row: T) => string) | undefined;
}

export function DataTable<T extends object>({
  label,
  columns,
  rows,
  keyOf,
  dense,
  sorted,
  onSort,
  selection,
  nameOf,
}: Props<T>) {
  const { t } = useTranslation("list");
  return (
    <table className={classes.table} aria-label={label} data-dense={dense || undefined}>
      <thead>
        <tr>
          {selection && (
            <th scope="col" className={classes.box}>
              <Chooser
                name={t("chooseAll")}
                checked={selection.chosen.length === rows.length}
                some={selection.chosen.length > 0}
                onToggle={selection.toggleAll}
              />
            </th>
          )}
          {columns.map(({ key, title, sort, number }) => {
            const order = sorted === key ? "ascending" : sorted === `-${key}` ? "descending" : undefined;
            return (
              <th key={key} scope="col" aria-sort={order} data-number={number || undefined}>
                {sort && onSort ? (
                  <button
                    type="button"
                    className={classes.sort}
                    title={t(order ?? "sort", { title })}
                    onClick={() => onSort(order === "ascending" ? `-${key}` : key)}
                  >
                    {title}
                    {order === "ascending" && <IconArrowDown size={14} aria-hidden />}
                    {order === "descending" && <IconArrowUp size={14} aria-hidden />}
                  </button>
                ) : (
                  title
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const id = keyOf(row);
          return (
            <tr
              key={id}
              data-chosen={selection?.has(id) || undefined}
              onKeyDown={selection && ((event) => chooseByKey(event, (run) => selection.toggle(id, run)))}
            >
              {selection && (
                <td className={classes.box}>
                  <Chooser
                    name={t("chooseRow", { name: nameOf?.(row) ?? "" })}
                    checked={selection.has(id)}
                    onToggle={(run) => selection.toggle(id, run)}
                  />
                </td>
              )}
              {columns.map(({ key, heading, bare, number, title, cell }) =>
                heading ? (
                  <th key={key} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td
                    key={key}
                    data-corner={bare === "start" || bare === "end" ? bare : undefined}
                    data-label={bare ? undefined : title}
                    data-number={number || undefined}
                  >
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Link to the record of a row; the whole row is its target. */
export function RowLink({ children, ...to }: LinkProps & { children: ReactNode }) {
  return (
    <Link {...to} className={classes.link}>
      {children}
    </Link>
  );
}

/** Name of a row, and the beginning of its text. */
export function RowText({ name, text }: { name: string; text: string }) {
  return (
    <>
      <strong>{name}</strong>
      <span className={classes.text}>{text}</span>
    </>
  );
}
