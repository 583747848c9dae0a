import type { TicketSummary } from "@/api/types";

/** The next target still ahead: the first answer until there is one, then the solution. */
export function nextDue(
  ticket: Pick<TicketSummary, "state" | "first_responded_at" | "first_response_due" | "resolution_due">,
): string | null {
  if (ticket.state === "resolved" || ticket.state === "closed" || ticket.state === "merged") return null;
  return (ticket.first_responded_at ? null : ticket.first_response_due) ?? ticket.resolution_due ?? null;
}

/** Whether the clocks of a ticket in this state are paused. */
export function standsStill(state: TicketSummary["state"]): boolean {
  return state === "waiting" || state === "on_hold";
}
