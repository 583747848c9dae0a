/** Queues of the console that the hat may look into, and the current one. */
import { useMay } from "@/context/home";
import { useQueues } from "../api";
import type { DeskSearch } from "../search";

/** With `renew`, the counts of the queues are fetched again after so many milliseconds. */
export function useDeskQueues(search: DeskSearch, renew?: number) {
  const may = useMay();
  const all = useQueues(true, renew);
  // An agent who sees only tickets of their own queues gets the other queues only for handing a ticket on.
  const queues = all.data?.items.filter((one) => one.mine || may("list_tickets", "all")) ?? [];
  // Without a choice an agent starts with the first of their own queues, or the first of all if they have none.
  const queue = search.queue ?? (queues.find((one) => one.mine) ?? queues[0])?.id;
  const assigned = search.view === "assigned" || (all.isFetched && !queue);
  return { queues, queue, assigned };
}
