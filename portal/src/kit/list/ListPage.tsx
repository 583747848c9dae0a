/** A page that is a list: its filters, its rows or the state it is in, and the way to its other pages. */
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { type Column, DataTable } from "./DataTable";
import { Filters } from "./filters";
import classes from "./list.module.css";
import type { ListedPage, Listing } from "./useListing";
import "./texts";

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
  /** Draws a page that is no table. */
  children?: (page: P) => ReactNode;
}

type Props<P extends AnyPage> = ListProps<P> &
  Pick<ComponentProps<typeof Page>, "title" | "subtitle" | "actions" | "back" | "narrow"> & {
    filters?: ReactNode;
    /** In the place of the list while there is nothing to ask for. */
    instead?: ReactNode;
  };

export function ListPage<P extends AnyPage>(props: Props<P>) {
  const { title, subtitle, actions, back, narrow, filters, instead, ...list } = props;
  return (
    <Page
      title={title}
      subtitle={subtitle}
      actions={actions}
      narrow={narrow ?? false}
      {...(back ? { back } : {})}
    >
      {filters && <Filters>{filters}</Filters>}
      {instead ?? <List {...list} />}
    </Page>
  );
}

/** The rows of a list, or the state it is in. */
export function List<P extends AnyPage>(props: ListProps<P>) {
  const { list, label, empty, columns, dense, keyOf, children } = props;
  return (
    <QueryResult query={list.query} lines={8}>
      {(page) => {
        if (page.items.length === 0 && !list.search.cursor)
          return typeof empty === "function" ? empty(page) : empty;
        // An order means something for a list that is whole.
        const whole = !list.search.cursor && !page.next_cursor;
        return (
          <div aria-busy={list.query.isPlaceholderData || undefined}>
            {columns && keyOf && (
              <DataTable
                label={label}
                columns={columns}
                rows={page.items}
                keyOf={keyOf}
                dense={dense ?? false}
                sorted={whole ? list.search.sort : undefined}
                {...(whole ? { onSort: (sort: string) => list.set({ sort }) } : {})}
              />
            )}
            {children?.(page)}
            <Pager list={list} page={page} whole={whole} />
          </div>
        );
      }}
    </QueryResult>
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
      <span className={classes.count}>{whole ? t("all", { count }) : t("some", { count })}</span>
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
