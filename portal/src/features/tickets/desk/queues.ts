/** The queues of the console that somebody may look into, and the one they are in. */
import { useMay } from "@/context/home";
import { useQueues } from "../api";
import type { DeskSearch } from "../search";

export function useDeskQueues(search: DeskSearch) {
  const may = useMay();
  const all = useQueues();
  // Whoever sees only the tickets of their own queues finds the others only where a ticket is handed on.
  const queues = all.data?.items.filter((one) => one.mine || may("list_tickets", "all")) ?? [];
  // Without a choice an agent starts with the first of their own queues; whoever has none, with the first there is.
  const queue = search.queue ?? (queues.find((one) => one.mine) ?? queues[0])?.id;
  const assigned = search.view === "assigned" || (all.isFetched && !queue);
  return { queues, queue, assigned };
}
