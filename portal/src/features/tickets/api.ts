/** Reading and changing tickets. The same endpoints serve both faces; each gets the view of its audience. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Seen, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import type { OpenTicket, Severity, StaffTicketSummary, Ticket, TicketSummary } from "@/api/types";
import { queuesKey } from "@/context/company";
import { homeQueryKey } from "@/context/home";
import { isConflict, useAct } from "@/kit/record/useAct";

type AssignTo = components["schemas"]["AssignTo"];
type PutOff = components["schemas"]["PutOff"];
type NewRating = components["schemas"]["NewRating"];
type MergeInto = components["schemas"]["MergeInto"];
export type Correction = components["schemas"]["TicketCorrection"];

export interface ListFilter {
  view: "mine" | "company" | "queue" | "assigned";
  status: "active" | "done";
  queue?: string | undefined;
  severity?: Severity | undefined;
  product?: string | undefined;
  requester?: string | undefined;
  sort?: components["schemas"]["TicketSort"] | undefined;
  /** Start of the period by whose time the list is sorted, and its end, which is no part of it. */
  from?: string | undefined;
  before?: string | undefined;
  number?: string | undefined;
  /** Words that the tickets have, active or not. */
  q?: string | undefined;
  cursor?: string | undefined;
  /** Whether the rows have the company's fields too. */
  with_fields?: true;
}

interface Page<T> {
  items: T[];
  next_cursor?: string | null;
  /** Whether the words that were looked for say nothing. */
  asks_nothing?: boolean;
}

export const ticketKeys = {
  lists: ["tickets", "list"] as const,
  list: (filter: ListFilter) => ["tickets", "list", filter] as const,
  one: (id: string) => ["tickets", "one", id] as const,
  timeline: (id: string) => ["tickets", "timeline", id] as const,
  links: (id: string) => ["tickets", "links", id] as const,
  fields: (language: string) => ["tickets", "fields", language] as const,
};

/** The company's fields that the reader's hat sees. Their labels are in the language of the profile. */
function fieldsIn(language: string) {
  return queryOptions({
    queryKey: ticketKeys.fields(language),
    queryFn: () => unwrap(api.GET("/v1/ticket-fields")),
    staleTime: 300_000,
  });
}

export function useTicketFields(enabled = true) {
  const { i18n } = useTranslation();
  return useQuery({ ...fieldsIn(i18n.language), enabled });
}

/** Returns the function that fetches the company's fields. */
export function useFetchTicketFields() {
  const queries = useQueryClient();
  const { i18n } = useTranslation();
  return async () => (await queries.fetchQuery(fieldsIn(i18n.language))).items;
}

export async function listTickets<T extends TicketSummary>(
  filter: ListFilter,
  limit: number,
): Promise<Page<T>> {
  if (filter.q) return findTickets(filter.q, filter, limit);
  // A number is searched among all tickets that the caller may see, not only in this list.
  const query = filter.number ? { number: filter.number, limit } : { ...filter, limit };
  return (await unwrap(api.GET("/v1/tickets", { params: { query } }))) as unknown as Page<T>;
}

/** Finds tickets by words: in one's own or the company's list, otherwise among all that the reader may see. */
export async function findTickets<T extends TicketSummary>(
  q: string,
  { view, cursor, with_fields }: Partial<Pick<ListFilter, "view" | "cursor" | "with_fields">>,
  limit: number,
): Promise<Page<T>> {
  const list = view === "mine" || view === "company" ? { view } : {};
  const query = { q, limit, ...list, ...(cursor ? { cursor } : {}), ...(with_fields ? { with_fields } : {}) };
  return (await unwrap(api.GET("/v1/tickets/search", { params: { query } }))) as unknown as Page<T>;
}

export function useTickets(filter: ListFilter, enabled: boolean) {
  return useQuery({
    enabled,
    queryKey: ticketKeys.list(filter),
    queryFn: () => listTickets<TicketSummary>(filter, 25),
    placeholderData: keepPreviousData,
  });
}

/** Time after which the lists and counts of the console renew themselves, in milliseconds. */
export const REFRESH = 20_000;

/** Tickets of an account that are still going on, as far as the agent may see them. */
export function useAccountTickets(account: string | undefined, enabled: boolean) {
  return useQuery({
    enabled: enabled && account !== undefined,
    queryKey: ["tickets", "account", account],
    queryFn: async () => {
      const query = { view: "company", account: account ?? "", status: "active", limit: 100 } as const;
      const page = await unwrap(api.GET("/v1/tickets", { params: { query } }));
      return page as unknown as Page<StaffTicketSummary>;
    },
    staleTime: 30_000,
  });
}

/** Ticket of a number; null if the agent may see no such ticket. */
export function useTicketOfNumber(number: string | null) {
  return useQuery({
    enabled: number !== null,
    queryKey: ["tickets", "number", number],
    queryFn: async () => {
      const query = { number: number ?? "", limit: 1 };
      const page = await unwrap(api.GET("/v1/tickets", { params: { query } }));
      return (page.items[0] ?? null) as StaffTicketSummary | null;
    },
    staleTime: 10_000,
  });
}

/** List of an agent, which renews itself and grows on demand. */
export function useDeskTickets(filter: ListFilter, enabled: boolean) {
  return useInfiniteQuery({
    enabled,
    queryKey: ticketKeys.list(filter),
    queryFn: ({ pageParam }) =>
      listTickets<StaffTicketSummary>({ ...filter, ...(pageParam ? { cursor: pageParam } : {}) }, 50),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: REFRESH,
    placeholderData: keepPreviousData,
  });
}

export async function getTicket<T extends Ticket>(id: string): Promise<T> {
  return (await unwrap(api.GET("/v1/tickets/{id}", { params: { path: { id } } }))) as unknown as T;
}

export function useTicket<T extends Ticket = Ticket>(id: string, options: { refresh?: boolean } = {}) {
  return useQuery({
    queryKey: ticketKeys.one(id),
    queryFn: () => getTicket<T>(id),
    refetchInterval: options.refresh ? REFRESH : false,
  });
}

function timelineOf(id: string) {
  return infiniteQueryOptions({
    queryKey: ticketKeys.timeline(id),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/v1/tickets/{id}/timeline", {
          params: { path: { id }, query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function useTimeline(id: string, options: { refresh?: boolean; enabled?: boolean } = {}) {
  const { refresh = false, enabled = true } = options;
  return useInfiniteQuery({ ...timelineOf(id), enabled, refetchInterval: refresh ? REFRESH : false });
}

/** Returns the function that loads all pages of a timeline. */
export function useWholeTimeline(id: string) {
  const queries = useQueryClient();
  return async () => {
    const ask = () => queries.fetchInfiniteQuery({ ...timelineOf(id), pages: Number.POSITIVE_INFINITY });
    let { pages } = await ask();
    // An answer on its way at that moment is of fewer pages.
    while (pages.at(-1)?.next_cursor) ({ pages } = await ask());
  };
}

export { useEntitlements, useQueues } from "@/context/company";

/** Sends a new ticket under the given key, so that sending it again makes no second one. */
export async function openTicket(body: OpenTicket, key: string): Promise<Ticket> {
  const call = api.POST("/v1/tickets", { params: { header: { "Idempotency-Key": key } }, body });
  return (await unwrap(call)) as unknown as Ticket;
}

/** Keys of the queries that change with the ticket. */
function changedWith(id: string) {
  return [ticketKeys.timeline(id), ticketKeys.lists, queuesKey, ["touches"], homeQueryKey];
}

/** Acts on a ticket, with the reader's words for conflicts. */
export function useTicketAct(
  ticket: { id: string; version: number },
  words: { stale?: string; refused: string },
) {
  return useAct(ticket, { key: ticketKeys.one(ticket.id), refreshes: changedWith(ticket.id), ...words });
}

/** The calls of the acts on a ticket. */
export function ticketActs(id: string) {
  const of = (header: Seen) => ({ params: { path: { id }, header } });
  return {
    take: (seen: Seen) => api.POST("/v1/tickets/{id}/take", of(seen)),
    resume: (seen: Seen) => api.POST("/v1/tickets/{id}/resume", of(seen)),
    confirm: (seen: Seen) => api.POST("/v1/tickets/{id}/confirm", of(seen)),
    close: (seen: Seen) => api.POST("/v1/tickets/{id}/close", of(seen)),
    wait: (text: string) => (seen: Seen) =>
      api.POST("/v1/tickets/{id}/wait", { ...of(seen), body: { text } }),
    resolve: (text: string) => (seen: Seen) =>
      api.POST("/v1/tickets/{id}/resolve", { ...of(seen), body: { text } }),
    reopen: (text: string) => (seen: Seen) =>
      api.POST("/v1/tickets/{id}/reopen", { ...of(seen), body: { text } }),
    assign: (body: AssignTo) => (seen: Seen) => api.POST("/v1/tickets/{id}/assign", { ...of(seen), body }),
    correct: (body: Correction) => (seen: Seen) => api.PATCH("/v1/tickets/{id}", { ...of(seen), body }),
    merge: (body: MergeInto) => (seen: Seen) => api.POST("/v1/tickets/{id}/merge", { ...of(seen), body }),
    hold: (body: PutOff) => (seen: Seen) => api.POST("/v1/tickets/{id}/hold", { ...of(seen), body }),
    rate: (body: NewRating) => (seen: Seen) => api.POST("/v1/tickets/{id}/rating", { ...of(seen), body }),
    // Adding a person does not depend on the version that was seen.
    addParticipant: (person_id: string) => (seen: Seen) =>
      api.POST("/v1/tickets/{id}/participants", {
        params: { path: { id }, header: { "Idempotency-Key": seen["Idempotency-Key"] } },
        body: { person_id },
      }),
    removeParticipant: (person_id: string) => (header: Seen) =>
      api.DELETE("/v1/tickets/{id}/participants/{person_id}", {
        params: { path: { id, person_id }, header },
      }),
  };
}

/** Step that a reply is sent with, on the version of the ticket that was seen. */
export type Step = Pick<components["schemas"]["NewReply"], "step" | "until" | "version">;

export interface Written {
  kind: "reply" | "note";
  text: string;
  upload_ids: string[];
  /** Colleagues whom a note names. */
  mentions?: string[];
  key: string;
  step?: Step | undefined;
}

/** Sends a message on a ticket; a note is its own kind with its own endpoint and never reaches a customer. */
export function useWrite(id: string) {
  const queries = useQueryClient();
  return async ({ kind, text, upload_ids, mentions = [], key, step }: Written) => {
    const params = { path: { id }, header: { "Idempotency-Key": key } };
    const shown = () => {
      for (const queryKey of [ticketKeys.one(id), ...changedWith(id)])
        void queries.invalidateQueries({ queryKey });
    };
    try {
      if (kind === "note")
        await unwrap(api.POST("/v1/tickets/{id}/notes", { params, body: { text, upload_ids, mentions } }));
      else
        await unwrap(api.POST("/v1/tickets/{id}/replies", { params, body: { text, upload_ids, ...step } }));
    } catch (error) {
      if (isConflict(error)) shown();
      throw error;
    }
    shown();
  };
}

/** Gets the address of a ticket's file, which is valid for seconds. */
export function fileLink(id: string) {
  return async (file_id: string) => {
    const params = { path: { id, file_id } };
    const headers = { Accept: "application/json" };
    return (await unwrap(api.GET("/v1/tickets/{id}/files/{file_id}", { params, headers }))).url;
  };
}

/** Gets the address of a note's file, for staff alone. */
export function noteFileLink(id: string, note_id: string) {
  return async (file_id: string) => {
    const params = { path: { id, note_id, file_id } };
    const headers = { Accept: "application/json" };
    const path = "/v1/tickets/{id}/notes/{note_id}/files/{file_id}";
    return (await unwrap(api.GET(path, { params, headers }))).url;
  };
}
