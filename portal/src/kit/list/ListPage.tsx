/** A page that is a list: its filters, its rows or the state it is in, and the way to its other pages. */
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import type { QueryKey } from "@tanstack/react-query";
import { type ComponentProps, type ComponentType, lazy, type ReactNode, Suspense } from "react";
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
import type { ListedPage, Listing } from "./useListing";
import "./texts";

const Tools = lazy(async () => ({
  default: (await import("./Tools")).Tools as ComponentType<ToolsOf<object>>,
}));

type AnyPage = ListedPage<object>;
type Row<P extends AnyPage> = P["items"][number];

interface ListProps<P extends AnyPage> {
  // biome-ignore lint/suspicious/noExplicitAny: a list is the same whatever its address holds
  list: Listing<P, any>;
  /** What the list is of, for those who hear it. */
  label: string;
  /** In the place of the rows where there are none. */
  empty: ReactNode | ((page: P) => ReactNode);
  columns?: Column<Row<P>>[];
  dense?: boolean;
  keyOf?: (row: Row<P>) => string;
  /** What a row is called, where rows can be chosen. */
  nameOf?: (row: Row<P>) => string;
  /** Acts on chosen rows, with the queries that show something of them. */
  bulk?: { acts: readonly BulkAct<Row<P>>[]; refreshes: readonly QueryKey[] } | undefined;
  /** Draws a page that is no table. */
  children?: (page: P) => ReactNode;
}

type Props<P extends AnyPage> = ListProps<P> &
  Pick<ComponentProps<typeof Page>, "title" | "subtitle" | "actions" | "back" | "narrow"> & {
    filters?: ReactNode;
    /** In the place of the list while there is nothing to ask for. */
    instead?: ReactNode;
    /** The name under which views of the list are saved. */
    views?: string;
    /** The name of its file; the columns with a `csv` are in it, or those given. */
    file?: string;
    fileColumns?: readonly CsvColumn<Row<P>>[];
  };

export function ListPage<P extends AnyPage>(props: Props<P>) {
  const { title, subtitle, actions, back, narrow, filters, instead, views, file, fileColumns, ...list } =
    props;
  const tools = (views || file) && (
    <ListTools list={list.list} views={views} file={file} columns={fileColumns ?? csvColumns(list.columns)} />
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

/** The columns of a table that are in its file as well. */
function csvColumns<T>(columns: readonly Column<T>[] = []): CsvColumn<T>[] {
  return columns.flatMap(({ title, csv }) => (csv ? [{ title, value: csv }] : []));
}

interface ToolsProps<P extends AnyPage> extends Pick<ListProps<P>, "list"> {
  views?: string | undefined;
  file?: string | undefined;
  columns: readonly CsvColumn<Row<P>>[];
}

/** The saved views of a list and its file, for the line of its filters. */
export function ListTools<P extends AnyPage>({ list, views, file, columns }: ToolsProps<P>) {
  const { ask } = list;
  const some = (list.query.data?.items.length ?? 0) > 0;
  return (
    <Suspense fallback={<span className={classes.place} />}>
      <Tools
        views={views ? { list: views, search: list.view, onShow: list.show } : undefined}
        file={file && ask && some ? { file, columns, ask } : undefined}
      />
    </Suspense>
  );
}

/** The rows of a list, or the state it is in. */
export function List<P extends AnyPage>(props: ListProps<P>) {
  const { list, empty, children } = props;
  return (
    <QueryResult query={list.query} lines={8}>
      {(page) => {
        if (page.items.length === 0 && !list.search.cursor)
          return typeof empty === "function" ? empty(page) : empty;
        // An order means something for a list that is whole.
        const whole = !list.search.cursor && !page.next_cursor;
        return (
          <div aria-busy={list.query.isPlaceholderData || undefined}>
            <Rows {...props} page={page} whole={whole} />
            {children?.(page)}
            <Pager list={list} page={page} whole={whole} />
          </div>
        );
      }}
    </QueryResult>
  );
}

type RowsProps<P extends AnyPage> = ListProps<P> & { page: P; whole: boolean };

function Rows<P extends AnyPage>({ list, label, columns, dense, keyOf, nameOf, bulk, ...of }: RowsProps<P>) {
  const { page, whole } = of;
  const rows: Row<P>[] = page.items;
  const idOf = keyOf ?? (() => "");
  const selection = useSelection(rows.map(idOf));
  if (!columns || !keyOf) return null;
  const choosing = bulk && bulk.acts.length > 0;
  return (
    <>
      <DataTable
        label={label}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        nameOf={nameOf}
        dense={dense ?? false}
        selection={choosing ? selection : undefined}
        sorted={whole ? list.search.sort : undefined}
        {...(whole ? { onSort: (sort: string) => list.set({ sort }) } : {})}
      />
      {choosing && (
        <Bulk rows={rows} keyOf={keyOf} nameOf={nameOf ?? keyOf} selection={selection} {...bulk} />
      )}
    </>
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
