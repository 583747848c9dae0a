/** Data of the company and its customers that several areas use: queues, canned replies and purchased products. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Action, Entitlement } from "@/api/types";
import { useMay } from "./home";

export const queuesKey = ["queues"] as const;

/** The queues. With `renew`, they are fetched again after so many milliseconds, for their counts. */
export function useQueues(enabled = true, renew?: number) {
  return useQuery({
    enabled,
    queryKey: queuesKey,
    queryFn: () => unwrap(api.GET("/v1/queues")),
    staleTime: renew ?? 300_000,
    refetchInterval: renew ?? false,
  });
}

/**
 * Choices of queues. With `action`, only queues in which the hat may do it. The choice of all queues has an empty
 * value.
 */
export function useQueueChoices(all: string, action?: Action) {
  const may = useMay();
  const { data } = useQueues();
  const everywhere = !action || may(action, "all");
  const queues = (data?.items ?? []).filter(({ mine }) => mine || everywhere);
  const choices = queues.map(({ id, name }) => ({ value: id as string, label: name }));
  return everywhere ? [{ value: "", label: all }, ...choices] : choices;
}

export const cannedKey = ["canned-replies"] as const;

/** Canned replies that are offered for a queue, by name. */
export function useCannedReplies(queue: string, enabled: boolean) {
  return useQuery({
    enabled,
    queryKey: [...cannedKey, "of", queue],
    queryFn: async () => {
      const { items } = await unwrap(api.GET("/v1/canned-replies", { params: { query: { limit: 100 } } }));
      return items.filter(({ queue_id }) => !queue_id || queue_id === queue);
    },
    staleTime: 60_000,
  });
}

/** Fetches all entitlements of the account, page after page: a form that offered only some would hide the rest. */
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

export function useEntitlements(enabled = true) {
  return useQuery({ enabled, queryKey: ["entitlements"], queryFn: allEntitlements, staleTime: 300_000 });
}
