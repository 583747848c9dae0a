/** What a customer can do with a ticket now; the server says which acts are open. */
import { Button, Modal, Text, Textarea } from "@mantine/core";
import { IconCircleCheck, IconRefreshDot } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemKey } from "@/api/problem";
import type { Ticket } from "@/api/types";
import { Callout } from "@/parts/Callout";
import { Message } from "@/parts/Prose";
import { toast } from "@/parts/toasts";
import { type Act, isConflict, useAct } from "./api";
import classes from "./TicketPage.module.css";
import "./texts";

export function CustomerActs({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const act = useAct(ticket);
  const [asking, setAsking] = useState<"close" | "reopen" | null>(null);
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const may = (name: string) => ticket.allowed.includes(name);
  const { number, synopsis } = ticket;

  function run(change: Act, done: string) {
    act.mutate(change, {
      onSuccess: () => {
        setAsking(null);
        setText("");
        toast(done);
      },
      onError: () => setAsking(null),
    });
  }

  function reopen() {
    if (text.trim() === "") return setMissing(true);
    run({ act: "reopen", text: text.trim() }, t("ticket.reopened", { number }));
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

      <Modal
        opened={asking === "close"}
        onClose={() => setAsking(null)}
        title={t("ticket.closeTitle", { number })}
      >
        <Text size="sm">{t("ticket.closeText", { synopsis })}</Text>
        <div className={classes.acts} style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={() => setAsking(null)}>
            {common("act.cancel")}
          </Button>
          <Button
            loading={act.isPending}
            onClick={() => run({ act: "close" }, t("ticket.closed", { number }))}
          >
            {t("ticket.close")}
          </Button>
        </div>
      </Modal>

      <Modal
        opened={asking === "reopen"}
        onClose={() => setAsking(null)}
        title={t("ticket.reopenTitle", { number })}
      >
        <Textarea
          label={t("ticket.reopenLabel")}
          rows={4}
          maxLength={20_000}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setMissing(false);
          }}
          error={missing && t("error.textRequired")}
          data-autofocus
        />
        <div className={classes.acts} style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={() => setAsking(null)}>
            {common("act.cancel")}
          </Button>
          <Button loading={act.isPending} onClick={reopen}>
            {t("ticket.reopenAct")}
          </Button>
        </div>
      </Modal>
    </>
  );
}
