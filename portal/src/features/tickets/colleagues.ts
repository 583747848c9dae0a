/** People who can be added to a ticket: the reader's own colleagues, or for staff the people of the ticket's account. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Ticket } from "@/api/types";
import { collect } from "@/kit/list/collect";
import type { Asked } from "@/kit/list/useListing";

/** Most people to choose from. A company that has more finds the first of them by name. */
const MOST = 500;

/** `account` is that of a ticket, for staff; without one, the reader's own colleagues. */
export function useColleagues(account: string | null, enabled: boolean) {
  const ask = (query: Asked) =>
    account
      ? unwrap(api.GET("/v1/accounts/{id}/contacts", { params: { path: { id: account }, query } }))
      : unwrap(api.GET("/v1/colleagues", { params: { query } }));
  return useQuery({
    enabled,
    queryKey: ["colleagues", account],
    queryFn: async ({ signal }) =>
      (await collect(ask, { signal, onCount: () => undefined, most: MOST })).rows,
    staleTime: 60_000,
  });
}

/** Returns those who are not on the ticket yet. */
export function missingFrom<P extends { id: string }>(people: readonly P[], ticket: Ticket): P[] {
  const there = new Set([ticket.requester.id, ...ticket.participants.map(({ id }) => id)]);
  return people.filter(({ id }) => !there.has(id));
}
