/** Reading articles as their editors see them, and the acts on them. */
import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { ArticleText, Manuscript } from "@/api/types";
import { collect } from "@/kit/list/collect";
import type { Asked } from "@/kit/list/useListing";
import type { Send } from "@/kit/record/useAct";

export const manuscriptsKey = ["manuscripts"] as const;
export const manuscriptKey = (id: string) => ["manuscript", id] as const;
export const versionsKey = (id: string) => ["manuscript", id, "versions"] as const;

/** Queries of readers that show something of an article. */
export const READERS: readonly (readonly string[])[] = [["articles"], ["article"]];

export function useManuscript(id: string) {
  return useQuery({
    queryKey: manuscriptKey(id),
    queryFn: () => unwrap(api.GET("/v1/editor/articles/{id}", { params: { path: { id } } })),
  });
}

/** Products that an article can be about. */
export function useArticleProducts() {
  return useQuery({
    queryKey: ["products", "all"],
    queryFn: async ({ signal }) => {
      const ask = (query: Asked) => unwrap(api.GET("/v1/products", { params: { query } }));
      return (await collect(ask, { signal, onCount: () => undefined })).rows;
    },
    staleTime: 60_000,
  });
}

/** History of an article, the newest version first, page by page. */
export function useVersions(id: string) {
  return useInfiniteQuery({
    queryKey: versionsKey(id),
    initialPageParam: "",
    queryFn: ({ pageParam: cursor }) =>
      unwrap(
        api.GET("/v1/articles/{id}/versions", {
          params: { path: { id }, query: cursor ? { cursor } : {} },
        }),
      ),
    getNextPageParam: ({ next_cursor: next }) => next ?? undefined,
  });
}

const insightsQuery = queryOptions({
  queryKey: ["article-insights"],
  queryFn: () => unwrap(api.GET("/v1/knowledge/insights")),
  staleTime: 60_000,
});

/** Deflections, unhelpful votes and searches without results of the last weeks. */
export function useInsights() {
  return useQuery(insightsQuery);
}

/** Their counts by week, the oldest first. */
export function useInsightWeeks() {
  return useQuery({ ...insightsQuery, select: ({ weeks }) => weeks });
}

/** Acts that need no words. */
export function manuscriptActs(id: string) {
  const path = { id };
  return {
    review: ((header) =>
      api.POST("/v1/articles/{id}/review", { params: { path, header } })) satisfies Send<Manuscript>,
    publish: ((header) =>
      api.POST("/v1/articles/{id}/publish", { params: { path, header } })) satisfies Send<Manuscript>,
    discard: ((header) =>
      api.POST("/v1/articles/{id}/discard", { params: { path, header } })) satisfies Send<Manuscript>,
    archive: ((header) =>
      api.POST("/v1/articles/{id}/archive", { params: { path, header } })) satisfies Send<Manuscript>,
    replace: (body: ArticleText) =>
      ((header) =>
        api.PUT("/v1/articles/{id}", { params: { path, header }, body })) satisfies Send<Manuscript>,
  };
}
