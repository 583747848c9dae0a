/** Reading and changing tickets. The same endpoints serve both faces; each gets the view of its audience. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, ifMatch, newKey, unwrap } from "@/api/client";
import { ProblemError } from "@/api/problem";
import type {
  Entitlement,
  OpenTicket,
  StaffTicket,
  StaffTicketSummary,
  Ticket,
  TicketSummary,
} from "@/api/types";
import { homeQueryKey } from "@/context/home";

export interface ListFilter {
  view: "mine" | "company" | "queue" | "assigned";
  status: "active" | "done";
  queue?: string | undefined;
  number?: string | undefined;
  cursor?: string | undefined;
}

interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

export const ticketKeys = {
  all: ["tickets"] as const,
  list: (filter: ListFilter) => ["tickets", "list", filter] as const,
  one: (id: string) => ["tickets", "one", id] as const,
  timeline: (id: string) => ["tickets", "timeline", id] as const,
};

export async function listTickets<T extends TicketSummary>(
  filter: ListFilter,
  limit: number,
): Promise<Page<T>> {
  // A number is looked for among everything the caller may see, whatever list it stands in.
  const query = filter.number ? { number: filter.number, limit } : { ...filter, limit };
  return (await unwrap(api.GET("/v1/tickets", { params: { query } }))) as unknown as Page<T>;
}

export function useTickets(filter: ListFilter, enabled: boolean) {
  return useQuery({
    enabled,
    queryKey: ticketKeys.list(filter),
    queryFn: () => listTickets<TicketSummary>(filter, 25),
    placeholderData: keepPreviousData,
  });
}

const REFRESH = 20_000;

/** An agent's list, which renews itself and grows on demand. */
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

export function useTicket<T extends Ticket = Ticket>(id: string, options: { refresh?: boolean } = {}) {
  return useQuery({
    queryKey: ticketKeys.one(id),
    queryFn: async () =>
      (await unwrap(api.GET("/v1/tickets/{id}", { params: { path: { id } } }))) as unknown as T,
    refetchInterval: options.refresh ? REFRESH : false,
  });
}

export function useTimeline(id: string, options: { refresh?: boolean } = {}) {
  return useInfiniteQuery({
    queryKey: ticketKeys.timeline(id),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/v1/tickets/{id}/timeline", {
          params: { path: { id }, query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: options.refresh ? REFRESH : false,
  });
}

export function useQueues() {
  return useQuery({
    queryKey: ["queues"],
    queryFn: () => unwrap(api.GET("/v1/queues")),
    staleTime: 300_000,
  });
}

/** Everything the account purchased, page after page: a form that is offered part of it hides the rest. */
async function allEntitlements() {
  const items: Entitlement[] = [];
  let cursor: string | null | undefined;
  do {
    const query = cursor ? { limit: 100, cursor } : { limit: 100 };
    const page = await unwrap(api.GET("/v1/entitlements", { params: { query } }));
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return { items };
}

export function useEntitlements() {
  return useQuery({ queryKey: ["entitlements"], queryFn: allEntitlements, staleTime: 300_000 });
}

/** Sends a new ticket under the given key, so that sending it again makes no second one. */
export async function openTicket(body: OpenTicket, key: string): Promise<Ticket> {
  const call = api.POST("/v1/tickets", { params: { header: { "Idempotency-Key": key } }, body });
  return (await unwrap(call)) as unknown as Ticket;
}

export type Act =
  | { act: "take" | "resume" | "confirm" | "close" }
  | { act: "wait" | "resolve" | "reopen"; text: string }
  | { act: "assign"; assignee_id: string | null; queue_id?: string }
  | { act: "hold"; until: string; text?: string };

function send(id: string, version: number, change: Act) {
  const params = { path: { id }, header: ifMatch(version) };
  switch (change.act) {
    case "take":
      return api.POST("/v1/tickets/{id}/take", { params });
    case "resume":
      return api.POST("/v1/tickets/{id}/resume", { params });
    case "confirm":
      return api.POST("/v1/tickets/{id}/confirm", { params });
    case "close":
      return api.POST("/v1/tickets/{id}/close", { params });
    case "wait":
      return api.POST("/v1/tickets/{id}/wait", { params, body: { text: change.text } });
    case "resolve":
      return api.POST("/v1/tickets/{id}/resolve", { params, body: { text: change.text } });
    case "reopen":
      return api.POST("/v1/tickets/{id}/reopen", { params, body: { text: change.text } });
    case "assign": {
      const { act: _, ...body } = change;
      return api.POST("/v1/tickets/{id}/assign", { params, body });
    }
    case "hold": {
      const { act: _, ...body } = change;
      return api.POST("/v1/tickets/{id}/hold", { params, body });
    }
  }
}

/** Somebody else was quicker: the version is old, or the state no longer allows the act. */
export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 412 || error.status === 409);
}

function useRefresh(id: string) {
  const queries = useQueryClient();
  return (ticket?: Ticket | StaffTicket) => {
    if (ticket) queries.setQueryData(ticketKeys.one(id), ticket);
    else void queries.invalidateQueries({ queryKey: ticketKeys.one(id) });
    void queries.invalidateQueries({ queryKey: ticketKeys.timeline(id) });
    void queries.invalidateQueries({ queryKey: ["tickets", "list"] });
    void queries.invalidateQueries({ queryKey: ["touches"] });
    void queries.invalidateQueries({ queryKey: homeQueryKey });
  };
}

/** An act on a ticket. When somebody else changed it meanwhile, its newest version is fetched. */
export function useAct(ticket: { id: string; version: number }) {
  const refresh = useRefresh(ticket.id);
  return useMutation({
    mutationFn: async (change: Act) =>
      (await unwrap(send(ticket.id, ticket.version, change) as never)) as Ticket,
    onSuccess: refresh,
    onError: (error) => {
      if (isConflict(error)) refresh();
    },
  });
}

export interface Written {
  kind: "reply" | "note";
  text: string;
  upload_ids: string[];
  key: string;
}

/** A message on a ticket; a note is its own kind with its own endpoint and never reaches a customer. */
export function useWrite(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: async ({ kind, text, upload_ids, key }: Written) => {
      const params = { path: { id }, header: { "Idempotency-Key": key } };
      return kind === "note"
        ? unwrap(api.POST("/v1/tickets/{id}/notes", { params, body: { text } }))
        : unwrap(api.POST("/v1/tickets/{id}/replies", { params, body: { text, upload_ids } }));
    },
    onSuccess: () => refresh(),
  });
}

export { newKey };
