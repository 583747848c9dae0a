/** Route of the page of one's own profile. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";

const page = () => lazyRouteComponent(() => import("./ProfilePage"));

export const profile = feature({
  asking: (under) => [createRoute({ getParentRoute: under, path: "profile", component: page() })] as const,
  staff: [createRoute({ getParentRoute: underStaff, path: "profile", component: page() })],
});
