/**
 * A list that stands in the address: filters, words, order and page, so that Back restores them. Pages come by cursor,
 * one after another.
 */
import { keepPreviousData, type QueryKey, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { viewOf } from "./views";

/** One page of a list, as every list of the API has it. */
export interface ListedPage<T> {
  items: T[];
  next_cursor?: string | null;
  /** How many there are on all pages, where the server counts them. */
  total?: number;
}

/** What a list asks for of a page. */
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
  /** What stands in the address, as the page's route reads it. */
  search: S;
  /** Asks for a page; null while it is not known what to ask for. */
  ask: ((page: Asked) => Promise<P>) | null;
  limit?: number;
  /** Whether it renews itself, every so many milliseconds. */
  refresh?: number;
  /** A part of the address that stands alone: looking something up leaves the filters behind. */
  lookUp?: keyof S & string;
}

export interface Listing<P, S extends Search> {
  query: UseQueryResult<P>;
  search: S;
  /** Changes the address: what is set to nothing leaves it, and the list begins at its first page. */
  set(part: Partial<S>): void;
  /** Goes to the page that begins there; to the first without. */
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
  const { key, search, ask, limit = 25, refresh, lookUp } = options;
  const navigate = useNavigate();
  const { sort: _, ...asked } = search;
  const query = useQuery({
    queryKey: [...key, asked],
    queryFn: () => {
      if (!ask) throw new Error("nothing to ask for");
      return ask({ limit, ...(search.cursor ? { cursor: search.cursor } : {}) });
    },
    enabled: ask !== null,
    placeholderData: keepPreviousData,
    refetchInterval: refresh ?? false,
  });

  function go(next: object) {
    const set = Object.entries(next).filter(([, value]) => value !== undefined && value !== "");
    void navigate({ to: ".", search: Object.fromEntries(set) as never });
  }

  return {
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
