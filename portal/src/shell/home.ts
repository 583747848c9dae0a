/** The one answer a signed-in person's first page needs; the shell reads from it what the hat may do. */
import { useQuery } from "@tanstack/react-query";
import { api, ok } from "@/api/client";
import type { Action } from "@/api/types";
import { useSession } from "./session";

export const HOME = ["home"] as const;

export function useHome() {
  return useQuery({ queryKey: HOME, queryFn: () => ok(api.GET("/v1/home")), staleTime: 15_000 });
}

/** Whether the hat that is on may do something, on every record or on some; false until that is known. */
export function useMay() {
  const { data } = useHome();
  return (action: Action, on: "some" | "all" = "some") =>
    (on === "all" ? data?.unrestricted : data?.actions)?.includes(action) ?? false;
}

/**
 * Whether the hat that is on sees what its whole company asked. The server tells whether an action reaches everything,
 * not whether it reaches a company: only here does the portal know that those of a manager do.
 */
export function useSeesCompany(): boolean {
  return useSession().hat.role === "manager";
}
