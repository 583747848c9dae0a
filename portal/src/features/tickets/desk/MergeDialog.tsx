/** Merging a ticket into another one, chosen by its number or among the open tickets of its account. */
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { MERGE_INTO_INTO } from "@/api/limits";
import type { StaffTicket, StaffTicketSummary } from "@/api/types";
import { Failed, Loading } from "@/components/states";
import { numberOrDigits } from "@/context/numbers";
import { TextField } from "@/kit/form/TextField";
import { ActDialog } from "@/kit/record/ActDialog";
import type { Acting } from "@/kit/record/useAct";
import { ticketActs, useAccountTickets, useTicketOfNumber } from "../api";
import { TicketState } from "../TicketState";
import classes from "./MergeDialog.module.css";

interface Props {
  ticket: StaffTicket;
  act: Acting;
  onClose: () => void;
}

/** Time without typing before a number is looked up, in milliseconds. */
const PAUSE = 300;

export function MergeDialog({ ticket, ...props }: Props) {
  const { t } = useTranslation("desk");
  const { number, account } = ticket;
  const shown = useRef<string | null>(null);
  /** Says why it cannot be merged into a typed ticket: only into one that is shown. */
  function objection(typed: string): string | null {
    const into = numberOrDigits(typed);
    if (!into) return typed.trim() ? t("merge.noNumber") : t("merge.missing");
    if (into === number) return t("merge.itself");
    return shown.current === into ? null : t("merge.unseen");
  }
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
      rules={{ into: Object.assign(objection, { limit: MERGE_INTO_INTO }) }}
      send={({ into }) => ticketActs(ticket.id).merge({ into: numberOrDigits(into) ?? into })}
    >
      {(form) => {
        const into = numberOrDigits(form.values.into);
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
              {into && into !== number && (
                <Target
                  number={into}
                  ticket={ticket}
                  onShown={(found) => {
                    shown.current = found;
                    // The objection may be met now.
                    if (form.errors.into) form.set({ into: form.values.into });
                  }}
                />
              )}
              <p>{t("merge.what", { number, into: into ?? t("merge.other") })}</p>
            </div>
          </>
        );
      }}
    </ActDialog>
  );
}

interface TargetProps {
  number: string;
  ticket: StaffTicket;
  /** Called with the number once its ticket is shown, and with none while it is not. */
  onShown: (number: string | null) => void;
}

/** The ticket that is merged into, so that nobody merges into another one than meant. */
function Target({ number, ticket, onShown }: TargetProps) {
  const { t } = useTranslation("desk");
  const [settled] = useDebouncedValue(number, PAUSE);
  const { data, isError, error, refetch } = useTicketOfNumber(settled);
  const found = settled === number ? data : undefined;
  const tell = useEffectEvent(onShown);
  const shown = found ? number : null;
  useEffect(() => tell(shown), [shown]);
  if (isError) return <Failed error={error} onRetry={() => void refetch()} />;
  if (found === undefined) return <Loading lines={2} />;
  if (found === null) return <p className={classes.missing}>{t("merge.unknown", { number })}</p>;
  const from = found.account?.name ?? found.partner?.name;
  return (
    <>
      <section className={classes.target} aria-label={t("merge.target")}>
        <p className={classes.head}>
          <strong>{found.number}</strong> <TicketState ticket={found} />
        </p>
        <p>{found.synopsis}</p>
        <p className={classes.more}>
          {found.requester.name}
          {from && ` · ${from}`}
        </p>
      </section>
      {found.requester.id !== ticket.requester.id && (
        <p>{t("merge.joins", { name: ticket.requester.name, other: found.requester.name })}</p>
      )}
    </>
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
