/** The question before a customer closes or reopens a ticket. */
import { REASON_TEXT } from "@/api/limits";
import type { Ticket } from "@/api/types";
import { ConfirmDialog, TextDialog } from "@/kit/record/ActDialog";
import type { Acting } from "@/kit/record/useAct";
import { ticketActs } from "./api";
import { useReopenable, useTicketWords } from "./words";

interface Props {
  asked: "close" | "reopen";
  ticket: Ticket;
  act: Acting;
  onClose: () => void;
}

export default function CustomerDialog({ asked, ticket, act, onClose }: Props) {
  const t = useTicketWords();
  const reopenable = useReopenable();
  const { id, number, synopsis } = ticket;
  const send = ticketActs(id);
  if (asked === "reopen")
    return (
      <TextDialog
        act={act}
        title={t("ticket.reopenTitle", { number })}
        label={t("ticket.reopenLabel")}
        submit={t("ticket.reopenAct")}
        done={t("ticket.reopened", { number })}
        draft={`reopen-${id}`}
        limit={REASON_TEXT}
        required={t("error.textRequired")}
        send={send.reopen}
        onClose={onClose}
      />
    );
  return (
    <ConfirmDialog
      act={act}
      title={t("ticket.closeTitle", { number })}
      submit={t("ticket.close")}
      done={reopenable(t("ticket.closed", { number }), "it")}
      send={send.close}
      onClose={onClose}
    >
      {reopenable(t("ticket.closeText", { synopsis }), "it")}
    </ConfirmDialog>
  );
}
