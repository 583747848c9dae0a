/**
 * List whose filters, words, order and page are in the address, so that Back restores them. Pages come by cursor, one
 * after another.
 */
import { keepPreviousData, type QueryKey, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Action } from "@/api/types";
import { useHome } from "@/context/home";
import { viewOf } from "./views";

/** Page of a list, as every list of the API has it. */
export interface ListedPage<T> {
  items: T[];
  next_cursor?: string | null;
  /** Number of items on all pages, if the server counts them. */
  total?: number;
}

/** Parameters that a list sends to fetch a page. */
export interface Asked {
  limit: number;
  cursor?: string;
}

interface Search {
  cursor?: string | undefined;
  sort?: string | undefined;
}

interface Options<P, S extends Search> {
  key: QueryKey;
  /** Action that the list is for: to others its page says that it is not open to them, and nothing is asked for. */
  needs?: Action;
  /** Search parameters of the address, as the page's route reads them. */
  search: S;
  /** Fetches a page; null while its filters are not known. */
  ask: ((page: Asked) => Promise<P>) | null;
  limit?: number;
  /** Time between refreshes in milliseconds; without it the list does not refresh itself. */
  refresh?: number;
  /** Name of the search parameter that excludes the others: looking something up leaves the filters behind. */
  lookUp?: keyof S & string;
}

export interface Listing<P, S extends Search> {
  key: QueryKey;
  needs?: Action | undefined;
  query: UseQueryResult<P>;
  search: S;
  /** Changes the address and returns to the first page. Empty values leave the address. */
  set(part: Partial<S>): void;
  /** Goes to the page at a cursor, or to the first page without one. */
  turn(cursor: string | undefined): void;
  /** Shows a saved view: replaces the current filters, words and order. */
  show(view: object): void;
  /** Part of the address that a saved view keeps. */
  view: Record<string, string>;
  /** Fetches any page of the list; null while its filters are not known. */
  ask: ((page: Asked) => Promise<P>) | null;
}

export function useListing<P extends ListedPage<object>, S extends Search>(
  options: Options<P, S>,
): Listing<P, S> {
  const { key, needs, search, ask, limit = 25, refresh, lookUp } = options;
  const navigate = useNavigate();
  const { data: home } = useHome(needs !== undefined);
  const may = !needs || (home?.actions.includes(needs) ?? false);
  const { sort: _, ...asked } = search;
  const query = useQuery({
    queryKey: [...key, asked],
    queryFn: () => {
      if (!ask) throw new Error("nothing to ask for");
      return ask({ limit, ...(search.cursor ? { cursor: search.cursor } : {}) });
    },
    enabled: may && ask !== null,
    placeholderData: keepPreviousData,
    refetchInterval: refresh ?? false,
  });

  function go(next: object) {
    const set = Object.entries(next).filter(([, value]) => value !== undefined && value !== "");
    void navigate({ to: ".", search: Object.fromEntries(set) as never });
  }

  return {
    key,
    needs,
    query,
    search,
    set(part) {
      if (lookUp && part[lookUp]) return go(part);
      const { cursor: __, ...kept } = search;
      if (lookUp) delete (kept as Partial<S>)[lookUp];
      go({ ...kept, ...part });
    },
    turn: (cursor) => go({ ...search, cursor }),
    show: go,
    view: viewOf(search, lookUp ? [lookUp] : []),
    ask,
  };
}
