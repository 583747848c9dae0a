/** Number of one's own tickets that wait for oneself: to answer a question, or to confirm a solution. */
import type { TicketSummary } from "@/api/types";
import { useHome } from "@/context/home";
import { useSession } from "@/context/session";

/** Whether a person's ticket waits for that person: a question was asked, or a solution proposed. */
export function waitsFor(
  person: string,
  { state, requester }: Pick<TicketSummary, "state" | "requester">,
): boolean {
  return (state === "waiting" || state === "resolved") && requester.id === person;
}

export function useWaiting(): number {
  const { person } = useSession();
  const { data } = useHome();
  return data?.widgets.my_tickets?.filter((ticket) => waitsFor(person.id, ticket)).length ?? 0;
}
