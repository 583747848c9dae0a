/** What agents do to many tickets: each by a call of its own, with the version that stood in the list. */
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { ifMatch, unwrap } from "@/api/client";
import type { StaffTicket, StaffTicketSummary, TicketAction } from "@/api/types";
import { useMay } from "@/context/home";
import type { BulkAct } from "@/kit/list/BulkBar";
import { NotAllowedError } from "@/kit/list/notAllowed";
import type { Send } from "@/kit/record/useAct";
import { getTicket, ticketActs } from "../api";

const CloseMany = lazy(() => import("./BulkDialogs").then((module) => ({ default: module.CloseMany })));
const ResolveMany = lazy(() => import("./BulkDialogs").then((module) => ({ default: module.ResolveMany })));

/** Does something to a ticket where the ticket itself allows it. */
function each(name: TicketAction, send: (id: string) => Send) {
  return async ({ id, version }: StaffTicketSummary) => {
    const { allowed } = await getTicket<StaffTicket>(id);
    if (!allowed.includes(name)) throw new NotAllowedError();
    await unwrap(send(id)(ifMatch(version)));
  };
}

/** The acts that are open to the hat; which ticket allows which is asked for when it is its turn. */
export function useDeskBulkActs(): BulkAct<StaffTicketSummary>[] {
  const { t } = useTranslation("desk");
  const may = useMay();
  const acts: (BulkAct<StaffTicketSummary> | false)[] = [
    may("take_ticket") && {
      name: "take",
      label: t("many.take"),
      act: each("take", (id) => ticketActs(id).take),
    },
    may("resolve_ticket") && {
      name: "resolve",
      label: t("many.resolve"),
      dialog: (rows, begin, close) => (
        <ResolveMany
          tickets={rows}
          onClose={close}
          onSend={(text) => begin(each("resolve", (id) => ticketActs(id).resolve(text)))}
        />
      ),
    },
    may("close_ticket") && {
      name: "close",
      label: t("many.close"),
      dialog: (rows, begin, close) => (
        <CloseMany
          tickets={rows}
          onClose={close}
          onSend={() => begin(each("close", (id) => ticketActs(id).close))}
        />
      ),
    },
  ];
  return acts.filter((act) => act !== false);
}
