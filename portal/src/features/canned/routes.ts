/** Where the page of the canned replies is, and what its address holds. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { LIST_CANNED_REPLIES_CURSOR } from "@/api/limits";
import { underStaff } from "@/context/faces";
import { oneOf, search, word } from "@/kit/list/search";

export const cannedOfStaff = [
  createRoute({
    getParentRoute: underStaff,
    path: "canned-replies",
    validateSearch: search({
      state: oneOf("retired"),
      cursor: word(LIST_CANNED_REPLIES_CURSOR.most),
    }),
    component: lazyRouteComponent(() => import("./CannedPage")),
  }),
] as const;
