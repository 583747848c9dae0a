/** Where the pages of the people are. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { underStaff } from "@/context/faces";
import { peopleSearch } from "./search";

export const peopleOfStaff = [
  createRoute({
    getParentRoute: underStaff,
    path: "people",
    validateSearch: peopleSearch,
    component: lazyRouteComponent(() => import("./PeoplePage")),
  }),
  createRoute({
    getParentRoute: underStaff,
    path: "people/$id",
    component: lazyRouteComponent(() => import("./PersonPage")),
  }),
] as const;
