/** Reading one person. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

export const personKey = (id: string) => ["person", id];

export function usePerson(id: string) {
  return useQuery({
    queryKey: personKey(id),
    queryFn: () => unwrap(api.GET("/v1/people/{id}", { params: { path: { id } } })),
    staleTime: 60_000,
  });
}
