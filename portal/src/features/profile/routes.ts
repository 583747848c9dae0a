/** Where the page of one's own profile is. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type UnderAsking, underStaff } from "@/context/faces";

const page = () => lazyRouteComponent(() => import("./ProfilePage"));

export const profileOfAsking = (under: UnderAsking) =>
  [createRoute({ getParentRoute: under, path: "profile", component: page() })] as const;

export const profileOfStaff = [
  createRoute({ getParentRoute: underStaff, path: "profile", component: page() }),
] as const;
