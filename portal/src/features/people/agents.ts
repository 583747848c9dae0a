/** The people who work on queues, as far as the queues tell. */
import type { Queue } from "@/api/types";

export interface Agent {
  id: string;
  name: string;
  queues: string[];
}

/** Everybody who works on a queue, each once. */
export function agentsOf(queues: Queue[]): Agent[] {
  const all = new Map<string, Agent>();
  for (const { name: queue, agents } of queues)
    for (const { id, name } of agents) {
      const agent = all.get(id) ?? { id, name, queues: [] };
      agent.queues.push(queue);
      all.set(id, agent);
    }
  return [...all.values()].sort((one, other) => one.name.localeCompare(other.name));
}
