/** Identifiers that touches can be looked up by: IDs and ticket numbers. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text has the form of an ID. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** Looks up a ticket's ID by its number; null if the reader may see no such ticket. */
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
