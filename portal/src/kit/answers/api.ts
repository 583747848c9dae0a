/** Reading articles, and finding those that may help. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { languageOf } from "@/i18n/language";

export function useArticle(id: string) {
  return useQuery({
    queryKey: ["article", id],
    queryFn: () => unwrap(api.GET("/v1/articles/{id}", { params: { path: { id } } })),
    staleTime: 60_000,
  });
}

/** Articles that may answer what is being typed, those in the reader's language first. */
export function useSuggestions(q: string, product: string) {
  const { i18n } = useTranslation();
  const language = languageOf(i18n.language);
  return useQuery({
    queryKey: ["suggestions", q, product],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/v1/articles/suggestions", {
          params: { query: { q, language, ...(product ? { product } : {}) } },
          signal,
        }),
      ),
    enabled: q !== "",
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
}
