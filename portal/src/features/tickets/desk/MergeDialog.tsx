/** Merging a ticket into another one, chosen by its number or among the open tickets of its account. */
import { useTranslation } from "react-i18next";
import { MERGE_INTO_INTO } from "@/api/limits";
import type { StaffTicket, StaffTicketSummary } from "@/api/types";
import { numberOrDigits } from "@/context/numbers";
import { text } from "@/kit/form/rules";
import { TextField } from "@/kit/form/TextField";
import { ActDialog } from "@/kit/record/ActDialog";
import type { Acting } from "@/kit/record/useAct";
import { ticketActs, useAccountTickets } from "../api";
import classes from "./MergeDialog.module.css";

interface Props {
  ticket: StaffTicket;
  act: Acting;
  onClose: () => void;
}

export function MergeDialog({ ticket, ...props }: Props) {
  const { t } = useTranslation("desk");
  const { number, account } = ticket;
  const open = useAccountTickets(account?.id, true);
  const others = open.data?.items.filter(({ id }) => id !== ticket.id) ?? [];
  return (
    <ActDialog
      {...props}
      title={t("merge.title", { number })}
      submit={t("merge.act")}
      done={t("merge.done", { number })}
      danger
      start={{ into: "" }}
      rules={{ into: text(MERGE_INTO_INTO, { required: t("merge.missing") }) }}
      send={({ into }) => ticketActs(ticket.id).merge({ into: numberOrDigits(into) ?? into })}
    >
      {(form) => {
        const into = numberOrDigits(form.values.into);
        const target = others.find((other) => other.number === into);
        return (
          <>
            <TextField
              of={form}
              name="into"
              label={t("merge.into")}
              help={t("merge.intoHelp")}
              placeholder="T-1042"
              data-autofocus
            />
            {account && others.length > 0 && (
              <Others
                label={t("merge.others", { account: account.name })}
                tickets={others}
                chosen={into}
                onChoose={(chosen) => form.set({ into: chosen })}
              />
            )}
            <div className={classes.what} aria-live="polite">
              <p>{t("merge.what", { number, into: into ?? t("merge.other") })}</p>
              {target && target.requester.id !== ticket.requester.id && (
                <p>{t("merge.joins", { name: ticket.requester.name, other: target.requester.name })}</p>
              )}
            </div>
          </>
        );
      }}
    </ActDialog>
  );
}

interface OthersProps {
  label: string;
  tickets: StaffTicketSummary[];
  chosen: string | null;
  onChoose: (number: string) => void;
}

function Others({ label, tickets, chosen, onChoose }: OthersProps) {
  return (
    <ul className={classes.list} aria-label={label}>
      {tickets.map(({ id, number, synopsis, requester, state_label }) => (
        <li key={id}>
          <button
            type="button"
            className={classes.ticket}
            aria-pressed={number === chosen}
            onClick={() => onChoose(number)}
          >
            <strong>{number}</strong> {synopsis}{" "}
            <span className={classes.more}>
              {requester.name} · {state_label}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
