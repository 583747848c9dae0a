/** What somebody may name to look up its touches. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether this can be the id of anything. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** The id of the ticket somebody named by its number; null when there is none they may see. */
export function useTicketId(number: string | null) {
  return useQuery({
    queryKey: ["ticket-id", number],
    queryFn: async () => {
      const query = { number: number ?? "", limit: 1 };
      const page = await unwrap(api.GET("/v1/tickets", { params: { query } }));
      return page.items[0]?.id ?? null;
    },
    enabled: number !== null,
  });
}
