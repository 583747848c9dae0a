/** The parked jobs: their page, its entry in the navigation, and their part of the home page. */
import { IconRefreshAlert } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import { later } from "@/kit/feature/later";
import { jobSearch } from "./search";
import "./names";

export const jobs = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "jobs",
      validateSearch: jobSearch,
      component: lazyRouteComponent(() => import("./JobsPage")),
    }),
  ],
  nav: [
    {
      key: "jobs",
      faces: ["staff"],
      path: "jobs",
      icon: IconRefreshAlert,
      group: "company",
      needs: "list_jobs",
      order: 60,
    },
  ],
  widgets: [
    {
      id: "failed_jobs",
      faces: ["staff"],
      needs: "list_jobs",
      order: 50,
      size: "narrow",
      body: later(() => import("./home"), "FailedJobs"),
    },
  ],
});
