/** Where the pages of the answers are. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type UnderAsking, underStaff } from "@/context/faces";
import { articleSearch } from "./search";

const list = () => lazyRouteComponent(() => import("./KnowledgePage"));
const article = () => lazyRouteComponent(() => import("./ArticlePage"));

export const knowledgeOfAsking = (under: UnderAsking) =>
  [
    createRoute({
      getParentRoute: under,
      path: "knowledge",
      validateSearch: articleSearch,
      component: list(),
    }),
    createRoute({ getParentRoute: under, path: "knowledge/$id", component: article() }),
  ] as const;

export const knowledgeOfStaff = [
  createRoute({
    getParentRoute: underStaff,
    path: "knowledge",
    validateSearch: articleSearch,
    component: list(),
  }),
  createRoute({ getParentRoute: underStaff, path: "knowledge/$id", component: article() }),
] as const;
