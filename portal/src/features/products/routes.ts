/** The products: their page, what its address holds, and its entry in the navigation. */
import { IconPackage } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { LIST_PRODUCTS_CURSOR, LIST_PRODUCTS_Q } from "@/api/limits";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import { search, word } from "@/kit/list/search";
import "./names";

export const products = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "products",
      validateSearch: search({
        q: word(LIST_PRODUCTS_Q.most),
        sort: word(20),
        cursor: word(LIST_PRODUCTS_CURSOR.most),
      }),
      component: lazyRouteComponent(() => import("./ProductsPage")),
    }),
  ],
  nav: [
    {
      key: "catalogue",
      faces: ["staff"],
      path: "products",
      icon: IconPackage,
      group: "company",
      needs: "list_products",
      order: 25,
    },
  ],
});
