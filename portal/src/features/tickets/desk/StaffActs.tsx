/** Acts that are open to an agent on a ticket now, as the server lists them. The most likely act comes first. */
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicket } from "@/api/types";
import { Actions } from "@/kit/record/Actions";
import { ticketActs, useTicketAct } from "../api";
import type { Asked } from "./ActDialog";

const StaffDialog = lazy(() => import("./ActDialog"));

/** Returns the act that a ticket most likely needs next. */
function primaryOf({ allowed, assignee }: StaffTicket): "take" | "resolve" | "reopen" | null {
  if (allowed.includes("take") && !assignee) return "take";
  if (allowed.includes("resolve")) return "resolve";
  return allowed.includes("reopen") ? "reopen" : null;
}

export function StaffActs({ ticket }: { ticket: StaffTicket }) {
  const { t } = useTranslation("desk");
  const act = useTicketAct(ticket, { stale: t("stale"), refused: t("refused") });
  const { number } = ticket;
  const whom = t(`whom.${ticket.kind}`);
  const { take, resume, assign } = ticketActs(ticket.id);
  const asks = <Name extends Asked>(name: Name, label: string, shortcut?: string) => ({
    name,
    label,
    ...(shortcut ? { shortcut } : {}),
    dialog: (close: () => void) => <StaffDialog asked={name} ticket={ticket} act={act} onClose={close} />,
  });
  return (
    <Actions
      size="xs"
      allowed={ticket.allowed}
      act={act}
      primary={primaryOf(ticket)}
      actions={[
        {
          name: "take",
          label: t("take"),
          shortcut: "t",
          send: take,
          done: t("taken", { number }),
          undo: assign({ assignee_id: ticket.assignee?.id ?? null }),
        },
        { name: "resume", label: t("resume"), send: resume, done: t("resumedDone", { number }) },
        asks("assign", t("assign"), "a"),
        asks("wait", t("ask", { whom })),
        asks("hold", t("hold"), "h"),
        asks("resolve", t("resolve"), "e"),
        asks("close", t("close"), "c"),
        asks("reopen", t("reopen")),
        { ...asks("correct", t("rename")), tucked: true },
        { ...asks("merge", t("merge.menu"), "m"), tucked: true },
      ]}
    />
  );
}
