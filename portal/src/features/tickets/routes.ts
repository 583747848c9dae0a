/** The tickets: the pages of those who ask, the console, and the parts in the shell and on the home page. */
import { IconChartBar, IconInbox, IconPencilPlus, IconTicket } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Face } from "@/api/types";
import { underStaff } from "@/context/faces";
import { numberOrDigits, ticketNumber } from "@/context/numbers";
import { placesOf } from "@/context/places";
import { type About, type Found, feature } from "@/kit/feature/feature";
import { later } from "@/kit/feature/later";
import { deskSearch, newTicketSearch, teamSearch, teamTicketsSearch, ticketSearch } from "./search";
import { useWaiting } from "./waiting";
import "./names";

const ASKING = ["customer", "partner", "employee"] as const;
const STAFF = ["staff"] as const;

const askers = () => import("./home/asking");
const agents = () => import("./home/desk");
const found = () => import("./found");
const Synopsis: Found["detail"] = later(found, "Synopsis");

/** Leads from a number to its ticket. Digits without the letter may mean something else as well. */
function findTicket(text: string, { face, may }: { face: Face; may: (action: "list_tickets") => boolean }) {
  const number = numberOrDigits(text);
  if (!number || !may("list_tickets")) return null;
  return {
    to: face === "staff" ? "/staff/desk" : placesOf(face).tickets,
    search: { number },
    icon: IconTicket,
    word: "openTicket",
    values: { number },
    detail: Synopsis,
    meant: ticketNumber(text) ? "surely" : "perhaps",
  } satisfies Found;
}

export const tickets = feature({
  asking: (under) =>
    [
      createRoute({
        getParentRoute: under,
        path: "tickets",
        validateSearch: ticketSearch,
        component: lazyRouteComponent(() => import("./TicketsPage")),
      }),
      createRoute({
        getParentRoute: under,
        path: "tickets/new",
        validateSearch: newTicketSearch,
        component: lazyRouteComponent(() => import("./NewTicketPage")),
      }),
      createRoute({
        getParentRoute: under,
        path: "tickets/$id",
        component: lazyRouteComponent(() => import("./TicketPage")),
      }),
    ] as const,
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "desk",
      validateSearch: deskSearch,
      component: lazyRouteComponent(() => import("./desk/DeskPage")),
      staticData: { wide: true },
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "team",
      validateSearch: teamSearch,
      component: lazyRouteComponent(() => import("./team/TeamPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "team/tickets",
      validateSearch: teamTicketsSearch,
      component: lazyRouteComponent(() => import("./team/TeamTicketsPage")),
    }),
  ],
  nav: [
    {
      key: "tickets",
      faces: ASKING,
      path: "tickets",
      icon: IconTicket,
      group: "support",
      needs: "list_tickets",
      order: 10,
      always: true,
      useBadge: useWaiting,
    },
    {
      key: "newTicket",
      faces: ASKING,
      path: "tickets/new",
      icon: IconPencilPlus,
      group: "support",
      needs: "open_ticket",
      order: 20,
      always: true,
      act: true,
    },
    {
      key: "desk",
      faces: STAFF,
      path: "desk",
      icon: IconInbox,
      group: "work",
      needs: "list_tickets",
      order: 10,
      // Each queue has an entry of its own, so the console needs none.
      instead: { needs: "list_queues", body: later(() => import("./desk/QueueLinks"), "default") },
    },
    {
      key: "team",
      faces: STAFF,
      path: "team",
      icon: IconChartBar,
      group: "work",
      needs: "view_team",
      order: 15,
    },
  ],
  finds: [{ order: 10, find: findTicket }],
  sources: [{ order: 10, load: async () => (await found()).useFoundTickets }],
  widgets: [
    {
      id: "my_tickets",
      needs: "list_tickets",
      faces: ASKING,
      order: 20,
      size: "wide",
      body: later(askers, "MyTickets"),
      ahead: later(askers, "NeedsYou"),
      word: ({ home }: About) => (home.ticket_lists.includes("company") ? "company_tickets" : "my_tickets"),
    },
    {
      id: "submit_ticket",
      needs: "open_ticket",
      faces: ASKING,
      order: 30,
      size: "narrow",
      body: later(askers, "SubmitTicket"),
    },
    {
      id: "my_work",
      needs: "take_ticket",
      faces: STAFF,
      order: 10,
      size: "wide",
      body: later(agents, "MyWork"),
      ahead: later(agents, "MyDay"),
    },
    {
      id: "queue",
      needs: "list_queues",
      faces: STAFF,
      order: 20,
      size: "wide",
      body: later(agents, "QueueTop"),
    },
  ],
  standing: [
    { needs: "open_ticket", order: 10, body: later(askers, "AskersStanding") },
    { needs: "take_ticket", order: 20, body: later(agents, "AgentsStanding") },
  ],
});
