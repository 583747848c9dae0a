/** Where the first page of a face and its arrangement are. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type UnderAsking, underStaff } from "@/context/faces";

const home = () => lazyRouteComponent(() => import("./HomePage"));
const layout = () => lazyRouteComponent(() => import("./LayoutPage"));

export const homeOfAsking = (under: UnderAsking) =>
  [
    createRoute({ getParentRoute: under, path: "/", component: home() }),
    createRoute({ getParentRoute: under, path: "layout", component: layout() }),
  ] as const;

export const homeOfStaff = [
  createRoute({ getParentRoute: underStaff, path: "/", component: home() }),
  createRoute({ getParentRoute: underStaff, path: "layout", component: layout() }),
] as const;
