/** What a customer can do with a ticket now; the server says which acts are open. */
import { Button } from "@mantine/core";
import { IconCircleCheck, IconRefreshDot } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemKey } from "@/api/problem";
import type { Ticket, TicketAct } from "@/api/types";
import { Callout } from "@/parts/Callout";
import { Message } from "@/parts/Message";
import { toast } from "@/parts/toasts";
import { type Act, isConflict, useAct } from "./api";
import classes from "./TicketPage.module.css";
import "./texts";

const CustomerDialog = lazy(() => import("./CustomerDialog"));

export function CustomerActs({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const act = useAct(ticket);
  const [asking, setAsking] = useState<"close" | "reopen" | null>(null);
  const may = (name: TicketAct) => ticket.allowed.includes(name);
  const { number } = ticket;

  function run(change: Act, done: string) {
    act.mutate(change, {
      onSuccess: () => {
        setAsking(null);
        toast(done);
      },
      onError: () => setAsking(null),
    });
  }

  const reopenButton = (
    <Button variant="default" onClick={() => setAsking("reopen")}>
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
      {may("close") && ticket.state !== "resolved" && (
        <div className={classes.quiet}>
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAsking("close")}>
            {t("ticket.close")}
          </Button>
        </div>
      )}

      {asking && (
        <Suspense fallback={null}>
          <CustomerDialog
            asked={asking}
            ticket={ticket}
            busy={act.isPending}
            onClose={() => setAsking(null)}
            onRun={(change) =>
              run(change, t(change.act === "reopen" ? "ticket.reopened" : "ticket.closed", { number }))
            }
          />
        </Suspense>
      )}
    </>
  );
}
