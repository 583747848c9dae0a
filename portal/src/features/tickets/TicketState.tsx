/** State of a ticket in the server's words for this reader, with the last day if it is on hold. */
import { useTranslation } from "react-i18next";
import type { TicketSummary } from "@/api/types";
import { Status } from "@/components/Status";
import { dayWords } from "@/components/time";
import { useZone } from "@/components/When";
import "./texts";

type Standing = Pick<TicketSummary, "state" | "state_label" | "hold_until">;

export function useStateLabel() {
  const { t } = useTranslation("tickets");
  const zone = useZone();
  return ({ state_label: label, hold_until: until }: Standing) =>
    until ? t("ticket.until", { label, day: dayWords(new Date(until), zone) }) : label;
}

export function TicketState({ ticket }: { ticket: Standing }) {
  const label = useStateLabel();
  return <Status state={ticket.state} label={label(ticket)} />;
}
