/** Page with a list: its filters, its rows or the state it is in, and links to its other pages. */
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import type { QueryKey } from "@tanstack/react-query";
import { type ComponentProps, type ComponentType, lazy, type ReactNode, Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";
import { EmptyState, QueryResult } from "@/components/states";
import { useNamedKeys } from "@/context/keys";
import { Allowed } from "@/kit/Allowed";
import { actsOnMany, actsOnOne, type Listed, type RowAct } from "./acts";
import { Bulk } from "./Bulk";
import type { CsvColumn } from "./csv";
import { type Column, DataTable } from "./DataTable";
import { Filters } from "./filters";
import classes from "./list.module.css";
import { type ActsOf, RowActs } from "./RowActs";
import { useSelection } from "./selection";
import type { ToolsOf } from "./Tools";
import type { Asked, ListedPage, Listing } from "./useListing";
import { useSorted } from "./useSorted";
import "./texts";

const Tools = lazy(async () => ({
  default: (await import("./Tools")).Tools as ComponentType<ToolsOf<object>>,
}));

type AnyPage = ListedPage<Listed>;
type Row<P extends AnyPage> = P["items"][number];

type EmptyWords = Pick<ComponentProps<typeof EmptyState>, "icon" | "title" | "text">;

/** Content of a list without rows: the words of an empty state, or something of the page's own. */
type Empty = EmptyWords | ReactNode;

interface ListProps<P extends AnyPage> {
  // biome-ignore lint/suspicious/noExplicitAny: a list is the same whatever its address holds
  list: Listing<P, any>;
  /** Name of the list for screen readers. */
  label: string;
  /** Content instead of the rows if there are none. */
  empty: Empty | ((page: P) => Empty);
  columns?: Column<Row<P>>[];
  dense?: boolean;
  /** Returns the name of a row, for its box and its acts; without it, its ID. */
  nameOf?: (row: Row<P>) => string;
  /** Acts on a row, and on the chosen rows. */
  acts?: readonly RowAct<Row<P>>[];
  /** Returns the names of the acts that a row allows; without it, each allows all. */
  allowed?: (row: Row<P>) => readonly string[];
  /** Queries, other than the list, that show something of the rows. */
  refreshes?: readonly QueryKey[];
  /** Draws a page that is no table. */
  children?: (page: P) => ReactNode;
}

type Props<P extends AnyPage> = ListProps<P> &
  Pick<ComponentProps<typeof Page>, "title" | "subtitle" | "actions" | "back" | "narrow"> & {
    filters?: ReactNode;
    /** Search of the list, next to its tools. */
    find?: ReactNode;
    /** Row that is yet to be written: the act that it allows is the act of the page. */
    fresh?: Row<P> | false;
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
  const { title, subtitle, actions, back, narrow, filters, find, fresh, instead, ...rest } = props;
  const { views, file, fileColumns, fileMore, ...list } = rest;
  const tools = (views || file) && (
    <ListTools
      list={list.list}
      views={views}
      file={file}
      columns={fileColumns ?? csvColumns(list.columns)}
      more={fileMore}
    />
  );
  const { needs } = list.list;
  const page = (
    <Page
      title={title}
      subtitle={subtitle}
      actions={
        fresh ? (
          <>
            {actions}
            <RowActs fresh of={actsOf(list)} row={fresh} />
          </>
        ) : (
          actions
        )
      }
      narrow={narrow ?? false}
      {...(back ? { back } : {})}
    >
      {(filters || find || tools) && (
        <Filters
          ends={
            (find || tools) && (
              <>
                {find}
                {tools}
              </>
            )
          }
        >
          {filters}
        </Filters>
      )}
      {instead ?? <List {...list} />}
    </Page>
  );
  return needs ? <Allowed action={needs}>{page}</Allowed> : page;
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

const idOf = ({ id }: Listed) => id;

/** Returns the acts of a list with what they have in common. */
function actsOf<P extends AnyPage>(props: ListProps<P>): ActsOf<Row<P>> {
  const { list, acts = NONE, nameOf = idOf, refreshes = NONE } = props;
  const { allowed = () => acts.map(({ name }) => name) } = props;
  return { acts, allowed, nameOf, listKey: list.key, refreshes: [list.key, ...refreshes] };
}

/** Rows of a list, or the state it is in; the results of acts on chosen rows outlast both. */
export function List<P extends AnyPage>(props: ListProps<P>) {
  const { list, label, empty, columns = NONE, dense = false, children } = props;
  const { query, search } = list;
  // Sorting makes sense only for a list on one page.
  const whole = query.data !== undefined && !search.cursor && !query.data.next_cursor;
  const sorted = whole ? search.sort : undefined;
  const rows = useSorted<Row<P>>(query.data?.items ?? NONE, columns, sorted);
  const selection = useSelection(rows.map(idOf));
  const place = useRef<HTMLDivElement>(null);
  const { t } = useTranslation("list");
  const of = actsOf(props);
  const open = (acts: readonly RowAct<Row<P>>[]) =>
    rows.some((row) => acts.some(({ name }) => of.allowed(row).includes(name)));
  const many = actsOnMany(of.acts);
  // A row that was not done stays chosen, even if no row allows an act any more.
  const choosing = open(many) || selection.chosen.length > 0;
  const shown: Column<Row<P>>[] = open(actsOnOne(of.acts))
    ? [
        ...columns,
        { key: "acts", title: t("acts"), bare: true, cell: (row) => <RowActs of={of} row={row} /> },
      ]
    : columns;
  useNamedKeys(choosing ? [{ key: "x", name: t("chooseKey") }] : NONE);
  return (
    <div ref={place} tabIndex={many.length > 0 ? -1 : undefined}>
      <QueryResult query={query} lines={8}>
        {(page) => {
          // A page of a filtered list can be empty and go on.
          if (page.items.length === 0 && !search.cursor && !page.next_cursor)
            return <Nothing of={typeof empty === "function" ? empty(page) : empty} />;
          return (
            <div aria-busy={query.isPlaceholderData || undefined}>
              {columns.length > 0 && (
                <DataTable
                  label={label}
                  columns={shown}
                  rows={rows}
                  keyOf={idOf}
                  nameOf={of.nameOf}
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
      {many.length > 0 && <Bulk {...of} acts={many} rows={rows} selection={selection} place={place} />}
    </div>
  );
}

const isWords = (empty: Empty): empty is EmptyWords =>
  typeof empty === "object" && empty !== null && "icon" in empty;

function Nothing({ of }: { of: Empty }) {
  return isWords(of) ? <EmptyState {...of} /> : of;
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
