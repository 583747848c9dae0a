/** Acts of agents on many tickets: each is a call of its own, with the version in the list. */
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { seen, unwrap } from "@/api/client";
import type { StaffTicketSummary } from "@/api/types";
import { useMay } from "@/context/home";
import type { BulkAct } from "@/kit/list/BulkBar";
import type { RowAct } from "@/kit/list/useBulk";
import type { Send } from "@/kit/record/useAct";
import { ticketActs } from "../api";

const CloseMany = lazy(() => import("./BulkDialogs").then((module) => ({ default: module.CloseMany })));
const ResolveMany = lazy(() => import("./BulkDialogs").then((module) => ({ default: module.ResolveMany })));

/** Makes an act on a ticket with the version in the list; the server decides whether it is possible. */
function each(send: (id: string) => Send): RowAct<StaffTicketSummary> {
  return ({ id, version }, key) => unwrap(send(id)(seen(version, key)));
}

/** Returns the acts that are open to the hat. */
export function useDeskBulkActs(): BulkAct<StaffTicketSummary>[] {
  const { t } = useTranslation("desk");
  const may = useMay();
  const acts: (BulkAct<StaffTicketSummary> | false)[] = [
    may("take_ticket") && {
      name: "take",
      label: t("many.take"),
      act: each((id) => ticketActs(id).take),
      undo: ({ id, assignee }, now) =>
        unwrap(ticketActs(id).assign({ assignee_id: assignee?.id ?? null })(now)),
    },
    may("resolve_ticket") && {
      name: "resolve",
      label: t("many.resolve"),
      dialog: (rows, begin, close) => (
        <ResolveMany
          tickets={rows}
          onClose={close}
          onSend={(text) =>
            begin(
              each((id) => ticketActs(id).resolve(text)),
              text,
            )
          }
        />
      ),
    },
    may("close_ticket") && {
      name: "close",
      label: t("many.close"),
      dialog: (rows, begin, close) => (
        <CloseMany tickets={rows} onClose={close} onSend={() => begin(each((id) => ticketActs(id).close))} />
      ),
    },
  ];
  return acts.filter((act) => act !== false);
}
