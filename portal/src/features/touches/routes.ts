/** The ledger: its page, and its entry in the navigation. */
import { IconHistory } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import { touchSearch } from "./search";
import "./names";

export const touches = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "touches",
      validateSearch: touchSearch,
      component: lazyRouteComponent(() => import("./TouchesPage")),
    }),
  ],
  nav: [
    {
      key: "touches",
      faces: ["staff"],
      path: "touches",
      icon: IconHistory,
      group: "company",
      needs: "list_touches",
      order: 30,
    },
  ],
});
