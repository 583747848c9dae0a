/** The accounts: their pages, the entry in the navigation, and what the account purchased on a customer's home page. */
import { IconBuilding } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { LIST_ACCOUNTS_CURSOR, LIST_ACCOUNTS_Q, LIST_ACCOUNTS_TERRITORY } from "@/api/limits";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import { later } from "@/kit/feature/later";
import { oneOf, search, word } from "@/kit/list/search";
import "./names";

export const accounts = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "accounts",
      validateSearch: search({
        q: word(LIST_ACCOUNTS_Q.most),
        plan: oneOf("standard", "premium"),
        territory: word(LIST_ACCOUNTS_TERRITORY.most),
        sort: word(20),
        cursor: word(LIST_ACCOUNTS_CURSOR.most),
      }),
      component: lazyRouteComponent(() => import("./AccountsPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "accounts/$id",
      component: lazyRouteComponent(() => import("./AccountPage")),
    }),
  ],
  nav: [
    {
      key: "accounts",
      faces: ["staff"],
      path: "accounts",
      icon: IconBuilding,
      group: "company",
      needs: "list_accounts",
      order: 20,
    },
  ],
  sources: [{ faces: ["staff"], order: 25, load: async () => (await import("./found")).useFoundAccounts }],
  widgets: [
    {
      id: "products",
      faces: ["customer"],
      needs: "list_entitlements",
      order: 90,
      size: "narrow",
      body: later(() => import("./Products"), "Products"),
      fixed: true,
    },
  ],
});
