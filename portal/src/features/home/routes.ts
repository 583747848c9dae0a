/** Routes of a face's first page and of the page that arranges it. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";

const first = () => lazyRouteComponent(() => import("./HomePage"));
const layout = () => lazyRouteComponent(() => import("./LayoutPage"));

export const home = feature({
  asking: (under) =>
    [
      createRoute({ getParentRoute: under, path: "/", component: first() }),
      createRoute({ getParentRoute: under, path: "layout", component: layout() }),
    ] as const,
  staff: [
    createRoute({ getParentRoute: underStaff, path: "/", component: first() }),
    createRoute({ getParentRoute: underStaff, path: "layout", component: layout() }),
  ],
});
