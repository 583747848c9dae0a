/** Reading articles, and finding those that may help. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

export function useArticle(id: string) {
  return useQuery({
    queryKey: ["article", id],
    queryFn: () => unwrap(api.GET("/v1/articles/{id}", { params: { path: { id } } })),
    staleTime: 60_000,
  });
}

/** Articles that may answer what is being typed. */
export function useSuggestions(q: string, product: string) {
  return useQuery({
    queryKey: ["suggestions", q, product],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/v1/articles/suggestions", {
          params: { query: { q, ...(product ? { product } : {}) } },
          signal,
        }),
      ),
    enabled: q !== "",
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
}
