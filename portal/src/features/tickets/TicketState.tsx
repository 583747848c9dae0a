/** State of a ticket in words for this reader, with the last day if it is on hold. */
import { useTranslation } from "react-i18next";
import type { TicketSummary } from "@/api/types";
import { Status } from "@/components/Status";
import { dayWords } from "@/components/time";
import { type Stated, useStateWords } from "@/components/useServerWords";
import { useZone } from "@/components/When";
import "./texts";

type Standing = Stated & Pick<TicketSummary, "hold_until">;

export function useStateLabel() {
  const { t } = useTranslation("tickets");
  const zone = useZone();
  const words = useStateWords();
  return (ticket: Standing) => {
    const [label, until] = [words(ticket), ticket.hold_until];
    return until ? t("ticket.until", { label, day: dayWords(new Date(until), zone) }) : label;
  };
}

export function TicketState({ ticket }: { ticket: Standing }) {
  const label = useStateLabel();
  return <Status state={ticket.state} label={label(ticket)} />;
}
