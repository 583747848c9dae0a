/** What stands in the address after the question mark, read with care: anything unknown is left out. */
import {
  LIST_TICKETS_CURSOR,
  LIST_TICKETS_NUMBER,
  SEARCH_ARTICLES_CURSOR,
  SEARCH_ARTICLES_Q,
} from "@/api/limits";

type Raw = Record<string, unknown>;

function word(raw: Raw, name: string, longest = 200): string | undefined {
  const value = raw[name];
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" && value.length <= longest ? value : undefined;
}

function oneOf<T extends string>(raw: Raw, name: string, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === raw[name]);
}

/** Leaves out what is not set, so that addresses stay short. */
function set<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

export interface TicketSearch {
  view?: "company" | undefined;
  status?: "done" | undefined;
  number?: string | undefined;
  cursor?: string | undefined;
}

export function ticketSearch(raw: Raw): TicketSearch {
  return set({
    view: oneOf(raw, "view", ["company"] as const),
    status: oneOf(raw, "status", ["done"] as const),
    number: word(raw, "number", LIST_TICKETS_NUMBER.most),
    cursor: word(raw, "cursor", LIST_TICKETS_CURSOR.most),
  });
}

export interface NewTicketSearch {
  /** Words that somebody searched for in vain. */
  synopsis?: string | undefined;
}

export function newTicketSearch(raw: Raw): NewTicketSearch {
  return set({ synopsis: word(raw, "synopsis", SEARCH_ARTICLES_Q.most) });
}

export interface DeskSearch {
  view?: "assigned" | undefined;
  queue?: string | undefined;
  status?: "done" | undefined;
  number?: string | undefined;
  ticket?: string | undefined;
}

export function deskSearch(raw: Raw): DeskSearch {
  return set({
    view: oneOf(raw, "view", ["assigned"] as const),
    queue: word(raw, "queue"),
    status: oneOf(raw, "status", ["done"] as const),
    number: word(raw, "number", LIST_TICKETS_NUMBER.most),
    ticket: word(raw, "ticket"),
  });
}

export interface ArticleSearch {
  q?: string | undefined;
  product?: string | undefined;
  kind?: "article" | "faq" | "manual" | undefined;
  cursor?: string | undefined;
}

export function articleSearch(raw: Raw): ArticleSearch {
  return set({
    q: word(raw, "q", SEARCH_ARTICLES_Q.most),
    product: word(raw, "product"),
    kind: oneOf(raw, "kind", ["article", "faq", "manual"] as const),
    cursor: word(raw, "cursor", SEARCH_ARTICLES_CURSOR.most),
  });
}

export interface TouchSearch {
  person?: string | undefined;
  account?: string | undefined;
  record?: string | undefined;
}

export function touchSearch(raw: Raw): TouchSearch {
  return set({
    person: word(raw, "person"),
    account: word(raw, "account"),
    record: word(raw, "record"),
  });
}
