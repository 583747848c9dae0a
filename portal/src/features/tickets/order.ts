/** Order and days of a list of tickets in its address, and as the server is asked for them. */
import type { DaysSearch } from "@/kit/list/day";
import { periodOf } from "@/kit/list/days";
import type { ORDERS } from "./search";

type TicketOrder = (typeof ORDERS)[number];

export interface OrderSearch extends DaysSearch {
  order?: TicketOrder | undefined;
}

/** The order of an address, if the list has it: tickets to be done are sorted by target or opening. */
export function orderIn({ order }: OrderSearch, urgent: boolean): TicketOrder | undefined {
  return urgent && order === "earliest_change" ? undefined : order;
}

/** The order and the period that the server is asked for. */
export function orderOf(search: OrderSearch, urgent: boolean, timeZone: string) {
  const sort = orderIn(search, urgent);
  return { ...(sort ? { sort } : {}), ...periodOf(search, timeZone) };
}
