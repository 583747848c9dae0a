/** The articles for their editors: list, one article, its text, and their entry in the navigation. */
import { IconFilePencil } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { LIST_MANUSCRIPTS_CURSOR, LIST_MANUSCRIPTS_Q } from "@/api/limits";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import { oneOf, search, word } from "@/kit/list/search";
import "./names";

export const editor = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "articles",
      validateSearch: search({
        state: oneOf("draft", "review", "scheduled", "published", "expired", "archived"),
        owner: oneOf("me"),
        q: word(LIST_MANUSCRIPTS_Q.most),
        cursor: word(LIST_MANUSCRIPTS_CURSOR.most),
        sort: word(),
      }),
      component: lazyRouteComponent(() => import("./ArticlesPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "articles/new",
      component: lazyRouteComponent(() => import("./NewArticlePage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "articles/insights",
      component: lazyRouteComponent(() => import("./InsightsPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "articles/$id",
      component: lazyRouteComponent(() => import("./ManuscriptPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "articles/$id/text",
      component: lazyRouteComponent(() => import("./TextPage")),
    }),
  ],
  nav: [
    {
      key: "editor",
      faces: ["staff"],
      path: "articles",
      icon: IconFilePencil,
      group: "support",
      needs: "list_manuscripts",
      order: 30,
    },
  ],
});
