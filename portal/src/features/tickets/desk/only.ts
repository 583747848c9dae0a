/** Views within a list of the console: tickets nobody has, late ones, and those that wait for an answer. */
import type { StaffTicketSummary } from "@/api/types";
import { nextDue, standsStill } from "../due";

export const ONLY = ["unassigned", "late", "waiting"] as const;
export type Only = (typeof ONLY)[number];

/** Whether a ticket belongs to a view at a moment, in milliseconds. */
export function isOnly(only: Only, ticket: StaffTicketSummary, now: number): boolean {
  if (only === "unassigned") return !ticket.assignee;
  if (only === "waiting") return ticket.state === "waiting";
  const due = nextDue(ticket);
  return due !== null && !standsStill(ticket.state) && Date.parse(due) < now;
}

interface Listed {
  items: readonly StaffTicketSummary[];
  /** Whether the list goes on after these. */
  more: boolean;
  /** Number of tickets that nobody has, where the server counts them. */
  unassigned?: number | null | undefined;
}

/** Count of each view, in words; of a list that goes on, it is the least. */
export function countsOf({ items, more, unassigned }: Listed, now: number): Record<Only, string> {
  const count = (only: Only) => {
    const found = items.filter((ticket) => isOnly(only, ticket, now)).length;
    return `${found}${more ? "+" : ""}`;
  };
  return {
    unassigned: typeof unassigned === "number" ? String(unassigned) : count("unassigned"),
    late: count("late"),
    waiting: count("waiting"),
  };
}
