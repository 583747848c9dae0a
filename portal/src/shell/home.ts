/** The one answer a signed-in person's first page needs; the shell reads the capabilities from it. */
import { useQuery } from "@tanstack/react-query";
import { api, ok } from "@/api/client";

export const HOME = ["home"] as const;

export function useHome() {
  return useQuery({ queryKey: HOME, queryFn: () => ok(api.GET("/v1/home")), staleTime: 15_000 });
}
