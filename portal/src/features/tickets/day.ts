import type { StaffTicketSummary } from "@/api/types";
import { nextDue, standsStill } from "./due";

const DAY = 24 * 60 * 60 * 1000;

/** Counts of an agent's own tickets: late, due soon, waiting for an answer, waiting to be confirmed. */
export function dayOf(tickets: readonly StaffTicketSummary[], now: number) {
  const left = tickets
    .filter(({ state }) => !standsStill(state))
    .map((ticket) => nextDue(ticket))
    .filter((due) => due !== null)
    .map((due) => Date.parse(due) - now);
  const inState = (wanted: string) => tickets.filter(({ state }) => state === wanted).length;
  return {
    late: left.filter((time) => time < 0).length,
    soon: left.filter((time) => time >= 0 && time < DAY).length,
    asked: inState("waiting"),
    solved: inState("resolved"),
  };
}
