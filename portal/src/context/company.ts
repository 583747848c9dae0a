/** What several areas know of the company and of its customers: who works on what, and who purchased what. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Entitlement } from "@/api/types";

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
