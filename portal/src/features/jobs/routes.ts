/** Where the pages of the jobs are. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { underStaff } from "@/context/faces";
import { jobSearch } from "./search";

export const jobsOfStaff = [
  createRoute({
    getParentRoute: underStaff,
    path: "jobs",
    validateSearch: jobSearch,
    component: lazyRouteComponent(() => import("./JobsPage")),
  }),
] as const;
