/** The numbers of the team, and the tickets behind them. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";

export type Team = components["schemas"]["TeamView"];
export type TeamNumbers = components["schemas"]["TeamNumbers"];
export type Measure = components["schemas"]["TeamMeasure"];

export const MEASURES = ["open", "due_today", "overdue", "answered", "solved"] as const;

export const teamKey = ["team"] as const;

/** Time after which the numbers renew themselves, in milliseconds. */
const REFRESH = 60_000;

export const teamQuery = queryOptions({
  queryKey: [...teamKey, "numbers"],
  queryFn: () => unwrap(api.GET("/v1/team")),
  staleTime: 20_000,
  refetchInterval: REFRESH,
});

/** Tickets of a number: of all, of a queue, of an agent, or of nobody. */
export interface Part {
  queue?: string;
  agent?: string;
  unassigned?: "yes";
}

/** Numbers of a queue or an agent, with the name of it and the part of the tickets that they count. */
export interface Row {
  key: string;
  name: string;
  part: Part;
  numbers: TeamNumbers;
}

export function rowsOf(team: Team, by: "queue" | "agent", nobody: string): Row[] {
  if (by === "queue")
    return team.queues.map(({ queue, ...numbers }) => ({
      key: queue.id,
      name: queue.name,
      part: { queue: queue.id },
      numbers,
    }));
  return team.agents.map(({ agent, ...numbers }) => ({
    key: agent?.id ?? "",
    name: agent?.name ?? nobody,
    part: agent ? { agent: agent.id } : { unassigned: "yes" },
    numbers,
  }));
}

/** The number of a measure. */
export function numberOf(numbers: TeamNumbers, measure: Measure): number {
  const value = numbers[measure];
  return typeof value === "number" ? value : value.count;
}
