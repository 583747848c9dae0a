/** Reading the touch ledger. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** Filter of touches: by person, account or record. */
export interface TouchesOf {
  person?: string | undefined;
  account?: string | undefined;
  record?: string | undefined;
}

type Wanted = TouchesOf & { limit: number; cursor?: string };

export function listTouches(query: Wanted) {
  return unwrap(api.GET("/v1/touches", { params: { query } }));
}

/** The latest touches, for the side of a record. */
export function useTouches(query: Wanted) {
  return useQuery({ queryKey: ["touches", query], queryFn: () => listTouches(query) });
}
