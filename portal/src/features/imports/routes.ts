/** Imports: their pages, what the address holds, and their entry in the navigation. */
import { IconTableImport } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { LIST_IMPORT_LINES_CURSOR, LIST_IMPORTS_CURSOR } from "@/api/limits";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import { oneOf, search, word } from "@/kit/list/search";
import "./names";

export const imports = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "imports",
      validateSearch: search({ cursor: word(LIST_IMPORTS_CURSOR.most) }),
      component: lazyRouteComponent(() => import("./ImportsPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "imports/new",
      component: lazyRouteComponent(() => import("./NewImportPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "imports/$id",
      validateSearch: search({
        outcome: oneOf("create", "change", "same", "error"),
        cursor: word(LIST_IMPORT_LINES_CURSOR.most),
      }),
      component: lazyRouteComponent(() => import("./ImportPage")),
    }),
  ],
  nav: [
    {
      key: "imports",
      faces: ["staff"],
      path: "imports",
      icon: IconTableImport,
      group: "company",
      needs: "list_imports",
      order: 45,
    },
  ],
});
