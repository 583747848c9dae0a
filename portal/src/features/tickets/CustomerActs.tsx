/** What a customer can do with a ticket now; the server says which acts are open. */
import { Button } from "@mantine/core";
import { IconCircleCheck, IconRefreshDot } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemKey } from "@/api/problem";
import type { Ticket, TicketAction } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Message } from "@/components/Message";
import { toast } from "@/components/toasts";
import { type Act, isConflict, useAct } from "./api";
import classes from "./TicketPage.module.css";
import "./texts";
import { useReopenable, useTicketWords } from "./words";

const CustomerDialog = lazy(() => import("./CustomerDialog"));

export function CustomerActs({ ticket }: { ticket: Ticket }) {
  const t = useTicketWords();
  const { t: common } = useTranslation();
  const act = useAct(ticket);
  const [asking, setAsking] = useState(false);
  const may = (name: TicketAction) => ticket.allowed.includes(name);
  const { number } = ticket;

  function run(change: Act, done: string) {
    act.mutate(change, {
      onSuccess: () => {
        setAsking(false);
        toast(done);
      },
      onError: () => setAsking(false),
    });
  }

  const reopenButton = (
    <Button variant="default" onClick={() => setAsking(true)}>
      {t(ticket.state === "resolved" ? "ticket.reopen" : "ticket.reopenAct")}
    </Button>
  );

  return (
    <>
      {act.isError && (
        <Callout alert tint="info" icon={IconRefreshDot}>
          {isConflict(act.error) ? t("ticket.refused") : common(problemKey(act.error))}
        </Callout>
      )}
      {ticket.resolution && (ticket.state === "resolved" || ticket.state === "closed") && (
        <Callout
          tint="success"
          icon={IconCircleCheck}
          title={t("ticket.resolution")}
          label={t("ticket.resolution")}
        >
          <div className={classes.solution}>
            <Message text={ticket.resolution.text} />
          </div>
          {(may("confirm") || may("reopen")) && (
            <div className={classes.acts}>
              {may("confirm") && (
                <Button
                  loading={act.isPending && act.variables.act === "confirm"}
                  onClick={() => run({ act: "confirm" }, t("ticket.confirmed", { number }))}
                >
                  {t("ticket.confirm")}
                </Button>
              )}
              {may("reopen") && reopenButton}
            </div>
          )}
        </Callout>
      )}
      {!ticket.resolution && may("reopen") && <div className={classes.quiet}>{reopenButton}</div>}
      {asking && (
        <Suspense fallback={null}>
          <CustomerDialog
            asked="reopen"
            ticket={ticket}
            busy={act.isPending}
            onClose={() => setAsking(false)}
            onRun={(change) => run(change, t("ticket.reopened", { number }))}
          />
        </Suspense>
      )}
    </>
  );
}

/** The way to end a ticket that is no longer needed. */
export function CloseAct({ ticket }: { ticket: Ticket }) {
  const t = useTicketWords();
  const { t: common } = useTranslation();
  const act = useAct(ticket);
  const [asking, setAsking] = useState(false);
  const reopenable = useReopenable();
  if (!ticket.allowed.includes("close") || ticket.state === "resolved") return null;

  function run(change: Act) {
    act.mutate(change, {
      onSuccess: () => toast(reopenable(t("ticket.closed", { number: ticket.number }), "it")),
      onError: (error) => toast(isConflict(error) ? t("ticket.refused") : common(problemKey(error)), "error"),
      onSettled: () => setAsking(false),
    });
  }

  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        {t("ticket.close")}
      </Button>
      {asking && (
        <Suspense fallback={null}>
          <CustomerDialog
            asked="close"
            ticket={ticket}
            busy={act.isPending}
            onClose={() => setAsking(false)}
            onRun={run}
          />
        </Suspense>
      )}
    </>
  );
}
