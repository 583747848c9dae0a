/** Page with a list: its filters, its rows or the state it is in, and links to its other pages. */
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import type { QueryKey } from "@tanstack/react-query";
import { type ComponentProps, type ComponentType, lazy, type ReactNode, Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { Bulk } from "./Bulk";
import type { BulkAct } from "./BulkBar";
import type { CsvColumn } from "./csv";
import { type Column, DataTable } from "./DataTable";
import { Filters } from "./filters";
import classes from "./list.module.css";
import { useSelection } from "./selection";
import type { ToolsOf } from "./Tools";
import type { Asked, ListedPage, Listing } from "./useListing";
import { useSorted } from "./useSorted";
import "./texts";

const Tools = lazy(async () => ({
  default: (await import("./Tools")).Tools as ComponentType<ToolsOf<object>>,
}));

type AnyPage = ListedPage<object>;
type Row<P extends AnyPage> = P["items"][number];

interface ListProps<P extends AnyPage> {
  // biome-ignore lint/suspicious/noExplicitAny: a list is the same whatever its address holds
  list: Listing<P, any>;
  /** Name of the list for screen readers. */
  label: string;
  /** Content instead of the rows if there are none. */
  empty: ReactNode | ((page: P) => ReactNode);
  columns?: Column<Row<P>>[];
  dense?: boolean;
  keyOf?: (row: Row<P>) => string;
  /** Name of a row, if rows can be chosen. */
  nameOf?: (row: Row<P>) => string;
  /** Acts on chosen rows, with the queries that show something of them. */
  bulk?: { acts: readonly BulkAct<Row<P>>[]; refreshes: readonly QueryKey[] } | undefined;
  /** Draws a page that is no table. */
  children?: (page: P) => ReactNode;
}

type Props<P extends AnyPage> = ListProps<P> &
  Pick<ComponentProps<typeof Page>, "title" | "subtitle" | "actions" | "back" | "narrow"> & {
    filters?: ReactNode;
    /** Content instead of the list while there is nothing to ask for. */
    instead?: ReactNode;
    /** Name under which views of the list are saved. */
    views?: string;
    /** Name of the CSV file; it has the columns with a `csv`, or those given. */
    file?: string;
    fileColumns?: readonly CsvColumn<Row<P>>[];
    /** Columns that are fetched for the file, and the call for pages with what they need. */
    fileMore?: FileMore<P>;
  };

interface FileMore<P extends AnyPage> {
  further: () => Promise<readonly CsvColumn<Row<P>>[]>;
  ask: (page: Asked) => Promise<P>;
}

export function ListPage<P extends AnyPage>(props: Props<P>) {
  const { title, subtitle, actions, back, narrow, filters, instead, views, ...rest } = props;
  const { file, fileColumns, fileMore, ...list } = rest;
  const tools = (views || file) && (
    <ListTools
      list={list.list}
      views={views}
      file={file}
      columns={fileColumns ?? csvColumns(list.columns)}
      more={fileMore}
    />
  );
  return (
    <Page
      title={title}
      subtitle={subtitle}
      actions={actions}
      narrow={narrow ?? false}
      {...(back ? { back } : {})}
    >
      {(filters || tools) && (
        <Filters>
          {filters}
          {tools}
        </Filters>
      )}
      {instead ?? <List {...list} />}
    </Page>
  );
}

/** Returns the columns of a table that are in its file as well. */
function csvColumns<T>(columns: readonly Column<T>[] = []): CsvColumn<T>[] {
  return columns.flatMap(({ title, csv }) => (csv ? [{ title, value: csv }] : []));
}

interface ToolsProps<P extends AnyPage> extends Pick<ListProps<P>, "list"> {
  views?: string | undefined;
  file?: string | undefined;
  columns: readonly CsvColumn<Row<P>>[];
  more?: FileMore<P> | undefined;
}

/** Saved views of a list and its file, for the line of its filters. */
export function ListTools<P extends AnyPage>({ list, views, file, columns, more }: ToolsProps<P>) {
  const { ask } = list;
  const some = (list.query.data?.items.length ?? 0) > 0;
  return (
    <Suspense fallback={<span className={classes.place} />}>
      <Tools
        views={views ? { list: views, search: list.view, onShow: list.show } : undefined}
        file={file && ask && some ? { file, columns, ask, ...more } : undefined}
      />
    </Suspense>
  );
}

const NONE: never[] = [];

/** Rows of a list, or the state it is in; the results of acts on chosen rows outlast both. */
export function List<P extends AnyPage>(props: ListProps<P>) {
  const { list, label, empty, columns = NONE, dense = false, keyOf, nameOf = keyOf, bulk, children } = props;
  const { query, search } = list;
  // Sorting makes sense only for a list on one page.
  const whole = query.data !== undefined && !search.cursor && !query.data.next_cursor;
  const sorted = whole ? search.sort : undefined;
  const rows = useSorted<Row<P>>(query.data?.items ?? NONE, columns, sorted);
  const selection = useSelection(keyOf ? rows.map(keyOf) : NONE);
  const place = useRef<HTMLDivElement>(null);
  const choosing = bulk && bulk.acts.length > 0;
  return (
    <div ref={place} tabIndex={choosing ? -1 : undefined}>
      <QueryResult query={query} lines={8}>
        {(page) => {
          // A page of a filtered list can be empty and go on.
          if (page.items.length === 0 && !search.cursor && !page.next_cursor)
            return typeof empty === "function" ? empty(page) : empty;
          return (
            <div aria-busy={query.isPlaceholderData || undefined}>
              {keyOf && columns.length > 0 && (
                <DataTable
                  label={label}
                  columns={columns}
                  rows={rows}
                  keyOf={keyOf}
                  nameOf={nameOf}
                  dense={dense}
                  selection={choosing ? selection : undefined}
                  sorted={sorted}
                  {...(whole ? { onSort: (sort: string) => list.set({ sort }) } : {})}
                />
              )}
              {children?.(page)}
              <Pager list={list} page={page} whole={whole} />
            </div>
          );
        }}
      </QueryResult>
      {choosing && keyOf && nameOf && (
        <Bulk rows={rows} keyOf={keyOf} nameOf={nameOf} selection={selection} place={place} {...bulk} />
      )}
    </div>
  );
}

interface PagerProps<P extends AnyPage> {
  // biome-ignore lint/suspicious/noExplicitAny: a list is the same whatever its address holds
  list: Listing<P, any>;
  page: P;
  whole: boolean;
}

function Pager<P extends AnyPage>({ list, page, whole }: PagerProps<P>) {
  const { t } = useTranslation("list");
  const { cursor } = list.search;
  const count = page.items.length;
  return (
    <div className={classes.pages}>
      <span className={classes.count}>
        {whole
          ? t("all", { count })
          : page.total === undefined
            ? t("some", { count })
            : t("of", { count, total: page.total })}
      </span>
      {cursor && (
        <Button variant="default" onClick={() => list.turn(undefined)}>
          {t("first")}
        </Button>
      )}
      {page.next_cursor && (
        <Button
          variant="default"
          rightSection={<IconChevronRight size={16} aria-hidden />}
          onClick={() => list.turn(page.next_cursor ?? undefined)}
        >
          {t("next")}
        </Button>
      )}
    </div>
  );
}
