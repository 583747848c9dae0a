/** Search parameters of the ticket pages. */
import {
  LIST_TEAM_TICKETS_CURSOR,
  LIST_TICKETS_CURSOR,
  LIST_TICKETS_NUMBER,
  SEARCH_ARTICLES_Q,
  SEARCH_TICKETS_Q,
} from "@/api/limits";
import { day } from "@/kit/list/day";
import { oneOf, type SearchOf, search, word } from "@/kit/list/search";

/** Orders other than the usual one of a list. */
export const ORDERS = ["earliest_change", "newest", "oldest"] as const;

export const ticketSearch = search({
  view: oneOf("company"),
  status: oneOf("done"),
  severity: oneOf("critical", "high", "medium", "low"),
  product: word(),
  requester: word(),
  order: oneOf(...ORDERS),
  from: day,
  to: day,
  number: word(LIST_TICKETS_NUMBER.most),
  q: word(SEARCH_TICKETS_Q.most),
  cursor: word(LIST_TICKETS_CURSOR.most),
});
export type TicketSearch = SearchOf<typeof ticketSearch>;

/** Words of a search without results, or the closed ticket that a new one follows. */
export const newTicketSearch = search({ synopsis: word(SEARCH_ARTICLES_Q.most), follows: word() });
export type NewTicketSearch = SearchOf<typeof newTicketSearch>;

export const deskSearch = search({
  view: oneOf("assigned"),
  queue: word(),
  status: oneOf("done"),
  only: oneOf("unassigned", "late", "waiting"),
  order: oneOf(...ORDERS),
  from: day,
  to: day,
  number: word(LIST_TICKETS_NUMBER.most),
  q: word(SEARCH_TICKETS_Q.most),
  ticket: word(),
});
export type DeskSearch = SearchOf<typeof deskSearch>;

/** The numbers of the team: by agent instead of by queue. */
export const teamSearch = search({ by: oneOf("agent") });
export type TeamSearch = SearchOf<typeof teamSearch>;

/** The tickets behind one of the numbers. */
export const teamTicketsSearch = search({
  measure: oneOf("open", "due_today", "overdue", "answered", "solved"),
  queue: word(),
  agent: word(),
  unassigned: oneOf("yes"),
  cursor: word(LIST_TEAM_TICKETS_CURSOR.most),
});
