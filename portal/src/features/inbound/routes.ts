/** Mails that joined no ticket: their pages, what the address holds, and the entry in the navigation. */
import { IconMailQuestion } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { LIST_INBOUND_MAILS_CURSOR, LIST_INBOUND_MAILS_FROM } from "@/api/limits";
import { underStaff } from "@/context/faces";
import { feature } from "@/kit/feature/feature";
import { oneOf, search, word } from "@/kit/list/search";
import "./names";
import { AUTOMATIC, BY_HAND } from "./reasons";

export const inbound = feature({
  staff: [
    createRoute({
      getParentRoute: underStaff,
      path: "unmatched-mail",
      validateSearch: search({
        state: oneOf("set_aside"),
        reason: oneOf(...AUTOMATIC, ...BY_HAND),
        from: word(LIST_INBOUND_MAILS_FROM.most),
        cursor: word(LIST_INBOUND_MAILS_CURSOR.most),
      }),
      component: lazyRouteComponent(() => import("./InboundPage")),
    }),
    createRoute({
      getParentRoute: underStaff,
      path: "unmatched-mail/$id",
      component: lazyRouteComponent(() => import("./InboundMailPage")),
    }),
  ],
  nav: [
    {
      key: "inbound",
      faces: ["staff"],
      path: "unmatched-mail",
      icon: IconMailQuestion,
      group: "support",
      needs: "list_inbound_mails",
      order: 55,
    },
  ],
});
