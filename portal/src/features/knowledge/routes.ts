/** The answers: their pages, the search that leads to them, and their parts of the home page. */
import { IconBooks, IconSearch } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Face } from "@/api/types";
import { underStaff } from "@/context/faces";
import { placesOf } from "@/context/places";
import { type Found, feature } from "@/kit/feature/feature";
import { later } from "@/kit/feature/later";
import { articleSearch } from "./search";
import "./names";

const list = () => lazyRouteComponent(() => import("./KnowledgePage"));
const article = () => lazyRouteComponent(() => import("./ArticlePage"));
const parts = () => import("./home");

/** Words that mean nothing else are looked for in the answers. */
function findAnswers(text: string, { face }: { face: Face }) {
  const words = text.trim();
  return {
    to: placesOf(face).knowledge,
    search: words ? { q: words } : {},
    icon: IconSearch,
    word: "searchFor",
    values: { words },
    meant: "otherwise",
  } satisfies Found;
}

export const knowledge = feature({
  asking: (under) =>
    [
      createRoute({
        getParentRoute: under,
        path: "knowledge",
        validateSearch: articleSearch,
        component: list(),
      }),
      createRoute({ getParentRoute: under, path: "knowledge/$id", component: article() }),
    ] as const,
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "knowledge",
      validateSearch: articleSearch,
      component: list(),
    }),
    createRoute({ getParentRoute: underStaff, path: "knowledge/$id", component: article() }),
  ],
  nav: [
    {
      key: "knowledge",
      path: "knowledge",
      icon: IconBooks,
      group: "support",
      needs: "search_articles",
      order: 25,
      always: true,
    },
  ],
  finds: [{ order: 90, find: findAnswers }],
  sources: [{ order: 20, load: async () => (await import("./found")).useFoundAnswers }],
  widgets: [
    {
      id: "find_answer",
      needs: "search_articles",
      order: 10,
      // Where people come for answers, the search is the head of the page.
      size: ({ first }) => (first ? "full" : "narrow"),
      body: later(parts, "FindAnswer"),
      search: true,
    },
    {
      id: "articles",
      needs: "search_articles",
      order: 40,
      // Staff come for their tickets; articles take less room.
      size: ({ home }) => (home.actions.includes("take_ticket") ? "narrow" : "wide"),
      body: later(parts, "Articles"),
    },
  ],
});
