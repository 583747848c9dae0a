/** Where the page of the ledger is. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { underStaff } from "@/context/faces";
import { touchSearch } from "./search";

export const touchesOfStaff = [
  createRoute({
    getParentRoute: underStaff,
    path: "touches",
    validateSearch: touchSearch,
    component: lazyRouteComponent(() => import("./TouchesPage")),
  }),
] as const;
