/** The people: their pages, and their entry in the navigation. */
import { IconUsers } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import { inviteSearch, peopleSearch } from "./search";
import "./names";

export const people = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "people",
      validateSearch: peopleSearch,
      component: lazyRouteComponent(() => import("./PeoplePage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "people/invite",
      validateSearch: inviteSearch,
      component: lazyRouteComponent(() => import("./bulk/InviteManyPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "people/$id",
      component: lazyRouteComponent(() => import("./PersonPage")),
    }),
  ],
  nav: [
    {
      key: "people",
      faces: ["staff"],
      path: "people",
      icon: IconUsers,
      group: "company",
      needs: "list_people",
      order: 40,
    },
  ],
  sources: [{ faces: ["staff"], order: 30, load: async () => (await import("./found")).useFoundPeople }],
});
