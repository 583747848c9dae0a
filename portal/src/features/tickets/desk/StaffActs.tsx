/** What an agent can do with a ticket now. The most likely act stands first; the server says which are open. */
import { Button } from "@mantine/core";
import { IconRefreshDot } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError, problemKey, SignedOutError } from "@/api/problem";
import type { StaffTicket, TicketAction } from "@/api/types";
import { Callout } from "@/components/Callout";
import { toast } from "@/components/toasts";
import { type Act, isConflict, useAct } from "../api";
import type { Asked } from "./ActDialog";
import classes from "./StaffActs.module.css";

const ActDialog = lazy(() => import("./ActDialog"));

const ASKED = ["assign", "wait", "hold", "resolve", "close", "reopen"] as const;
const LABEL = {
  assign: "assign",
  wait: "ask",
  hold: "hold",
  resolve: "resolve",
  close: "close",
  reopen: "reopen",
} as const satisfies Record<Asked, string>;
const DONE = {
  take: "taken",
  resume: "resumedDone",
  assign: "assignedTo",
  wait: "asked",
  hold: "held",
  resolve: "resolvedDone",
  close: "closedDone",
  reopen: "reopened",
  confirm: "closedDone",
} as const satisfies Record<Act["act"], string>;

/** The act a ticket most likely needs next. */
function primaryOf(ticket: StaffTicket): "take" | "resolve" | "reopen" | null {
  if (ticket.allowed.includes("take") && !ticket.assignee) return "take";
  if (ticket.allowed.includes("resolve")) return "resolve";
  return ticket.allowed.includes("reopen") ? "reopen" : null;
}

export function StaffActs({ ticket }: { ticket: StaffTicket }) {
  const { t } = useTranslation("desk");
  const { t: common } = useTranslation();
  const act = useAct(ticket);
  const [asked, setAsked] = useState<Asked | null>(null);
  const may = (name: TicketAction) => ticket.allowed.includes(name);
  const primary = primaryOf(ticket);
  const number = ticket.number;
  const whom = t(`whom.${ticket.kind}`);

  function ask(name: Asked) {
    // What became of another act says nothing about this one.
    act.reset();
    setAsked(name);
  }

  function run(change: Act, done?: () => void) {
    act.mutate(change, {
      onSuccess: () => {
        done?.();
        setAsked(null);
        toast(t(DONE[change.act], { number, whom }));
      },
    });
  }

  const others = ASKED.filter((name) => may(name) && name !== primary);
  const failed = act.isError && !(act.error instanceof SignedOutError);
  const words =
    act.error instanceof ProblemError && act.error.status === 412
      ? t("stale")
      : isConflict(act.error)
        ? (act.error instanceof ProblemError && act.error.code === "taken" && act.error.detail) ||
          t("refused")
        : act.error instanceof ProblemError && act.error.fields[0]
          ? act.error.fields[0].detail
          : common(problemKey(act.error));

  const notice = failed && (
    <div className={classes.notice}>
      <Callout alert tint="info" icon={IconRefreshDot}>
        {words}
      </Callout>
    </div>
  );

  return (
    <>
      {!asked && notice}
      <div className={classes.acts}>
        {primary === "take" && (
          <Button
            size="xs"
            loading={act.isPending && act.variables.act === "take"}
            onClick={() => run({ act: "take" })}
          >
            {t("take")}
          </Button>
        )}
        {primary && primary !== "take" && (
          <Button size="xs" onClick={() => ask(primary)}>
            {t(LABEL[primary], { whom })}
          </Button>
        )}
        {primary !== "take" && may("take") && (
          <Button size="xs" variant="default" onClick={() => run({ act: "take" })}>
            {t("take")}
          </Button>
        )}
        {(ticket.allowed as string[]).includes("resume") && (
          <Button
            size="xs"
            variant="default"
            loading={act.isPending && act.variables.act === "resume"}
            onClick={() => run({ act: "resume" })}
          >
            {t("resume")}
          </Button>
        )}
        {others.map((name) => (
          <Button key={name} size="xs" variant="default" onClick={() => ask(name)}>
            {t(LABEL[name], { whom })}
          </Button>
        ))}
      </div>
      {asked && (
        <Suspense fallback={null}>
          <ActDialog
            ticket={ticket}
            asked={asked}
            busy={act.isPending}
            notice={notice}
            onClose={() => {
              act.reset();
              setAsked(null);
            }}
            onRun={run}
          />
        </Suspense>
      )}
    </>
  );
}
