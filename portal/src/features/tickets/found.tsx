/** Active tickets in the search panel, and the people who asked in them. */
import { useDebouncedValue } from "@mantine/hooks";
import { IconTicket, IconUser } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { SEARCH_TICKETS_Q } from "@/api/limits";
import type { StaffTicketSummary, TicketSummary } from "@/api/types";
import { firstCharacters } from "@/components/text";
import { useStateWords } from "@/components/useServerWords";
import { useQueues } from "@/context/company";
import { useMay, useTicketLists } from "@/context/home";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import type { Option, OptionGroup, Sought, UseOptions } from "@/kit/feature/feature";
import { useFeatureWords } from "@/kit/feature/features";
import { fits, most, readings } from "@/kit/feature/sources";
import { findTickets, type ListFilter, listTickets } from "./api";

/** Most queues that are searched. */
const QUEUES = 4;
const FRESH = 30_000;
/** Pause after a letter before words are sent to the server, in milliseconds. */
const PAUSE = 200;
/** Fewest letters that are sent to the server. */
const LEAST = 3;
/** Most tickets that are found by words. */
const WORDS = 10;

type Listed = TicketSummary & Partial<Pick<StaffTicketSummary, "queue" | "assignee">>;

/** Lists that are searched: a person's own or their company's; for an agent, those of their queues as well. */
function useLists(): { lists: ListFilter[]; queues: ReturnType<typeof useQueues> } {
  const { kind } = useSession().hat;
  const may = useMay();
  const lists = useTicketLists();
  const staff = kind === "staff";
  const queues = useQueues(staff && may("list_queues"));
  if (!may("list_tickets")) return { lists: [], queues };
  if (!staff)
    return { lists: [{ view: lists?.includes("company") ? "company" : "mine", status: "active" }], queues };
  const own = (queues.data?.items ?? []).filter(({ mine }) => mine).slice(0, QUEUES);
  return {
    lists: [
      { view: "assigned", status: "active" },
      ...own.map(({ id }): ListFilter => ({ view: "queue", queue: id, status: "active" })),
    ],
    queues,
  };
}

/** Active tickets that the lists show, each once, the person's own first. */
function useTicketsInReach() {
  const { lists, queues } = useLists();
  const found = useQueries({
    queries: lists.map((filter) => ({
      queryKey: ["tickets", "search", filter],
      queryFn: () => listTickets<Listed>(filter, 100),
      staleTime: FRESH,
      retry: false,
    })),
  });
  const all = new Map<string, Listed>();
  for (const { data } of found) for (const ticket of data?.items ?? []) all.set(ticket.id, ticket);
  return { tickets: [...all.values()], ...readings([queues, ...found]) };
}

const from = ({ account, partner }: Listed) => account?.name ?? partner?.name ?? "";

export const useFoundTickets: UseOptions = (sought: Sought) => {
  const { kind } = useSession().hat;
  const places = usePlaces();
  const company = useTicketLists()?.includes("company");
  const words = useFeatureWords();
  const { tickets, searching, failed } = useTicketsInReach();
  const state = useStateWords();
  const byWords = useTicketsByWords(sought);
  const staff = kind === "staff";
  const near = tickets.filter((ticket) =>
    fits(sought, [ticket.number, ticket.synopsis, ticket.requester.name, from(ticket)].join(" ")),
  );
  // Tickets of the lists come first: their names are matched as they are typed.
  const found = [...near, ...byWords.tickets.filter(({ id }) => near.every((ticket) => ticket.id !== id))];
  const options = found.slice(0, most(sought)).map((ticket): Option => {
    const { id, number, synopsis, requester } = ticket;
    return {
      id,
      label: synopsis,
      icon: IconTicket,
      detail: `${number} · ${staff ? from(ticket) || requester.name : state(ticket)}`,
      leads: staff ? { to: "/staff/desk", search: { ticket: id } } : { to: places.ticket, params: { id } },
    };
  });
  const title = words.name(staff ? "staff_tickets" : company ? "company_tickets" : "my_tickets");
  return {
    groups: [{ id: "tickets", title, options }, usePeople(sought, tickets)],
    searching: searching || byWords.searching,
    failed: failed || byWords.failed,
  };
};

/** Tickets with all of the words, active or not. Those of earlier words are hidden. */
function useTicketsByWords({ text, typed }: Sought) {
  const may = useMay();
  const open = typed.length >= LEAST && may("list_tickets");
  const wanted = open ? firstCharacters(text.trim(), SEARCH_TICKETS_Q.most) : "";
  const [settled] = useDebouncedValue(wanted, PAUSE);
  const asked = open && settled.length >= SEARCH_TICKETS_Q.least ? settled : "";
  const query = useQuery({
    enabled: asked !== "",
    queryKey: ["tickets", "search", "words", asked],
    queryFn: () => findTickets<Listed>(asked, {}, WORDS),
    staleTime: FRESH,
    retry: false,
  });
  const current = wanted === "" || asked === wanted;
  const { searching, failed } = readings([query]);
  return {
    tickets: asked && current ? (query.data?.items ?? []) : [],
    searching: searching || !current,
    failed: failed && current,
  };
}

/** People who asked in these tickets, for staff who may open a person's page. */
function usePeople(sought: Sought, tickets: readonly Listed[]): OptionGroup {
  const { t } = useTranslation();
  const { kind } = useSession().hat;
  const open = useMay()("view_person") && kind === "staff" && sought.typed !== "";
  const people = new Map<string, Option>();
  for (const ticket of open ? tickets : []) {
    const { id, name } = ticket.requester;
    if (!fits(sought, `${name} ${from(ticket)}`)) continue;
    const leads = { to: "/staff/people/$id", params: { id } };
    people.set(id, { id, label: name, icon: IconUser, detail: from(ticket), leads });
  }
  return { id: "people", title: t("nav.people"), options: [...people.values()].slice(0, most(sought)) };
}

/** Synopsis of the ticket with a number. */
export function Synopsis({ values }: { values: Record<string, string> }) {
  const words = useFeatureWords();
  const filter: ListFilter = { view: "mine", status: "active", number: values.number ?? "" };
  const { data } = useQuery({
    queryKey: ["tickets", "search", filter.number],
    queryFn: () => listTickets<TicketSummary>(filter, 1),
    retry: false,
  });
  return data ? (data.items[0]?.synopsis ?? words.name("notYours")) : null;
}
