/** Reading one account, the people of it, and what it purchased. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

export const accountsKey = ["accounts"] as const;

export const accountKey = (id: string) => ["account", id];

export const entitlementsKey = (id: string | undefined) => ["account", id, "entitlements"];

export function useAccount(id: string) {
  return useQuery({
    queryKey: accountKey(id),
    queryFn: () => unwrap(api.GET("/v1/accounts/{id}", { params: { path: { id } } })),
    staleTime: 60_000,
  });
}

export function useAccountEntitlements(id: string | undefined, enabled = true) {
  return useQuery({
    enabled: enabled && id !== undefined,
    queryKey: entitlementsKey(id),
    queryFn: () =>
      unwrap(
        api.GET("/v1/accounts/{id}/entitlements", {
          params: { path: { id: id ?? "" }, query: { limit: 50 } },
        }),
      ),
    staleTime: 60_000,
  });
}
