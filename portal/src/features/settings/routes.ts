/** The settings of the portal: their pages, and their entry in the navigation. */
import { IconSettings } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import "./names";

export const settings = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "settings",
      component: lazyRouteComponent(() => import("./SettingsPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "settings/$section",
      component: lazyRouteComponent(() => import("./SectionPage")),
    }),
  ],
  nav: [
    {
      key: "settings",
      faces: ["staff"],
      path: "settings",
      icon: IconSettings,
      group: "company",
      needs: "view_settings",
      order: 70,
    },
  ],
});
