/** The canned replies: their page, what its address holds, and its entry in the navigation. */
import { IconMessages } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { LIST_CANNED_REPLIES_CURSOR } from "@/api/limits";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import { oneOf, search, word } from "@/kit/list/search";
import "./names";

export const canned = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "canned-replies",
      validateSearch: search({
        state: oneOf("retired"),
        cursor: word(LIST_CANNED_REPLIES_CURSOR.most),
      }),
      component: lazyRouteComponent(() => import("./CannedPage")),
    }),
  ],
  nav: [
    {
      key: "canned",
      faces: ["staff"],
      path: "canned-replies",
      icon: IconMessages,
      group: "support",
      needs: "list_canned_replies",
      order: 50,
    },
  ],
});
