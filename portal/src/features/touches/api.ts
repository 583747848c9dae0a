/** Reading the touch ledger. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, ok } from "@/api/client";
import type { TouchSearch } from "@/shell/search";

export function useTouches(of: TouchSearch, limit: number) {
  return useInfiniteQuery({
    queryKey: ["touches", of, limit],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET("/v1/touches", {
          params: { query: { ...of, limit, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: Boolean(of.person || of.account || of.record),
  });
}
