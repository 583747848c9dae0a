/** The one answer with all data for a signed-in person's first page; the shell reads from it what the hat may do. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Action, Home } from "@/api/types";

export const homeQueryKey = ["home"] as const;

export function useHome(enabled = true) {
  return useQuery({
    enabled,
    queryKey: homeQueryKey,
    queryFn: () => unwrap(api.GET("/v1/home")),
    staleTime: 15_000,
  });
}

/** Reports whether the current hat may do something, on every record or on some; false until that is known. */
export function useMay() {
  const { data } = useHome();
  return (action: Action, on: "some" | "all" = "some") =>
    (on === "all" ? data?.unrestricted : data?.actions)?.includes(action) ?? false;
}

/** Lists of tickets that the current hat may ask for; undefined until the server has answered. */
export function useTicketLists(): Home["ticket_lists"] | undefined {
  return useHome().data?.ticket_lists;
}
