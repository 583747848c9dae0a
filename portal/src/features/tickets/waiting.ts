/** How many of one's own tickets wait for oneself: to answer a question, or to say whether it is solved. */
import type { TicketSummary } from "@/api/types";
import { useHome } from "@/context/home";
import { useSession } from "@/context/session";

/** Whether a ticket waits for somebody: a question was asked, or a solution proposed, and it is theirs. */
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
