/** Acts of agents on many tickets: each is a call of its own, with the version in the list. */
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicketSummary } from "@/api/types";
import { useMay } from "@/context/home";
import type { RowAct } from "@/kit/list/acts";
import { ticketActs } from "../api";

const CloseMany = lazy(() => import("./BulkDialogs").then((module) => ({ default: module.CloseMany })));
const ResolveMany = lazy(() => import("./BulkDialogs").then((module) => ({ default: module.ResolveMany })));

/** Returns the acts that are open to the hat; the server decides whether each is possible on a ticket. */
export function useDeskBulkActs(): RowAct<StaffTicketSummary>[] {
  const { t } = useTranslation("desk");
  const may = useMay();
  const acts: (RowAct<StaffTicketSummary> | false)[] = [
    may("take_ticket") && {
      name: "take",
      label: t("many.take"),
      send: ({ id }) => ticketActs(id).take,
      undo: ({ id, assignee }) => ticketActs(id).assign({ assignee_id: assignee?.id ?? null }),
    },
    may("resolve_ticket") && {
      name: "resolve",
      label: t("many.resolve"),
      many: ({ rows, begin, onClose }) => (
        <ResolveMany
          tickets={rows}
          onClose={onClose}
          onSend={(text) => begin(({ id }) => ticketActs(id).resolve(text), text)}
        />
      ),
    },
    may("close_ticket") && {
      name: "close",
      label: t("many.close"),
      many: ({ rows, begin, onClose }) => (
        <CloseMany tickets={rows} onClose={onClose} onSend={() => begin(({ id }) => ticketActs(id).close)} />
      ),
    },
  ];
  return acts.filter((act) => act !== false);
}
