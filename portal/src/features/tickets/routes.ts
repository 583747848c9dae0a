/** Where the pages of the tickets are: those of who asks, and the console. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type UnderAsking, underStaff } from "@/context/faces";
import { deskSearch, newTicketSearch, ticketSearch } from "./search";

export const ticketsOfAsking = (under: UnderAsking) =>
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
  ] as const;

export const ticketsOfStaff = [
  createRoute({
    getParentRoute: underStaff,
    path: "desk",
    validateSearch: deskSearch,
    component: lazyRouteComponent(() => import("./desk/DeskPage")),
  }),
] as const;
